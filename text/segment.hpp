// Words and sentences of a text, as byte spans of the original.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace bayan::text {

struct Range {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  std::uint32_t size() const { return end - begin; }
  bool operator==(const Range&) const = default;
};

// Words as runs of letters, marks, digits and joiners; every other character that is not blank is one of its own
// (punctuation). "2,254" and "3.5" are one word; "Al-Jaafari" is three. Marks and direction controls stay with
// their word. REQUIRES: well-formed UTF-8.
struct Word {
  Range range;
  bool punctuation = false;
};
std::vector<Word> words(std::string_view utf8);

// Sentences of one paragraph: ICU's breaks, but none inside an open quotation, none after an abbreviation of
// `abbreviations` (folded, without the dot), none after a number that opens a line ("1."). Trimmed of blanks; never empty.
std::vector<Range> sentences(std::string_view paragraph, const std::vector<std::string>& abbreviations = {});

// Paragraphs: the lines of a text that are not blank, trimmed.
std::vector<Range> paragraphs(std::string_view utf8);

}  // namespace bayan::text
