// How long single reads and commits take while a store folds or loads.
#pragma once

#include <string>

namespace bayan::bench {

// Makes two stores below `folder`, ours and bare RocksDB with the keys of the same million rows, and removes them again.
// One thread commits a statement at a time, synced, and one reads a claim at a time, both at the same pace in both
// stores, while a third folds or loads in ours and in the other writes as many rows a second as that was, as far as it
// can. Prints medians and p99.9 of each call, from its start to its return. Returns the exit status.
int latency(const std::string& folder);

}  // namespace bayan::bench
