#include "query/planner.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "query/plan_slots.hpp"
#include "query/plan_words.hpp"

namespace bayan::ql {
namespace {

// How many batches are looked at before a count becomes "at least".
constexpr int sample_batches = 8;
// A pattern with more constants than this is not counted combination by combination.
constexpr std::size_t sample_seeks = 16;
constexpr double unknown_facts = 1e6;
// How much worse a pattern is that multiplies the rows instead of joining them.
constexpr double unrelated = 10;

class Planner {
 public:
  explicit Planner(const graph::View& view) : view_(view) {}

  Status order(SegmentPlan& segment, Slots& bound) {
    if (segment.patterns.size() > 1) {
      for (auto& pattern : segment.patterns) BAYAN_TRY(count(pattern, segment.scope));
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
  // Counts the facts that fit a pattern's constants, up to a few batches.
  Status count(PatternPlan& pattern, const RoundScope& scope) const {
    Access& access = pattern.access;
    if (pattern.path) {
      access.facts = unknown_facts;
      return {};
    }
    graph::FactPattern wanted = facts_of(pattern, scope);
    const auto relations = relations_of(pattern);
    std::size_t seeks = 0;
    access.exact = true;
    for (const TermId subject : sought_nodes(pattern.subject)) {
      for (const TermId object : sought_nodes(pattern.object)) {
        for (const RelationId relation : relations) {
          if (++seeks > sample_seeks) {
            access.exact = false;
            return {};
          }
          wanted.subject = subject;
          wanted.object = object;
          wanted.relation = relation;
          BAYAN_TRY(sample(wanted, access));
        }
      }
    }
    access.hashed = access.exact;
    return {};
  }

  Status sample(const graph::FactPattern& wanted, Access& access) const {
    auto facts = view_.facts(wanted);
    for (int i = 0; i < sample_batches; ++i) {
      if (!facts.next()) return facts.status();
      access.facts += static_cast<double>(facts.batch().size());
    }
    // There may be many more: ten times what was seen is a guess that keeps counted patterns ahead.
    access.exact = false;
    access.facts *= 10;
    return {};
  }

  // The rows that a pattern is expected to add to each row so far.
  static double cost(const PatternPlan& pattern, const Slots& bound) {
    double facts = std::max(pattern.access.facts, 1.0);
    const auto is_bound = [&](const NodeTerm& term) {
      const Slots slots = slots_of(term);
      return std::any_of(slots.begin(), slots.end(), [&](Slot slot) { return bound.count(slot) != 0; });
    };
    bool joined = bound.empty();
    for (const NodeTerm* term : {&pattern.subject, &pattern.object}) {
      if (!is_bound(*term)) continue;
      facts = std::sqrt(facts);
      joined = true;
    }
    if (pattern.predicate.kind == PredicateTerm::Kind::variable && bound.count(pattern.predicate.slot) != 0) facts /= 4;
    if (pattern.by || pattern.from || !pattern.about.empty()) facts /= 4;
    return joined ? facts : facts * unrelated;
  }

  static void explain(PatternPlan& pattern, const Slots& bound, bool first) {
    explain_facts(pattern, bound, first);
    std::string& reason = pattern.access.reason;
    const std::string words = explain_words(pattern);
    if (!words.empty()) reason += (reason.empty() ? "" : ", ") + words;
  }

  static void explain_facts(PatternPlan& pattern, const Slots& bound, bool first) {
    Access& access = pattern.access;
    if (access.facts == 0) return;
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
