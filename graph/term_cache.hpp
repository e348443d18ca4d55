// Terms as they are stored, in blocks of successive numbers, shared by all views between two commits that rewrite one.
// Reading takes no lock. A block stays until the cache goes: views give references into it out.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "graph/keys.hpp"

namespace bayan::graph {

// The encoded terms of one block, one after the other; a term that is not there has no bytes.
struct TermBlock {
  static constexpr std::uint64_t terms = 256;

  std::array<std::uint32_t, terms + 1> begins{};
  std::string bytes;

  std::string_view at(std::uint64_t number) const {
    const std::size_t i = number % terms;
    return std::string_view(bytes).substr(begins[i], begins[i + 1] - begins[i]);
  }
};

// Threads: any.
class TermCache {
 public:
  explicit TermCache(std::size_t most_bytes) : most_bytes_(most_bytes) {
    for (auto& table : tables_) table = std::make_unique<Table>();
  }
  ~TermCache() {
    for (auto& table : tables_) {
      for (auto& block : *table) delete block.load();
    }
  }
  TermCache(const TermCache&) = delete;
  TermCache& operator=(const TermCache&) = delete;

  std::size_t most_bytes() const { return most_bytes_; }

  // What is stored of a term; empty when its block was not read, or did not have it then.
  // REQUIRES: an id that stands in the dictionary.
  std::string_view find(TermId id) const {
    const std::uint64_t block = value_of(id) / TermBlock::terms;
    if (block >= most_blocks) return {};
    const TermBlock* const found = place(id, block).load(std::memory_order_acquire);
    return found == nullptr ? std::string_view() : found->at(value_of(id));
  }

  // Whether the block of a term is worth reading: there is room, and terms were missed before.
  bool wants_block(TermId id) {
    constexpr std::uint64_t misses_before_blocks = 16;
    const std::uint64_t block = value_of(id) / TermBlock::terms;
    if (misses_.fetch_add(1, std::memory_order_relaxed) < misses_before_blocks || block >= most_blocks) return false;
    return bytes_.load(std::memory_order_relaxed) < most_bytes_ && place(id, block).load() == nullptr;
  }

  void keep(TermId id, std::unique_ptr<TermBlock> block) {
    bytes_.fetch_add(sizeof *block + block->bytes.capacity(), std::memory_order_relaxed);
    TermBlock* none = nullptr;
    if (place(id, value_of(id) / TermBlock::terms).compare_exchange_strong(none, block.get(), std::memory_order_acq_rel))
      block.release();  // else another thread was quicker, with the same
  }

 private:
  static constexpr std::uint64_t most_blocks = 1 << 16;  // 16 million terms a kind; those beyond are read one by one
  using Table = std::array<std::atomic<TermBlock*>, most_blocks>;

  std::atomic<TermBlock*>& place(TermId id, std::uint64_t block) const {
    return (*tables_[static_cast<std::size_t>(tag_of(id)) - static_cast<std::size_t>(Tag::entity)])[block];
  }

  std::size_t most_bytes_;
  std::atomic<std::size_t> bytes_{0};
  std::atomic<std::uint64_t> misses_{0};
  std::array<std::unique_ptr<Table>, 4> tables_;  // of entities, phrases, literals, claims
};

}  // namespace bayan::graph
