#include "graph/dates.hpp"

#include <fmt/format.h>

#include <chrono>

namespace bayan::graph {

namespace {

using namespace std::chrono;

constexpr sys_days first_day = year{1} / January / 1;
constexpr std::int64_t us_per_second = 1'000'000;
constexpr std::int64_t us_per_day = 86'400 * us_per_second;

std::optional<int> digits(std::string_view s) {
  int out = 0;
  if (s.empty()) return std::nullopt;
  for (const char c : s) {
    if (c < '0' || c > '9') return std::nullopt;
    out = out * 10 + (c - '0');
  }
  return out;
}

std::optional<sys_days> day_from_iso(std::string_view s) {
  if (s.size() != 10 || s[4] != '-' || s[7] != '-') return std::nullopt;
  const auto y = digits(s.substr(0, 4)), m = digits(s.substr(5, 2)), d = digits(s.substr(8, 2));
  if (!y || !m || !d || *y == 0) return std::nullopt;
  const year_month_day date = year{*y} / month{static_cast<unsigned>(*m)} / day{static_cast<unsigned>(*d)};
  if (!date.ok()) return std::nullopt;
  return sys_days(date);
}

std::string iso(sys_days day) {
  const year_month_day date = day;
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

}  // namespace

std::optional<std::int64_t> days_from_iso(std::string_view date) {
  const auto day = day_from_iso(date);
  if (!day) return std::nullopt;
  return (*day - first_day).count();
}

std::string iso_from_days(std::int64_t days_since) { return iso(first_day + days{days_since}); }

std::optional<std::int64_t> us_from_iso(std::string_view time, bool end_of_day) {
  const auto day = day_from_iso(time.substr(0, 10));
  if (!day) return std::nullopt;
  const std::int64_t midnight = day->time_since_epoch().count() * us_per_day;
  std::string_view rest = time.substr(10);
  if (rest.empty()) return midnight + (end_of_day ? us_per_day - 1 : 0);
  if (rest.ends_with('Z')) rest.remove_suffix(1);
  if (rest.size() < 6 || rest[0] != 'T' || rest[3] != ':') return std::nullopt;
  const auto h = digits(rest.substr(1, 2)), m = digits(rest.substr(4, 2));
  std::optional<int> s = 0;
  std::int64_t fraction = 0;
  if (rest.size() > 6) {
    if (rest.size() < 9 || rest[6] != ':') return std::nullopt;
    s = digits(rest.substr(7, 2));
    if (rest.size() > 9) {
      if (rest[9] != '.' || rest.size() > 16) return std::nullopt;
      std::string micro(rest.substr(10));
      micro.resize(6, '0');
      const auto parsed = digits(micro);
      if (!parsed) return std::nullopt;
      fraction = *parsed;
    }
  }
  if (!h || !m || !s || *h > 23 || *m > 59 || *s > 60) return std::nullopt;
  return midnight + (*h * 3600 + *m * 60 + *s) * us_per_second + fraction;
}

std::string iso_from_us(std::int64_t us) {
  const std::int64_t day = us >= 0 ? us / us_per_day : -((us_per_day - 1 - us) / us_per_day);
  const std::int64_t inside = us - day * us_per_day;
  const std::int64_t seconds_inside = inside / us_per_second, micro = inside % us_per_second;
  std::string out = fmt::format("{}T{:02}:{:02}:{:02}", iso(sys_days{days{day}}), seconds_inside / 3600,
                                seconds_inside / 60 % 60, seconds_inside % 60);
  if (micro != 0) out += fmt::format(".{:06}", micro);
  return out + "Z";
}

std::int64_t ordinal_of_date(std::string_view rounds_by, std::string_view date) {
  const auto day = day_from_iso(date);
  if (!day) return 0;
  const year_month_day parts = *day;
  const std::int64_t y = static_cast<int>(parts.year());
  if (rounds_by == "year") return y;
  if (rounds_by == "month") return y * 12 + static_cast<unsigned>(parts.month()) - 1;
  return (*day - first_day).count() + 1;
}

std::pair<std::string, std::string> days_of_ordinal(std::string_view rounds_by, std::int64_t ordinal) {
  if (rounds_by == "year") return {fmt::format("{:04}-01-01", ordinal), fmt::format("{:04}-12-31", ordinal)};
  if (rounds_by == "month") {
    const year_month which = year{static_cast<int>(ordinal / 12)} / month{static_cast<unsigned>(ordinal % 12 + 1)};
    return {iso(sys_days(which / 1)), iso(sys_days(which / last))};
  }
  const std::string day_name = iso_from_days(ordinal - 1);
  return {day_name, day_name};
}

}  // namespace bayan::graph
