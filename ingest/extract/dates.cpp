#include "ingest/extract/dates.hpp"

#include <fmt/format.h>

#include <tuple>

#include "ingest/extract/hijri.hpp"

namespace bayan::ingest {

namespace {

constexpr int last_days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

// Reads a date token by token.
class Reader {
 public:
  Reader(const Sentence& s, std::uint32_t at, const std::optional<Day>& against) : s_(s), at_(at), against_(against) {}

  std::optional<DateMention> read() {
    if (s_[at_].form == "في") ++at_;
    begin_ = at_;
    skip(Cue::day_word);
    weekday_name();
    const bool day_named = relative_day();
    weekday_name();
    if (s_.comma(at_)) ++at_;
    skip(Cue::day_word);
    if (hijri()) return finish_hijri();
    if (s_.arabic() ? days_then_month() : days_then_month() || month_then_days()) return finish();
    if (months_only()) return finish();
    if (half()) return finish();
    if (iso()) return finish();
    if (day_named || weekday_) return relative();
    return std::nullopt;
  }

 private:
  void skip(Cue cue) {
    if (const Match* m = s_.match(at_, cue)) at_ = m->end;
  }

  void weekday_name() {
    if (!s_.arabic() && at_ < s_.size() && s_[at_].form == "on" && s_.is(at_ + 1, Cue::weekday)) ++at_;
    if (const Match* m = s_.match(at_, Cue::weekday))
      weekday_ = static_cast<int>(m->sense.ref), at_ = m->end, named_end_ = at_;
  }

  bool relative_day() {
    const Match* m = s_.match(at_, Cue::day);
    if (m == nullptr || (s_.arabic() && s_[at_].preposition() != 0)) return false;
    offset_ = number_in(s_.value(*m)).value_or(0);
    at_ = m->end;
    named_end_ = at_;
    return true;
  }

  // A number of a day, also "20th".
  std::optional<int> day_number(std::uint32_t i) const {
    if (i >= s_.size()) return std::nullopt;
    if (s_[i].number) return small(number_in(s_[i].form));
    if (s_.arabic() && s_[i].conjunction() == 'w') return small(number_in(s_[i].base()));
    const Match* ordinal = s_.match(i, Cue::ordinal);
    return ordinal != nullptr && s_[i].form[0] <= '9' ? small(static_cast<int>(ordinal->sense.ref)) : std::nullopt;
  }
  static std::optional<int> small(std::optional<int> n) { return n && *n >= 1 && *n <= 31 ? n : std::nullopt; }

  // "20", "20 and 21", "20-21": sets the days, returns where they end; 0 when there are none.
  std::uint32_t days(std::uint32_t i) {
    const auto first = day_number(i);
    if (!first) return 0;
    first_ = last_ = *first;
    ++i;
    std::uint32_t next = i;
    while (next < s_.size() &&
           (!s_[next].word()
                ? s_[next].punctuation == '-' || s_[next].punctuation == U'–' || s_[next].punctuation == '/'
                : s_[next].form == "and" || s_[next].form == "to" || s_[next].form == "و"))
      ++next;
    const bool joined = next > i || (s_.arabic() && i < s_.size() && s_[i].conjunction() == 'w');
    if (joined)
      if (const auto last = day_number(next); last && *last >= first_) last_ = *last, i = next + 1;
    return i;
  }

  bool days_then_month() {
    std::uint32_t i = days(at_);
    if (i == 0) return false;
    if (i < s_.size() && s_[i].form == "of") ++i;
    if (const Match* m = s_.match(i, Cue::month_word)) i = m->end;
    const Match* month = s_.match(i, Cue::month);
    if (month == nullptr) return false;
    month_ = static_cast<int>(month->sense.ref);
    at_ = month->end;
    if (!same_month_again()) return precision_ = 'd', year_is_bad_ = true;
    year();
    precision_ = 'd';
    return true;
  }

