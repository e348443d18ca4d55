#include "graph/bulk_terms.hpp"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <algorithm>
#include <cstring>
#include <numeric>

namespace bayan::graph {

namespace {

constexpr std::size_t first_slots = 1 << 12;

}  // namespace

std::uint64_t hash_of(std::string_view key) { return XXH3_64bits(key.data(), key.size()); }

std::uint64_t sort_prefix(std::string_view text) {
  std::uint64_t out = 0;
  for (std::size_t i = 0; i < 8; ++i) out = out << 8 | (i < text.size() ? static_cast<unsigned char>(text[i]) : 0u);
  return out;
}

std::size_t TextTable::bytes() const {
  return arena_.size() + sizeof(std::uint32_t) * (begins_.capacity() + hashes_.capacity() + slots_.size()) +
         // What sorted() takes.
         (sizeof(std::uint64_t) + 2 * sizeof(std::uint32_t)) * hashes_.size();
}

void TextTable::clear() {
  release(arena_);
  begins_.assign(1, 0);
  begins_.shrink_to_fit();
  release(hashes_);
  release(slots_);
}

std::uint32_t TextTable::number(std::string_view text) {
  if (slots_.size() < 2 * (hashes_.size() + 1)) grow();
  const auto hash = static_cast<std::uint32_t>(XXH3_64bits(text.data(), text.size()));
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = hash & mask;
  for (; slots_[at] != 0; at = (at + 1) & mask) {
    const std::uint32_t known = slots_[at] - 1;
    if (hashes_[known] == hash && this->text(known) == text) return known;
  }
  const std::uint32_t number = size();
  slots_[at] = number + 1;
  hashes_.push_back(hash);
  arena_ += text;
  begins_.push_back(static_cast<std::uint32_t>(arena_.size()));
  return number;
}

void TextTable::grow() {
  slots_.assign(slots_.empty() ? first_slots : slots_.size() * 2, 0);
  const std::size_t mask = slots_.size() - 1;
  for (std::uint32_t number = 0; number < size(); ++number) {
    std::size_t at = hashes_[number] & mask;
    while (slots_[at] != 0) at = (at + 1) & mask;
    slots_[at] = number + 1;
  }
}

std::vector<std::uint32_t> TextTable::sorted() const {
  struct Item {
    std::uint64_t prefix;
    std::uint32_t number;
  };
  std::vector<Item> items(size());
  for (std::uint32_t i = 0; i < size(); ++i) items[i] = {sort_prefix(text(i)), i};
  std::sort(items.begin(), items.end(), [&](const Item& x, const Item& y) {
    return x.prefix != y.prefix ? x.prefix < y.prefix : text(x.number) < text(y.number);
  });
  std::vector<std::uint32_t> out(size());
  for (std::uint32_t i = 0; i < size(); ++i) out[i] = items[i].number;
  return out;
}

}  // namespace bayan::graph
