// The operator of one path pattern.
#pragma once

#include "query/exec/operator.hpp"
#include "query/exec/path_pairs.hpp"
#include "query/exec/round_limits.hpp"

namespace bayan::ql {

class PathOperator : public Operator {
 public:
  PathOperator(const PatternPlan& pattern, RoundLimits limits, const Context& context);

 protected:
  Status work(const Tuples& in, const Emit& emit) override;

 private:
  struct Turn;  // one input row at work

  Status everywhere(Turn& turn);
  Status in_world(Turn& turn, const World& world, RoundId round, const Pairs* except);
  Result<Pairs> find(const World& world, const Turn& turn);
  Status mark_cut(PathFinder& finder, const std::vector<TermId>& sources, const PathPlan& path, const Pairs& found,
                  const Turn& turn);
  Status emit_pairs(Turn& turn, const Pairs& pairs, RoundId round, const Pairs* except);

  const PatternPlan& pattern_;
  PathPlan reverse_;
  RoundLimits limits_;
  const Context& context_;
};

}  // namespace bayan::ql
