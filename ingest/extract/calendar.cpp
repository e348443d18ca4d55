#include "ingest/extract/calendar.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cstdlib>

#include "text/hijri.hpp"

namespace bayan::ingest {

namespace {

bool leap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

int days_in(int year, int month) {
  constexpr int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && leap(year) ? 29 : days[month - 1];
}

std::optional<int> number(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

bool exists(const Day& day) {
  return day.year >= 1 && day.month >= 1 && day.month <= 12 && day.day >= 1 && day.day <= days_in(day.year, day.month);
}

std::optional<Day> parse_day(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = number(text.substr(0, 4)), month = number(text.substr(5, 2)), day = number(text.substr(8, 2));
  if (!year || !month || !day) return std::nullopt;
  const Day out{*year, *month, *day};
  return exists(out) ? std::optional(out) : std::nullopt;
}

std::string to_string(const Day& day) { return fmt::format("{:04}-{:02}-{:02}", day.year, day.month, day.day); }

std::int64_t days_since_1970(const Day& day) {
  const int y = day.year - (day.month <= 2);
  const std::int64_t era = (y >= 0 ? y : y - 399) / 400;
  const std::int64_t year_of_era = y - era * 400;
  const std::int64_t day_of_year = (153 * (day.month + (day.month > 2 ? -3 : 9)) + 2) / 5 + day.day - 1;
  return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719468;
}

Day day_from(std::int64_t days) {
  days += 719468;
  const std::int64_t era = (days >= 0 ? days : days - 146096) / 146097;
  const std::int64_t day_of_era = days - era * 146097;
  const std::int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t month = (5 * day_of_year + 2) / 153;
  Day out;
  out.day = static_cast<int>(day_of_year - (153 * month + 2) / 5 + 1);
  out.month = static_cast<int>(month < 10 ? month + 3 : month - 9);
  out.year = static_cast<int>(year_of_era + era * 400 + (out.month <= 2));
  return out;
}

std::optional<Day> day_of_hijri(int year, int month, int day) {
  const auto days = text::day_of_hijri(year, month, day);
  return days ? std::optional(day_from(*days)) : std::nullopt;
}

int nearest_hijri_year(int month, int day, const Day& to) {
  const std::int64_t wanted = days_since_1970(to);
  const int year = text::hijri_year_of(wanted).value_or(0);
  int best = year;
  std::int64_t distance = -1;
  for (int near = year - 1; near <= year + 1; ++near) {
    const auto days = text::day_of_hijri(near, month, day);
    if (!days || (distance >= 0 && std::abs(*days - wanted) >= distance)) continue;
    best = near, distance = std::abs(*days - wanted);
  }
  return best;
}

int weekday(const Day& day) {
  const std::int64_t days = days_since_1970(day) + 3;  // 1970-01-01 was a Thursday
  return static_cast<int>((days % 7 + 7) % 7) + 1;
}

}  // namespace bayan::ingest
