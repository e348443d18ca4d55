// where, select, sort, limit, offset.
#include <algorithm>
#include <numeric>

#include "query/condition.hpp"
#include "query/verbs/verbs.hpp"

namespace bayan::ql {

Status run_where(const VerbPlan& verb, const VerbContext& context, std::vector<ResultRow>& rows) {
  std::erase_if(rows,
                [&](const ResultRow& row) { return !holds(*verb.cond, RowCells(row.cells), context.run.values); });
  return context.run.budget.check();
}

Status run_select(const VerbPlan& verb, const VerbContext& context, std::vector<ResultRow>& rows) {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    BAYAN_TRY(context.check(i));
    ResultRow& row = rows[i];
    std::vector<Cell> cells;
    for (const auto& field : verb.fields) cells.push_back(read(field, RowCells(row.cells), context.run.values));
    row.cells = std::move(cells);
  }
  merge_equal(rows);
  return context.run.budget.check();
}

namespace {

// A row's sort keys: those asked for, then every column from left to right.
struct Keys {
  std::vector<OrderKey> asked, columns;
};

bool before(const Keys& a, const Keys& b, const std::vector<SortKeyPlan>& plan) {
  for (std::size_t i = 0; i < plan.size(); ++i) {
    const OrderKey &x = a.asked[i], &y = b.asked[i];
    if (x == y) continue;
    const bool null_x = x.rank == OrderKey{}.rank, null_y = y.rank == OrderKey{}.rank;
    if (null_x != null_y) return null_y;  // null comes last, either way
    return plan[i].descending ? y < x : x < y;
  }
  return std::lexicographical_compare(a.columns.begin(), a.columns.end(), b.columns.begin(), b.columns.end());
}

}  // namespace

Status run_sort(const VerbPlan& verb, const VerbContext& context, std::vector<ResultRow>& rows) {
  const Values& values = context.run.values;
  std::vector<Keys> keys(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    BAYAN_TRY(context.check(i));
    for (const auto& key : verb.keys)
      keys[i].asked.push_back(values.order(read(key.field, RowCells(rows[i].cells), values)));
    for (const auto& cell : rows[i].cells) keys[i].columns.push_back(values.order(cell));
  }
  BAYAN_TRY(context.run.budget.check());
  std::vector<std::size_t> order(rows.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return before(keys[a], keys[b], verb.keys); });
  std::vector<ResultRow> out;
  out.reserve(rows.size());
  for (const std::size_t i : order) out.push_back(std::move(rows[i]));
  rows = std::move(out);
  return context.run.budget.check();
}

Status run_limit(const VerbPlan& verb, const VerbContext&, std::vector<ResultRow>& rows) {
  if (rows.size() > verb.number) rows.resize(static_cast<std::size_t>(verb.number));
  return {};
}

Status run_offset(const VerbPlan& verb, const VerbContext&, std::vector<ResultRow>& rows) {
  const auto skipped = static_cast<std::ptrdiff_t>(std::min<std::uint64_t>(verb.number, rows.size()));
  rows.erase(rows.begin(), rows.begin() + skipped);
  return {};
}

}  // namespace bayan::ql