  bool month_then_days() {
    const Match* month = s_.match(at_, Cue::month);
    if (month == nullptr || !s_[at_].capital) return false;
    const std::uint32_t i = days(month->end);
    if (i == 0) return false;
    month_ = static_cast<int>(month->sense.ref);
    at_ = i;
    if (s_.comma(at_) && at_ + 1 < s_.size() && s_[at_ + 1].number && s_[at_ + 1].form.size() == 4) ++at_;
    year();
    precision_ = 'd';
    return true;
  }

  // "last June", "June 2021", "in May": a month without a day.
  bool months_only() {
    std::uint32_t i = at_;
    if (!s_.arabic())
      if (const Match* word = s_.match(i, Cue::last_word)) word_ = s_.value(*word), i = word->end;
    if (const Match* m = s_.match(i, Cue::month_word)) i = m->end;
    const Match* month = s_.match(i, Cue::month);
    if (month == nullptr || (!s_.arabic() && !s_[i].capital)) return word_.clear(), false;
    month_ = static_cast<int>(month->sense.ref);
    at_ = month->end;
    same_month_again();
    year();
    precision_ = 'm';
    return true;
  }

  // A second calendar's name after a slash or in brackets: "تشرين الأول/أكتوبر". False when it is another month.
  bool same_month_again() {
    std::uint32_t i = at_;
    if (i + 1 >= s_.size() || (s_[i].punctuation != '/' && s_[i].punctuation != '(')) return true;
    const bool bracket = s_[i].punctuation == '(';
    const Match* again = s_.match(i + 1, Cue::month);
    if (again == nullptr) return true;
    at_ = again->end + (bracket && again->end < s_.size() && s_[again->end].punctuation == ')');
    if (static_cast<int>(again->sense.ref) == month_) return true;
    doubt_ = "the two month names disagree";
    return false;
  }

  void year() {
    if (!s_.arabic() && word_.empty())
      if (s_.comma(at_) && at_ + 1 < s_.size() && s_[at_ + 1].number && s_[at_ + 1].form.size() == 4) ++at_;
    if (s_.arabic())
      if (const Match* word = s_.match(at_, Cue::last_word)) word_ = s_.value(*word), at_ = word->end;
    std::uint32_t i = at_;
    if (const Match* m = s_.match(i, Cue::year_word)) i = m->end;
    if (i < s_.size() && s_[i].form == "of") ++i;
    if (const YearMention read = year_at(s_, i, "م"); read.number != 0) year_ = read.number, at_ = read.end;
  }

  // "15 رجب 1445هـ", "10-12 Rajab 1445 AH", "رمضان 1445هـ", "15 رجب". Most names of the months are people's names, too:
  // a day stands before them, or a year of that calendar behind.
  bool hijri() {
    const std::uint32_t behind_days = days(at_);
    std::uint32_t i = behind_days > 0 ? behind_days : at_;
    if (i < s_.size() && (s_[i].form == "of" || s_[i].form == "من")) ++i;
    if (const Match* m = s_.match(i, Cue::month_word)) i = m->end;
    int month = 0;
    std::uint32_t end = hijri_month_at(s_, i, month);
    if (end == 0) return false;
    i = end;
    if (const Match* m = s_.match(i, Cue::year_word)) i = m->end;
    YearMention year = year_at(s_, i, s_.arabic() ? "ه" : "ah");
    if (!year.marked && (year.number < 1300 || year.number > 1600)) year = {};
    if (behind_days == 0 && year.number == 0) return false;
    if (year.number == 0 && !against_) return false;
    if (year.number == 0) year = {nearest_hijri_year(month, first_, *against_), end, false};
    at_ = year.end;
    precision_ = behind_days > 0 ? 'd' : 'm';
    hijri_first_ = day_of_hijri(year.number, month, behind_days > 0 ? first_ : 1);
    hijri_last_ = day_of_hijri(year.number, month, behind_days > 0 ? last_ : 29);
    if (behind_days == 0 && hijri_last_) {
      const auto next = month == 12 ? day_of_hijri(year.number + 1, 1, 1) : day_of_hijri(year.number, month + 1, 1);
      if (next) hijri_last_ = day_from(days_since_1970(*next) - 1);
    }
    hijri_seen_ = true;
    return true;
  }

