// Verdicts that two entities are not the same, however alike their names are. Kept by keys, not ids: a key goes with
// its entity through merges and their undoing without a change here.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bayan/result.hpp"
#include "graph/kv.hpp"

namespace bayan::graph {

// The same in either order.
std::string verdict_key(std::string_view a, std::string_view b);

// All of them: keys as they were when the verdict was given. Errors: store.
Result<std::vector<std::pair<std::string, std::string>>> verdicts(KvCursor cursor);

// Takes out those about entities that are gone, by any key they had. Errors: store.
Status forget_verdicts(KvBatch& batch, const std::set<std::string>& keys);

}  // namespace bayan::graph
