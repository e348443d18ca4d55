// In which rounds a pattern may match, given the rounds of the segments around it.
#pragma once

#include <vector>

#include "query/exec/coverage.hpp"
#include "query/plan.hpp"

namespace bayan::ql {

// A scope with the order that `then` asks for.
struct RoundLimits {
  RoundScope scope;
  std::optional<Slot> after, before;   // rounds of the segments before and after, in the same series
  std::optional<std::int64_t> within;  // at most so much later than `after`

  // Whether a round that is not background fits this row, apart from what its own slot says.
  bool admits(RoundId round, const std::uint64_t* row) const;
  // The rounds that fit this row, of the known ones.
  std::vector<RoundId> rounds(const std::uint64_t* row, const Coverage& coverage) const;
  // The same as ranges for a scan, background first. Empty: every round and background.
  std::vector<graph::FactPattern::Rounds> ranges(const std::uint64_t* row, const Coverage& coverage) const;
  // What fits any row at all.
  std::vector<graph::FactPattern::Rounds> ranges_of_all(const Coverage& coverage) const;

 private:
  bool in_order(RoundId round, const std::uint64_t* row) const;
  bool ordered() const { return after.has_value() || before.has_value(); }
};

}  // namespace bayan::ql
