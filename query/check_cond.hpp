// Fields and conditions: from the tree to the plan.
#pragma once

#include <string>
#include <vector>

#include "bayan/result.hpp"
#include "query/ast.hpp"
#include "query/names.hpp"
#include "query/plan.hpp"

namespace bayan::ql {

// A column that a field may name, and where its value stands.
struct Visible {
  std::string name;
  ColumnKind kind = ColumnKind::node;
  unsigned column = 0;
};

// Errors: unbound (a variable that is not visible), unknown (a property, a name), kind, param.
Result<FieldPlan> check_field(const FieldExpr& field, const std::vector<Visible>& visible);
Result<CondPlan> check_cond(const CondExpr& cond, const std::vector<Visible>& visible, const Names& names);

// The columns that a condition reads.
void collect_columns(const CondPlan& cond, std::vector<unsigned>& out);

}  // namespace bayan::ql
