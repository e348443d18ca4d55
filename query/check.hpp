// From the tree to the plan: names become ids, variables slots; kinds and places are checked in order of writing.
#pragma once

#include "bayan/result.hpp"
#include "query/ast.hpp"
#include "query/names.hpp"
#include "query/plan.hpp"

namespace bayan::ql {

struct Checked {
  ReadPlan plan;
  std::vector<std::string> warnings;  // quoted texts that nothing reads as
};

// Errors: unknown, ambiguous, unbound, kind, column, param, place, round, limit.
Result<Checked> check(const ReadExpr& read, const Names& names);

// The one pattern of `retract`: quoted texts stand for their own words.
Result<BodyPlan> check_pattern(const PatternExpr& pattern, const std::optional<std::vector<SpanExpr>>& rounds,
                               const Names& names);

}  // namespace bayan::ql
