#include "query/write.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "query/check.hpp"
#include "query/exec/behind.hpp"
#include "query/exec/body.hpp"
#include "query/exec/coverage.hpp"
#include "query/lexer.hpp"
#include "query/names.hpp"
#include "query/results.hpp"
#include "query/rounds.hpp"
#include "query/values.hpp"
#include "text/classes.hpp"

namespace bayan::ql {
namespace {

// Makes the record of `add`: everything named, nothing open.
class Adder {
 public:
  explicit Adder(const Names& names) : names_(names) {}

  Result<Statement> statement(const WriteExpr& write) {
    Statement out;
    BAYAN_LET(claim, parts(write.pattern.subject, write.pattern.relation, write.pattern.object));
    out.subject = std::move(claim.subject);
    out.relation = std::move(claim.relation);
    out.polarity = claim.polarity;
    out.object = std::move(claim.object);
    for (const auto& qualifier : write.pattern.qualifiers) BAYAN_TRY(qualify(qualifier, out));
    if (write.at) {
      BAYAN_LET(round, resolve_new_point(*write.at, names_));
      out.series = names_.view().series(round.series()).key;
      out.round = round.ordinal();
    }
    return out;
  }

 private:
  static Error open_error(Place place) {
    return error_at(place, ErrorCode::place, "\"add\" takes no variables", "name what is to be added");
  }

  Result<Claim> parts(const NodeExpr& subject, const RelationExpr& relation, const NodeExpr& object) {
    Claim out;
    // A name before the relation is an entity's, quoted or not.
    if (subject.kind == NodeExpr::Kind::name) {
      BAYAN_LET(id, names_.entity(subject.name));
      out.subject = entity(id);
    } else {
      BAYAN_LET(tree, node(subject));
      out.subject = std::move(tree);
    }
    if (relation.kind != RelationExpr::Kind::path) return open_error(relation.place);
    if (relation.path.kind != PathExpr::Kind::name) {
      return error_at(relation.place, ErrorCode::place, "\"add\" takes one relation");
    }
    BAYAN_LET(edge, names_.relation(relation.path.name));
    out.relation = names_.view().relation(edge).key;
    out.polarity = relation.negated ? Polarity::negative : Polarity::positive;
    BAYAN_LET(tree, node(object));
    out.object = std::move(tree);
    return out;
  }

  Entity entity(TermId id) const {
    Entity out;
    out.key = names_.view().entity(id).key;
    return out;
  }

  Result<Node> node(const NodeExpr& expr) {
    switch (expr.kind) {
      case NodeExpr::Kind::variable:
      case NodeExpr::Kind::any:
        return open_error(expr.place);
      case NodeExpr::Kind::literal:
        return Node(expr.literal);
      case NodeExpr::Kind::claim: {
        BAYAN_LET(claim, parts(expr.claim->subject, expr.claim->relation, expr.claim->object));
        return Node(std::make_shared<const Claim>(std::move(claim)));
      }
      case NodeExpr::Kind::name:
        break;
    }
    if (expr.name.form == Name::Form::text) return phrase(expr.name.text);
    if (expr.name.form == Name::Form::word) {
      BAYAN_LET(id, names_.entity(expr.name));
      return Node(entity(id));
    }
    return of_parameter(expr.name);
  }

  static Node phrase(const std::string& text) { return Phrase{text, text::has_arabic(text) ? "ar" : "en", {}}; }

  Result<Node> of_parameter(const Name& name) {
    BAYAN_LET(value, names_.parameter(name));
    if (const auto* text = std::get_if<std::string>(value)) return phrase(*text);
    if (const auto* number = std::get_if<std::int64_t>(value)) {
      return Node(Literal{LiteralType::integer, std::to_string(*number), {}, {}});
    }
    if (const auto* number = std::get_if<double>(value))
      return Node(Literal{LiteralType::decimal, fmt::format("{}", *number), {}, {}});
    if (const auto* truth = std::get_if<bool>(value))
      return Node(Literal{LiteralType::boolean, *truth ? "true" : "false", {}, {}});
    if (const auto* typed = std::get_if<Parameters::TypedLiteral>(value))
      return Node(Literal{typed->type, typed->value, {}, {}});
    BAYAN_LET(id, names_.entity(name));
    return Node(entity(id));
  }

