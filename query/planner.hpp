// Orders the patterns of each segment by what they cost, never by how they were written.
#pragma once

#include "bayan/result.hpp"
#include "graph/view.hpp"
#include "query/plan.hpp"

namespace bayan::ql {

// Greedy: first the pattern with the fewest facts, then always the one that adds the fewest rows given the variables
// bound so far; patterns that share no variable come last. The facts of a pattern are counted by looking at its first
// batches. Errors: store.
Status order_patterns(ReadPlan& plan, const graph::View& view);

}  // namespace bayan::ql