  // What joins the day of one calendar to that of the other: "الموافق", a bracket, a slash.
  bool same_day() {
    std::uint32_t i = at_;
    if (s_.comma(i)) ++i;
    if (const Match* m = s_.match(i, Cue::same_day)) return at_ = m->end, true;
    if (i >= s_.size()) return false;
    const char32_t mark = s_[i].punctuation;
    if (mark != '(' && mark != '/' && mark != '-' && mark != U'–' && mark != '=') return false;
    bracket_ = mark == '(';
    at_ = i + 1;
    if (const Match* m = s_.match(at_, Cue::same_day)) at_ = m->end;
    return true;
  }

  void close_bracket() {
    if (bracket_ && at_ < s_.size() && s_[at_].punctuation == ')') ++at_;
    bracket_ = false;
  }

  // A hijri date, and the Gregorian one beside it, which then is the day.
  std::optional<DateMention> finish_hijri() {
    const std::uint32_t alone = at_;
    const char precision = precision_;
    if (precision_ == 'd' && same_day()) {
      skip(Cue::day_word);
      weekday_name();
      skip(Cue::day_word);
      if (hijri_first_) against_ = hijri_first_;  // tells the year that the other date leaves out
      if (days_then_month() || (!s_.arabic() && month_then_days()) || iso()) return close_bracket(), finish();
    }
    at_ = alone, precision_ = precision;
    if (!hijri_first_ || !hijri_last_) {
      DateMention out = result({}, {});
      out.resolved = false;
      out.doubt = "there is no such day";
      return out;
    }
    Day first = *hijri_first_, last = *hijri_last_;
    if (weekday_ && precision_ == 'd') {
      // Where the new moon was seen a day earlier or later, the weekday tells.
      const int off = (*weekday_ - weekday(first) + 7) % 7;
      const int shift = off == 6 ? -1 : off;
      if (shift <= 1) {
        first = day_from(days_since_1970(first) + shift), last = day_from(days_since_1970(last) + shift);
      } else {
        doubt_ = fmt::format("{} is not that day of the week", to_string(first));
      }
    }
    return result(first, last);
  }

  // The hijri date behind a Gregorian one: only looked at whether it is the same day.
  void pair_behind() {
    if (hijri_seen_ || precision_ != 'd') return;
    const std::uint32_t alone = at_;
    const auto kept = std::tuple(first_, last_, precision_);
    if (same_day() && hijri()) {
      close_bracket();
    } else {
      at_ = alone, bracket_ = false;
    }
    std::tie(first_, last_, precision_) = kept;
  }

  bool half() {
    std::uint32_t i = at_;
    const std::uint32_t before = i;
    if (!s_.arabic() && i < s_.size() && s_[i].form == "the") ++i;
    const Match* part = s_.match(i, Cue::half);
    if (part == nullptr) return false;
    i = part->end;
    while (i < s_.size() &&
           (s_[i].form == "of" || s_[i].form == "من" || s_[i].form == "the" || s_[i].punctuation == '-'))
      ++i;
    at_ = i;
    if (months_only()) return true;  // half of a month, its middle, its end: the month
    year();
    if (!year_ && at_ < s_.size() && s_[at_].number && s_[at_].form.size() == 4) year_ = number_in(s_[at_].form), ++at_;
    if (!year_ && at_ < s_.size() && (s_[at_].form == "year" || s_[at_].base() == "العام") && against_)
      year_ = against_->year, ++at_;
    if (!year_) return at_ = before, false;
    const std::string& which = s_.value(*part);
    month_ = which == "2" ? 7 : 1;
    precision_ = which == "1" || which == "2" ? 'h' : 'y';
    return true;
  }

