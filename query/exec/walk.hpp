// Walks: the shortest ways from one node to another over statements of either polarity, forwards and back, and between
// a phrase or claim and what it is about.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "query/exec/operator.hpp"
#include "query/plan.hpp"

namespace bayan::ql {

struct WalkStep {
  TermId from, to;
  graph::Predicate predicate;      // none: "about"
  bool back = false;               // against the arrow
  std::vector<RoundId> rounds;     // sorted; for `rising` only those that can be reached
  bool always = false;             // background says it
  std::vector<graph::Fact> facts;  // what says it
};

using Walk = std::vector<WalkStep>;

// Every shortest walk of each pair of ends.
Result<std::vector<Walk>> find_walks(const WalkPlan& plan, const Context& context);

}  // namespace bayan::ql
