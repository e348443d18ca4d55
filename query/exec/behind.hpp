// The statements behind rows.
#pragma once

#include <set>

#include "query/exec/operator.hpp"
#include "query/exec/rows.hpp"

namespace bayan::ql {

// Every statement that the row's patterns matched, by id. REQUIRES: sources were kept.
Result<std::set<StatementId>> statements_behind(const ResultRow& row, const Context& context);

}  // namespace bayan::ql
