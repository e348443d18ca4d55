// Round expressions to rounds: what stands after `@`, after `diff` and after `walk ... @`.
#pragma once

#include <optional>
#include <vector>

#include "bayan/result.hpp"
#include "query/ast.hpp"
#include "query/names.hpp"

namespace bayan::ql {

// The known rounds that a list of spans takes, sorted. Errors: unknown (series, round), ambiguous, param, round (a
// range that runs backwards or mixes dates and ordinals, at its second end).
Result<std::vector<RoundId>> resolve_rounds(const std::vector<SpanExpr>& spans, const Names& names);

// One known round.
Result<RoundId> resolve_point(const PointExpr& point, const Names& names);

// One round, whether known or not: where `add` puts a statement.
Result<RoundId> resolve_new_point(const PointExpr& point, const Names& names);

}  // namespace bayan::ql
