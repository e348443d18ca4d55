// How fast the orders of a store are read: whole, by one thread, and sought.
#pragma once

#include <string>

namespace bayan::bench {

// Prints rows/s for each order (median of five scans) and the microseconds from a fact to its rows (median of 20,000).
// Returns the exit status.
int scan(const std::string& store);

}  // namespace bayan::bench
