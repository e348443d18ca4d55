// Words that can be names, of persons whom the lexicon does not know.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "ingest/extract/sentence.hpp"

namespace bayan::ingest {

inline constexpr std::uint32_t longest_name = 4;  // words of a name nobody knows

// Whether a word can be part of a name nobody knows.
bool unknown_word(const Sentence& s, std::uint32_t i);

// "Al-Houthi": a family's name, also where the lexicon knows somebody called so.
bool family_name(const Sentence& s, std::uint32_t i);
// The same behind a given name in Arabic: "عبد الملك الحوثي". A nationality there is none.
bool arabic_family_name(const Sentence& s, std::uint32_t i);

// Where a run of unknown name words that begins at a token ends.
std::uint32_t unknown_name(const Sentence& s, std::uint32_t i);

// The key of somebody named so: the words, joined by "_".
std::string key_of(std::string_view words);

}  // namespace bayan::ingest
