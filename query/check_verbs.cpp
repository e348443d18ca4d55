#include "query/check_verbs.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "query/lexer.hpp"
#include "query/rounds.hpp"

namespace bayan::ql {

// What a verb needs and adds.
struct VerbChecker::Rule {
  std::string_view name;
  bool rounds;    // works on the rounds of a row
  bool compares;  // its rows are of two rounds
  std::vector<Column> adds;
  Method method;
};

const VerbChecker::Rule* VerbChecker::rule_of(std::string_view name) {
  using K = ColumnKind;
  using V = VerbChecker;
  static const std::vector<Rule> rules = {
      {"timeline",
       true,
       false,
       {{"timeline", K::list}, {"first", K::round}, {"last", K::round}, {"count", K::number}},
       &V::none},
      {"first", true, false, {{"first", K::round}, {"first_date", K::date}}, &V::none},
      {"last", true, false, {{"last", K::round}, {"last_date", K::date}}, &V::none},
      {"gaps", true, false, {{"gaps", K::list}}, &V::none},
      {"streak", true, false, {{"streak", K::number}, {"from", K::round}, {"to", K::round}}, &V::none},
      {"diff", true, true, {{"status", K::text}, {"was", K::node}, {"similarity", K::number}}, &V::diff},
      {"changes",
       true,
       true,
       {{"from", K::round}, {"to", K::round}, {"status", K::text}, {"was", K::node}, {"similarity", K::number}},
       &V::none},
      {"moved", true, true, {}, &V::moved},
      {"alike", false, false, {}, &V::none},
      {"why", false, false, {{"why", K::statement}}, &V::none},
      {"matrix", false, false, {}, &V::matrix},
      {"where", false, false, {}, &V::where},
      {"select", false, false, {}, &V::select},
      {"sort", false, false, {}, &V::sort},
      {"limit", false, false, {}, &V::number},
      {"offset", false, false, {}, &V::number},
      {"count", false, false, {}, &V::aggregate},
      {"min", false, false, {}, &V::aggregate},
      {"max", false, false, {}, &V::aggregate},
      {"sum", false, false, {}, &V::aggregate},
      {"avg", false, false, {}, &V::aggregate},
  };
  const auto found = std::find_if(rules.begin(), rules.end(), [&](const Rule& rule) { return rule.name == name; });
  return found == rules.end() ? nullptr : &*found;
}

VerbChecker::VerbChecker(const ReadPlan& plan, const BodyExpr* body, const Names& names)
    : plan_(plan), body_(body), names_(names) {
  const auto* tree = std::get_if<BodyPlan>(&plan.body);
  columns_ = tree != nullptr ? tree->columns : std::get<WalkPlan>(plan.body).columns;
  if (tree == nullptr || tree->segments.empty()) return;
  if (const auto& variable = tree->segments.back().scope.variable) own_round_.insert(tree->names[*variable]);
}

Result<VerbPlan> VerbChecker::check(const VerbExpr& verb) {
  const Rule& rule = *rule_of(verb.name);
  BAYAN_TRY(may_stand(verb, rule));
  BAYAN_TRY(columns_free(verb, rule));
  VerbPlan out;
  out.name = verb.name;
  out.before = columns_;
  for (const auto& column : columns_) out.made.push_back(made_.count(column.name) != 0);
  BAYAN_TRY((this->*rule.method)(verb, out));
  columns_.insert(columns_.end(), rule.adds.begin(), rule.adds.end());
  out.after = columns_;
  if (rule.compares) compared_ = verb.name;
  if (rule.rounds) {
    for (const auto& column : columns_) {
      const auto same = [&](const Column& one) { return one.name == column.name; };
      if (std::none_of(out.before.begin(), out.before.end(), same)) made_.insert(column.name);
    }
  }
  return out;
}

Status VerbChecker::may_stand(const VerbExpr& verb, const Rule& rule) const {
  if (rule.rounds && !compared_.empty()) {
    return error_at(verb.place, ErrorCode::place,
                    fmt::format("\"{}\" cannot follow \"{}\": its rows compare two rounds", verb.name, compared_));
  }
  for (const auto& column : columns_) {
    const bool statement = column.kind == ColumnKind::statement;
    if (!rule.rounds || (!statement && own_round_.count(column.name) == 0)) continue;
    return error_at(verb.place, ErrorCode::place,
                    fmt::format("\"{}\" compares rounds, but ?{} makes every row one {}", verb.name, column.name,
                                statement ? "statement" : "round"),
                    "select the columns to compare first");
  }
  const bool list =
      std::any_of(columns_.begin(), columns_.end(), [](const Column& c) { return c.kind == ColumnKind::list; });
  if (verb.name == "alike" && (!made_.empty() || !compared_.empty() || list)) {
    return error_at(verb.place, ErrorCode::place, "\"alike\" comes before the verbs that compare rounds or make lists");
  }
  if (verb.name == "why" && !has_statements_) {
    return error_at(verb.place, ErrorCode::place, "there are no statements behind these rows any more",
                    "`why` comes before the verb that sums up");
  }
  return {};
}

Status VerbChecker::columns_free(const VerbExpr& verb, const Rule& rule) const {
  for (const auto& column : rule.adds) {
    if (find(column.name) == nullptr) continue;
    return error_at(verb.place, ErrorCode::column,
                    fmt::format("\"{}\" adds the column ?{}, which is taken", verb.name, column.name),
                    "rename the variable");
  }
  return {};
}

std::vector<Visible> VerbChecker::visible() const {
  std::vector<Visible> out;
  for (const auto& column : columns_) out.push_back({column.name, column.kind, static_cast<unsigned>(out.size())});
  return out;
}

const Column* VerbChecker::find(std::string_view name) const {
  for (const auto& column : columns_) {
    if (column.name == name) return &column;
  }
  return nullptr;
}

Result<std::vector<FieldPlan>> VerbChecker::fields(const std::vector<FieldExpr>& list) const {
  std::vector<FieldPlan> out;
  for (const auto& expr : list) {
    BAYAN_LET(field, check_field(expr, visible()));
    out.push_back(std::move(field));
  }
  return out;
}

Status VerbChecker::diff(const VerbExpr& verb, VerbPlan& out) {
  BAYAN_LET(from, resolve_point(*verb.from, names_));
  BAYAN_LET(to, resolve_point(*verb.to, names_));
  for (const auto& [id, point] : {std::pair(from, &*verb.from), std::pair(to, &*verb.to)}) {
    if (!plan_.reach_limited || std::binary_search(plan_.reach.begin(), plan_.reach.end(), id)) continue;
    return error_at(point->round.place, ErrorCode::round,
                    fmt::format("{} lies outside the rounds of the query", names_.view().round_name(id)));
  }
  out.from = from;
  out.to = to;
  return {};
}

Status VerbChecker::where(const VerbExpr& verb, VerbPlan& out) {
  BAYAN_LET(cond, check_cond(*verb.cond, visible(), names_));
  out.cond = std::move(cond);
  return {};
}

Status VerbChecker::select(const VerbExpr& verb, VerbPlan& out) {
  BAYAN_LET(list, fields(verb.fields));
  std::vector<Column> columns;
  for (std::size_t i = 0; i < list.size(); ++i) {
    for (const auto& column : columns) {
      if (column.name == list[i].name) {
        return error_at(verb.fields[i].variable.place, ErrorCode::column,
                        fmt::format("the column ?{} twice", column.name));
      }
    }
    columns.push_back({list[i].name, list[i].kind});
  }
  out.fields = std::move(list);
  columns_ = std::move(columns);
  return {};
}

Status VerbChecker::sort(const VerbExpr& verb, VerbPlan& out) {
  for (const auto& key : verb.keys) {
    BAYAN_LET(field, check_field(key.field, visible()));
    out.keys.push_back({std::move(field), key.descending});
  }
  return {};
}

Status VerbChecker::number(const VerbExpr& verb, VerbPlan& out) {
  if (verb.number.number) {
    out.number = static_cast<std::uint64_t>(*verb.number.number);
    return {};
  }
  BAYAN_LET(value, names_.parameter(verb.number.parameter));
  const auto* number = std::get_if<std::int64_t>(value);
  if (number == nullptr || *number < 0) return param_error(verb.number.parameter, "must be a whole number");
  out.number = static_cast<std::uint64_t>(*number);
  return {};
}

Status VerbChecker::aggregate(const VerbExpr& verb, VerbPlan& out) {
  ColumnKind kind = ColumnKind::number;
  if (verb.field) {
    BAYAN_LET(field, check_field(*verb.field, visible()));
    kind = field.kind;
    const bool adds_up = verb.name == "sum" || verb.name == "avg";
    if (adds_up && kind != ColumnKind::node && kind != ColumnKind::number) {
      return error_at(verb.field->variable.place, ErrorCode::kind, fmt::format("\"{}\" needs numbers", verb.name));
    }
    out.field = std::move(field);
  }
  BAYAN_LET(list, fields(verb.fields));
  std::vector<Column> columns;
  for (const auto& field : list) {
    if (field.name == verb.name) {
      return error_at(verb.place, ErrorCode::column,
                      fmt::format("\"{}\" adds the column ?{}, which is taken", verb.name, verb.name),
                      "rename the variable");
    }
    columns.push_back({field.name, field.kind});
  }
  out.fields = std::move(list);
  columns.push_back({verb.name, verb.name == "min" || verb.name == "max" ? kind : ColumnKind::number});
  columns_ = std::move(columns);
  has_statements_ = false;
  return {};
}

Status VerbChecker::matrix(const VerbExpr& verb, VerbPlan& out) {
  std::vector<std::string> names;
  for (const auto& variable : verb.variables) {
    BAYAN_LET(field, check_field({variable, {}}, visible()));
    names.push_back(field.name);
  }
  std::vector<std::string> sorted = names;
  std::sort(sorted.begin(), sorted.end());
  if (std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end()) {
    return error_at(verb.place, ErrorCode::place, "\"matrix\" takes different columns");
  }
  if (names.size() == 2) {
    std::vector<std::string> rest;
    for (const auto& column : columns_) {
      if (std::find(names.begin(), names.end(), column.name) == names.end()) rest.push_back(column.name);
    }
    if (rest.size() != 1) {
      return error_at(verb.place, ErrorCode::place, "\"matrix\" needs a third column for its cells",
                      rest.empty() ? std::string("there is none") : fmt::format("one of ?{}", fmt::join(rest, ", ?")));
    }
    names.push_back(rest.front());
  }
  if (names.front() == "cells") {
    return error_at(verb.place, ErrorCode::column, "\"matrix\" adds the column ?cells, which is taken",
                    "rename the variable");
  }
  for (const auto& name : names) out.columns.push_back(static_cast<unsigned>(find(name) - columns_.data()));
  columns_ = {*find(names.front()), {"cells", ColumnKind::list}};
  has_statements_ = false;
  return {};
}

Status VerbChecker::moved(const VerbExpr& verb, VerbPlan& out) {
  const Error wrong = error_at(verb.place, ErrorCode::place, "\"moved\" needs one pattern with a relation variable",
                               "as in: ?who ?does ?what | moved");
  if (body_ == nullptr || body_->segments.size() != 1 || body_->segments.front().parts.size() != 1) return wrong;
  const PatternExpr& pattern = body_->segments.front().parts.front().pattern;
  std::vector<const NodeExpr*> topics;
  for (const auto& qualifier : pattern.qualifiers) {
    if (qualifier.kind == Qualifier::Kind::about) topics.push_back(&qualifier.value);
  }
  out.moved.by_object = topics.empty();
  if (topics.empty()) topics.push_back(&pattern.object);
  if (pattern.relation.kind != RelationExpr::Kind::variable) return wrong;
  // The index of a variable's column; nothing for a name, which is the same in every row.
  const auto column_of = [&](const NodeExpr& node) -> Result<std::optional<unsigned>> {
    if (node.kind == NodeExpr::Kind::any || node.kind == NodeExpr::Kind::claim) return wrong;
    if (node.kind != NodeExpr::Kind::variable) return std::optional<unsigned>{};
    const Column* column = find(node.variable.name);
    if (column == nullptr) return wrong;
    return std::optional<unsigned>(static_cast<unsigned>(column - columns_.data()));
  };
  std::vector<Column> after;
  BAYAN_LET(subject, column_of(pattern.subject));
  if (subject) after.push_back(columns_[*subject]);
  for (const auto* topic : topics) {
    BAYAN_LET(column, column_of(*topic));
    out.moved.topics.push_back(column);
    if (column) after.push_back(columns_[*column]);
  }
  const Column* relation = find(pattern.relation.variable.name);
  if (relation == nullptr) return wrong;
  out.moved.subject = subject;
  out.moved.relation = static_cast<unsigned>(relation - columns_.data());
  for (const auto& [name, kind] : {std::pair("from", ColumnKind::round), std::pair("to", ColumnKind::round),
                                   std::pair("was", ColumnKind::list), std::pair("now", ColumnKind::list)}) {
    after.push_back({name, kind});
  }
  columns_ = std::move(after);
  has_statements_ = false;
  return {};
}

}  // namespace bayan::ql
