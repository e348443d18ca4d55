#include "ingest/lines.hpp"

#include <cstring>

namespace bayan::ingest {

namespace {

constexpr std::size_t block_bytes = std::size_t{1} << 20;

}  // namespace

// Reads a block behind what is left of the last one.
bool LineReader::fill() {
  if (begin_ > 0) std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
  end_ -= begin_;
  begin_ = 0;
  if (buffer_.size() < end_ + block_bytes) buffer_.resize(end_ + block_bytes);
  const auto got = source_.read(buffer_.data() + end_, block_bytes);
  if (!got) status_ = got.error();
  if (!got || *got == 0) return ended_ = true, false;
  end_ += *got;
  return true;
}

bool LineReader::next(std::string_view& line) {
  std::size_t searched = begin_;
  for (;;) {
    const void* const newline =
        end_ > searched ? std::memchr(buffer_.data() + searched, '\n', end_ - searched) : nullptr;
    if (newline != nullptr) {
      const auto at = static_cast<std::size_t>(static_cast<const char*>(newline) - buffer_.data());
      line = std::string_view(buffer_).substr(begin_, at - begin_);
      begin_ = at + 1;
      return true;
    }
    searched = end_ - begin_;  // where the search goes on once the rest has moved to the front
    if (!ended_ && fill()) continue;
    if (!status_ || begin_ == end_) return false;
    line = std::string_view(buffer_).substr(begin_, end_ - begin_);
    begin_ = end_;
    return true;
  }
}

}  // namespace bayan::ingest
