// Which variables the parts of a plan bind, and which facts its constants leave.
#pragma once

#include <set>

#include "graph/view.hpp"
#include "query/plan.hpp"

namespace bayan::ql {

using Slots = std::set<Slot>;

// Every variable of a term or a pattern; a pattern that matches binds them all.
Slots slots_of(const NodeTerm& term);
Slots slots_of(const PatternPlan& pattern);
// Of a segment's patterns and its round.
Slots pattern_slots(const SegmentPlan& segment);
// And those that its optional groups may bind.
Slots all_slots(const SegmentPlan& segment);

// The nodes that a term names; one that is none where it names none.
std::vector<TermId> constants(const NodeTerm& term);
// The relations that a pattern names; the same.
std::vector<RelationId> relations_of(const PatternPlan& pattern);
// The rounds and the polarity of the facts that a pattern wants; its constants are not in it.
graph::FactPattern facts_of(const PatternPlan& pattern, const RoundScope& scope);

}  // namespace bayan::ql
