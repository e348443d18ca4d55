#include "ingest/decompress.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <lzma.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <limits>
#include <vector>

namespace bayan::ingest {

namespace {

constexpr std::size_t block_bytes = std::size_t{256} << 10;
constexpr std::uint64_t most_xz_memory = std::uint64_t{192} << 20;  // xz -9 needs 65 MiB

Error refused(const std::string& name, std::string message, std::string help) {
  Error error = make_error(ErrorCode::input, std::move(message), std::move(help));
  error.file = name;
  return error;
}

struct Input {
  const char* at = nullptr;
  std::size_t left = 0;
  bool ended = false;  // no more comes after these
};

// Takes bytes from an input. What decode() returns is the number of bytes written, or none for damaged data.
class Decoder {
 public:
  virtual ~Decoder() = default;
  virtual std::optional<std::size_t> decode(Input& in, char* to, std::size_t most) = 0;
  virtual bool whole() const = 0;  // the input may end here
};

class Plain : public Decoder {
 public:
  std::optional<std::size_t> decode(Input& in, char* to, std::size_t most) override {
    const std::size_t size = std::min(most, in.left);
    if (size > 0) std::memcpy(to, in.at, size);
    in.at += size, in.left -= size;
    return size;
  }
  bool whole() const override { return true; }
};

// One member or several, as gzip -c a b makes them.
class Gzip : public Decoder {
 public:
  Gzip() { inflateInit2(&stream_, 15 + 16); }
  ~Gzip() override { inflateEnd(&stream_); }
  std::optional<std::size_t> decode(Input& in, char* to, std::size_t most) override {
    most = std::min<std::size_t>(most, std::numeric_limits<uInt>::max());
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(in.at));
    stream_.avail_in = static_cast<uInt>(in.left);
    stream_.next_out = reinterpret_cast<Bytef*>(to);
    stream_.avail_out = static_cast<uInt>(most);
    if (in.left > 0) whole_ = false;
    const int code = inflate(&stream_, Z_NO_FLUSH);
    in.at += in.left - stream_.avail_in, in.left = stream_.avail_in;
    if (code == Z_STREAM_END) whole_ = true, inflateReset(&stream_);
    if (code != Z_OK && code != Z_STREAM_END && code != Z_BUF_ERROR) return std::nullopt;
    return most - stream_.avail_out;
  }
  bool whole() const override { return whole_; }

 private:
  z_stream stream_{};
  bool whole_ = false;
};

class Xz : public Decoder {
 public:
  Xz() { ready_ = lzma_stream_decoder(&stream_, most_xz_memory, LZMA_CONCATENATED) == LZMA_OK; }
  ~Xz() override { lzma_end(&stream_); }
  std::optional<std::size_t> decode(Input& in, char* to, std::size_t most) override {
    stream_.next_in = reinterpret_cast<const std::uint8_t*>(in.at);
    stream_.avail_in = in.left;
    stream_.next_out = reinterpret_cast<std::uint8_t*>(to);
    stream_.avail_out = most;
    const lzma_ret code = whole_   ? LZMA_STREAM_END
                          : ready_ ? lzma_code(&stream_, in.ended ? LZMA_FINISH : LZMA_RUN)
                                   : LZMA_MEM_ERROR;
    in.at += in.left - stream_.avail_in, in.left = stream_.avail_in;
    whole_ = code == LZMA_STREAM_END;
    if (code != LZMA_OK && code != LZMA_STREAM_END && code != LZMA_BUF_ERROR) return std::nullopt;
    return most - stream_.avail_out;
  }
  bool whole() const override { return whole_; }

 private:
  lzma_stream stream_ = LZMA_STREAM_INIT;
  bool ready_ = false, whole_ = false;
};

class Zstd : public Decoder {
 public:
  std::optional<std::size_t> decode(Input& in, char* to, std::size_t most) override {
    ZSTD_inBuffer from{in.at, in.left, 0};
    ZSTD_outBuffer out{to, most, 0};
    const std::size_t code = ZSTD_decompressStream(stream_.get(), &out, &from);
    in.at += from.pos, in.left -= from.pos;
    if (ZSTD_isError(code) != 0) return std::nullopt;
    if (from.pos > 0 || out.pos > 0) whole_ = code == 0;
    return out.pos;
  }
  bool whole() const override { return whole_; }

