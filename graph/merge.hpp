// Merging two entities, since one was recorded under two keys; and undoing it, since they were two after all.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "graph/commit.hpp"

namespace bayan::graph {

// The names and statements of `from` become those of `into`; its key stays as a name. Rewrites statements, nested
// claims and what phrases are about: a redirect at read time would break sorted joins. What it changed is kept in the
// history. Returns how many statements that are not retracted named the first. Errors: unknown (no such entity), store.
Result<std::uint64_t> merge_entities(Commit& commit, const std::string& from_key, const std::string& into_key);

// Gives the entity that had this key before the latest merge of it, which stands, its names and statements back: those
// that the merge took and that were not changed since. What was recorded under its key after the merge stays with the
// other. Returns how many statements that are not retracted went back. Errors: unknown (no merge of that key stands),
// input (the other entity was merged itself since, which must be undone first), store.
Result<std::uint64_t> undo_merge(Commit& commit, const std::string& from_key);

// The entity of a key, also of one that was merged. Errors: unknown, store.
Result<TermId> existing_entity(const Commit& commit, const std::string& key);

// Takes out what the history has of merges into these entities, which are gone.
Status forget_merges(Commit& commit, const std::set<TermId>& into);

// Where the history keeps a merge and what it changed.
std::string merge_key(std::uint64_t merge);
std::string merge_statement_key(std::uint64_t merge, StatementId id);
std::string merge_claim_key(std::uint64_t merge, TermId id);
std::string merge_phrase_key(std::uint64_t merge, TermId id);

}  // namespace bayan::graph
