// What can be wrong with a record by itself, whatever the store holds.
#pragma once

#include "bayan/result.hpp"
#include "bayan/statement.hpp"

namespace bayan::graph {

// Errors: input (impossible dates and times, spans that end before they begin, empty keys and phrases, a confidence
// out of range), limit (a round number out of range, claims nested too deep).
Status validate(const Record& record);

}  // namespace bayan::graph
