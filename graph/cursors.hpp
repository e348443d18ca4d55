// Sorted sources of rows, a block at a time: the pages of a run, the delta of an order. A scan merges them.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "graph/index.hpp"
#include "graph/kv.hpp"
#include "graph/runs.hpp"

namespace bayan::graph {

// Rows [begin, end) of an order.
struct KeyRange {
  OrderKey begin{};
  OrderKey end{};
  bool open_end = false;  // to the last row: `end` does not count

  bool ends_before(const OrderKey& key) const { return !open_end && !(key < end); }
};

// A block of rows in the parts of their order.
struct RowBlock {
  std::array<std::vector<std::uint64_t>, 4> parts;
  std::vector<std::uint8_t> flags;  // of delta rows (bare.hpp); empty for pages, where all are live
  std::size_t size = 0;

  OrderKey at(std::size_t i) const { return {parts[0][i], parts[1][i], parts[2][i], parts[3][i]}; }
  void reserve(std::size_t rows);
};

class RowCursor {
 public:
  virtual ~RowCursor() = default;
  // The next block in `block`; false at the end and after a failure. Rows may lie outside the ranges; scans check.
  virtual bool fill() = 0;
  virtual Status status() const = 0;
  RowBlock block;
  std::size_t at = 0;  // the row that is next
};

// What pages give of a claim: every round, those in some ranges, or the earliest alone.
struct PageRounds {
  bool earliest = false;
  std::vector<RoundRange> within;  // sorted; empty: all
};

class PageCursor final : public RowCursor {
 public:
  // REQUIRES: in the round-first order, every round.
  PageCursor(std::shared_ptr<const Run> run, Order order, std::vector<KeyRange> ranges, PageRounds rounds);

  bool fill() override;
  Status status() const override { return status_; }
  // The same, but behind the rows of a batch instead of into `block`. REQUIRES: `block` is read to its end.
  bool append_to(FactBatch& batch);

 private:
  struct Part {
    PageBytes bytes;
    Page page;
    std::uint32_t begin = 0, end = 0;  // claims
    std::size_t most_rows = 0;
  };
  bool next_part(Part& part);
  bool enter_range();
  std::uint32_t claim_at(const Page& page, const OrderKey& key, bool is_end) const;
  std::size_t decode(const Part& part, const std::array<std::uint64_t*, 4>& to) const;

  std::shared_ptr<const Run> run_;
  Order order_;
  std::vector<KeyRange> ranges_;
  PageRounds rounds_;
  std::size_t range_ = 0, page_ = 0, entered_ = 0;
  bool in_range_ = false;
  Status status_;
};

std::unique_ptr<RowCursor> delta_cursor(std::shared_ptr<const KvSnapshot> snapshot, Order order,
                                        std::vector<KeyRange> ranges);

}  // namespace bayan::graph
