// What `ingest` and `extract` share: how texts are to be read, and what went wrong with them.
#pragma once

#include "bayan/ingest.hpp"
#include "shell/invocation.hpp"

namespace bayan::shell {

IngestOptions reading_options(const Invocation& invocation);

// Prints damage, warnings and refused documents to standard error; returns the exit status. `quiet`: damage only of
// documents that were not read.
int report_problems(const IngestReport& report, bool quiet);

}  // namespace bayan::shell
