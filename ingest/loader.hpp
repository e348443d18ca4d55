// Finding and reading the inputs of an ingest.
#pragma once

#include <string>
#include <vector>

#include "bayan/result.hpp"

namespace bayan::ingest {

struct Found {
  std::string path;      // "-": standard input
  bool records = false;  // .jsonl: exchange records, stored before any text
};

// The files that paths mean: a folder is taken whole, records first, then texts (.txt) and pages (.html, .htm), each in order of name. Hidden
// files and other kinds in a folder are passed over; a file that is named is taken whatever its ending.
// Errors: input (a path that does not exist or cannot be read).
Result<std::vector<Found>> find_inputs(const std::vector<std::string>& paths);

// All bytes of a file or of standard input. Errors: input, with the file.
Result<std::string> read_bytes(const std::string& path);

}  // namespace bayan::ingest
