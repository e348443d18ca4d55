#include "query/suggest.hpp"

#include <fmt/format.h>

#include "text/nearest.hpp"

namespace bayan::ql {

std::string did_you_mean(std::string_view name, const std::vector<std::string>& known) {
  std::string out;
  for (const auto& near : text::nearest(name, known)) out += fmt::format("{}\"{}\"", out.empty() ? "" : " or ", near);
  return out.empty() ? out : "did you mean " + out + "?";
}

}  // namespace bayan::ql
