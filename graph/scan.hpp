// Scans of one order: the key ranges that a pattern needs there, and a cursor over them.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "graph/index.hpp"
#include "graph/kv.hpp"
#include "graph/view.hpp"

namespace bayan::graph {

// Keys [begin, end) of an order; an empty end is the end of the family.
struct KeyRange {
  std::string begin, end;
};

// The ranges that hold every fact of the pattern (and maybe others), sorted, not overlapping.
std::vector<KeyRange> ranges_of(const FactPattern& pattern, Order order);

// Whether a fact fits.
bool fits(const FactPattern& pattern, const Fact& fact);

struct FactScan::Source {
  virtual ~Source() = default;
  virtual bool next(FactBatch& batch) = 0;
  virtual Status status() const = 0;
  FactBatch batch;
};

// `visible` decides about facts that a live statement does not say now or, under `as of`, about all; none: live ones
// only.
using FactVisible = std::function<Result<bool>(const Fact&)>;
std::unique_ptr<FactScan::Source> scan_order(std::shared_ptr<const KvSnapshot> snapshot, const FactPattern& pattern,
                                             Order order, FactVisible visible);

}  // namespace bayan::graph
