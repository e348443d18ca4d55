// Backups: a folder that opens as the store did at one moment.
#pragma once

#include <string>

#include "bayan/result.hpp"
#include "graph/kv.hpp"

namespace bayan::graph {

// All or nothing: written under another name beside `to`, opened once, then renamed; what an earlier, killed one left
// there is removed. Errors: input (there is something at `to`), store.
Status copy_store(const Kv& kv, const std::string& to, Copying how);

}  // namespace bayan::graph
