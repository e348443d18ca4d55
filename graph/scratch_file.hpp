// A file without a name inside a store, for what does not fit in memory: it is gone with the process, however that
// ends.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "bayan/result.hpp"

namespace bayan::graph {

// Threads: read() from any number, while nobody appends.
class ScratchFile {
 public:
  explicit ScratchFile(std::string folder) : folder_(std::move(folder)) {}
  ~ScratchFile();
  ScratchFile(const ScratchFile&) = delete;
  ScratchFile& operator=(const ScratchFile&) = delete;

  // Errors: store (the disk is full ...).
  Status append(const void* bytes, std::size_t size);
  // REQUIRES: that many bytes are there.
  Status read(std::uint64_t offset, void* to, std::size_t size) const;
  std::uint64_t size() const { return size_; }

 private:
  std::string folder_;
  int file_ = -1;
  std::uint64_t size_ = 0;
};

}  // namespace bayan::graph