 private:
  struct Free {
    void operator()(ZSTD_DStream* stream) const { ZSTD_freeDStream(stream); }
  };
  std::unique_ptr<ZSTD_DStream, Free> stream_{ZSTD_createDStream()};
  bool whole_ = false;
};

template <class Kind>
std::unique_ptr<Decoder> make() {
  return std::make_unique<Kind>();
}

struct Compression {
  std::string_view name, suffix, magic;
  std::unique_ptr<Decoder> (*decoder)();
};
constexpr std::array<Compression, 3> compressions{{{"gzip", ".gz", "\x1f\x8b", make<Gzip>},
                                                   {"xz", ".xz",
                                                    std::string_view("\xfd"
                                                                     "7zXZ\0",
                                                                     6),
                                                    make<Xz>},
                                                   {"zstd", ".zst", "\x28\xb5\x2f\xfd", make<Zstd>}}};

const Compression* promised_by(std::string_view path) {
  for (const Compression& one : compressions) {
    if (path.ends_with(one.suffix) && path.size() > one.suffix.size()) return &one;
  }
  return nullptr;
}

}  // namespace

std::string_view name_inside(std::string_view path) {
  if (const Compression* promised = promised_by(path)) path.remove_suffix(promised->suffix.size());
  return path;
}

struct ByteSource::Impl {
  Impl(int opened, std::string called) : file(opened), name(std::move(called)) {}
  ~Impl() {
    if (file > STDIN_FILENO) ::close(file);
  }

  // Reads behind what is left of the last block.
  Status fill() {
    if (in.left > 0) std::memmove(block.data(), in.at, in.left);
    in.at = block.data();
    const ssize_t got = ::read(file, block.data() + in.left, block.size() - in.left);
    if (got < 0)
      return refused(name, fmt::format("the file cannot be read to its end: {}", std::strerror(errno)),
                     "check the disk");
    in.left += static_cast<std::size_t>(got);
    bytes += static_cast<std::uint64_t>(got);
    in.ended = got == 0;
    return {};
  }

  Status choose_decoder(const std::string& path) {
    constexpr std::size_t longest_magic = 6;
    while (in.left < longest_magic && !in.ended) BAYAN_TRY(fill());
    const std::string_view begin(in.at, in.left);
    for (const Compression& one : compressions) {
      if (!begin.starts_with(one.magic)) continue;
      decoder = one.decoder();
      compression = one.name;
      return {};
    }
    decoder = make<Plain>();
    const Compression* promised = promised_by(path);
    if (promised == nullptr || begin.empty()) return {};
    return refused(name, fmt::format("the name ends in {}, the bytes are no {} data", promised->suffix, promised->name),
                   "give the file a name that says what it is");
  }

  int file;
  std::string name;
  std::string_view compression;
  std::vector<char> block = std::vector<char>(block_bytes);
  Input in;
  std::unique_ptr<Decoder> decoder;
  std::uint64_t bytes = 0;
};

ByteSource::ByteSource(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
ByteSource::ByteSource(ByteSource&&) noexcept = default;
ByteSource& ByteSource::operator=(ByteSource&&) noexcept = default;
ByteSource::~ByteSource() = default;
std::uint64_t ByteSource::bytes() const { return impl_->bytes; }
const std::string& ByteSource::name() const { return impl_->name; }

Result<ByteSource> ByteSource::open(const std::string& path) {
  const bool standard = path == "-";
  const int file = standard ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0)
    return refused(path, fmt::format("the file cannot be read: {}", std::strerror(errno)), "check its name and rights");
  auto impl = std::make_unique<Impl>(file, standard ? "standard input" : path);
  BAYAN_TRY(impl->choose_decoder(path));
  return ByteSource(std::move(impl));
}

Result<std::size_t> ByteSource::read(char* to, std::size_t most) {
  Impl& source = *impl_;
  for (;;) {
    if (source.in.left == 0 && !source.in.ended) BAYAN_TRY(source.fill());
    const std::size_t before = source.in.left;
    const auto got = source.decoder->decode(source.in, to, most);
    if (!got)
      return refused(source.name,
                     fmt::format("the {} data are damaged before byte {} of the file", source.compression,
                                 source.bytes - source.in.left),
                     "copy or make the file again");
    if (*got > 0) return *got;
    if (source.in.left < before) continue;  // a header or an end: nothing to show for it yet
    if (!source.in.ended) {
      BAYAN_TRY(source.fill());
      continue;
    }
    if (source.decoder->whole()) return std::size_t{0};
    return refused(source.name, fmt::format("the {} data break off", source.compression),
                   "copy or make the file again");
  }
}

}  // namespace bayan::ingest
