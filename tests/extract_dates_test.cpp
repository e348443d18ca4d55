#include <doctest/doctest.h>

#include "ingest/extract/dates.hpp"
#include "ingest/extract/rounds.hpp"
#include "tests/extract_print.hpp"

using namespace bayan;
using ingest::Sentence;

namespace {

std::string date_in(std::string_view text, std::string_view lang) {
  const Sentence s(testing::lexicon(), text, {0, static_cast<std::uint32_t>(text.size())}, lang);
  const auto date = ingest::find_date(s, {0, s.size()}, ingest::Day{2024, 1, 25});
  if (!date) return "none";
  if (!date->resolved) return "doubt: " + date->doubt;
  return date->doubt.empty() ? date->text() : date->text() + " doubt: " + date->doubt;
}

std::string round_in(std::string_view text, std::string_view lang) {
  const Sentence s(testing::lexicon(), text, {0, static_cast<std::uint32_t>(text.size())}, lang);
  const auto rounds = ingest::find_rounds(s);
  if (rounds.empty()) return "none";
  const auto ordinal = rounds.front().ordinal(21);
  return ordinal ? std::to_string(*ordinal) : "unnamed";
}

}  // namespace

TEST_CASE("days of the calendar") {
  CHECK_FALSE(ingest::parse_day("2023-02-29"));
  CHECK(ingest::parse_day("2024-02-29"));
  CHECK(ingest::weekday({2024, 1, 25}) == 4);
  for (const int days : {-800000, -1, 0, 59, 60, 19747, 400000})
    CHECK(ingest::days_since_1970(ingest::day_from(days)) == days);
}

TEST_CASE("dates in English, against Thursday 25 January 2024") {
  const std::pair<const char*, const char*> cases[] = {
      {"on 24 and 25 January 2024", "2024-01-24/2024-01-25"},
      {"on January 24-25, 2024", "2024-01-24/2024-01-25"},
      {"20-21 June 2023", "2023-06-20/2023-06-21"},
      {"in June 2021", "2021-06-01/2021-06-30"},
      {"last June", "2023-06-01/2023-06-30"},
      {"on 3 May", "2024-05-03"},
      {"on 20 December", "2023-12-20"},
      {"today, Thursday", "2024-01-25"},
      {"on Tuesday", "2024-01-23"},
      {"yesterday", "2024-01-24"},
      {"in the second half of 2024", "2024-07-01/2024-12-31"},
      {"in the middle of the year", "2024-01-01/2024-12-31"},
      {"on 2024-02-01", "2024-02-01"},
      {"on 30 February 2024", "doubt: there is no such day"},
      {"Friday 24 January 2024", "2024-01-24 doubt: 2024-01-24 is not that day of the week"},
      {"resolution 2254", "none"},
  };
  for (const auto& [text, expected] : cases) CHECK_MESSAGE(date_in(text, "en") == expected, std::string(text));
}

TEST_CASE("dates in Arabic, with Levantine, Gregorian and Maghrebi months") {
  const std::pair<const char*, const char*> cases[] = {
      {"في 7 و8 أيار الفائت", "2023-05-07/2023-05-08"},
      {"يومي 14 و15 آذار 2017", "2017-03-14/2017-03-15"},
      {"في ٢٤ و٢٥ يناير ٢٠٢٤", "2024-01-24/2024-01-25"},
      {"في 3 جانفي 2022", "2022-01-03"},
      {"اليوم الخميس", "2024-01-25"},
      {"أمس الأربعاء", "2024-01-24"},
      {"أمس الاثنين", "2024-01-24 doubt: 2024-01-24 is not that day of the week"},
      {"في 11 تشرين الثاني/نوفمبر 2024", "2024-11-11"},
      {"في 11 تشرين الثاني/أكتوبر 2024", "doubt: the two month names disagree"},
      {"في النصف الأول من عام 2025", "2025-01-01/2025-06-30"},
      {"في منتصف تموز", "2024-07-01/2024-07-31"},
  };
  for (const auto& [text, expected] : cases) CHECK_MESSAGE(date_in(text, "ar") == expected, std::string(text));
}

