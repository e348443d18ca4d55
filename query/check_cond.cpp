#include "query/check_cond.hpp"

#include <fmt/format.h>

#include <optional>

#include "query/lexer.hpp"
#include "query/properties.hpp"
#include "query/suggest.hpp"
#include "text/stem.hpp"

namespace bayan::ql {
namespace {

const Visible* find(const std::vector<Visible>& visible, std::string_view name) {
  for (const auto& one : visible) {
    if (one.name == name) return &one;
  }
  return nullptr;
}

ColumnKind kind_of(LiteralType type) {
  switch (type) {
    case LiteralType::integer:
    case LiteralType::decimal:
      return ColumnKind::number;
    case LiteralType::boolean:
      return ColumnKind::boolean;
    case LiteralType::date:
      return ColumnKind::date;
    case LiteralType::text:
      return ColumnKind::text;
  }
  return ColumnKind::text;
}

OperandPlan of_value(Cell value) {
  OperandPlan out;
  out.value = std::move(value);
  return out;
}

OperandPlan of_nodes(std::vector<TermId> nodes) {
  OperandPlan out;
  out.kind = OperandPlan::Kind::nodes;
  out.nodes = std::move(nodes);
  return out;
}

class CondChecker {
 public:
  CondChecker(const std::vector<Visible>& visible, const Names& names) : visible_(visible), names_(names) {}

  Result<CondPlan> check(const CondExpr& cond) const {
    CondPlan out;
    switch (cond.kind) {
      case CondExpr::Kind::any_of:
        out.kind = CondPlan::Kind::any_of;
        break;
      case CondExpr::Kind::all_of:
        out.kind = CondPlan::Kind::all_of;
        break;
      case CondExpr::Kind::negation:
        out.kind = CondPlan::Kind::negation;
        break;
      case CondExpr::Kind::membership:
        return membership(cond);
      case CondExpr::Kind::compare:
        return compare(cond);
    }
    for (const auto& item : cond.items) {
      BAYAN_LET(inner, check(item));
      out.items.push_back(std::move(inner));
    }
    return out;
  }

 private:
  using Kind = std::optional<ColumnKind>;  // none: a name, read by what stands beside it

  // The kind of an operand; resolves its field.
  Result<Kind> kind(const ValueExpr& value) const {
    if (value.kind == ValueExpr::Kind::name) return Kind{};
    if (value.kind == ValueExpr::Kind::literal) return Kind(kind_of(value.literal.type));
    BAYAN_LET(field, check_field(value.field, visible_));
    return Kind(field.kind);
  }

  // An operand that stands beside one of a kind.
  Result<OperandPlan> beside(const ValueExpr& value, Kind other) const {
    if (value.kind == ValueExpr::Kind::literal) return of_value(Cell::of_literal(value.literal));
    if (value.kind == ValueExpr::Kind::field) {
      OperandPlan out;
      out.kind = OperandPlan::Kind::field;
      BAYAN_LET(field, check_field(value.field, visible_));
      out.field = std::move(field);
      return out;
    }
    if (value.name.form != Name::Form::parameter) return named(value.name, other);
    BAYAN_LET(parameter, names_.parameter(value.name));
    return std::visit([&](const auto& item) { return of_parameter(item, value.name, other); }, *parameter);
  }

  Result<OperandPlan> of_parameter(const std::string& text, const Name& name, Kind other) const {
    return named({Name::Form::text, text, name.place}, other);
  }
  Result<OperandPlan> of_parameter(std::int64_t number, const Name&, Kind) const {
    return of_value(Cell::of_integer(number));
  }
  Result<OperandPlan> of_parameter(double number, const Name&, Kind) const {
    return of_value(Cell::of_decimal(number));
  }
  Result<OperandPlan> of_parameter(bool truth, const Name&, Kind) const { return of_value(Cell::of_boolean(truth)); }
  Result<OperandPlan> of_parameter(const Parameters::EntityKey& key, const Name& name, Kind) const {
    BAYAN_LET(id, names_.entity(key.key, name.place));
    return of_nodes({id});
  }
  Result<OperandPlan> of_parameter(const Parameters::TypedLiteral& typed, const Name&, Kind) const {
    return of_value(Cell::of_literal({typed.type, typed.value, {}, {}}));
  }
  Result<OperandPlan> of_parameter(const std::vector<Parameters::Item>&, const Name& name, Kind) const {
    return param_error(name, "does not fit here: one value is wanted");
  }

  Result<OperandPlan> named(const Name& name, Kind other) const {
    OperandPlan out;
    if (other == ColumnKind::node) {
      BAYAN_LET(nodes, names_.nodes(name, Names::Reading::alike));
      return of_nodes(std::move(nodes));
    }
    if (other == ColumnKind::relation) {
      BAYAN_LET(relation, names_.relation(name.text, name.place));
      out.kind = OperandPlan::Kind::relation;
      out.relation = relation;
      return out;
    }
    if (other == ColumnKind::text) return of_value(Cell::of_text(name.text));
    return error_at(name.place, ErrorCode::kind, fmt::format("the name \"{}\" cannot stand here", name.text),
                    other ? fmt::format("it stands beside a {}", ql::name(*other)) : "one side must be a variable");
  }

