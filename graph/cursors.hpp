// Sorted sources of rows, a block at a time: the pages of a run, the delta of an order. A scan merges them.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "graph/index.hpp"
#include "graph/kv.hpp"
#include "graph/runs.hpp"

namespace bayan::graph {

// Keys [begin, end) of an order; an empty end is the end of the family.
struct KeyRange {
  std::string begin, end;
};

// A block of rows in the parts of their order.
struct RowBlock {
  std::array<std::vector<std::uint64_t>, 4> parts;
  std::vector<std::uint8_t>
      flags;  // of delta rows: 1 when a live statement says it; empty for pages, where all are live
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

std::unique_ptr<RowCursor> page_cursor(std::shared_ptr<const Run> run, Order order, std::vector<KeyRange> ranges);
std::unique_ptr<RowCursor> delta_cursor(std::shared_ptr<const KvSnapshot> snapshot, Order order,
                                        std::vector<KeyRange> ranges);

}  // namespace bayan::graph
