#include "query/plan_slots.hpp"

namespace bayan::ql {
namespace {

void add(const PredicateTerm& term, Slots& out) {
  if (term.kind == PredicateTerm::Kind::variable) out.insert(term.slot);
}

void add(const NodeTerm& term, Slots& out) {
  if (term.kind == NodeTerm::Kind::variable) out.insert(term.slot);
  if (term.kind != NodeTerm::Kind::claim) return;
  add(term.claim->subject, out);
  add(term.claim->predicate, out);
  add(term.claim->object, out);
}

}  // namespace

Slots slots_of(const NodeTerm& term) {
  Slots out;
  add(term, out);
  return out;
}

Slots slots_of(const PatternPlan& pattern) {
  Slots out;
  add(pattern.subject, out);
  if (!pattern.path) add(pattern.predicate, out);
  add(pattern.object, out);
  if (pattern.by) add(*pattern.by, out);
  for (const auto& topic : pattern.about) add(topic, out);
  if (pattern.statement) out.insert(*pattern.statement);
  return out;
}

Slots pattern_slots(const SegmentPlan& segment) {
  Slots out;
  for (const auto& pattern : segment.patterns) out.merge(slots_of(pattern));
  if (segment.scope.variable) out.insert(*segment.scope.variable);
  return out;
}

Slots all_slots(const SegmentPlan& segment) {
  Slots out = pattern_slots(segment);
  for (const auto& group : segment.optionals) out.insert(group.slots.begin(), group.slots.end());
  return out;
}

std::vector<TermId> constants(const NodeTerm& term) {
  return term.kind == NodeTerm::Kind::nodes ? term.nodes : std::vector<TermId>{TermId{}};
}

std::vector<RelationId> relations_of(const PatternPlan& pattern) {
  const bool named = pattern.predicate.kind == PredicateTerm::Kind::named;
  return named ? pattern.predicate.relations : std::vector<RelationId>{RelationId{}};
}

graph::FactPattern facts_of(const PatternPlan& pattern, const RoundScope& scope) {
  graph::FactPattern out;
  if (scope.limited) {
    out.rounds.push_back({});
    for (const RoundId round : scope.allowed) out.rounds.push_back({round, round});
  }
  if (pattern.predicate.kind == PredicateTerm::Kind::named)
    out.polarity = pattern.predicate.negated ? Polarity::negative : Polarity::positive;
  return out;
}

}  // namespace bayan::ql
