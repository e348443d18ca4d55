// Where a pattern's facts come from: a seek for each row, or, once many rows have asked, all of its facts in memory.
#pragma once

#include <functional>
#include <optional>
#include <unordered_map>
#include <vector>

#include "query/exec/operator.hpp"
#include "query/exec/round_limits.hpp"

namespace bayan::ql {

// The facts of several scans, one after the other.
class FactCursor {
 public:
  FactCursor(std::vector<graph::FactPattern> scans, const graph::View& view) : scans_(std::move(scans)), view_(&view) {}

  // The next batch; false at the end.
  Result<bool> next();
  const graph::FactBatch& batch() const { return current_->batch(); }
  std::size_t seeks() const { return at_; }

 private:
  std::vector<graph::FactPattern> scans_;
  const graph::View* view_;
  std::size_t at_ = 0;
  std::optional<graph::FactScan> current_;
};

class FactSource {
 public:
  using Visit = std::function<Status(const graph::Fact&)>;

  FactSource(const PatternPlan& pattern, const RoundLimits& limits, const Context& context)
      : pattern_(pattern), limits_(limits), context_(context) {}

  // Every fact that may match the pattern given the row: a superset, never less.
  Status each(const std::uint64_t* row, const Visit& visit);
  // The scans that give them.
  std::vector<graph::FactPattern> scans(const std::uint64_t* row) const;
  std::uint64_t seeks() const { return seeks_; }

 private:
  // How many rows are looked up by seeks before a small enough pattern is loaded.
  static constexpr std::uint64_t seeks_before_load = 64;

  using Index = std::unordered_map<std::uint64_t, std::vector<std::uint32_t>>;

  Status seek(const std::uint64_t* row, const Visit& visit);
  Status read(std::vector<graph::FactPattern> scans, const Visit& visit);
  Status load();
  Status look_up(const std::uint64_t* row, const Visit& visit);
  std::optional<std::vector<TermId>> objects(const std::uint64_t* row, bool subject_known) const;

  const PatternPlan& pattern_;
  const RoundLimits& limits_;
  const Context& context_;
  std::uint64_t seeks_ = 0, asked_ = 0;
  bool loaded_ = false;
  std::vector<graph::Fact> facts_;
  Index by_subject_, by_object_;
};

}  // namespace bayan::ql
