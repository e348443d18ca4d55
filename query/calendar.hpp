// Dates as texts: which are possible, and what days a month has. Source: the proleptic Gregorian calendar of ISO 8601.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bayan::ql {

// Whether "YYYY-MM", "YYYY-MM-DD" or "YYYY-MM-DDTHH:MM[:SS][Z]" is a possible month, day or time. REQUIRES: one of
// these forms.
bool is_moment(std::string_view written);

// The first and the last day of a month or a day.
std::string first_day(std::string_view month_or_day);
std::string last_day(std::string_view month_or_day);

// Microseconds since 1970 of the last moment of a day, or of a time; nothing when it is neither.
std::optional<std::int64_t> end_of_moment_us(std::string_view day_or_time);

}  // namespace bayan::ql
