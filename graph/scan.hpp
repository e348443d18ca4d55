// Scans of one order: the key ranges that a pattern needs there, and the merge of pages and delta over them.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "graph/cursors.hpp"
#include "graph/index.hpp"
#include "graph/view.hpp"

namespace bayan::graph {

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

// What a scan reads: the snapshot's delta, where there is one, and runs of pages.
struct ScanSources {
  std::shared_ptr<const KvSnapshot> snapshot;
  bool has_delta = true;
  std::vector<std::shared_ptr<const Run>> runs;
};

// `visible` decides about every fact, also about those that no live statement says now; none: live ones only.
using FactVisible = std::function<Result<bool>(const Fact&)>;
std::unique_ptr<FactScan::Source> scan_order(const ScanSources& sources, const FactPattern& pattern, Order order,
                                             FactVisible visible);

}  // namespace bayan::graph
