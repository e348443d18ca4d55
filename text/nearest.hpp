// Near names, for "did you mean".
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace bayan::text {

// Optimal string alignment distance (insert, delete, replace, swap of neighbours) over code points.
std::size_t edit_distance(std::string_view a, std::string_view b);

// Up to three of `known`, nearest first, whose folded distance to the folded name is at most a third of its length.
std::vector<std::string> nearest(std::string_view name, const std::vector<std::string>& known);

}  // namespace bayan::text
