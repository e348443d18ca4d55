#include "ingest/record_reader.hpp"

#include <fmt/format.h>

#include "text/utf8.hpp"

namespace bayan::ingest {

namespace {

constexpr std::size_t most_line_bytes = std::size_t{64} << 20;
constexpr std::size_t block_lines = 1024;
constexpr std::size_t block_bytes = std::size_t{1} << 20;
constexpr std::size_t blocks_ahead = 4;

bool holds_nothing(std::string_view line) {
  return line.front() == '#' || line.find_first_not_of(" \t\r") == std::string_view::npos;
}

}  // namespace

Status check_line(std::string_view line) {
  if (line.size() > most_line_bytes)
    return make_error(ErrorCode::limit, fmt::format("a line of {} bytes", line.size()),
                      "a record is one line of at most 64 MiB");
  const auto at = text::first_bad_byte(line);
  if (!at) return {};
  Error error = make_error(ErrorCode::text, fmt::format("not UTF-8: byte {} of the line begins no character", *at + 1),
                           "convert the file to UTF-8");
  error.column = static_cast<std::uint32_t>(text::count_code_points(line.substr(0, *at)) + 1);
  return error;
}

RecordReader::RecordReader(LineReader lines, bool ahead) : lines_(std::move(lines)) {
  if (ahead) thread_ = std::thread([this] { run(); });
}

RecordReader::~RecordReader() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

RecordReader::Block RecordReader::read_block() {
  Block out;
  std::size_t bytes = 0;
  std::string_view line;
  while (out.lines.size() < block_lines && bytes < block_bytes) {
    if (!lines_.next(line)) {
      out.last = true;
      break;
    }
    ++number_;
    bytes += line.size() + 1;
    if (line.empty() || holds_nothing(line)) continue;
    auto status = check_line(line);
    out.lines.push_back({number_, status ? json_.read(line) : Result<Record>(std::move(status.error()))});
  }
  out.bytes = lines_.bytes();
  return out;
}

void RecordReader::run() {
  for (bool more = true; more;) {
    Block block = read_block();
    more = !block.last;
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return stopped_ || ready_.size() < blocks_ahead; });
    if (stopped_) return;
    ready_.push_back(std::move(block));
    lock.unlock();
    changed_.notify_all();
  }
}

Result<RecordReader::Block> RecordReader::next() {
  Block out;
  if (thread_.joinable()) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !ready_.empty(); });
    out = std::move(ready_.front());
    ready_.pop_front();
    lock.unlock();
    changed_.notify_all();
  } else {
    out = read_block();
  }
  if (out.last) BAYAN_TRY(lines_.status());
  return out;
}

}  // namespace bayan::ingest
