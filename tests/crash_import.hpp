// Kills of imports: of a killed one nothing is there.
#pragma once

#include <string>

namespace bayan::testing {

// Imports a file into a store; ends the process.
[[noreturn]] void import_once(const std::string& path, const std::string& input);

// Kills imports of a large file of records and of a large table, so often each, at moments spread over the time that a whole
// one takes. Runs this program again as `crash --import PATH INPUT`. Whether the store at `path` had all of it or nothing
// after each.
bool kill_imports(const std::string& path, int kills);

}  // namespace bayan::testing
