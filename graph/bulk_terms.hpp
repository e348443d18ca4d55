// The names of a bulk load, each once, in memory: a text's place in one arena and a hash table over it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace bayan::graph {

// The first eight bytes as a number that sorts as they do, so that most comparisons read no text.
std::uint64_t sort_prefix(std::string_view text);

// To remember many keys by; two may have the same.
std::uint64_t hash_of(std::string_view key);

// Empties a container and gives its memory back, which `= {}` and clear() do not.
template <class Container>
void release(Container& container) {
  Container().swap(container);
}

// Numbers texts from 0 in order of first use. At most 4 GiB of them.
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

  // How much memory it takes, or will take soon. reserve() keeps it from being copied while it grows: what is not used
  // of it is only addresses.
  std::size_t bytes() const;
  void reserve(std::size_t bytes) { arena_.reserve(bytes); }
  void clear();

 private:
  void grow();

  std::string arena_;
  std::vector<std::uint32_t> begins_ = {0};
  std::vector<std::uint32_t> hashes_;
  std::vector<std::uint32_t> slots_;  // number + 1; 0 is free; a power of two, at most half full
};

}  // namespace bayan::graph
