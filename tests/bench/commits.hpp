// What commits cost beside bare RocksDB.
#pragma once

#include <string>

namespace bayan::bench {

// Writes into stores below `folder`, which it makes and removes: synced commits of one statement by 1 and by 16 threads
// beside synced writes of as many bytes; unsynced commits of 100 statements beside writes of the same number of keys of the same
// sizes into the same families. Prints medians of three rounds, taken in turn, and their ratios. Returns the exit status.
int commits(const std::string& folder);

}  // namespace bayan::bench