  Result<CondPlan> membership(const CondExpr& cond) const {
    CondPlan out;
    out.kind = CondPlan::Kind::member;
    BAYAN_LET(of, kind(cond.left));
    if (cond.list_parameter) {
      const Name& name = *cond.list_parameter;
      BAYAN_LET(parameter, names_.parameter(name));
      const auto* list = std::get_if<std::vector<Parameters::Item>>(parameter);
      if (list == nullptr) return param_error(name, "must be a list");
      for (const auto& item : *list) {
        BAYAN_LET(operand, std::visit([&](const auto& value) { return of_parameter(value, name, of); }, item));
        out.list.push_back(std::move(operand));
      }
    } else {
      for (const auto& item : cond.list) BAYAN_TRY(status_of(kind(item)));
      for (const auto& item : cond.list) {
        BAYAN_LET(operand, beside(item, of));
        out.list.push_back(std::move(operand));
      }
    }
    BAYAN_LET(left, beside(cond.left, of));
    out.left = std::move(left);
    return out;
  }

  static Status status_of(Result<Kind> result) { return result ? Status{} : Status(std::move(result.error())); }

  Result<CondPlan> compare(const CondExpr& cond) const {
    BAYAN_LET(left, kind(cond.left));
    if (cond.op == "is") return is(cond, left);
    BAYAN_LET(right, kind(cond.right));
    if (cond.op == "~") return search(cond, left);
    CondPlan out;
    constexpr std::pair<std::string_view, CondPlan::Kind> kinds[] = {
        {"=", CondPlan::Kind::equal},       {"!=", CondPlan::Kind::unequal}, {"<", CondPlan::Kind::less},
        {"<=", CondPlan::Kind::less_equal}, {">", CondPlan::Kind::greater},  {">=", CondPlan::Kind::greater_equal}};
    for (const auto& [op, to] : kinds) {
      if (cond.op == op) out.kind = to;
    }
    BAYAN_LET(first, beside(cond.left, right));
    BAYAN_LET(second, beside(cond.right, left));
    out.left = std::move(first);
    out.right = std::move(second);
    return out;
  }

  Result<CondPlan> is(const CondExpr& cond, Kind left) const {
    CondPlan out;
    if (left != ColumnKind::node && left != ColumnKind::relation) {
      return error_at(cond.left.place, ErrorCode::kind, "\"is\" tests a relation or a node");
    }
    if (cond.right.kind != ValueExpr::Kind::name) {
      return error_at(cond.right.place, ErrorCode::kind, "\"is\" takes a name");
    }
    BAYAN_LET(operand, beside(cond.left, left));
    out.left = std::move(operand);
    BAYAN_LET(text, names_.text(cond.right.name, "a text"));
    if (left == ColumnKind::relation) {
      out.kind = CondPlan::Kind::is_relation;
      BAYAN_LET(relation, names_.relation(text, cond.right.place));
      out.relation = relation;
    } else {
      out.kind = CondPlan::Kind::is_type;
      BAYAN_LET(type, names_.type(text, cond.right.place));
      out.type = type;
    }
    return out;
  }

  Result<CondPlan> search(const CondExpr& cond, Kind left) const {
    CondPlan out;
    out.kind = CondPlan::Kind::search;
    if (cond.right.kind != ValueExpr::Kind::name || cond.right.name.form == Name::Form::word) {
      return error_at(cond.right.place, ErrorCode::kind, "\"~\" takes a quoted text");
    }
    if (left != ColumnKind::node && left != ColumnKind::text && left != ColumnKind::relation) {
      return error_at(cond.left.place, ErrorCode::kind, "\"~\" searches names and texts");
    }
    BAYAN_LET(text, names_.text(cond.right.name, "a text"));
    out.stems = text::stems(text);
    BAYAN_LET(operand, beside(cond.left, left));
    out.left = std::move(operand);
    return out;
  }

  const std::vector<Visible>& visible_;
  const Names& names_;
};

}  // namespace

Result<FieldPlan> check_field(const FieldExpr& field, const std::vector<Visible>& visible) {
  FieldPlan out;
  out.name = field.name();
  if (const Visible* whole = find(visible, out.name)) {
    out.column = whole->column;
    out.kind = whole->kind;
    return out;
  }
  const Visible* first = find(visible, field.variable.name);
  if (first == nullptr) {
    std::vector<std::string> known;
    for (const auto& one : visible) known.push_back("?" + one.name);
    return error_at(
        field.variable.place, ErrorCode::unbound, fmt::format("?{} is not in the rows", field.variable.name),
        known.empty() ? std::string("the rows have no columns") : fmt::format("there are {}", fmt::join(known, ", ")));
  }
  out.column = first->column;
  out.kind = first->kind;
  for (std::size_t i = 0; i < field.properties.size(); ++i) {
    const Word& word = field.properties[i];
    const PropertyRow* row = find_property(out.kind, word.text);
    if (row == nullptr) {
      const auto known = property_names(out.kind);
      const std::string near = did_you_mean(word.text, known);
      return error_at(word.place, ErrorCode::unknown,
                      fmt::format("unknown property \"{}\" of a {}", word.text, name(out.kind)),
                      fmt::format("{}{}there are {}", near, near.empty() ? "" : " ",
                                  known.empty() ? "none" : fmt::format("{}", fmt::join(known, ", "))));
    }
    FieldStep step{out.kind, row->property, {}};
    if (row->property == Property::label && i + 1 < field.properties.size()) step.lang = field.properties[++i].text;
    out.steps.push_back(std::move(step));
    out.kind = row->gives;
  }
  return out;
}

Result<CondPlan> check_cond(const CondExpr& cond, const std::vector<Visible>& visible, const Names& names) {
  return CondChecker(visible, names).check(cond);
}

void collect_columns(const CondPlan& cond, std::vector<unsigned>& out) {
  for (const auto& item : cond.items) collect_columns(item, out);
  const auto add = [&](const OperandPlan& operand) {
    if (operand.kind == OperandPlan::Kind::field) out.push_back(operand.field.column);
  };
  add(cond.left);
  add(cond.right);
  for (const auto& operand : cond.list) add(operand);
}

}  // namespace bayan::ql
