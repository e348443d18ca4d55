// The files of a lexicon: those compiled in, then those of folders, in the order in which they build on each other.
#pragma once

#include <string>
#include <vector>

#include "bayan/result.hpp"

namespace bayan::ingest {

struct LexiconText {
  std::string path;  // below the lexicon's folder: "en/names.tsv"
  std::string name;  // for messages
  std::string text;
};

// Errors: store (a folder or file that cannot be read).
Result<std::vector<LexiconText>> read_lexicon_files(const std::vector<std::string>& folders);

}  // namespace bayan::ingest
