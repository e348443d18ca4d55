// What an English relative clause describes, and the words a verb's group and a noun phrase are made of.
#pragma once

#include <optional>

#include "ingest/extract/reading.hpp"

namespace bayan::ingest {

// What stands before a relative pronoun as a node: the somebody it describes, the object of a statement that ends
// there, or the noun phrase.
std::optional<Node> described_by(const Reading& reading, std::uint32_t pronoun);

// The noun phrase that ends at a token: back to its determiner, or to the verb or preposition before it.
Extent noun_phrase_before(const Reading& reading, std::uint32_t end);

// What stands before the main verb of a clause: "has not also", "could only be".
struct VerbGroup {
  std::uint32_t end = 0;  // where the verb itself begins
  bool negative = false, modal = false, possible = false, passive = false;
};
VerbGroup verb_group(const Sentence& sentence, std::uint32_t begin);

}  // namespace bayan::ingest
