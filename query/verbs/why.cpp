// why: the statements behind a row.
#include "query/exec/behind.hpp"
#include "query/verbs/verbs.hpp"

namespace bayan::ql {

Status run_why(const VerbPlan&, const VerbContext& context, std::vector<ResultRow>& rows) {
  std::vector<ResultRow> out;
  for (const auto& row : rows) {
    BAYAN_LET(statements, statements_behind(row, context.run));
    for (const StatementId id : statements) {
      ResultRow one = row;
      one.cells.push_back(Cell::of(id));
      one.sources = {{RoundId{}, context.run.sources.add(0, {}, id)}};
      out.push_back(std::move(one));
    }
    BAYAN_TRY(context.run.budget.check());
  }
  rows = std::move(out);
  return {};
}

}  // namespace bayan::ql
