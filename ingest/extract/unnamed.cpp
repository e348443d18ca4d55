#include "ingest/extract/unnamed.hpp"

namespace bayan::ingest {

namespace {

constexpr std::uint32_t longest = 6;  // words before the noun

// Whether a verb follows, perhaps behind a description: "who asked", "close to the talks".
bool verb_follows(const Sentence& s, std::uint32_t i) {
  while (s.is(i, Cue::adverb) || s.is(i, Cue::auxiliary)) ++i;
  if (s.comma(i) && i + 1 < s.size() && s[i + 1].word())  // ", speaking on condition of anonymity,"
    return s.is(i + 1, Cue::relative) || (s[i + 1].form.ends_with("ing") && !s.is(i + 1, Cue::not_gerund));
  return s.is(i, Cue::verb) || s.is(i, Cue::relative) || s.is(i, Cue::describes);
}

// "..., said one diplomat", "according to the organisers".
bool speech_before(const Sentence& s, std::uint32_t i) {
  if (s.match_before(i, Cue::quotes_label) != nullptr) return true;
  const Match* verb = s.match_before(i, Cue::verb);
  return verb != nullptr && s.follows_quotation(verb->begin);
}

std::string key_of(const Sentence& s, Extent words) {
  std::string key;
  for (std::uint32_t i = words.begin; i < words.end; ++i) {
    if (!s[i].word()) continue;
    if (!key.empty()) key += '_';
    key += s.text(Extent{i, i + 1});
  }
  return key;
}

}  // namespace

std::optional<Actor> unnamed_speaker_at(const Sentence& s, std::uint32_t at) {
  if (s.arabic()) return std::nullopt;
  std::uint32_t i = at;
  while (s.is(i, Cue::determiner) || s.is(i, Cue::quantifier) || s.is(i, Cue::group_modifier) ||
         (i < s.size() && s[i].number))
    ++i;
  const std::uint32_t first = i;
  for (;; ++i) {
    if (i >= s.size() || i - at > longest) return std::nullopt;
    if (!s[i].word()) {
      if (s[i].punctuation == '-' && s[i].glued) continue;
      return std::nullopt;
    }
    if (s.is(i, Cue::speaker) && !s.is(i + 1, Cue::speaker)) break;
    if (s.is(i, Cue::prep) || s.is(i, Cue::verb) || s.is(i, Cue::auxiliary) || s.is(i, Cue::relative) ||
        s.is(i, Cue::linking) || s.is(i, Cue::pronoun) || s.is(i, Cue::boundary) || s.is(i, Cue::determiner))
      return std::nullopt;
  }
  const std::uint32_t end = i + 1;
  const bool plural = s[i].form.ends_with("s");
  // "Diplomats said" stands for itself; "diplomat said" does not.
  if (first == at && !plural) return std::nullopt;
  if (!verb_follows(s, end) && !speech_before(s, at)) return std::nullopt;
  Actor out;
  out.extent = {at, end};
  out.kind = plural ? ActorKind::group : ActorKind::person;
  out.number = plural ? 'p' : 's';
  out.entity = {key_of(s, {first, end}), "role", std::string(s.text(Extent{at, end}))};
  out.gloss = "unnamed";
  out.anaphor = true;
  return out;
}

}  // namespace bayan::ingest
