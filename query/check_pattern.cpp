// The checker of patterns: nodes, relations, paths, qualifiers.
#include <fmt/format.h>

#include <algorithm>

#include "query/check_body.hpp"
#include "query/lexer.hpp"

namespace bayan::ql {
namespace {

// A relation's name, or alternatives of names: what `not`, claims and qualifiers can take.
bool is_simple(const PathExpr& path) {
  if (path.kind == PathExpr::Kind::name) return true;
  return path.kind == PathExpr::Kind::alternatives && std::all_of(path.items.begin(), path.items.end(), is_simple);
}

bool is_path(const RelationExpr& relation) {
  return relation.kind == RelationExpr::Kind::path && !is_simple(relation.path);
}

std::string_view word(Qualifier::Kind kind) {
  constexpr std::string_view words[] = {"by", "about", "from", "as"};
  return words[static_cast<std::size_t>(kind)];
}

}  // namespace

Result<NodeTerm> BodyChecker::node(const NodeExpr& expr, Standing standing) {
  NodeTerm out;
  switch (expr.kind) {
    case NodeExpr::Kind::any:
      return out;
    case NodeExpr::Kind::variable: {
      out.kind = NodeTerm::Kind::variable;
      BAYAN_LET(slot, variable(expr.variable, ColumnKind::node, standing));
      out.slot = slot;
      return out;
    }
    case NodeExpr::Kind::name: {
      out.kind = NodeTerm::Kind::nodes;
      BAYAN_LET(nodes, names_.nodes(expr.name, reading_));
      if (nodes.empty() && expr.name.form != Name::Form::word) {
        warnings.push_back(
            fmt::format("{}:{}: nothing in the store reads {}", expr.place.line, expr.place.column, shown(expr)));
      }
      out.nodes = std::move(nodes);
      return out;
    }
    case NodeExpr::Kind::literal:
      out.kind = NodeTerm::Kind::nodes;
      out.nodes = names_.literals(expr.literal);
      return out;
    case NodeExpr::Kind::claim:
      break;
  }
  out.kind = NodeTerm::Kind::claim;
  auto parts = std::make_shared<ClaimTerm>();
  BAYAN_LET(subject_term, subject(expr.claim->subject, standing));
  BAYAN_LET(predicate_term, predicate(expr.claim->relation, standing));
  if (is_path(expr.claim->relation)) {
    return error_at(expr.claim->relation.place, ErrorCode::place, "a claim has one relation, not a path");
  }
  BAYAN_LET(object_term, node(expr.claim->object, standing));
  parts->subject = std::move(subject_term);
  parts->predicate = std::move(predicate_term);
  parts->object = std::move(object_term);
  out.claim = std::move(parts);
  return out;
}

Result<NodeTerm> BodyChecker::subject(const NodeExpr& expr, Standing standing) {
  if (expr.kind == NodeExpr::Kind::name && expr.name.form == Name::Form::parameter) {
    BAYAN_LET(value, names_.parameter(expr.name));
    const bool named =
        std::holds_alternative<std::string>(*value) || std::holds_alternative<Parameters::EntityKey>(*value);
    const bool list = std::holds_alternative<std::vector<Parameters::Item>>(*value);
    if (!named && !list) return param_error(expr.name, "does not fit here: a literal cannot be a subject");
  }
  return node(expr, standing);
}

// What stands after `by` and `about`: a name is an entity's, quoted or not.
Result<NodeTerm> BodyChecker::one_entity(const NodeExpr& expr, Standing standing) {
  if (expr.kind != NodeExpr::Kind::name) return node(expr, standing);
  NodeTerm out;
  out.kind = NodeTerm::Kind::nodes;
  BAYAN_LET(id, names_.entity(expr.name));
  out.nodes = {id};
  return out;
}

Result<PredicateTerm> BodyChecker::predicate(const RelationExpr& expr, Standing standing) {
  PredicateTerm out;
  out.negated = expr.negated.has_value();
  if (expr.kind == RelationExpr::Kind::any) return out;
  if (expr.kind == RelationExpr::Kind::variable) {
    out.kind = PredicateTerm::Kind::variable;
    BAYAN_LET(slot, variable(expr.variable, ColumnKind::relation, standing));
    out.slot = slot;
    return out;
  }
  out.kind = PredicateTerm::Kind::named;
  BAYAN_TRY(collect_relations(expr.path, out.relations));
  std::sort(out.relations.begin(), out.relations.end());
  out.relations.erase(std::unique(out.relations.begin(), out.relations.end()), out.relations.end());
  return out;
}

Status BodyChecker::collect_relations(const PathExpr& expr, std::vector<RelationId>& out) {
  if (expr.kind == PathExpr::Kind::name) {
    BAYAN_LET(id, names_.relation(expr.name));
    out.push_back(id);
  }
  for (const auto& item : expr.items) BAYAN_TRY(collect_relations(item, out));
  return {};
}

// ^(a/b) is ^b/^a, ^(a|b) is ^a|^b, ^(a*) is (^a)*.
Result<PathPlan> BodyChecker::path(const PathExpr& expr, bool back) {
  PathPlan out;
  switch (expr.kind) {
    case PathExpr::Kind::any:
    case PathExpr::Kind::name:
      out.any = expr.kind == PathExpr::Kind::any;
      out.back = back;
      if (!out.any) {
        BAYAN_LET(id, names_.relation(expr.name));
        out.relation = id;
      }
      return out;
    case PathExpr::Kind::inverse:
      return path(expr.items.front(), !back);
    case PathExpr::Kind::repeat:
      return repeat(expr, back);
    case PathExpr::Kind::alternatives:
      out.kind = PathPlan::Kind::alternatives;
      break;
    case PathExpr::Kind::sequence:
      out.kind = PathPlan::Kind::sequence;
      break;
  }
  for (const auto& item : expr.items) {
    BAYAN_LET(inner, path(item, back));
    out.items.push_back(std::move(inner));
  }
  if (back && out.kind == PathPlan::Kind::sequence) std::reverse(out.items.begin(), out.items.end());
  return out;
}

Result<PathPlan> BodyChecker::repeat(const PathExpr& expr, bool back) {
  PathPlan out;
  out.kind = PathPlan::Kind::repeat;
  BAYAN_LET(inner, path(expr.items.front(), back));
  out.items.push_back(std::move(inner));
  const unsigned limit = names_.options().path_limit;
  if (!expr.open && (expr.high < expr.low || expr.high > limit)) {
    return error_at(expr.place, ErrorCode::limit, fmt::format("a repetition goes up, and to {} at most", limit));
  }
  out.open = expr.open;
  out.low = static_cast<unsigned>(expr.low);
  out.high = expr.open ? limit : static_cast<unsigned>(expr.high);
  return out;
}

Result<PatternPlan> BodyChecker::pattern(const PatternExpr& expr, Standing standing) {
  PatternPlan out;
  out.shown = shown(expr);
  BAYAN_LET(subject_term, subject(expr.subject, standing));
  out.subject = std::move(subject_term);
  const bool path_relation = is_path(expr.relation);
  if (path_relation) {
    if (expr.relation.negated) {
      return error_at(*expr.relation.negated, ErrorCode::place, "\"not\" takes a relation, not a path",
                      "`not` takes a name or alternatives of names");
    }
    BAYAN_LET(tree, path(expr.relation.path, false));
    out.path = std::make_shared<const PathPlan>(std::move(tree));
  } else {
    BAYAN_LET(edge, predicate(expr.relation, standing));
    out.predicate = std::move(edge);
  }
  BAYAN_LET(object_term, node(expr.object, standing));
  out.object = std::move(object_term);
  BAYAN_TRY(qualifiers(expr, path_relation, standing, out));
  return out;
}

Status BodyChecker::qualifiers(const PatternExpr& expr, bool path_relation, Standing standing, PatternPlan& out) {
  bool seen[4] = {};
  for (const auto& one : expr.qualifiers) {
    if (path_relation) {
      return error_at(one.place, ErrorCode::place,
                      fmt::format("\"{}\" needs one relation, not a path", word(one.kind)));
    }
    bool& again = seen[static_cast<std::size_t>(one.kind)];
    if (again && one.kind != Qualifier::Kind::about) {
      return error_at(one.place, ErrorCode::place, fmt::format("a second \"{}\"", word(one.kind)),
                      "only `about` may be repeated");
    }
    again = true;
    BAYAN_TRY(qualifier(one, standing, out));
  }
  return {};
}

Status BodyChecker::qualifier(const Qualifier& one, Standing standing, PatternPlan& out) {
  switch (one.kind) {
    case Qualifier::Kind::by: {
      BAYAN_LET(speaker, one_entity(one.value, standing));
      out.by = std::move(speaker);
      return {};
    }
    case Qualifier::Kind::about: {
      BAYAN_LET(topic, one_entity(one.value, standing));
      out.about.push_back(std::move(topic));
      return {};
    }
    case Qualifier::Kind::from: {
      BAYAN_LET(documents, names_.documents(one.value.name));
      out.from = std::move(documents);
      return {};
    }
    case Qualifier::Kind::as: {
      BAYAN_LET(slot, variable(one.value.variable, ColumnKind::statement, standing));
      out.statement = slot;
      return {};
    }
  }
  return {};
}

}  // namespace bayan::ql
