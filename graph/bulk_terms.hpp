// The names of a bulk load, each once, in memory: a text's place in one arena and a hash table over it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace bayan::graph {

// Numbers texts from 0 in order of first use. At most 2^32 - 1 texts of 2^40 bytes together.
class TextTable {
 public:
  // The number of a text, new or known.
  std::uint32_t number(std::string_view text);

  std::string_view text(std::uint32_t number) const {
    return std::string_view(arena_).substr(begins_[number], begins_[number + 1] - begins_[number]);
  }
  std::uint32_t size() const { return static_cast<std::uint32_t>(hashes_.size()); }
  // Numbers in the order of their texts' bytes.
  std::vector<std::uint32_t> sorted() const;

 private:
  void grow();

  std::string arena_;
  std::vector<std::uint64_t> begins_ = {0};
  std::vector<std::uint32_t> hashes_;
  std::vector<std::uint32_t> slots_;  // number + 1; 0 is free; a power of two, at most half full
};

}  // namespace bayan::graph
