// moved: whose relation or polarity changed between two rounds in which it has one.
#include <algorithm>
#include <map>

#include "query/values.hpp"
#include "query/verbs/verbs.hpp"

namespace bayan::ql {
namespace {

using Stance = std::map<std::uint64_t, Cell>;  // the relations of one round, by id

std::vector<Cell> sorted(const Stance& stance, const Values& values) {
  std::vector<Cell> out;
  for (const auto& [id, cell] : stance) out.push_back(cell);
  std::sort(out.begin(), out.end(), [&](const Cell& a, const Cell& b) { return values.order(a) < values.order(b); });
  return out;
}

// The subject and the topics of a row, phrases about the same thing made one.
std::vector<std::vector<TermId>> key_of(const ResultRow& row, const MovedPlan& plan, const graph::View& view) {
  std::vector<std::vector<TermId>> out{{TermId{row.rounds.front().series().value}}};
  out.push_back(plan.subject ? std::vector<TermId>{row.cells[*plan.subject].node()} : std::vector<TermId>{});
  for (const auto& topic : plan.topics) {
    if (!topic) continue;
    const Cell& cell = row.cells[*topic];
    out.push_back(plan.by_object ? sense(cell, view) : std::vector<TermId>{cell.node()});
  }
  return out;
}

// What the row shows for a column: the first in order of those of the later round.
Cell first_of(const std::vector<const ResultRow*>& rows, unsigned column, RoundId later, const Values& values) {
  Cell out;
  for (const auto* row : rows) {
    if (!row->has(later)) continue;
    const Cell& cell = row->cells[column];
    if (!out || values.order(cell) < values.order(out)) out = cell;
  }
  return out;
}

void add_moves(const std::vector<const ResultRow*>& rows, const MovedPlan& plan, const Values& values,
               std::vector<ResultRow>& out) {
  std::map<RoundId, Stance> stances;
  for (const auto* row : rows) {
    const Cell& relation = row->cells[plan.relation];
    for (const RoundId round : row->rounds) stances[round].emplace(relation.bits, relation);
  }
  for (auto now = stances.begin(); now != stances.end(); ++now) {
    if (now == stances.begin()) continue;
    const auto was = std::prev(now);
    if (was->second == now->second) continue;
    ResultRow move;
    if (plan.subject) move.cells.push_back(first_of(rows, *plan.subject, now->first, values));
    for (const auto& topic : plan.topics) {
      if (topic) move.cells.push_back(first_of(rows, *topic, now->first, values));
    }
    move.cells.push_back(Cell::of(was->first));
    move.cells.push_back(Cell::of(now->first));
    move.cells.push_back(Cell::of_list(sorted(was->second, values)));
    move.cells.push_back(Cell::of_list(sorted(now->second, values)));
    move.add_rounds({was->first, now->first});
    out.push_back(std::move(move));
  }
}

}  // namespace

Status run_moved(const VerbPlan& verb, const VerbContext& context, std::vector<ResultRow>& rows) {
  BAYAN_LET(parts, by_series(rows, context));
  std::map<std::vector<std::vector<TermId>>, std::vector<const ResultRow*>> groups;
  for (const auto& row : parts) groups[key_of(row, verb.moved, context.run.view)].push_back(&row);
  std::vector<ResultRow> out;
  for (const auto& [key, group] : groups) add_moves(group, verb.moved, context.run.values, out);
  rows = std::move(out);
  return context.run.budget.check();
}

}  // namespace bayan::ql
