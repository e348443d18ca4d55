// Figures of reading that need data beside the project: what phrases are about, and clitics of Arabic words.
#pragma once

#include <string>

namespace bayan::bench {

// Pairs of phrases that ask for the same or for different things (tests/reading/about_pairs.tsv): prints those that are
// read wrongly, and the accuracy. Returns an exit code.
int about_pairs(const std::string& path);

// Sentences with their words taken apart (sent_id, text, gold_segmented, …): prints precision, recall and F1 of tokens.
int clitics(const std::string& path);

}  // namespace bayan::bench
