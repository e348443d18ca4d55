// Whether a store's logs and its list of files (the manifest) end where they were meant to. RocksDB takes a record that
// cannot be for the last one, which a kill cut off, and reads no further in that file: after a flipped bit, commits
// that were acknowledged would be gone without a word, and so would be those of a log that was deleted or cut.
//
// Two looks before the database is opened: at the chain of records of each file, and at the note that a writer leaves
// when it closes. The note says how far the files went, and which number the last row had. It counts for the files
// while the manifest is the same one, since each opening for writing begins another; for the rows it always does.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "graph/kv_impl.hpp"

namespace bayan::graph {

namespace {

namespace fs = std::filesystem;

constexpr const char* note_file = "CLOSED";
constexpr const char* end_of_note = "whole";

// A log in RocksDB's format: blocks, in them records of crc(4) length(2) type(1) and bytes; none goes over the end of a
// block, and what is too short for a record at the end of a block is zeros.
constexpr std::size_t block_bytes = 32 << 10, header_bytes = 7;
constexpr unsigned last_type = 4;

// CRC-32C as RocksDB stores it, over type and bytes.
std::uint32_t masked_sum(std::string_view bytes) {
  static const auto table = [] {
    std::array<std::uint32_t, 256> out{};
    for (std::uint32_t i = 0; i < out.size(); ++i) {
      std::uint32_t sum = i;
      for (int bit = 0; bit < 8; ++bit) sum = sum >> 1 ^ ((sum & 1) != 0 ? 0x82f63b78U : 0);
      out[i] = sum;
    }
    return out;
  }();
  std::uint32_t sum = ~0U;
  for (const char c : bytes) sum = table[(sum ^ static_cast<unsigned char>(c)) & 0xff] ^ sum >> 8;
  sum = ~sum;
  return (sum >> 15 | sum << 17) + 0xa282ead8U;
}

struct RecordHeader {
  std::uint32_t sum;
  std::size_t length;
  unsigned type;

  explicit RecordHeader(std::string_view bytes)
      : sum(0),
        length(static_cast<unsigned char>(bytes[4]) | static_cast<std::size_t>(static_cast<unsigned char>(bytes[5]))
                                                          << 8),
        type(static_cast<unsigned char>(bytes[6])) {
    std::memcpy(&sum, bytes.data(), sizeof sum);
  }
  bool can_be(std::size_t room) const { return type >= 1 && type <= last_type && header_bytes + length <= room; }
};

// Whether a whole record lies somewhere in these bytes, or they are one whose length alone is wrong.
bool holds_record(std::string_view bytes) {
  if (bytes.size() < header_bytes) return false;
  if (RecordHeader(bytes).sum == masked_sum(bytes.substr(header_bytes - 1))) return true;
  for (std::size_t at = 1; at + header_bytes < bytes.size(); ++at) {
    const std::string_view rest = bytes.substr(at);
    const RecordHeader header(rest);
    if (header.length > 0 && header.can_be(rest.size()) &&
        header.sum == masked_sum(rest.substr(header_bytes - 1, header.length + 1)))
      return true;
  }
  return false;
}

// Whether RocksDB would stop in this block although more follows. What it finds by itself, as a wrong sum, is left to
// it.
bool breaks_off(std::string_view block, bool last) {
  while (block.size() >= header_bytes) {
    const RecordHeader header(block);
    if (header.can_be(block.size())) {
      block.remove_prefix(header_bytes + header.length);
      continue;
    }
    const bool zeros = block.find_first_not_of('\0') == std::string_view::npos;
    if (zeros) return false;
    return !last || header.type > last_type || holds_record(block);
  }
  return false;
}

Error damage(const fs::path& file, const std::string& what) {
  return path_error(file.string(), "the store is damaged: " + what,
                    "restore it from a backup; without one, move the store away and make it again from its sources");
}

Status check_chain(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::string block(block_bytes, '\0');
  for (std::uint64_t at = 0; in; at += block_bytes) {
    in.read(block.data(), static_cast<std::streamsize>(block.size()));
    const auto got = static_cast<std::size_t>(in.gcount());
    const bool last = got < block_bytes || in.peek() == std::ifstream::traits_type::eof();
    if (breaks_off(std::string_view(block).substr(0, got), last))
      return damage(file, fmt::format("a record near byte {} of this file is broken, and others follow it", at));
  }
  return {};
}

struct Note {
  std::uint64_t sequence = 0;
  FilesMark mark;
};

// None: there was no closing yet, or the power failed while the note was written.
std::optional<Note> read_note(const fs::path& folder) {
  std::ifstream in(folder / note_file);
  Note out;
  std::size_t logs = 0;
  std::string end;
  in >> out.sequence >> out.mark.manifest >> out.mark.manifest_bytes >> logs;
  for (std::size_t i = 0; in && i < logs; ++i) {
    auto& log = out.mark.logs.emplace_back();
    in >> log.first >> log.second;
  }
  in >> end;
  if (!in || end != end_of_note) return std::nullopt;
  return out;
}

}  // namespace

Status check_files(const std::string& path, const FilesMark& now) {
  const fs::path folder(path);
  if (now.manifest.empty()) return {};
  BAYAN_TRY(check_chain(folder / now.manifest));
  for (const auto& log : now.logs) BAYAN_TRY(check_chain(folder / log.first));
  const auto note = read_note(folder);
  if (!note || note->mark.manifest != now.manifest) return {};
  if (now.manifest_bytes < note->mark.manifest_bytes) return damage(folder / now.manifest, "this file was cut");
  for (const auto& [name, bytes] : note->mark.logs) {
    const auto found =
        std::find_if(now.logs.begin(), now.logs.end(), [&](const auto& log) { return log.first == name; });
    if (found == now.logs.end()) return damage(folder / name, "this file is missing");
    if (found->second < bytes) return damage(folder / name, "this file was cut");
  }
  return {};
}

Status check_rows(const std::string& path, std::uint64_t sequence) {
  const auto note = read_note(path);
  if (!note || note->sequence <= sequence) return {};
  return damage(path, fmt::format("its files end with row {}, but there were {}", sequence, note->sequence));
}

void leave_note(const std::string& path, std::uint64_t sequence) {
  const FilesMark mark = mark_of(path);
  const fs::path passing = fs::path(path) / (std::string(note_file) + ".next");
  {
    std::ofstream out(passing, std::ios::trunc);
    out << sequence << '\n' << mark.manifest << ' ' << mark.manifest_bytes << '\n' << mark.logs.size() << '\n';
    for (const auto& [name, bytes] : mark.logs) out << name << ' ' << bytes << '\n';
    out << end_of_note << '\n';
    if (!out.flush()) return;  // the old note is as true as it was
  }
  std::error_code ignored;
  fs::rename(passing, fs::path(path) / note_file, ignored);
}

}  // namespace bayan::graph
