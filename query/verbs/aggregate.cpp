// count, min, max, sum, avg.
#include <limits>
#include <unordered_map>
#include <unordered_set>

#include "query/condition.hpp"
#include "query/verbs/verbs.hpp"

namespace bayan::ql {
namespace {

struct CellHash {
  std::size_t operator()(const Cell& cell) const { return cell.hash(); }
};

struct Group {
  std::vector<Cell> by;
  ResultRow row;             // its rounds
  std::size_t size = 0;      // rows
  std::vector<Cell> values;  // of the field, without nulls
};

Cell least(const std::vector<Cell>& cells, bool greatest, const Values& values) {
  Cell out;
  OrderKey best;
  for (const auto& cell : cells) {
    OrderKey key = values.order(cell);
    if (out && !(greatest ? best < key : key < best)) continue;
    out = cell;
    best = std::move(key);
  }
  return out;
}

// The sum of the numbers among the cells, or their mean; null when there is none.
Cell total(const std::vector<Cell>& cells, bool mean, const Values& values) {
  std::size_t count = 0;
  bool whole = true;
  std::int64_t integers = 0;
  long double sum = 0;
  for (const auto& cell : cells) {
    const Cell number = cell.kind == Cell::Kind::node ? values.plain(cell) : cell;
    if (number.kind == Cell::Kind::integer) {
      whole = whole && !__builtin_add_overflow(integers, number.integer(), &integers);
      sum += static_cast<long double>(number.integer());
    } else if (number.kind == Cell::Kind::decimal) {
      whole = false;
      sum += static_cast<long double>(number.decimal());
    } else {
      continue;
    }
    ++count;
  }
  if (count == 0) return {};
  if (mean) return Cell::of_decimal(static_cast<double>(sum / static_cast<long double>(count)));
  return whole ? Cell::of_integer(integers) : Cell::of_decimal(static_cast<double>(sum));
}

Cell result_of(const VerbPlan& verb, const Group& group, const Values& values) {
  if (verb.name == "count") {
    if (!verb.field) return Cell::of_integer(static_cast<std::int64_t>(group.size));
    const std::unordered_set<Cell, CellHash> distinct(group.values.begin(), group.values.end());
    return Cell::of_integer(static_cast<std::int64_t>(distinct.size()));
  }
  if (verb.name == "min" || verb.name == "max") return least(group.values, verb.name == "max", values);
  return total(group.values, verb.name == "avg", values);
}

}  // namespace

Status run_aggregate(const VerbPlan& verb, const VerbContext& context, std::vector<ResultRow>& rows) {
  const Values& values = context.run.values;
  std::unordered_map<std::vector<Cell>, std::size_t, CellsHash> index;
  std::vector<Group> groups;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    BAYAN_TRY(context.check(i));
    const ResultRow& row = rows[i];
    const RowCells cells(row.cells);
    std::vector<Cell> by;
    for (const auto& field : verb.fields) by.push_back(read(field, cells, values));
    const auto [found, added] = index.emplace(by, groups.size());
    if (added) groups.push_back({std::move(by), {}, 0, {}});
    Group& group = groups[found->second];
    ++group.size;
    group.row.rounds.insert(group.row.rounds.end(), row.rounds.begin(), row.rounds.end());
    if (!verb.field) continue;
    if (Cell value = read(*verb.field, cells, values)) group.values.push_back(std::move(value));
  }
  // Without `by` there is one row, also of nothing.
  if (groups.empty() && verb.fields.empty()) groups.emplace_back();
  std::vector<ResultRow> out;
  for (auto& group : groups) {
    ResultRow row = std::move(group.row);
    row.add_rounds({});
    row.cells = group.by;
    row.cells.push_back(result_of(verb, group, values));
    out.push_back(std::move(row));
  }
  rows = std::move(out);
  return context.run.budget.check();
}

}  // namespace bayan::ql
