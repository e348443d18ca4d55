// Entities that may be one, found without comparing all with all: those whose names sound alike are compared, those
// that stand in one sentence as two are left out, offices speak for it (docs/design/014).
#pragma once

#include <vector>

#include "bayan/store.hpp"
#include "graph/view.hpp"

namespace bayan::graph {

// See Store::merge_proposals.
Result<std::vector<MergeProposal>> merge_proposals(const View& view, const ProposalOptions& options);

}  // namespace bayan::graph
