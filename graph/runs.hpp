// Runs: sorted sets of packed pages, one set an order. A bulk load writes a run, compaction makes one of many. Pages
// never change; a run that is no longer listed in the catalog is no longer read.
//
//   family page_ORDER    run(4) first row(32) -> page
//   family runs          'G' run(4) -> RunInfo
//                        'I' run(4) order(1) -> the first rows of its pages, 32 bytes each
//                        'B' statement id(8) -> sro key(32): where the bare statements from this id on begin
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <mutex>
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

// The first and last statement id of a load, and when it was recorded.
struct Load {
  std::uint64_t first_id = 0, last_id = 0;
  std::int64_t recorded_us = 0;
};

struct RunInfo {
  std::uint32_t number = 0;
  std::uint64_t facts = 0;
  std::vector<Load> loads;

  std::int64_t first_recorded_us() const;
  std::int64_t last_recorded_us() const;
  // When the bare statement was recorded; 0 when the id is of no load of this run.
  std::int64_t recorded_us(std::uint64_t id) const;
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

 private:
  // Read when first asked for: opening a store costs nothing.
  const std::vector<OrderKey>& first_rows(Order order) const;

  std::shared_ptr<const Kv> kv_;
  std::shared_ptr<PageCache> cache_;
  RunInfo info_;
  mutable std::array<std::once_flag, orders.size()> once_;
  mutable std::array<std::vector<OrderKey>, orders.size()> first_rows_;
};

std::string run_key(std::uint32_t run);
std::string page_index_key(std::uint32_t run, Order order);
std::string page_key(std::uint32_t run, const OrderKey& first);
Family page_family(Order order);

std::shared_ptr<PageCache> make_page_cache(std::size_t bytes);

}  // namespace bayan::graph
