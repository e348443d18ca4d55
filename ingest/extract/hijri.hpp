// What dates of two calendars are made of: names of hijri months, years with the mark of their calendar, and whether
// two days are one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "ingest/extract/calendar.hpp"
#include "ingest/extract/sentence.hpp"

namespace bayan::ingest {

// A whole number in ASCII digits and nothing else.
std::optional<int> number_in(std::string_view digits);

struct YearMention {
  int number = 0;  // 0: there is none
  std::uint32_t end = 0;
  bool marked = false;  // with the letter of its calendar: "1445هـ", "2024 م", "1445 AH"
};

// A year of four digits that begins at a token, its mark (folded) glued to it or behind it.
YearMention year_at(const Sentence& sentence, std::uint32_t at, std::string_view mark);

// Where the longest name of a hijri month that begins at a token ends, and its number; 0 where there is none.
std::uint32_t hijri_month_at(const Sentence& sentence, std::uint32_t at, int& number);

// Why a stretch of days is not the hijri one beside it; empty when it is. Calendars differ by a day with who saw the
// new moon; more is a mistake in one of the two. A hijri day that is absent does not exist.
std::string disagreement(const std::pair<Day, Day>& days, const std::optional<Day>& hijri_first,
                         const std::optional<Day>& hijri_last);

}  // namespace bayan::ingest
