// Folding: the search form of a text. Two texts are the same when their folded words are. The folding of the query
// language and of ingest is this one (query/GRAMMAR.md, names and nodes).
//
// Dropped: case, diacritics of scripts before Arabic, tatweel, Arabic vowel marks, joiners, direction marks.
// One form: alef with hamza or madda -> alef; final and Farsi yeh -> yeh; teh marbuta -> heh; keheh -> kaf;
// digits of any script -> ASCII. All else that is not a letter, mark or digit separates words: one blank.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "bayan/result.hpp"

namespace bayan::text {

// REQUIRES: well-formed UTF-8. No blank at either end, never two in a row. fold(fold(x)) == fold(x).
std::string fold(std::string_view utf8);

// A folded text and where each byte of it came from.
struct Folded {
  std::string text;                   // as fold() gives it
  std::vector<std::uint32_t> origin;  // for each byte of `text`: where its original character begins
  std::vector<std::uint32_t> end;     // for each byte of `text`: where its original character ends

  // The original bytes [first, last) that the folded bytes [begin, end) came from; marks dropped inside are covered.
  std::pair<std::uint32_t, std::uint32_t> original(std::size_t begin, std::size_t finish) const {
    return {origin[begin], end[finish - 1]};
  }
};

// Refuses bytes that are not UTF-8, with the offset of the first bad one (ErrorCode::text, column = offset + 1).
// REQUIRES: less than 4 GiB.
Result<Folded> fold_mapped(std::string_view bytes);

// The folded words of a text.
std::vector<std::string> folded_words(std::string_view utf8);

}  // namespace bayan::text
