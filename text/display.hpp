// Text in a terminal: width in cells, right-to-left isolation, shortening.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace bayan::text {

// Cells that a terminal gives to a text: 0 for marks and controls, 2 for wide East Asian characters and emoji.
std::size_t width(std::string_view utf8);

// Wraps a text that has right-to-left characters in U+2068 ... U+2069, so that it cannot reorder its neighbours.
std::string isolate(std::string_view utf8);

// At most `cells` wide, whole characters, ending in "…" when something was cut.
std::string shorten(std::string_view utf8, std::size_t cells);

}  // namespace bayan::text
