#include "query/check.hpp"

#include "query/check_body.hpp"
#include "query/check_verbs.hpp"

namespace bayan::ql {
namespace {

// What the verbs must know of the body: its reach, and what covers it.
void set_reach(const BodyPlan& body, ReadPlan& plan) {
  const SegmentPlan& last = body.segments.back();
  plan.reach_limited = last.scope.limited;
  plan.reach = last.scope.allowed;
  plan.from = last.from;
  plan.each_round = last.scope.kind == RoundScope::Kind::each;
}

}  // namespace

Result<Checked> check(const ReadExpr& read, const Names& names) {
  Checked out;
  BodyChecker checker(names, Names::Reading::alike);
  const auto* body = std::get_if<BodyExpr>(&read.body);
  if (body != nullptr) {
    BAYAN_LET(tree, checker.body(*body));
    set_reach(tree, out.plan);
    out.plan.body = std::move(tree);
  } else {
    BAYAN_LET(tree, checker.walk(std::get<WalkExpr>(read.body)));
    out.plan.reach_limited = tree.limited;
    out.plan.reach = tree.allowed;
    out.plan.body = std::move(tree);
  }
  VerbChecker verbs(out.plan, body, names);
  for (const auto& expr : read.verbs) {
    BAYAN_LET(verb, verbs.check(expr));
    if (verb.name == "why") out.plan.keeps_sources = true;
    out.plan.verbs.push_back(std::move(verb));
  }
  if (out.plan.each_round) out.plan.keeps_sources = true;
  out.warnings = std::move(checker.warnings);
  return out;
}

Result<BodyPlan> check_pattern(const PatternExpr& pattern, const std::optional<std::vector<SpanExpr>>& rounds,
                               const Names& names) {
  return BodyChecker(names, Names::Reading::exact).single(pattern, rounds);
}

}  // namespace bayan::ql
