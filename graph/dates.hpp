// Days and times of the proleptic Gregorian calendar as written in records: ISO 8601.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bayan::graph {

// "2024-01-25" as days since 0001-01-01; nothing when it is no day of the calendar.
std::optional<std::int64_t> days_from_iso(std::string_view date);
std::string iso_from_days(std::int64_t days);

// "2026-10-01T09:00:00Z", with or without a fraction; a date alone is its last microsecond when `end_of_day`.
std::optional<std::int64_t> us_from_iso(std::string_view time, bool end_of_day = false);
std::string iso_from_us(std::int64_t us);

}  // namespace bayan::graph
