#include "ingest/extract/hijri.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cstdlib>

namespace bayan::ingest {

std::optional<int> number_in(std::string_view digits) {
  int value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return value;
}

YearMention year_at(const Sentence& s, std::uint32_t at, std::string_view mark) {
  if (at >= s.size() || !s[at].word() || s[at].form.size() < 4) return {};
  const std::string_view form = s[at].form, rest = form.substr(4);
  const auto number = number_in(form.substr(0, 4));
  if (!number || *number < 1000 || (!rest.empty() && rest != mark)) return {};
  const bool behind = rest.empty() && at + 1 < s.size() && s[at + 1].form == mark;
  return {*number, at + 1 + behind, behind || !rest.empty()};
}

std::uint32_t hijri_month_at(const Sentence& s, std::uint32_t at, int& number) {
  std::uint32_t longest = 0;
  for (const HijriMonth& month : s.language().hijri_months) {
    std::uint32_t i = at;
    std::size_t word = 0;
    for (; i < s.size() && word < month.words.size(); ++i) {
      if (!s[i].word() && word > 0 && s[i].glued) continue;  // the hyphen of "al-Awwal"
      if (s[i].form != month.words[word]) break;
      ++word;
    }
    if (word == month.words.size() && i > longest) longest = i, number = month.number;
  }
  return longest;
}

std::string disagreement(const std::pair<Day, Day>& days, const std::optional<Day>& hijri_first,
                         const std::optional<Day>& hijri_last) {
  if (!hijri_first || !hijri_last) return "there is no such day of the hijri year";
  const auto apart = [](const Day& a, const Day& b) { return std::abs(days_since_1970(a) - days_since_1970(b)); };
  if (apart(days.first, *hijri_first) <= 1 && apart(days.second, *hijri_last) <= 1) return {};
  return fmt::format("the hijri date is {}, the other {}", to_string(*hijri_first), to_string(days.first));
}

}  // namespace bayan::ingest
