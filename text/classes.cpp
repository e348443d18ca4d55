#include "text/classes.hpp"

#include <unicode/uchar.h>

#include "text/utf8.hpp"

namespace bayan::text {

namespace {
std::uint32_t category(char32_t c) { return U_GET_GC_MASK(static_cast<UChar32>(c)); }
}  // namespace

bool is_letter(char32_t c) { return (category(c) & U_GC_L_MASK) != 0; }
bool is_mark(char32_t c) { return (category(c) & U_GC_M_MASK) != 0; }
bool is_digit(char32_t c) { return (category(c) & U_GC_ND_MASK) != 0; }

int digit_value(char32_t c) {
  if (c >= '0' && c <= '9') return static_cast<int>(c - '0');
  return is_digit(c) ? u_charDigitValue(static_cast<UChar32>(c)) : -1;
}

bool is_blank(char32_t c) {
  return c == ' ' || (c >= 0x09 && c <= 0x0d) || c == 0x85 || (category(c) & U_GC_Z_MASK) != 0;
}

bool is_bidi_control(char32_t c) {
  return c == 0x200e || c == 0x200f || c == 0x061c || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) ||
         c == 0xfeff;
}

bool is_joiner(char32_t c) { return c == 0x200c || c == 0x200d; }

bool is_word(char32_t c) {
  if (c < 0x80) return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  return (category(c) & (U_GC_L_MASK | U_GC_M_MASK | U_GC_N_MASK)) != 0 || is_joiner(c);
}

bool is_arabic(char32_t c) { return c >= 0x0600 && c <= 0x06ff; }

bool has_arabic(std::string_view utf8) {
  for (std::size_t i = 0; i < utf8.size();) {
    const CodePoint p = code_point_at(utf8, i);
    if (is_arabic(p.value)) return true;
    i += p.size;
  }
  return false;
}

}  // namespace bayan::text