TEST_CASE("hijri dates, alone or beside the Gregorian day, against Thursday 25 January 2024") {
  const std::pair<const char*, const char*> arabic[] = {
      {"15 رجب 1445هـ", "2024-01-27"},
      {"في ١٥ رجب ١٤٤٥ هـ", "2024-01-27"},
      {"15 من شهر رجب 1445", "2024-01-27"},
      {"يوم السبت 15 رجب 1445هـ الموافق 27 يناير 2024م", "2024-01-27"},
      {"15 رجب 1445هـ الموافق السبت 27 كانون الثاني/يناير 2024", "2024-01-27"},
      {"27 يناير 2024 م، الموافق 15 رجب 1445 هـ", "2024-01-27"},
      {"27 يناير 2024م (15 رجب 1445هـ)", "2024-01-27"},
      {"15 رجب 1445هـ الموافق 27 يناير", "2024-01-27"},
      {"14 رجب 1445هـ الموافق 27 يناير 2024", "2024-01-27"},
      {"10 رجب 1445هـ الموافق 27 يناير 2024", "2024-01-27 doubt: the hijri date is 2024-01-22, the other 2024-01-27"},
      {"27 يناير 2024 الموافق 15 رجب 1444هـ", "2024-01-27 doubt: the hijri date is 2023-02-06, the other 2024-01-27"},
      {"الأحد 15 رجب 1445هـ", "2024-01-28"},
      {"الجمعة 15 رجب 1445هـ", "2024-01-26"},
      {"الثلاثاء 15 رجب 1445هـ", "2024-01-27 doubt: 2024-01-27 is not that day of the week"},
      {"الجمعة 15 رجب 1445هـ الموافق 27 يناير 2024", "2024-01-27 doubt: 2024-01-27 is not that day of the week"},
      {"31 رجب 1445هـ", "doubt: there is no such day"},
      {"في رمضان 1445هـ", "2024-03-11/2024-04-09"},
      {"شهر رمضان", "none"},
      {"10 و11 ذي الحجة 1444هـ", "2023-06-28/2023-06-29"},
      {"27 جمادى الآخرة", "2024-01-09"},
      {"3 ربيع الأول 1290هـ", "1873-05-01"},
      {"رجب طيب", "none"},
      {"في 27 يناير 2024م", "2024-01-27"},
  };
  const std::pair<const char*, const char*> english[] = {
      {"on 15 Rajab 1445 AH", "2024-01-27"},
      {"on 15 Rajab 1445 (27 January 2024)", "2024-01-27"},
      {"on 27 January 2024, corresponding to 15 Rajab 1445", "2024-01-27"},
      {"on 5 Dhu al-Hijjah 1444", "2023-06-23"},
      {"the 10th of Rabi' al-Awwal 1445", "2023-09-25"},
      {"on 15 Rajab 1445 (29 January 2024)", "2024-01-29 doubt: the hijri date is 2024-01-27, the other 2024-01-29"},
      {"Ramadan 1445", "2024-03-11/2024-04-09"},
      {"Safar spoke", "none"},
  };
  for (const auto& [text, expected] : arabic) CHECK_MESSAGE(date_in(text, "ar") == expected, std::string(text));
  for (const auto& [text, expected] : english) CHECK_MESSAGE(date_in(text, "en") == expected, std::string(text));
}

TEST_CASE("rounds, for a document about round 21") {
  const std::pair<const char*, const char*> english[] = {
      {"the 21st International Meeting on Syria", "21"},
      {"the twentieth round of talks", "20"},
      {"at the previous round", "20"},
      {"the next round", "22"},
      {"round 7", "7"},
      {"Astana 19", "19"},
      {"in previous meetings", "unnamed"},
      {"the round was held", "21"},
      {"a sixth round of the Constitutional Committee", "none"},
      {"a round table", "none"},
  };
  const std::pair<const char*, const char*> arabic[] = {
      {"الجولة 21 من المحادثات", "21"},
      {"الجولة الـ21", "21"},
      {"الجولة الحادية والعشرين", "21"},
      {"الجولة السابعة عشرة", "17"},
      {"الجولة الثالثة والعشرون", "23"},
      {"الجولة السابقة", "20"},
      {"الجولة المقبلة", "22"},
      {"لهذه الجولة", "21"},
      {"خلال الاجتماعات الماضية", "unnamed"},
      {"الجولة السابعة للجنة الدستورية", "none"},
  };
  for (const auto& [text, expected] : english) CHECK_MESSAGE(round_in(text, "en") == expected, text);
  for (const auto& [text, expected] : arabic) CHECK_MESSAGE(round_in(text, "ar") == expected, text);
}
