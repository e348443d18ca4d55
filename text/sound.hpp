// How a name sounds, about: what spellings and transliterations of one name have in common.
#pragma once

#include <string>
#include <string_view>

namespace bayan::text {

// The consonants of a folded word, Arabic or Latin, in classes that transliterations do not keep apart: باتيلي, باثيلي,
// "bathily" and "bathili" have one sound. Vowels, doubled letters and an Arabic article are left out; digits stay.
// Empty for a word without consonants, and for other scripts.
std::string sound_of(std::string_view folded_word);

// 0 to 1: how near two folded words are. By letters in one script, by sound across two; 1 is the same word. Short words
// with different consonants are not near.
double likeness(std::string_view folded_a, std::string_view folded_b);

}  // namespace bayan::text
