// "Did you mean": the help of an error about a name.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace bayan::ql {

// `did you mean "a" or "b"?` of up to three of the known names; empty when none is near.
std::string did_you_mean(std::string_view name, const std::vector<std::string>& known);

}  // namespace bayan::ql
