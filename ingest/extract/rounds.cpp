#include "ingest/extract/rounds.hpp"

#include <algorithm>
#include <charconv>

#include "ingest/extract/hijri.hpp"

namespace bayan::ingest {

namespace {

constexpr std::int64_t most_rounds = 500;  // a larger number beside "round" is a year or a document's number

std::optional<std::int64_t> small_number(std::string_view digits) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc() || end != digits.data() + digits.size() || value < 1 || value > most_rounds)
    return std::nullopt;
  return value;
}

// A number at a token, written in digits, with an article (الـ21) or as an ordinal; sets where it ends.
std::optional<std::int64_t> number_at(const Sentence& s, std::uint32_t at, std::uint32_t& end) {
  if (at >= s.size()) return std::nullopt;
  if (const Match* ordinal = s.match(at, Cue::ordinal)) {
    end = ordinal->end;
    return ordinal->sense.ref;
  }
  std::string_view form = s[at].form;
  if (form.starts_with("ال")) form.remove_prefix(4);
  if (const auto n = small_number(form)) {
    end = at + 1;
    return n;
  }
  if (s.is(at, Cue::ordinal_prefix) && at + 1 < s.size())
    if (const auto n = small_number(s[at + 1].form)) {
      end = at + 2;
      return n;
    }
  return std::nullopt;
}

bool names_a_meeting(const Sentence& s, std::uint32_t at) { return s.is(at, Cue::round) || s.is(at, Cue::meeting); }

// "of the talks on Syria in the Astana format": takes in what belongs to the name of the round.
std::uint32_t extend(const Sentence& s, std::uint32_t end) {
  for (std::uint32_t steps = 0; steps < 4; ++steps) {
    std::uint32_t i = end;
    const bool joins = i < s.size() && (s[i].form == "من" || s[i].form == "of" || s[i].form == "on" ||
                                        s[i].form == "in" || s[i].form == "ضمن");
    if (!joins) return end;
    ++i;
    if (i < s.size() && s[i].form == "the") ++i;
    if (const Match* meeting = s.match(i, Cue::meeting))
      i = meeting->end;
    else if (const Match* own = s.match(i, Cue::entity); own != nullptr && s[end].form != "في" && steps > 0)
      i = own->end;
    else
      return end;
    if (const Match* name = s.match(i, Cue::entity)) i = name->end;
    end = i;
  }
  return end;
}

std::optional<RoundMention> arabic_round(const Sentence& s, std::uint32_t at) {
  std::uint32_t noun = at;
  const Match* head = s.match(at, Cue::round);
  if (head == nullptr && s.is(at, Cue::meeting) && s.is(at + 1, Cue::round)) head = s.match(noun = at + 1, Cue::round);
  const bool meeting = head == nullptr;
  if (meeting) head = s.match(at, Cue::meeting);
  RoundMention out;
  std::uint32_t end = 0;
  if (head != nullptr) {
    std::uint32_t i = head->end;
    if (meeting && i < s.size() && s[i].base() == "الدولي") ++i;
    if (const auto number = number_at(s, i, end)) {
      if (meeting && s[i].number) return std::nullopt;
      out.kind = RoundMention::Kind::numbered;
      out.number = *number;
    } else if (const Match* word = s.match(i, Cue::round_word); word != nullptr && !meeting) {
      const std::string& which = s.value(*word);
      out.kind = which == "previous" ? RoundMention::Kind::previous
                 : which == "next"   ? RoundMention::Kind::next
                                     : RoundMention::Kind::current;
      end = word->end;
    } else if (!meeting && s[noun].base().starts_with("ال") && s[noun].conjunction() == 0 &&
               !(noun > 0 && s[noun - 1].base() == "هذه")) {
      out.kind = RoundMention::Kind::same;
      end = head->end;
    } else if (noun > 0 && !meeting && (s[noun - 1].base() == "هذه" || s[noun - 1].base() == "لهذه")) {
      out.kind = RoundMention::Kind::current;
      end = head->end;
    } else {
      return std::nullopt;
    }
  } else {
    return std::nullopt;
  }
  out.extent = {at, extend(s, end)};
  return out;
}