  Status qualify(const Qualifier& qualifier, Statement& out) {
    if (qualifier.kind == Qualifier::Kind::as || qualifier.value.kind != NodeExpr::Kind::name) {
      return open_error(qualifier.kind == Qualifier::Kind::as ? qualifier.place : qualifier.value.place);
    }
    const Name& name = qualifier.value.name;
    const bool again = (qualifier.kind == Qualifier::Kind::by && out.speaker) ||
                       (qualifier.kind == Qualifier::Kind::from && out.document);
    if (again)
      return error_at(qualifier.place, ErrorCode::place, "a qualifier a second time", "only `about` may be repeated");
    if (qualifier.kind == Qualifier::Kind::from) {
      BAYAN_LET(title, names_.text(name, "the name of a document"));
      out.document.emplace();
      out.document->title = title;
      return {};
    }
    BAYAN_LET(id, names_.entity(name));
    if (qualifier.kind == Qualifier::Kind::by) {
      out.speaker = entity(id);
    } else if (auto* phrase = std::get_if<Phrase>(&out.object)) {
      phrase->about.push_back(names_.view().entity(id).key);
    } else {
      return error_at(qualifier.place, ErrorCode::place, "only a phrase is about something");
    }
    return {};
  }

  const Names& names_;
};

Result<std::int64_t> add(Store& store, const WriteExpr& write, const Names& names) {
  Batch batch;
  BAYAN_LET(statement, Adder(names).statement(write));
  batch.add(std::move(statement));
  auto report = store.commit(batch);
  if (report) return static_cast<std::int64_t>(report->statements_added);
  Error error = std::move(report.error());
  if (error.code != ErrorCode::input) return error;
  return error_at(write.place, ErrorCode::place, error.message, error.help);
}

Result<std::int64_t> retract(Store& store, const WriteExpr& write, const Names& names, const QueryOptions& options) {
  BAYAN_LET(body, check_pattern(write.pattern, write.rounds, names));
  const auto& view = names.view();
  Budget budget(options);
  Sources sources(true);
  const Values values(view, options.lang);
  const Coverage coverage(view);
  const Context context{view, budget, sources, values, coverage, options.path_limit};
  const Operators operators = build(body, context);
  BAYAN_LET(rows, run(body, operators, true, context));
  // A write does not stop halfway.
  if (budget.stopped()) return make_error(ErrorCode::limit, "the limits of the query are too small for this write");
  const auto& allowed = body.segments.front().scope.allowed;
  Batch batch;
  std::set<StatementId> wanted;
  for (const auto& row : rows) {
    BAYAN_LET(behind, statements_behind(row, context));
    wanted.insert(behind.begin(), behind.end());
  }
  for (const StatementId id : wanted) {
    const auto* info = values.statement(id);
    if (info == nullptr) continue;
    if (!write.rounds || std::binary_search(allowed.begin(), allowed.end(), info->fact.round)) batch.retract(id);
  }
  if (batch.empty()) return std::int64_t{0};
  BAYAN_LET(report, store.commit(batch));
  return static_cast<std::int64_t>(report.statements_retracted);
}

Result<std::int64_t> alias(Store& store, const WriteExpr& write, const Names& names) {
  BAYAN_LET(id, names.entity(write.name));
  Batch batch;
  batch.alias(names.view().entity(id).key, write.text);
  BAYAN_TRY([&]() -> Status {
    auto report = store.commit(batch);
    return report ? Status{} : Status(std::move(report.error()));
  }());
  return std::int64_t{1};
}

Result<std::int64_t> merge(Store& store, const WriteExpr& write, const Names& names) {
  BAYAN_LET(from, names.entity(write.name));
  BAYAN_LET(into, names.entity(write.into));
  if (from == into) return std::int64_t{0};
  BAYAN_LET(changed, store.merge(names.view().entity(from).key, names.view().entity(into).key));
  return static_cast<std::int64_t>(changed);
}

}  // namespace

Result<Rows> run_write(Store& store, const WriteExpr& write, const Parameters& parameters,
                       const QueryOptions& options) {
  BAYAN_LET(snapshot, store.snapshot());
  const Names names(*snapshot.view(), parameters, options);
  switch (write.kind) {
    case WriteExpr::Kind::add: {
      BAYAN_LET(number, add(store, write, names));
      return one_number("added", number);
    }
    case WriteExpr::Kind::retract: {
      BAYAN_LET(number, retract(store, write, names, options));
      return one_number("retracted", number);
    }
    case WriteExpr::Kind::alias: {
      BAYAN_LET(number, alias(store, write, names));
      return one_number("aliased", number);
    }
    case WriteExpr::Kind::merge:
      break;
  }
  BAYAN_LET(number, merge(store, write, names));
  return one_number("merged", number);
}

}  // namespace bayan::ql
