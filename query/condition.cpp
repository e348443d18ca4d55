#include "query/condition.hpp"

#include <algorithm>
#include <optional>

#include "text/fold.hpp"

namespace bayan::ql {
namespace {

// A literal of the store as the plain value it is.
Cell plain(const Cell& cell, const Values& values) { return cell.kind == Cell::Kind::node ? values.plain(cell) : cell; }

bool is_number(const Cell& cell) { return cell.kind == Cell::Kind::integer || cell.kind == Cell::Kind::decimal; }

// An operand with its field read; nothing when the value is missing.
struct Operand {
  const OperandPlan* plan = nullptr;
  Cell value;

  bool is_value() const { return plan->kind == OperandPlan::Kind::field || plan->kind == OperandPlan::Kind::value; }
};

std::optional<Operand> resolve(const OperandPlan& plan, const CellSource& row, const Values& values) {
  Operand out{&plan, plan.value};
  if (plan.kind != OperandPlan::Kind::field) return out;
  out.value = read(plan.field, row, values);
  if (!out.value) return std::nullopt;
  return out;
}

// A round's ordinal beside a number, else the number itself.
std::optional<long double> number_of(const Cell& cell) {
  switch (cell.kind) {
    case Cell::Kind::integer:
      return static_cast<long double>(cell.integer());
    case Cell::Kind::decimal:
      return static_cast<long double>(cell.decimal());
    case Cell::Kind::round:
      return static_cast<long double>(cell.round().ordinal());
    default:
      return std::nullopt;
  }
}

bool equal_values(const Cell& left, const Cell& right, const Values& values) {
  const Cell a = plain(left, values), b = plain(right, values);
  const bool rounds = a.kind == Cell::Kind::round && b.kind == Cell::Kind::round;
  if (!rounds && (is_number(a) || is_number(b))) {
    const auto x = number_of(a), y = number_of(b);
    return x && y && *x == *y;
  }
  if (a.kind == Cell::Kind::text && b.kind == Cell::Kind::text) return text::fold(a.text()) == text::fold(b.text());
  return a == b;
}

bool equal(const Operand& left, const Operand& right, const Values& values) {
  if (!left.is_value() && right.is_value()) return equal(right, left, values);
  if (left.is_value() && right.is_value()) return equal_values(left.value, right.value, values);
  if (right.plan->kind == OperandPlan::Kind::relation) {
    return left.is_value() && left.value.kind == Cell::Kind::relation &&
           left.value.relation().relation() == right.plan->relation;
  }
  const auto& nodes = right.plan->nodes;
  const auto among = [&](TermId id) { return std::binary_search(nodes.begin(), nodes.end(), id); };
  if (left.is_value()) {
    if (left.value.kind == Cell::Kind::node) return among(left.value.node());
    const auto same = [&](TermId id) { return equal_values(left.value, Cell::of(id), values); };
    return std::any_of(nodes.begin(), nodes.end(), same);
  }
  return std::any_of(left.plan->nodes.begin(), left.plan->nodes.end(), among);
}

// -1, 0 or 1; nothing between values that are in no order.
std::optional<int> compare(const Operand& left, const Operand& right, const Values& values) {
  if (!left.is_value() || !right.is_value()) return std::nullopt;
  const Cell a = plain(left.value, values), b = plain(right.value, values);
  const auto sign = [](const auto& x, const auto& y) { return x < y ? -1 : y < x ? 1 : 0; };
  if (a.kind == Cell::Kind::round && b.kind == Cell::Kind::round) {
    if (a.round().series() != b.round().series()) return std::nullopt;
    return sign(a.round().ordinal(), b.round().ordinal());
  }
  if (is_number(a) || is_number(b)) {
    const auto x = number_of(a), y = number_of(b);
    if (!x || !y) return std::nullopt;
    return sign(*x, *y);
  }
  if (a.kind != b.kind) return std::nullopt;
  if (a.kind == Cell::Kind::date) return sign(a.text(), b.text());
  if (a.kind != Cell::Kind::text) return std::nullopt;
  const std::string x = text::fold(a.text()), y = text::fold(b.text());
  return x == y ? sign(a.text(), b.text()) : sign(x, y);
}

bool in_order(CondPlan::Kind kind, int order) {
  switch (kind) {
    case CondPlan::Kind::less:
      return order < 0;
    case CondPlan::Kind::less_equal:
      return order <= 0;
    case CondPlan::Kind::greater:
      return order > 0;
    default:
      return order >= 0;
  }
}

bool is_kind_of(const Cell& value, const CondPlan& cond, const Values& values) {
  if (cond.kind == CondPlan::Kind::is_relation) return values.descends(value.relation().relation(), cond.relation);
  if (value.kind != Cell::Kind::node) return false;
  if (cond.type == "entity") return graph::View::kind(value.node()) == graph::TermKind::entity;
  const Cell type = values.property(value, {ColumnKind::node, Property::type, {}});
  return type && type.text() == cond.type;
}

bool finds(const Cell& value, const std::vector<std::string>& stems, const Values& values) {
  const auto& words = values.search_words(value);
  return std::all_of(stems.begin(), stems.end(),
                     [&](const std::string& stem) { return std::binary_search(words.begin(), words.end(), stem); });
}

bool holds_test(const CondPlan& cond, const CellSource& row, const Values& values) {
  const auto left = resolve(cond.left, row, values);
  if (!left) return false;
  switch (cond.kind) {
    case CondPlan::Kind::is_relation:
    case CondPlan::Kind::is_type:
      return is_kind_of(left->value, cond, values);
    case CondPlan::Kind::search:
      return finds(left->value, cond.stems, values);
    case CondPlan::Kind::member:
      return std::any_of(cond.list.begin(), cond.list.end(), [&](const OperandPlan& item) {
        const auto right = resolve(item, row, values);
        return right && equal(*left, *right, values);
      });
    default:
      break;
  }
  const auto right = resolve(cond.right, row, values);
  if (!right) return false;
  if (cond.kind == CondPlan::Kind::equal) return equal(*left, *right, values);
  if (cond.kind == CondPlan::Kind::unequal) return !equal(*left, *right, values);
  const auto order = compare(*left, *right, values);
  return order && in_order(cond.kind, *order);
}

}  // namespace

Cell cell_of(std::uint64_t id, ColumnKind kind) {
  switch (kind) {
    case ColumnKind::node:
      return Cell::of(TermId{id});
    case ColumnKind::relation:
      return Cell::of(graph::Predicate{id});
    case ColumnKind::round:
      return Cell::of(RoundId{id});
    case ColumnKind::statement:
      return Cell::of(StatementId{id});
    default:
      return {};
  }
}

Cell SlotCells::at(unsigned column) const { return cell_of(row_[column], kinds_[column]); }

Cell read(const FieldPlan& field, const CellSource& row, const Values& values) {
  Cell cell = row.at(field.column);
  for (const auto& step : field.steps) {
    if (!cell) return cell;
    cell = values.property(cell, step);
  }
  return cell;
}

bool holds(const CondPlan& cond, const CellSource& row, const Values& values) {
  const auto item_holds = [&](const CondPlan& item) { return holds(item, row, values); };
  switch (cond.kind) {
    case CondPlan::Kind::all_of:
      return std::all_of(cond.items.begin(), cond.items.end(), item_holds);
    case CondPlan::Kind::any_of:
      return std::any_of(cond.items.begin(), cond.items.end(), item_holds);
    case CondPlan::Kind::negation:
      return !holds(cond.items.front(), row, values);
    default:
      return holds_test(cond, row, values);
  }
}

}  // namespace bayan::ql
