// Organisations that no lexicon knows: by the noun that heads their name (force, front, council), and by what a text
// calls them afterwards.
#pragma once

#include <optional>

#include "ingest/extract/actors.hpp"

namespace bayan::ingest {

// The organisation whose full name begins at a token. English names have capitals; an Arabic one is taken right behind
// a verb, or where a short name stands behind it in brackets.
std::optional<Actor> new_body_at(const Sentence& sentence, std::uint32_t at);

// The organisation that the text introduced before, by the short name that begins at a token.
std::optional<Actor> introduced_body_at(const Sentence& sentence, std::uint32_t at, const Discourse& discourse);

// Remembers what an organisation, known or new, will be called: "(FND)" behind its name, the noun at its head, and in
// Arabic what follows that noun. Takes the brackets into its extent.
void introduce(const Sentence& sentence, Actor& actor, Discourse& discourse);

}  // namespace bayan::ingest
