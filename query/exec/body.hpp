// Runs a body or a walk: builds its operators and gives its rows.
#pragma once

#include <vector>

#include "query/exec/operator.hpp"
#include "query/exec/rows.hpp"
#include "query/plan.hpp"

namespace bayan::ql {

// The operators of a body, in the order in which rows pass through them. Lifetime: refer to the plan and the context.
Operators build(const BodyPlan& body, const Context& context);

// The rows of a body whose operators were built.
Result<std::vector<ResultRow>> run(const BodyPlan& body, const Operators& operators, bool each_round,
                                   const Context& context);

// One row with nothing bound: what a body starts from.
Tuples empty_row(const BodyPlan& body);

Result<std::vector<ResultRow>> run(const WalkPlan& walk, const Context& context);

}  // namespace bayan::ql
