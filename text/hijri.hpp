// Days of the Islamic calendar, by ICU.
#pragma once

#include <cstdint>
#include <optional>

namespace bayan::text {

// The day, counted from 1970-01-01, on which day `day` of a month of the hijri year falls: by the tables of Umm al-Qura
// where they reach (1300 to 1600), else by the civil calendar. Nothing when no month is that long (30 days), or there
// is no such month. Where a month has 29 days in the tables its day 30 is the day after: elsewhere the moon was seen
// later.
std::optional<std::int64_t> day_of_hijri(int year, int month, int day);

// The hijri year of a day counted from 1970-01-01.
std::optional<int> hijri_year_of(std::int64_t days_since_1970);

}  // namespace bayan::text
