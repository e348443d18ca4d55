// The stamp that says which format a store has.
#pragma once

#include <string>
#include <string_view>

#include "bayan/result.hpp"

namespace bayan::graph {

inline constexpr std::string_view format_key = "format";  // in family meta

// Errors: store (a format that this program does not read, older and newer ones by name; a stamp that cannot be read).
Status check_stamp(const std::string& path, std::string_view stamp);

}  // namespace bayan::graph
