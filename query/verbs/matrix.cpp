// matrix: a row for each value of one column, with a cell for each value of another.
#include <algorithm>
#include <unordered_map>

#include "query/values.hpp"
#include "query/verbs/verbs.hpp"

namespace bayan::ql {
namespace {

struct CellHash {
  std::size_t operator()(const Cell& cell) const { return cell.hash(); }
};

using Stances = std::unordered_map<Cell, std::vector<Cell>, CellHash>;

std::vector<Cell> in_order(std::vector<Cell> cells, const Values& values) {
  std::sort(cells.begin(), cells.end(),
            [&](const Cell& a, const Cell& b) { return values.order(a) < values.order(b); });
  return cells;
}

Cell list_of(const Stances& stances, const std::string& column, const std::string& cell, const Values& values) {
  std::vector<Cell> keys;
  for (const auto& [key, value] : stances) keys.push_back(key);
  std::vector<Cell> out;
  for (const auto& key : in_order(std::move(keys), values)) {
    out.push_back(Cell::of_map({{column, key}, {cell, Cell::of_list(in_order(stances.at(key), values))}}));
  }
  return Cell::of_list(std::move(out));
}

}  // namespace

Status run_matrix(const VerbPlan& verb, const VerbContext& context, std::vector<ResultRow>& rows) {
  const unsigned row_at = verb.columns[0], column_at = verb.columns[1], cell_at = verb.columns[2];
  std::unordered_map<Cell, std::size_t, CellHash> index;
  std::vector<ResultRow> out;
  std::vector<Stances> stances;
  for (const auto& row : rows) {
    const auto [found, added] = index.emplace(row.cells[row_at], out.size());
    if (added) {
      out.emplace_back();
      out.back().cells.push_back(row.cells[row_at]);
      stances.emplace_back();
    }
    out[found->second].add_rounds(row.rounds);
    const Cell& cell = row.cells[cell_at];
    if (!row.cells[column_at] || !cell) continue;
    auto& list = stances[found->second][row.cells[column_at]];
    if (std::find(list.begin(), list.end(), cell) == list.end()) list.push_back(cell);
  }
  for (std::size_t i = 0; i < out.size(); ++i) {
    out[i].cells.push_back(
        list_of(stances[i], verb.before[column_at].name, verb.before[cell_at].name, context.run.values));
  }
  rows = std::move(out);
  return context.run.budget.check();
}

}  // namespace bayan::ql
