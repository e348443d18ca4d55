// How many facts a pattern has, from the statistics of the store alone: no fact is looked at.
#pragma once

#include "graph/view.hpp"
#include "query/plan.hpp"

namespace bayan::ql {

struct Estimate {
  double facts = 0;     // that fit the pattern's constants, in its rounds
  bool exact = false;   // they were counted, not estimated
  double subjects = 1;  // distinct ones among them, about
  double objects = 1;
};

// REQUIRES: no path.
Estimate estimate(const PatternPlan& pattern, const RoundScope& scope, const graph::View& view);

}  // namespace bayan::ql
