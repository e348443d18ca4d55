#include "graph/scratch_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace bayan::graph {

namespace {

Error io_error(const std::string& folder, int code) {
  Error error = make_error(
      ErrorCode::store,
      code == ENOSPC ? "the disk is full" : fmt::format("the store cannot be written: {}", std::strerror(code)),
      "free some space; nothing of this load was stored");
  error.file = folder;
  return error;
}

}  // namespace

ScratchFile::~ScratchFile() {
  if (file_ >= 0) ::close(file_);
}

Status ScratchFile::append(const void* bytes, std::size_t size) {
  if (file_ < 0) {
    const std::string name = fmt::format("{}/scratch-{}", folder_, fmt::ptr(this));
    file_ = ::open(name.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file_ < 0) return io_error(folder_, errno);
    ::unlink(name.c_str());
  }
  const char* at = static_cast<const char*>(bytes);
  while (size > 0) {
    const ssize_t wrote = ::write(file_, at, size);
    if (wrote < 0) return io_error(folder_, errno);
    at += wrote, size -= static_cast<std::size_t>(wrote), size_ += static_cast<std::uint64_t>(wrote);
  }
  return {};
}

Status ScratchFile::read(std::uint64_t offset, void* to, std::size_t size) const {
  char* at = static_cast<char*>(to);
  while (size > 0) {
    const ssize_t got = ::pread(file_, at, size, static_cast<off_t>(offset));
    if (got <= 0) return io_error(folder_, got < 0 ? errno : EIO);
    at += got, offset += static_cast<std::uint64_t>(got), size -= static_cast<std::size_t>(got);
  }
  return {};
}

}  // namespace bayan::graph
