// The index of words as an access path: what `~` conditions on nodes and quotes say before any fact is read.
#pragma once

#include "graph/view.hpp"
#include "query/plan.hpp"
#include "query/plan_slots.hpp"

namespace bayan::ql {

// Tells each pattern of the segments which nodes and statements conditions on its variables can let through: those of
// the body's `where` and of the `where`s that follow it, as far as they are joined by `and`. Nothing is told where the
// index would have to read more than the patterns have facts.
void find_words(ReadPlan& plan, const graph::View& view);

// Whether the pattern is to be sought by the words of one of its variables, given what is bound before it. Sets
// access.words.
void choose_words(PatternPlan& pattern, const RoundScope& scope, const Slots& bound, const graph::View& view);

// The nodes that a pattern is counted and loaded by: those that a term names, those of its words if they are few; one
// that is none where it can be any.
std::vector<TermId> sought_nodes(const NodeTerm& term);

// For `explain`: "?x among 12 nodes with the words"; empty where no words are used.
std::string explain_words(const PatternPlan& pattern);

}  // namespace bayan::ql
