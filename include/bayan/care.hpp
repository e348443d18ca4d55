// Care of what documents said.
#pragma once

#include <string>

#include "bayan/result.hpp"
#include "bayan/store.hpp"

namespace bayan {

// Retracts, in one commit, what a document said when this is called; `as of` still sees it, and the document and its
// text stay. The document is named by its SHA-256 or its title.
// Errors: unknown (no such document), input (several have the title), store.
BAYAN_API Result<CommitReport> withdraw(Store& store, const std::string& document);

}  // namespace bayan
