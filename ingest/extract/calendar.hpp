// Days of the Gregorian calendar, and of the hijri one (text/hijri). Source: Howard Hinnant, "chrono-compatible low-level date algorithms".
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bayan::ingest {

struct Day {
  int year = 0, month = 0, day = 0;

  auto operator<=>(const Day&) const = default;
};

bool exists(const Day& day);
// "YYYY-MM-DD", only when there is such a day.
std::optional<Day> parse_day(std::string_view text);
std::string to_string(const Day& day);
std::int64_t days_since_1970(const Day& day);
Day day_from(std::int64_t days_since_1970);
// The day of a hijri date; nothing when there is none.
std::optional<Day> day_of_hijri(int year, int month, int day);
// The hijri year in which the month's day falls nearest to a day.
int nearest_hijri_year(int month, int day, const Day& to);
// Monday is 1, Sunday is 7.
int weekday(const Day& day);

}  // namespace bayan::ingest
