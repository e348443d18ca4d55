#include "query/planner.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "query/estimate.hpp"
#include "query/plan_slots.hpp"
#include "query/plan_words.hpp"

namespace bayan::ql {
namespace {

// So few facts are kept in memory when many rows look them up.
constexpr double most_hashed = 8192;
constexpr double unknown_facts = 1e6;
// How much worse a pattern is that multiplies the rows instead of joining them.
constexpr double unrelated = 10;

class Planner {
 public:
  explicit Planner(const graph::View& view) : view_(view) {}

  Status order(SegmentPlan& segment, Slots& bound) {
    if (segment.patterns.size() > 1) {
      for (auto& pattern : segment.patterns) count(pattern, segment.scope);
    }
    std::vector<PatternPlan> ordered;
    while (!segment.patterns.empty()) {
      const auto best =
          std::min_element(segment.patterns.begin(), segment.patterns.end(),
                           [&](const PatternPlan& a, const PatternPlan& b) { return cost(a, bound) < cost(b, bound); });
      choose_words(*best, segment.scope, bound, view_);
      explain(*best, bound, ordered.empty());
      for (const Slot slot : slots_of(*best)) bound.insert(slot);
      ordered.push_back(std::move(*best));
      segment.patterns.erase(best);
    }
    segment.patterns = std::move(ordered);
    if (segment.scope.variable) bound.insert(*segment.scope.variable);
    for (auto* groups : {&segment.optionals, &segment.absents}) {
      for (auto& group : *groups) {
        Slots inside = bound;
        BAYAN_TRY(order(group.segment, inside));
      }
    }
    return {};
  }

 private:
  void count(PatternPlan& pattern, const RoundScope& scope) const {
    Access& access = pattern.access;
    if (pattern.path) {
      access.facts = unknown_facts;
      return;
    }
    const Estimate known = estimate(pattern, scope, view_);
    access.facts = known.facts, access.exact = known.exact;
    access.subjects = known.subjects, access.objects = known.objects;
    access.hashed = known.facts <= most_hashed;
  }

  // The rows that a pattern is expected to make of each row so far.
  static double cost(const PatternPlan& pattern, const Slots& bound) {
    const Access& access = pattern.access;
    double facts = access.facts;
    const auto is_bound = [&](const NodeTerm& term) {
      const Slots slots = slots_of(term);
      return std::any_of(slots.begin(), slots.end(), [&](Slot slot) { return bound.count(slot) != 0; });
    };
    const bool subject = is_bound(pattern.subject), object = is_bound(pattern.object);
    if (pattern.path) {
      facts = subject || object ? std::sqrt(facts) : facts;
    } else {
      if (subject) facts /= access.subjects;
      if (object) facts /= access.objects;
    }
    if (pattern.predicate.kind == PredicateTerm::Kind::variable && bound.count(pattern.predicate.slot) != 0) facts /= 4;
    if (pattern.by || pattern.from || !pattern.about.empty()) facts /= 4;
    const bool joined = bound.empty() || subject || object;
    return joined ? facts : std::max(facts, 1.0) * unrelated;
  }

  static void explain(PatternPlan& pattern, const Slots& bound, bool first) {
    explain_facts(pattern, bound, first);
    std::string& reason = pattern.access.reason;
    const std::string words = explain_words(pattern);
    if (!words.empty()) reason += (reason.empty() ? "" : ", ") + words;
  }

  static void explain_facts(PatternPlan& pattern, const Slots& bound, bool first) {
    Access& access = pattern.access;
    if (access.facts == 0 && !access.exact) return;
    const std::string facts =
        pattern.path ? "a path" : fmt::format("{}{:.0f} facts", access.exact ? "" : "about ", access.facts);
    const Slots slots = slots_of(pattern);
    const bool joins = std::any_of(slots.begin(), slots.end(), [&](Slot slot) { return bound.count(slot) != 0; });
    access.reason = facts;
    if (!first) access.reason += joins ? ", joined on what is bound" : ", shares no variable";
    if (!first && joins && access.hashed) access.reason += ", looked up in memory when many rows ask";
  }

  const graph::View& view_;
};

}  // namespace

namespace {

// `diff A B` looks at no other rounds, so the last segment need not either.
void narrow_to_diff(ReadPlan& plan, BodyPlan& body) {
  const auto first =
      std::find_if(plan.verbs.begin(), plan.verbs.end(), [](const VerbPlan& v) { return v.name != "where"; });
  RoundScope& scope = body.segments.back().scope;
  if (first == plan.verbs.end() || first->name != "diff" || scope.kind == RoundScope::Kind::each) return;
  // What is outside the reach was refused: both rounds are allowed.
  scope.limited = true;
  scope.allowed = {std::min(first->from, first->to)};
  if (first->from != first->to) scope.allowed.push_back(std::max(first->from, first->to));
}

}  // namespace

Status order_patterns(ReadPlan& plan, const graph::View& view) {
  auto* body = std::get_if<BodyPlan>(&plan.body);
  if (body == nullptr) return {};
  narrow_to_diff(plan, *body);
  find_words(plan, view);
  Planner planner(view);
  Slots bound;
  for (auto& segment : body->segments) BAYAN_TRY(planner.order(segment, bound));
  for (auto& absence : body->absences) {
    for (auto& group : absence.groups) {
      Slots inside = bound;
      BAYAN_TRY(planner.order(group.segment, inside));
    }
  }
  return {};
}

}  // namespace bayan::ql