std::optional<RoundMention> english_round(const Sentence& s, std::uint32_t at) {
  RoundMention out;
  std::uint32_t end = at;
  if (s.is(at, Cue::round) && at + 1 < s.size() && s[at + 1].number) {
    const auto number = small_number(s[at + 1].form);
    if (!number) return std::nullopt;
    out.kind = RoundMention::Kind::numbered, out.number = *number;
    out.extent = {at, extend(s, at + 2)};
    return out;
  }
  if (s[at].form == "the" && at + 1 < s.size() && (s[at + 1].form == "round" || s[at + 1].form == "meeting"))
    return RoundMention{{at, extend(s, at + 2)}, RoundMention::Kind::same, 0};
  const Match* ordinal = s.match(at, Cue::ordinal);
  const Match* word = s.match(at, Cue::round_word);
  if (ordinal == nullptr && word == nullptr) return std::nullopt;
  end = ordinal != nullptr ? ordinal->end : word->end;
  std::uint32_t i = end;
  for (const std::uint32_t last = std::min(i + 3, s.size()); i < last && !names_a_meeting(s, i); ++i)
    if (!s[i].word() || s.is(i, Cue::prep) || s.is(i, Cue::verb)) return std::nullopt;
  if (!names_a_meeting(s, i)) return std::nullopt;
  const bool round_noun = s.is(i, Cue::round);
  if (word != nullptr && !round_noun) return std::nullopt;  // "the last meeting" need not be one of the series
  const Match* noun = round_noun ? s.match(i, Cue::round) : s.match(i, Cue::meeting);
  if (noun->size() == 1 && s[i].form == "rounds") return std::nullopt;
  out.kind = RoundMention::Kind::numbered;
  if (ordinal != nullptr)
    out.number = ordinal->sense.ref;
  else if (s.value(*word) == "previous")
    out.kind = RoundMention::Kind::previous;
  else if (s.value(*word) == "next")
    out.kind = RoundMention::Kind::next;
  else
    out.kind = RoundMention::Kind::current;
  out.extent = {at, extend(s, noun->end)};
  return out;
}

// "Astana 21": a series' name and a number.
std::optional<RoundMention> named_series(const Sentence& s, std::uint32_t at) {
  const Match* name = s.match(at, Cue::entity);
  if (name == nullptr || name->end >= s.size()) return std::nullopt;
  std::uint32_t i = name->end;
  if (s[i].punctuation == '-' && s[i].glued) ++i;
  if (i >= s.size() || !s[i].number || s.is(i + 1, Cue::month)) return std::nullopt;
  if (int month = 0; hijri_month_at(s, i + 1, month) != 0) return std::nullopt;
  const auto number = small_number(s[i].form);
  const std::string& key = s.lexicon().entities()[name->sense.ref].key;
  const auto& all = s.lexicon().all_series();
  const bool series = std::any_of(all.begin(), all.end(), [&](const auto& one) { return one.label_en == key; });
  if (!number || !series) return std::nullopt;
  return RoundMention{{at, i + 1}, RoundMention::Kind::numbered, *number};
}

}  // namespace

std::optional<std::int64_t> RoundMention::ordinal(std::optional<std::int64_t> own) const {
  switch (kind) {
    case Kind::numbered:
      return number;
    case Kind::previous:
      return own && *own > 0 ? std::optional(*own - 1) : std::nullopt;
    case Kind::current:
    case Kind::same:
      return own;
    case Kind::next:
      return own ? std::optional(*own + 1) : std::nullopt;
    case Kind::unnamed_past:
      return std::nullopt;
  }
  return std::nullopt;
}

std::optional<RoundMention> round_at(const Sentence& sentence, std::uint32_t at) {
  if (const Match* past = sentence.match(at, Cue::past_rounds))
    return RoundMention{{at, past->end}, RoundMention::Kind::unnamed_past, 0};
  if (auto series = named_series(sentence, at)) return series;
  return sentence.arabic() ? arabic_round(sentence, at) : english_round(sentence, at);
}

namespace {

// "the sixth round of the Constitutional Committee" is no round of the series: its own body has rounds.
bool of_another_body(const Sentence& s, std::uint32_t end) {
  std::uint32_t i = end;
  if (!s.arabic()) {
    if (i >= s.size() || s[i].form != "of") return false;
    ++i;
    while (s.is(i, Cue::determiner)) ++i;
  } else if (i < s.size() && (s[i].form == "من" || s[i].base() == "اجتماعات")) {
    ++i;
    while (i < s.size() && s.is(i, Cue::meeting)) ++i;
  }
  const Match* owner = s.match(i, Cue::entity);
  if (owner == nullptr) return false;
  const std::string& type = s.lexicon().entities()[owner->sense.ref].type;
  return type == "organisation" || type == "group";
}

}  // namespace

std::vector<RoundMention> find_rounds(const Sentence& sentence) {
  std::vector<RoundMention> out;
  for (std::uint32_t i = 0; i < sentence.size();) {
    const auto round = round_at(sentence, i);
    if (round && !of_another_body(sentence, round->extent.end)) out.push_back(*round);
    i = round ? round->extent.end : i + 1;
  }
  return out;
}

}  // namespace bayan::ingest
