#include "text/display.hpp"

#include <unicode/uchar.h>

#include "text/utf8.hpp"

namespace bayan::text {

namespace {

std::size_t cells(char32_t c) {
  if (c >= 0x20 && c < 0x7f) return 1;
  const auto point = static_cast<UChar32>(c);
  const auto mask = U_GET_GC_MASK(point);
  if (mask & (U_GC_MN_MASK | U_GC_ME_MASK | U_GC_CF_MASK | U_GC_CC_MASK)) return 0;
  const int wide = u_getIntPropertyValue(point, UCHAR_EAST_ASIAN_WIDTH);
  if (wide == U_EA_WIDE || wide == U_EA_FULLWIDTH) return 2;
  return 1;
}

bool is_right_to_left(char32_t c) {
  const auto direction = u_charDirection(static_cast<UChar32>(c));
  return direction == U_RIGHT_TO_LEFT || direction == U_RIGHT_TO_LEFT_ARABIC || direction == U_ARABIC_NUMBER;
}

}  // namespace

std::size_t width(std::string_view utf8) {
  std::size_t out = 0;
  for (std::size_t i = 0; i < utf8.size();) {
    const CodePoint p = code_point_at(utf8, i);
    out += cells(p.value);
    i += p.size;
  }
  return out;
}

std::string isolate(std::string_view utf8) {
  for (std::size_t i = 0; i < utf8.size();) {
    const CodePoint p = code_point_at(utf8, i);
    if (is_right_to_left(p.value)) return "\u2068" + std::string(utf8) + "\u2069";
    i += p.size;
  }
  return std::string(utf8);
}

std::string shorten(std::string_view utf8, std::size_t most) {
  if (width(utf8) <= most) return std::string(utf8);
  if (most == 0) return {};
  std::size_t used = 0, i = 0;
  while (i < utf8.size()) {
    const CodePoint p = code_point_at(utf8, i);
    if (used + cells(p.value) > most - 1) break;
    used += cells(p.value);
    i += p.size;
  }
  return std::string(utf8.substr(0, i)) + "…";
}

}  // namespace bayan::text
