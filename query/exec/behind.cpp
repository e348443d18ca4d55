#include "query/exec/behind.hpp"

#include "query/values.hpp"

namespace bayan::ql {

Result<std::set<StatementId>> statements_behind(const ResultRow& row, const Context& context) {
  std::set<StatementId> out;
  std::set<graph::Fact> facts;
  for (const auto& source : row.sources) {
    context.sources.visit(source.chain, [&](const Sources::Entry& entry) {
      if (entry.statement) {
        out.insert(entry.statement);
      } else {
        facts.insert(entry.fact);
      }
    });
  }
  for (const auto& fact : facts) {
    BAYAN_LET(statements, context.view.statements(fact));
    for (const auto& statement : statements) {
      context.values.remember(statement);
      out.insert(statement.id);
    }
  }
  return out;
}

}  // namespace bayan::ql
