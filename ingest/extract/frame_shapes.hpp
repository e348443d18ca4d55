// What the shape of an Arabic verb and of the words behind it says about its frame.
#pragma once

#include <optional>

#include "ingest/extract/complements.hpp"
#include "ingest/extract/reading.hpp"

namespace bayan::ingest {

// Gives trigger `k` the frame that its complement tells, of those its form can open.
void choose_frame(Reading& reading, std::size_t k);

// Whether the object of a verb is the pronoun written onto it.
bool takes_its_pronoun(const Sentence& sentence, const Trigger& trigger, const std::optional<Filled>& filled);

// Somebody the lexicon does not know, by the words of the text.
Actor stranger_of(const Sentence& sentence, Extent extent);

// Whether an object says that something violates something.
bool names_a_violation(const Sentence& sentence, Extent object);

}  // namespace bayan::ingest
