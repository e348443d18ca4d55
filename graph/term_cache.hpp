// Entities and phrases that were read lately, decoded, shared by all views between two commits that rewrite one. Reading
// takes no lock. What was put in stays until the cache goes: views give references to it out.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>

#include "graph/model.hpp"

namespace bayan::graph {

// Values by the number of their id. Threads: any.
template <class T>
class TermTable {
 public:
  TermTable() : chunks_(std::make_unique<std::array<std::atomic<Chunk*>, most_chunks>>()) {}
  ~TermTable() {
    for (auto& chunk : *chunks_) {
      if (Chunk* const values = chunk.load()) {
        for (auto& value : *values) delete value.load();
        delete values;
      }
    }
  }
  TermTable(const TermTable&) = delete;
  TermTable& operator=(const TermTable&) = delete;

  // Null where it was not read yet.
  const T* find(std::uint64_t number) const {
    if (number >= most_chunks * chunk_size) return nullptr;
    const Chunk* const chunk = (*chunks_)[number / chunk_size].load(std::memory_order_acquire);
    return chunk == nullptr ? nullptr : (*chunk)[number % chunk_size].load(std::memory_order_acquire);
  }

  // The value that is kept: this one, or one that another thread was quicker with; null when the number is too large.
  const T* keep(std::uint64_t number, std::unique_ptr<T> value) {
    if (number >= most_chunks * chunk_size) return nullptr;
    std::atomic<Chunk*>& place = (*chunks_)[number / chunk_size];
    Chunk* chunk = place.load(std::memory_order_acquire);
    if (chunk == nullptr) {
      auto fresh = std::make_unique<Chunk>();
      if (place.compare_exchange_strong(chunk, fresh.get(), std::memory_order_acq_rel)) chunk = fresh.release();
    }
    T* before = nullptr;
    if ((*chunk)[number % chunk_size].compare_exchange_strong(before, value.get(), std::memory_order_acq_rel))
      return value.release();
    return before;
  }

 private:
  static constexpr std::size_t chunk_size = 1024, most_chunks = 1 << 16;
  using Chunk = std::array<std::atomic<T*>, chunk_size>;

  std::unique_ptr<std::array<std::atomic<Chunk*>, most_chunks>> chunks_;
};

struct TermCache {
  explicit TermCache(std::size_t bytes) : most(bytes / bytes_a_term) {}

  template <class T>
  TermTable<T>& table();

  // Whether one more may be kept.
  bool has_room() { return kept.fetch_add(1, std::memory_order_relaxed) < most; }

  static constexpr std::size_t bytes_a_term = 320;  // as measured with short names, its place in the table included

  const std::size_t most;
  std::atomic<std::size_t> kept{0}, misses{0};
  TermTable<EntityInfo> entities;
  TermTable<PhraseInfo> phrases;
};

template <>
inline TermTable<EntityInfo>& TermCache::table() {
  return entities;
}
template <>
inline TermTable<PhraseInfo>& TermCache::table() {
  return phrases;
}

}  // namespace bayan::graph
