// Lines of a file or of standard input, read in large blocks.
#pragma once

#include <string>
#include <string_view>

#include "bayan/result.hpp"
#include "ingest/decompress.hpp"

namespace bayan::ingest {

class LineReader {
 public:
  explicit LineReader(ByteSource source) : source_(std::move(source)) {}

  // The next line, without its end; it dies with the next call. False at the end and after a failure.
  bool next(std::string_view& line);
  Status status() const { return status_; }
  std::uint64_t bytes() const { return source_.bytes(); }  // of the file, read so far

 private:
  bool fill();

  ByteSource source_;
  std::string buffer_;
  std::size_t begin_ = 0, end_ = 0;
  bool ended_ = false;
  Status status_;
};

}  // namespace bayan::ingest
