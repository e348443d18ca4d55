#include "ingest/lines.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace bayan::ingest {

namespace {

constexpr std::size_t block_bytes = std::size_t{1} << 20;

Error refused(const std::string& path, std::string message, std::string help) {
  Error error = make_error(ErrorCode::input, std::move(message), std::move(help));
  error.file = path;
  return error;
}

}  // namespace

Result<LineReader> LineReader::open(const std::string& path) {
  if (path == "-") return LineReader(STDIN_FILENO, "standard input");
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0)
    return refused(path, fmt::format("the file cannot be read: {}", std::strerror(errno)), "check its name and rights");
  return LineReader(file, path);
}

LineReader::LineReader(LineReader&& other) noexcept
    : file_(other.file_),
      path_(std::move(other.path_)),
      buffer_(std::move(other.buffer_)),
      begin_(other.begin_),
      end_(other.end_) {
  other.file_ = -1;
}

LineReader::~LineReader() {
  if (file_ > STDIN_FILENO) ::close(file_);
}

// Reads a block behind what is left of the last one.
bool LineReader::fill() {
  if (begin_ > 0) std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
  end_ -= begin_;
  begin_ = 0;
  if (buffer_.size() < end_ + block_bytes) buffer_.resize(end_ + block_bytes);
  const ssize_t got = ::read(file_, buffer_.data() + end_, block_bytes);
  if (got < 0)
    status_ =
        refused(path_, fmt::format("the file cannot be read to its end: {}", std::strerror(errno)), "check the disk");
  if (got <= 0) return ended_ = true, false;
  end_ += static_cast<std::size_t>(got);
  bytes_ += static_cast<std::uint64_t>(got);
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
