// alike: phrases about exactly the same things become one.
#include <algorithm>
#include <map>

#include "query/values.hpp"
#include "query/verbs/verbs.hpp"

namespace bayan::ql {
namespace {

bool is_phrase(const Cell& cell) {
  return cell.kind == Cell::Kind::node && graph::View::kind(cell.node()) == graph::TermKind::phrase;
}

}  // namespace

Status run_alike(const VerbPlan&, const VerbContext& context, std::vector<ResultRow>& rows) {
  const Values& values = context.run.values;
  std::map<TermId, Cell> phrases;
  for (const auto& row : rows) {
    for (const auto& cell : row.cells) {
      if (is_phrase(cell)) phrases.emplace(cell.node(), cell);
    }
  }
  // Of each sense the one in the display language, else the first in order.
  std::vector<std::pair<std::pair<bool, OrderKey>, Cell>> ordered;
  for (const auto& [id, cell] : phrases) {
    ordered.push_back({{context.run.view.phrase(id).lang != values.lang(), values.order(cell)}, cell});
  }
  std::sort(ordered.begin(), ordered.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::map<std::vector<TermId>, Cell> shown;
  for (const auto& [key, cell] : ordered) shown.emplace(sense(cell, context.run.view), cell);
  for (auto& row : rows) {
    for (auto& cell : row.cells) {
      if (is_phrase(cell)) cell = shown.at(sense(cell, context.run.view));
    }
  }
  merge_equal(rows);
  return context.run.budget.check();
}

}  // namespace bayan::ql
