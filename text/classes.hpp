// What kind of character a code point is. Thin names over ICU's properties.
#pragma once

#include <string_view>

namespace bayan::text {

bool is_letter(char32_t c);
bool is_mark(char32_t c);
bool is_digit(char32_t c);        // a decimal digit of any script
int digit_value(char32_t c);      // 0..9; -1 when it is none
bool is_blank(char32_t c);        // white space of any kind, line ends too
bool is_bidi_control(char32_t c); // direction marks, embeddings, isolates, the byte order mark
bool is_joiner(char32_t c);       // zero-width joiner and non-joiner
bool is_word(char32_t c);         // letter, mark, digit, joiner or "_"
bool is_arabic(char32_t c);       // U+0600..06FF

// Whether a text has an Arabic letter: such words are stemmed and shown as Arabic.
bool has_arabic(std::string_view utf8);

}  // namespace bayan::text
