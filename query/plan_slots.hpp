// Which variables the parts of a plan bind.
#pragma once

#include <set>

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

}  // namespace bayan::ql
