// The writes of the language: add, retract, alias, merge. Each is one commit.
#pragma once

#include "bayan/query.hpp"
#include "bayan/result.hpp"
#include "query/ast.hpp"

namespace bayan::ql {

Result<Rows> run_write(Store& store, const WriteExpr& write, const Parameters& parameters, const QueryOptions& options);

}  // namespace bayan::ql
