// External sorting of keys with values, in bounded memory: sorted chunks go to a scratch file, and come back merged.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "bayan/result.hpp"
#include "graph/scratch_file.hpp"

namespace bayan::graph {

class SortedChunks {
 public:
  explicit SortedChunks(std::string folder) : file_(std::move(folder)) {}

  // REQUIRES: keys of a chunk in rising order; they may repeat.
  Status add(std::string_view key, std::string_view value);
  Status end_chunk();

  // All records in the order of their keys; those of one key in the order of their chunks. Nothing is added meanwhile.
  class Merge {
   public:
    explicit Merge(const SortedChunks& chunks);
    bool next();                   // false at the end and after a failure
    std::string_view key() const;  // dies with the next next(), as value() does
    std::string_view value() const;
    const Status& status() const { return status_; }

   private:
    struct Reader {
      std::uint64_t at = 0, end = 0;  // in the file
      std::string buffer;
      std::size_t begin = 0;  // of the current record, in the buffer
      std::uint32_t key_size = 0, value_size = 0;

      std::string_view key() const { return std::string_view(buffer).substr(begin + header_bytes, key_size); }
    };
    bool advance(Reader& reader);
    bool need(Reader& reader, std::size_t bytes);
    bool after(std::uint32_t x, std::uint32_t y) const;

    const ScratchFile& file_;
    std::vector<Reader> readers_;
    std::vector<std::uint32_t> heap_;  // readers that have a record, the one with the least key first
    bool begun_ = false;
    Status status_;
  };

 private:
  static constexpr std::size_t header_bytes = 8;

  ScratchFile file_;
  std::string buffer_;
  std::vector<std::uint64_t> ends_;  // of the chunks, in the file
};

// Takes records in any order.
class ChunkSorter {
 public:
  ChunkSorter(std::string folder, std::size_t memory_bytes) : chunks_(std::move(folder)), memory_bytes_(memory_bytes) {}

  Status add(std::string_view key, std::string_view value);
  // Nothing is added after it.
  Result<SortedChunks::Merge> merge();

 private:
  struct Item {
    std::uint64_t prefix;  // of the key, so that most comparisons read no text
    std::uint32_t begin, key_size, value_size;
  };
  Status spill();

  SortedChunks chunks_;
  std::size_t memory_bytes_;
  std::string texts_;
  std::vector<Item> items_;
};

}  // namespace bayan::graph
