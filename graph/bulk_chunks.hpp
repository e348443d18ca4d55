// External sorting of keys with values, in bounded memory: sorted chunks go to a scratch file, and come back merged.
#pragma once

#include <algorithm>
#include <array>
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

// The same for keys of N numbers, big-endian: compared as numbers.
template <std::size_t N>
class NumberSorter {
 public:
  using Numbers = std::array<std::uint64_t, N>;

  NumberSorter(std::string folder, std::size_t memory_bytes)
      : chunks_(std::move(folder)), memory_bytes_(memory_bytes) {}

  Status add(const Numbers& key, std::string_view value = {}) {
    if (texts_.size() + value.size() + (items_.size() + 1) * sizeof(Item) > memory_bytes_) BAYAN_TRY(spill());
    items_.push_back({key, static_cast<std::uint32_t>(texts_.size()), static_cast<std::uint32_t>(value.size())});
    texts_ += value;
    ++added_;
    return {};
  }
  std::uint64_t added() const { return added_; }
  // Nothing is added after it.
  Result<SortedChunks::Merge> merge() {
    BAYAN_TRY(spill());
    std::vector<Item>().swap(items_);
    std::string().swap(texts_);
    return SortedChunks::Merge(chunks_);
  }

 private:
  struct Item {
    Numbers key;
    std::uint32_t begin, size;
  };
  Status spill() {
    if (items_.empty()) return {};
    std::sort(items_.begin(), items_.end(),
              [](const Item& x, const Item& y) { return x.key != y.key ? x.key < y.key : x.begin < y.begin; });
    std::string key(N * sizeof(std::uint64_t), '\0');
    for (const Item& item : items_) {
      for (std::size_t i = 0; i < key.size(); ++i) key[i] = static_cast<char>(item.key[i / 8] >> (56 - 8 * (i % 8)));
      BAYAN_TRY(chunks_.add(key, std::string_view(texts_).substr(item.begin, item.size)));
    }
    items_.clear();
    texts_.clear();
    return chunks_.end_chunk();
  }

  SortedChunks chunks_;
  std::size_t memory_bytes_;
  std::uint64_t added_ = 0;
  std::string texts_;
  std::vector<Item> items_;
};

}  // namespace bayan::graph
