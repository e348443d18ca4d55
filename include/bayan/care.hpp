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

// Takes a document out for good, in one commit: its metadata, its text, every statement that it made, retracted ones
// too, and the entities, phrases and values that nothing else names, with their names. `as of` does not see it either.
// What stays is a tombstone: its digest, the day, and how many statements it had; a document of that digest is refused
// from then on. The bytes leave the files with the next Store::compact() and the opening after it, which drops the old
// list of files; snapshots that are open see it until they are gone. Reads every statement. Errors: as withdraw().
BAYAN_API Result<CommitReport> forget(Store& store, const std::string& document);

}  // namespace bayan
