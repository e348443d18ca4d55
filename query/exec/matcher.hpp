// Matching terms against nodes and predicates, binding slots.
#pragma once

#include <optional>
#include <vector>

#include "graph/view.hpp"
#include "query/plan.hpp"

namespace bayan::ql {

// False when the slot holds something else.
inline bool bind(std::uint64_t* row, Slot slot, std::uint64_t value) {
  if (row[slot] == 0) row[slot] = value;
  return row[slot] == value;
}

// These bind slots of `row` as they go, also when they fail in the end: match on a copy.
bool match(const NodeTerm& term, TermId node, std::uint64_t* row, const graph::View& view);
bool match(const PredicateTerm& term, graph::Predicate predicate, std::uint64_t* row);

// The nodes that can stand here given the row, or nothing when any can.
std::optional<std::vector<TermId>> candidates(const NodeTerm& term, const std::uint64_t* row, const graph::View& view);
std::optional<std::vector<graph::Predicate>> candidates(const PredicateTerm& term, const std::uint64_t* row);

}  // namespace bayan::ql
