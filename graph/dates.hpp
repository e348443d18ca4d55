// Days and times of the proleptic Gregorian calendar as written in records: ISO 8601.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace bayan::graph {

// "2024-01-25" as days since 0001-01-01; nothing when it is no day of the calendar.
std::optional<std::int64_t> days_from_iso(std::string_view date);
std::string iso_from_days(std::int64_t days);

// "2026-10-01T09:00:00Z", with or without a fraction; a date alone is its last microsecond when `end_of_day`.
std::optional<std::int64_t> us_from_iso(std::string_view time, bool end_of_day = false);
std::string iso_from_us(std::int64_t us);

// The ordinal of a day in a series whose rounds are made from dates, and the days of such a round.
std::int64_t ordinal_of_date(std::string_view rounds_by, std::string_view date);
std::pair<std::string, std::string> days_of_ordinal(std::string_view rounds_by, std::int64_t ordinal);

}  // namespace bayan::graph
