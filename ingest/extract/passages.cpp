#include "ingest/extract/passages.hpp"

#include <fmt/format.h>

namespace bayan::ingest {

namespace {

// A line that opens with a number, a dash or a bullet.
bool list_item(const Sentence& s) {
  if (s.size() < 2) return false;
  const Token& first = s[0];
  if (first.punctuation == '-' || first.punctuation == U'–' || first.punctuation == U'•' || first.punctuation == '*' ||
      first.punctuation == '(')
    return true;
  return first.number && first.form.size() <= 2 && !s[1].word();
}

// A round behind a verb is what somebody speaks of; behind "was held" it is what the passage is about.
bool object_of_a_verb(const Sentence& s, std::uint32_t at) {
  for (std::uint32_t i = 0; i < at; ++i)
    if (s.is(i, Cue::verb) && !s.is(i, Cue::event_held) && !s.is(i, Cue::event_ended) && !s.is(i, Cue::event_issued))
      return true;
  return false;
}

// A line that leaves its verbs to the lines below: "The guarantors:", "Russia and Iran, meeting in Astana,".
bool ends_in_colon(const Sentence& s) {
  return s.size() > 0 && (s[s.size() - 1].punctuation == ':' || s.comma(s.size() - 1));
}

}  // namespace

void Passages::begin_paragraph(Discourse& discourse, const Passage& document) {
  discourse.new_paragraph();
  round_ = document.round;
  date_ = document.date;
  discourse.round = round_;
  first_ = true;
}

void Passages::begin_sentence(const Sentence& sentence, Discourse& discourse, const Passage& document) {
  rounds_ = find_rounds(sentence);
  if (first_ && lead_ && list_ && !list_item(sentence)) {
    // The list is over when a line is no item any more, unless it opens with a verb of its own (checked by who reads
    // it).
    if (sentence.size() > 0 && !sentence.is(0, Cue::verb) && !sentence.is(0, Cue::participle)) lead_.reset();
  }
  if (first_ && list_item(sentence)) list_ = true;
  first_ = false;
  for (const RoundMention& mention : rounds_) {
    if (mention.kind == RoundMention::Kind::same) continue;
    const auto ordinal = mention.ordinal(document.round);
    if (!ordinal || (document.round && *ordinal > *document.round)) continue;
    if (*ordinal == document.round) {
      if (mention.kind == RoundMention::Kind::current && mention.extent.begin > 3) continue;
    } else if (mention.extent.begin > 6 || object_of_a_verb(sentence, mention.extent.begin)) {
      continue;  // named in passing, not what the passage is about
    }
    round_ = ordinal;
    discourse.round = round_;
    if (round_ == document.round) {
      date_ = document.date;
    } else {
      date_ = document.last_day(*round_);
      if (const auto date = find_date(sentence, {0, sentence.size()}, document.day);
          date && date->resolved && date->precision == 'd' && date_.empty())
        date_ = to_string(date->last);
    }
    break;
  }
}

void Passages::end_sentence(const Reading& reading, Discourse& discourse) {
  const Sentence& s = reading.s;
  if (!ends_in_colon(s)) return;
  for (const Actor& actor : reading.actors) {
    if (actor.kind == ActorKind::pronoun || (actor.entity.key.empty() && !actor.list())) continue;
    lead_ = actor;
    lead_->anaphor = true;
    lead_->roles.clear();
    list_ = true;
    break;
  }
  (void)discourse;
}

std::string Passages::far_from_round(const DateMention& date, const Passage& document) const {
  if (!document.round || rounds_.empty() || date.precision != 'd') return {};
  for (const KnownRound& known : document.known_rounds) {
    if (known.series != document.series || known.round != *document.round || known.first.empty()) continue;
    const auto first = parse_day(known.first), last = parse_day(known.last.empty() ? known.first : known.last);
    if (!first || !last) continue;
    if (date.first.day == first->day && date.last.day == last->day &&
        (date.first.month != first->month || date.first.year != first->year))
      return fmt::format("round {} was on {}", known.round, known.first);
  }
  return {};
}

std::string language_of_paragraph(std::string_view text, const std::string& document) {
  std::size_t arabic = 0, latin = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0xd8 && byte <= 0xdb) ++arabic;
    if ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z') ++latin;
  }
  if (arabic == 0 && latin == 0) return document == "ar" ? "ar" : "en";
  return arabic * 2 > latin ? "ar" : "en";
}

}  // namespace bayan::ingest
