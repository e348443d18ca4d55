// Terms that nothing in a store names any more, and how they leave it: after a document was forgotten, or a merge undone.
#pragma once

#include <cstdint>
#include <set>

#include "graph/commit.hpp"

namespace bayan::graph {

// Adds what claims among these terms hold, and what phrases among them are about.
Status add_parts(Commit& commit, std::set<TermId>& terms);

// Of these terms removes those that no statement, claim or phrase names, with all their names, also those of
// declarations. Returns which they were. Reads every statement. Errors: store.
Result<std::set<TermId>> remove_unused(Commit& commit, std::set<TermId> terms);

// Takes a claim out of the dictionary. REQUIRES: no statement names it.
void remove_claim(KvBatch& batch, TermId id, const ClaimInfo& claim);

// Takes every name of a kind that names one of these out of the index. Reads all names of the kind.
Status remove_names(KvBatch& batch, NameKind kind, const std::set<std::uint64_t>& ids);

}  // namespace bayan::graph
