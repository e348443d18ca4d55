#include "query/calendar.hpp"

#include <fmt/format.h>

#include <charconv>
#include <chrono>

namespace bayan::ql {
namespace {

int number_at(std::string_view written, std::size_t at, std::size_t length) {
  int value = -1;
  if (at + length <= written.size()) std::from_chars(written.data() + at, written.data() + at + length, value);
  return value;
}

std::chrono::year_month month_of(std::string_view written) {
  return std::chrono::year(number_at(written, 0, 4)) /
         std::chrono::month(static_cast<unsigned>(number_at(written, 5, 2)));
}

}  // namespace

bool is_moment(std::string_view written) {
  const auto month = month_of(written);
  if (number_at(written, 0, 4) < 1 || !month.ok()) return false;
  if (written.size() < 10) return true;
  if (!(month / std::chrono::day(static_cast<unsigned>(number_at(written, 8, 2)))).ok()) return false;
  if (written.size() < 16) return true;
  const bool seconds = written.size() >= 19;
  return number_at(written, 11, 2) <= 23 && number_at(written, 14, 2) <= 59 &&
         (!seconds || number_at(written, 17, 2) <= 59);
}

std::string first_day(std::string_view month_or_day) {
  return month_or_day.size() == 7 ? std::string(month_or_day) + "-01" : std::string(month_or_day);
}

std::string last_day(std::string_view month_or_day) {
  if (month_or_day.size() != 7) return std::string(month_or_day);
  const std::chrono::year_month_day_last last = month_of(month_or_day) / std::chrono::last;
  return fmt::format("{}-{:02}", month_or_day, static_cast<unsigned>(last.day()));
}

std::optional<std::int64_t> end_of_moment_us(std::string_view day_or_time) {
  using namespace std::chrono;
  if (day_or_time.size() < 10 || !is_moment(day_or_time)) return std::nullopt;
  const sys_days day = month_of(day_or_time) / std::chrono::day(static_cast<unsigned>(number_at(day_or_time, 8, 2)));
  microseconds moment = duration_cast<microseconds>(day.time_since_epoch());
  if (day_or_time.size() >= 16) {
    const int seconds = day_or_time.size() >= 19 ? number_at(day_or_time, 17, 2) : 0;
    moment +=
        hours(number_at(day_or_time, 11, 2)) + minutes(number_at(day_or_time, 14, 2)) + std::chrono::seconds(seconds);
    // A time is a whole second: what was recorded during it counts.
    return (moment + std::chrono::seconds(1)).count() - 1;
  }
  return (moment + days(1)).count() - 1;
}

}  // namespace bayan::ql
