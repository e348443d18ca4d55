// Runs: sorted sets of packed pages, one set an order. A bulk load writes a run, a fold makes one of the delta and of
// older runs (fold.hpp). Pages never change; a run that is no longer listed in the catalog is no longer read.
//
//   family page_ORDER    run(4) first row(32) -> page
//   family runs          'G' run(4) -> RunInfo: facts(8), then of each load: first id(8) last id(8) recorded_us(8)
//                        'H' run(4) -> the same, of a retired run: facts that statements said once and none says now
//                        'D' run(4) -> nothing: a run that is not listed yet or no more, its pages are to be removed
//                        'I' run(4) order(1) -> the first rows of its pages, 32 bytes each
//                        'B' statement id(8) -> sro key(32): the bare statements of a load from this id on are of rows
//                        from this one on; merges of runs keep that so
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "bayan/result.hpp"
#include "graph/index.hpp"
#include "graph/kv.hpp"
#include "graph/page.hpp"

namespace bayan::graph {

// A row in the parts of its order, most significant first; for the round-first order the first part is the round.
using OrderKey = std::array<std::uint64_t, 4>;

OrderKey order_key(std::string_view bytes);  // missing parts are 0
std::string bytes_of(const OrderKey& key);
PackedRow packed_row(Order order, const OrderKey& key);
OrderKey order_key(Order order, const PackedRow& row);

// The first and last statement id of a load, and when it was recorded.
struct Load {
  std::uint64_t first_id = 0, last_id = 0;
  std::int64_t recorded_us = 0;
};

struct RunInfo {
  std::uint32_t number = 0;
  std::uint64_t facts = 0;
  std::vector<Load> loads;  // by id

  // The load that brought a bare statement; none when no load of this run did.
  const Load* load_of(std::uint64_t id) const;
};
std::string encode(const RunInfo& run);
Result<RunInfo> decode_run(std::uint32_t number, std::string_view bytes);

// Bytes of pages that were read lately, shared by all readers of a store.
class PageCache;

using PageBytes = std::shared_ptr<const std::string>;

// One run, open for reading. Threads: any.
class Run {
 public:
  Run(std::shared_ptr<const Kv> kv, std::shared_ptr<PageCache> cache, RunInfo info);

  const RunInfo& info() const { return info_; }
  std::size_t pages(Order order) const { return first_rows(order).size(); }
  const OrderKey& first_row(Order order, std::size_t page) const { return first_rows(order)[page]; }
  // The page that holds the first row not less than the key, or the one before where it would be.
  std::size_t page_of(Order order, const OrderKey& key) const;
  // Errors: store (missing, or its checksum does not fit).
  Result<PageBytes> page(Order order, std::size_t page) const;
  // The same, but not kept for other readers: for those that read a run from end to end.
  Result<PageBytes> read_page(Order order, std::size_t page) const;
  // Reads pages into the cache, while there is room, of the orders that readers ask for: of a run that they will see in
  // place of another, or beside others.
  Status warm() const;
  // The id that the run has for the bare statement of a row, 0 where it has none; nothing where it has no such row.
  Result<std::optional<std::uint64_t>> find(Order order, const OrderKey& key) const;

 private:
  // Puts `swept` pages, from one on, in the cache.
  Status sweep(Order order, std::size_t at, std::size_t swept) const;
  std::uint64_t cache_key(Order order, std::size_t page) const;
  // Read when first asked for: opening a store costs nothing.
  const std::vector<OrderKey>& first_rows(Order order) const;

  std::shared_ptr<const Kv> kv_;
  std::shared_ptr<PageCache> cache_;
  RunInfo info_;
  mutable std::array<std::once_flag, orders.size()> once_;
  mutable std::array<std::vector<OrderKey>, orders.size()> first_rows_;
};

// Keys of the family `runs`.
std::string run_key(std::uint32_t run);
std::string retired_run_key(std::uint32_t run);
std::string removed_run_key(std::uint32_t run);
std::uint32_t run_of_key(std::string_view key);
std::uint32_t run_of_page_key(std::string_view key);
std::string page_index_key(std::uint32_t run, Order order);
std::string page_key(std::uint32_t run, const OrderKey& first);
Family page_family(Order order);

std::shared_ptr<PageCache> make_page_cache(std::size_t bytes);
void forget_pages(PageCache& cache, std::uint32_t run);

}  // namespace bayan::graph
