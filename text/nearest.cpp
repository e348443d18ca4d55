#include "text/nearest.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "text/fold.hpp"
#include "text/utf8.hpp"

namespace bayan::text {

namespace {

constexpr std::size_t most_suggestions = 3;

std::u32string code_points(std::string_view utf8) {
  std::u32string out;
  for (std::size_t i = 0; i < utf8.size();) {
    const CodePoint p = code_point_at(utf8, i);
    out += p.value;
    i += p.size;
  }
  return out;
}

std::size_t distance(const std::u32string& a, const std::u32string& b) {
  std::vector<std::size_t> before, last(b.size() + 1), now(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    now[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      now[j] = std::min({last[j] + 1, now[j - 1] + 1, last[j - 1] + (a[i - 1] != b[j - 1] ? 1u : 0u)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) now[j] = std::min(now[j], before[j - 2] + 1);
    }
    before = last;
    last = now;
  }
  return last[b.size()];
}

}  // namespace

std::size_t edit_distance(std::string_view a, std::string_view b) { return distance(code_points(a), code_points(b)); }

std::vector<std::string> nearest(std::string_view name, const std::vector<std::string>& known) {
  const std::u32string wanted = code_points(fold(name));
  const std::size_t most = std::max<std::size_t>(1, wanted.size() / 3);
  std::set<std::pair<std::size_t, std::string>> found;
  for (const std::string& candidate : known) {
    const std::u32string folded = code_points(fold(candidate));
    if (folded.size() > wanted.size() + most || wanted.size() > folded.size() + most) continue;
    if (const std::size_t d = distance(wanted, folded); d <= most) found.emplace(d, candidate);
  }
  std::vector<std::string> out;
  for (const auto& [d, candidate] : found) {
    if (out.size() == most_suggestions) break;
    out.push_back(candidate);
  }
  return out;
}

}  // namespace bayan::text
