#include "query/exec/round_limits.hpp"

#include <algorithm>

namespace bayan::ql {

bool RoundLimits::in_order(RoundId round, const std::uint64_t* row) const {
  if (after) {
    const RoundId earlier{row[*after]};
    if (round.series() != earlier.series() || round.ordinal() <= earlier.ordinal()) return false;
    if (within && round.ordinal() - earlier.ordinal() > *within) return false;
  }
  if (!before) return true;
  const RoundId later{row[*before]};
  return round.series() == later.series() && round.ordinal() < later.ordinal();
}

bool RoundLimits::admits(RoundId round, const std::uint64_t* row) const {
  if (scope.limited && !std::binary_search(scope.allowed.begin(), scope.allowed.end(), round)) return false;
  if (scope.variable && row[*scope.variable] != 0 && row[*scope.variable] != round.value) return false;
  return in_order(round, row);
}

std::vector<RoundId> RoundLimits::rounds(const std::uint64_t* row, const Coverage& coverage) const {
  const auto& all = scope.limited ? scope.allowed : coverage.known();
  std::vector<RoundId> out;
  std::copy_if(all.begin(), all.end(), std::back_inserter(out), [&](RoundId round) { return admits(round, row); });
  return out;
}

namespace {

using Range = graph::FactPattern::Rounds;

// Neighbours in the list of known rounds make one range: nothing is said in the rounds between them.
std::vector<Range> with_background(const std::vector<RoundId>& rounds, const std::vector<RoundId>& known) {
  std::vector<Range> out{Range{}};
  std::size_t last = known.size();
  for (const RoundId round : rounds) {
    const auto at = static_cast<std::size_t>(std::lower_bound(known.begin(), known.end(), round) - known.begin());
    if (out.size() > 1 && at == last + 1) {
      out.back().last = round;
    } else {
      out.push_back({round, round});
    }
    last = at;
  }
  return out;
}

}  // namespace

std::vector<Range> RoundLimits::ranges(const std::uint64_t* row, const Coverage& coverage) const {
  const std::uint64_t own = scope.kind == RoundScope::Kind::each ? 0 : row[scope.slot];
  if (own != 0) return {Range{}, {RoundId{own}, RoundId{own}}};
  const bool bound = scope.variable && row[*scope.variable] != 0;
  if (!scope.limited && !ordered() && !bound) return {};
  return with_background(rounds(row, coverage), coverage.known());
}

std::vector<Range> RoundLimits::ranges_of_all(const Coverage& coverage) const {
  return scope.limited ? with_background(scope.allowed, coverage.known()) : std::vector<Range>{};
}

}  // namespace bayan::ql
