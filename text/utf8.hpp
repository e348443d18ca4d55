// UTF-8: validation, code points, positions. Source: Unicode 15.0, section 3.9, table 3-7.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bayan::text {

// The byte offset of the first byte that is not well-formed UTF-8, or nothing when all of it is.
std::optional<std::size_t> first_bad_byte(std::string_view bytes);

// One code point and how many bytes it took. REQUIRES: bytes is well-formed and at < bytes.size().
struct CodePoint {
  char32_t value = 0;
  std::uint8_t size = 0;
};
CodePoint code_point_at(std::string_view bytes, std::size_t at);

void append(std::string& out, char32_t code_point);

// How many code points lie in well-formed UTF-8.
std::size_t count_code_points(std::string_view bytes);

// Line and column (from 1, in code points) of a byte offset.
struct Place {
  std::uint32_t line = 1;
  std::uint32_t column = 1;
};
Place place_of(std::string_view bytes, std::size_t at);

}  // namespace bayan::text
