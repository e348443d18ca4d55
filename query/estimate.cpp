#include "query/estimate.hpp"

#include <algorithm>

#include "graph/statistics.hpp"
#include "query/plan_slots.hpp"
#include "query/plan_words.hpp"

namespace bayan::ql {

namespace {

// Of many constants, the first speak for all.
constexpr std::size_t most_asked = 16;

// Distinct subjects and objects of the relation with the most.
void add_distinct(const graph::FactPattern& wanted, const graph::View& view, Estimate& out) {
  for (const auto& [predicate, rows] : view.row_counts().of_predicate) {
    if (wanted.relation && predicate.relation() != wanted.relation) continue;
    const graph::PredicateStatistics& known = view.statistics(predicate);
    out.subjects = std::max(out.subjects, static_cast<double>(known.subjects));
    out.objects = std::max(out.objects, static_cast<double>(known.objects));
  }
}

}  // namespace

Estimate estimate(const PatternPlan& pattern, const RoundScope& scope, const graph::View& view) {
  graph::FactPattern wanted = facts_of(pattern, scope);
  const auto relations = relations_of(pattern);
  const auto subjects = sought_nodes(pattern.subject), objects = sought_nodes(pattern.object);
  const std::size_t all = subjects.size() * objects.size(), asked = std::min(all, most_asked);
  Estimate out;
  for (std::size_t i = 0; i < asked; ++i) {
    wanted.subject = subjects[i / objects.size()];
    wanted.object = objects[i % objects.size()];
    for (const RelationId relation : relations) {
      wanted.relation = relation;
      out.facts += view.estimate(wanted);
    }
  }
  if (asked > 0) out.facts *= static_cast<double>(all) / static_cast<double>(asked);
  out.exact = !wanted.subject && !wanted.object;
  for (const RelationId relation : relations) {
    wanted.relation = relation;
    add_distinct(wanted, view, out);
  }
  out.subjects = std::clamp(out.facts, 1.0, out.subjects);
  out.objects = std::clamp(out.facts, 1.0, out.objects);
  return out;
}

}  // namespace bayan::ql
