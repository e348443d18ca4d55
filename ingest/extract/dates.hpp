// Dates in running text: days, ranges of days, months, halves of years, relative days; against the document's date;
// also of the hijri calendar, alone or beside the Gregorian day.
#pragma once

#include <optional>
#include <string>

#include "ingest/extract/calendar.hpp"
#include "ingest/extract/sentence.hpp"

namespace bayan::ingest {

struct DateMention {
  Extent extent;
  Day first, last;        // the days it covers
  char precision = 'd';   // d days, m a month, h half a year, y a year
  std::string doubt;      // why the day may be wrong; the printed form stands
  bool resolved = false;  // false: there is no such day, or nothing tells the year

  bool single_day() const { return precision == 'd' && first == last; }
  std::string text() const { return first == last ? to_string(first) : to_string(first) + "/" + to_string(last); }
};

// The date that begins at a token, resolved against a day (of the document, or of the round a passage is about).
// `past` prefers the last such day before it where the text gives no year.
std::optional<DateMention> date_at(const Sentence& sentence, std::uint32_t at, const std::optional<Day>& against);

// The first date in an extent.
std::optional<DateMention> find_date(const Sentence& sentence, Extent extent, const std::optional<Day>& against);

}  // namespace bayan::ingest
