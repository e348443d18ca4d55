// What kind of word opens a conjunct: what can be joined to what.
#pragma once

#include <cstdint>

#include "ingest/extract/sentence.hpp"

namespace bayan::ingest {

// e an event, n a thing, a a quality, p a name, 0 not known.
char conjunct_kind(const Sentence& sentence, std::uint32_t at);

// Behind articles, possessives and "to": where the head of an English phrase can stand.
std::uint32_t english_head(const Sentence& sentence, std::uint32_t at);

// Whether an English conjunct wants what the next one, which begins at `next`, brings: "safe and [voluntary return]",
// "increase and [expand cooperation]".
bool unfinished(const Sentence& sentence, Extent conjunct, std::uint32_t next);

// "by fully implementing the agreements".
bool by_doing(const Sentence& sentence, std::uint32_t at, std::uint32_t end);
// Whether a token stands inside a name, a concept or a number of several words.
bool inside_name(const Sentence& sentence, std::uint32_t at);

// A name, or an organ of one, at the beginning: "the Office of the United Nations".
bool names_somebody(const Sentence& sentence, Extent extent);

// A comma alone joins an English conjunct only in a list that an "and" ends further on. The conjunct begins at `at`,
// what joins it where the extent begins.
bool list_goes_on(const Sentence& sentence, Extent extent, std::uint32_t at);

// "between A and B" is one thing: whether a token joins B to A there.
bool between_two(const Sentence& sentence, std::uint32_t begin, std::uint32_t at);

}  // namespace bayan::ingest
