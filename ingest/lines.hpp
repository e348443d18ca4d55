// Lines of a file or of standard input, read in large blocks.
#pragma once

#include <string>
#include <string_view>

#include "bayan/result.hpp"

namespace bayan::ingest {

class LineReader {
 public:
  // "-" is standard input. Errors: input (with the file).
  static Result<LineReader> open(const std::string& path);
  LineReader(LineReader&& other) noexcept;
  LineReader& operator=(LineReader&&) = delete;
  ~LineReader();

  // The next line, without its end; it dies with the next call. False at the end and after a failure.
  bool next(std::string_view& line);
  Status status() const { return status_; }
  std::uint64_t bytes() const { return bytes_; }  // read so far

 private:
  LineReader(int file, std::string path) : file_(file), path_(std::move(path)) {}
  bool fill();

  int file_;
  std::string path_;
  std::string buffer_;
  std::size_t begin_ = 0, end_ = 0;
  std::uint64_t bytes_ = 0;
  bool ended_ = false;
  Status status_;
};

}  // namespace bayan::ingest
