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

// Gives a verb the subject that the text bounds where the lexicon knows none: behind the verb, between "that" and the
// verb, or who is quoted "as saying". REQUIRES: `subject` is what Subjects::resolve says.
void settle_subject(const Sentence& sentence, const Trigger& trigger, std::optional<Filled>& filled,
                    std::optional<Subject>& subject);

// Whether a past tense is written with "u" on its first letter: nobody is named who did it.
bool vowelled_passive(const Sentence& sentence, std::uint32_t at);

// Whether a noun that is nobody known stands between "that" and a verb.
bool noun_after_that(const Sentence& sentence, std::uint32_t verb);

// The clauses of what is said: "that A, and that B".
std::vector<Extent> said_clauses(const Sentence& sentence, Extent object);

// Whether an object says that something violates something.
bool names_a_violation(const Sentence& sentence, Extent object);

}  // namespace bayan::ingest
