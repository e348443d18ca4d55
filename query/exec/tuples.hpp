// Batches of solutions under way: rows of slots (plan.hpp), all of one width.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "bayan/result.hpp"
#include "query/exec/sources.hpp"

namespace bayan::ql {

inline constexpr std::size_t batch_rows = 1024;

struct Tuples {
  explicit Tuples(std::size_t columns) : width(columns) {}

  std::size_t width;
  std::vector<std::uint64_t> cells;   // size() * width
  std::vector<std::uint32_t> origin;  // which row of a group's input each came from
  std::vector<SourceId> sources;

  std::size_t size() const { return origin.size(); }
  bool empty() const { return origin.empty(); }
  const std::uint64_t* row(std::size_t i) const { return cells.data() + i * width; }

  void push(const std::uint64_t* values, std::uint32_t from, SourceId source) {
    cells.insert(cells.end(), values, values + width);
    origin.push_back(from);
    sources.push_back(source);
  }
  void clear() {
    cells.clear();
    origin.clear();
    sources.clear();
  }
};

using Emit = std::function<Status(const Tuples&)>;

// Collects rows into batches and hands each full one on. REQUIRES: finish() at the end.
class Batcher {
 public:
  Batcher(std::size_t width, const Emit& emit) : batch_(width), emit_(emit) {}

  Status push(const std::uint64_t* values, std::uint32_t origin, SourceId source) {
    batch_.push(values, origin, source);
    return batch_.size() < batch_rows ? Status{} : finish();
  }
  Status finish() {
    if (batch_.empty()) return {};
    Status status = emit_(batch_);
    batch_.clear();
    return status;
  }

 private:
  Tuples batch_;
  const Emit& emit_;
};

}  // namespace bayan::ql
