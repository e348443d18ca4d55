// Merging two entities: one was recorded under two keys.
#pragma once

#include <cstdint>
#include <string>

#include "graph/commit.hpp"

namespace bayan::graph {

// The names and statements of `from` become those of `into`; its key stays as a name. Rewrites statements, nested
// claims and what phrases are about: a redirect at read time would break sorted joins. Returns how many statements
// that are not retracted named the first. Errors: unknown (no such entity), store.
Result<std::uint64_t> merge_entities(Commit& commit, const std::string& from_key, const std::string& into_key);

}  // namespace bayan::graph
