#include "text/hijri.hpp"

#include <unicode/calendar.h>

#include <cmath>
#include <memory>

namespace bayan::text {

namespace {

constexpr int first_of_tables = 1300, last_of_tables = 1600;  // what ICU has of Umm al-Qura
constexpr double day_ms = 24.0 * 60 * 60 * 1000;

std::unique_ptr<icu::Calendar> calendar_of(bool tables) {
  UErrorCode code = U_ZERO_ERROR;
  const icu::Locale locale(tables ? "en@calendar=islamic-umalqura" : "en@calendar=islamic-civil");
  std::unique_ptr<icu::Calendar> out(icu::Calendar::createInstance(icu::TimeZone::getGMT()->clone(), locale, code));
  if (U_FAILURE(code)) return nullptr;
  out->clear();
  return out;
}

}  // namespace

std::optional<std::int64_t> day_of_hijri(int year, int month, int day) {
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > 30) return std::nullopt;
  const auto calendar = calendar_of(year >= first_of_tables && year <= last_of_tables);
  if (calendar == nullptr) return std::nullopt;
  UErrorCode code = U_ZERO_ERROR;
  calendar->set(UCAL_EXTENDED_YEAR, year);
  calendar->set(UCAL_MONTH, month - 1);
  calendar->set(UCAL_DATE, 1);
  const double first = calendar->getTime(code);
  if (U_FAILURE(code)) return std::nullopt;
  return static_cast<std::int64_t>(std::floor(first / day_ms)) + day - 1;
}

std::optional<int> hijri_year_of(std::int64_t days_since_1970) {
  const auto calendar = calendar_of(true);
  if (calendar == nullptr) return std::nullopt;
  UErrorCode code = U_ZERO_ERROR;
  calendar->setTime(static_cast<double>(days_since_1970) * day_ms, code);
  const int year = calendar->get(UCAL_EXTENDED_YEAR, code);
  return U_SUCCESS(code) ? std::optional(year) : std::nullopt;
}

}  // namespace bayan::text