  bool iso() {
    if (at_ + 4 >= s_.size() || !s_[at_].number || s_[at_].form.size() != 4) return false;
    const auto day = parse_day(s_.text(Extent{at_, at_ + 5}));
    if (!day) return false;
    year_ = day->year, month_ = day->month, first_ = last_ = day->day;
    at_ += 5;
    precision_ = 'd';
    return true;
  }

  DateMention result(Day first, Day last) {
    DateMention out;
    out.extent = {begin_, at_};
    out.first = first, out.last = last;
    out.precision = precision_;
    out.resolved = !year_is_bad_;
    out.doubt = doubt_;
    return out;
  }

  // The year that the text leaves out: the last such month for "last", else the document's year.
  int guessed_year() const {
    if (!against_) return 0;
    if (word_ == "past")
      return month_ < against_->month || (month_ == against_->month && precision_ == 'd' && first_ < against_->day)
                 ? against_->year
                 : against_->year - 1;
    if (word_ == "next") return month_ > against_->month ? against_->year : against_->year + 1;
    if (month_ - against_->month > 6) return against_->year - 1;
    if (against_->month - month_ > 9) return against_->year + 1;
    return against_->year;
  }

  std::optional<DateMention> finish() {
    pair_behind();
    const int year = year_ ? *year_ : guessed_year();
    Day first{year, month_, 1}, last{year, month_, 1};
    if (precision_ == 'd') {
      first.day = first_, last.day = last_;
    } else {
      last.month = precision_ == 'h' ? month_ + 5 : precision_ == 'y' ? 12 : month_;
      last.day = last_days[last.month - 1];
      if (exists({last.year, last.month, last.day + 1})) ++last.day;
    }
    DateMention out = result(first, last);
    if (year == 0 || !exists(first) || !exists(last)) {
      out.resolved = false;
      out.doubt = year == 0 ? "nothing tells the year" : "there is no such day";
    } else if (weekday_ && precision_ == 'd' && weekday(first) != *weekday_) {
      out.doubt = fmt::format("{} is not that day of the week", to_string(first));
    }
    if (out.resolved && precision_ == 'd')
      if (std::string why = hijri_seen_ ? disagreement({first, last}, hijri_first_, hijri_last_) : ""; !why.empty())
        out.doubt = std::move(why);
    return out;
  }

  // "today, Thursday"; "on Wednesday" is the last one, the document's day included.
  std::optional<DateMention> relative() {
    at_ = named_end_;
    if (!against_) return std::nullopt;
    std::int64_t days = days_since_1970(*against_);
    if (offset_) {
      days += *offset_;
    } else {
      days -= (weekday(*against_) - *weekday_ + 7) % 7;
    }
    const Day day = day_from(days);
    if (offset_ && weekday_ && weekday(day) != *weekday_)
      doubt_ = fmt::format("{} is not that day of the week", to_string(day));
    return result(day, day);
  }

  const Sentence& s_;
  std::uint32_t begin_ = 0, at_, named_end_ = 0;
  std::optional<Day> against_;
  std::optional<int> weekday_, offset_, year_;
  int first_ = 1, last_ = 1, month_ = 1;
  char precision_ = 'd';
  bool year_is_bad_ = false;
  bool hijri_seen_ = false, bracket_ = false;
  std::optional<Day> hijri_first_, hijri_last_;  // absent once seen: there is no such day
  std::string word_, doubt_;
};

}  // namespace

std::optional<DateMention> date_at(const Sentence& sentence, std::uint32_t at, const std::optional<Day>& against) {
  return Reader(sentence, at, against).read();
}

std::optional<DateMention> find_date(const Sentence& sentence, Extent extent, const std::optional<Day>& against) {
  for (std::uint32_t i = extent.begin; i < extent.end; ++i)
    if (auto date = date_at(sentence, i, against)) return date;
  return std::nullopt;
}

}  // namespace bayan::ingest
