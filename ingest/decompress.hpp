// The bytes of a file or of standard input, decompressed on the way where they are gzip, xz or zstd. What they are is
// told by their first bytes; a file whose name promises compression that is not there is refused.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "bayan/result.hpp"

namespace bayan::ingest {

// The name without .gz, .xz or .zst.
std::string_view name_inside(std::string_view path);

class ByteSource {
 public:
  // "-" is standard input. Errors: input (with the file).
  static Result<ByteSource> open(const std::string& path);
  ByteSource(ByteSource&&) noexcept;
  ByteSource& operator=(ByteSource&&) noexcept;
  ~ByteSource();

  // Up to `most` bytes; 0 at the end and never before it. Errors: input (unreadable, damaged, cut off).
  Result<std::size_t> read(char* to, std::size_t most);
  std::uint64_t bytes() const;      // taken from the file so far, as they lie there
  const std::string& name() const;  // for messages

 private:
  struct Impl;
  explicit ByteSource(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace bayan::ingest
