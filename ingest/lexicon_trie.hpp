// Phrases as paths of words: one look-up for all names and cues, longest match first.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace bayan::ingest {

struct StringHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view s) const { return std::hash<std::string_view>{}(s); }
};

// Words as numbers; 0 is no word of the lexicon.
class WordIds {
 public:
  std::uint32_t add(std::string_view word) {
    const auto found = ids_.find(word);
    if (found != ids_.end()) return found->second;
    const auto id = static_cast<std::uint32_t>(ids_.size() + 1);
    ids_.emplace(std::string(word), id);
    return id;
  }
  std::uint32_t find(std::string_view word) const {
    const auto found = ids_.find(word);
    return found == ids_.end() ? 0 : found->second;
  }

 private:
  std::unordered_map<std::string, std::uint32_t, StringHash, std::equal_to<>> ids_;
};

template <class Sense>
class Trie {
 public:
  static constexpr std::uint32_t root = 0;

  void add(const std::vector<std::uint32_t>& path, Sense sense) {
    std::uint32_t node = root;
    for (const std::uint32_t word : path) {
      const auto [edge, fresh] = edges_.emplace(edge_key(node, word), static_cast<std::uint32_t>(senses_.size()));
      if (fresh) senses_.emplace_back();
      node = edge->second;
    }
    if (node != root) senses_[node].push_back(std::move(sense));
  }

  // The node behind a word, or the root when there is none.
  std::uint32_t step(std::uint32_t node, std::uint32_t word) const {
    if (word == 0) return root;
    const auto edge = edges_.find(edge_key(node, word));
    return edge == edges_.end() ? root : edge->second;
  }

  const std::vector<Sense>& senses(std::uint32_t node) const { return senses_[node]; }

 private:
  static std::uint64_t edge_key(std::uint32_t node, std::uint32_t word) { return std::uint64_t{node} << 32 | word; }

  std::unordered_map<std::uint64_t, std::uint32_t> edges_;
  std::vector<std::vector<Sense>> senses_ = std::vector<std::vector<Sense>>(1);
};

}  // namespace bayan::ingest
