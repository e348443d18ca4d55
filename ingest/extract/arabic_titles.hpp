// Words of an Arabic title behind its noun: "minister of foreign affairs and expatriates", "special envoy to".
#pragma once

#include <cstdint>

#include "ingest/extract/sentence.hpp"

namespace bayan::ingest {

// Whether a word stands inside a title: "of foreign affairs and expatriates", "special", "to".
// REQUIRES: not the sentence's first word.
bool fills_arabic_title(const Sentence& s, std::uint32_t i);

// Whether a title goes on behind what may have been its end.
bool arabic_title_goes_on(const Sentence& s, std::uint32_t i);

// "director of the division of operations in the office": an unknown noun between an indefinite one (or a preposition)
// and a definite one is in construct, no name.
// REQUIRES: not the sentence's first word.
bool in_construct(const Sentence& s, std::uint32_t i);

}  // namespace bayan::ingest
