#include "ingest/extract/conjuncts.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>

namespace bayan::ingest {

bool inside_name(const Sentence& s, std::uint32_t i) {
  for (std::uint32_t b = i > 8 ? i - 8 : 0; b < i; ++b)
    for (const Match& m : s.at(b))
      if ((m.sense.cue == Cue::entity || m.sense.cue == Cue::concept_word || m.sense.cue == Cue::ordinal) && m.end > i)
        return true;
  return false;
}

std::uint32_t english_head(const Sentence& s, std::uint32_t i) {
  while (i < s.size() && (s.is(i, Cue::determiner) || s.is(i, Cue::possessive) || s.is(i, Cue::quantifier) ||
                          s[i].form == "to" || s[i].form == "also" || s[i].form == "further"))
    ++i;
  return i;
}

namespace {

const Concept& concept_of(const Sentence& s, const Match& match) { return s.lexicon().concepts()[match.sense.ref]; }

char english_kind(const Sentence& s, std::uint32_t at) {
  const bool infinitive = s[at].form == "to";
  std::uint32_t i = english_head(s, at);
  if (i >= s.size() || !s[i].word()) return 0;
  if (infinitive || (i == at && s.is(i, Cue::verb_base))) return 'e';
  for (const std::uint32_t last = std::min(i + 4, s.size()); i < last && s[i].word(); ++i) {
    if (i == at && s[i].form.ends_with("ing") && !s.is(i, Cue::not_gerund)) return 'e';
    if (const Match* m = s.match(i, Cue::concept_word)) {
      const char part = concept_of(s, *m).part;
      if (part == 'e' || part == 'n') {
        i = m->end - 1;
        // "humanitarian aid convoys": a thing before another one names it.
        if (i + 1 < last && s.is(i + 1, Cue::concept_word) && !s.is(i + 1, Cue::prep)) continue;
        return part;
      }
      i = m->end - 1;
      continue;
    }
    if (s.is(i, Cue::entity)) return 'p';
    if (s.is(i, Cue::noun)) return 'e';
    if (s.is(i, Cue::adjective)) continue;
    if (s.is(i, Cue::prep) || s.is(i, Cue::linking)) return 0;
  }
  return 0;
}

// Folding makes "its manifestations" and "demonstration" look alike: a verbal noun that ends in heh was written with
// teh marbuta.
bool verbal_noun(const Sentence& s, std::uint32_t i) {
  const Token& token = s[i];
  if (!shaped_like_verbal_noun(token.arabic.bare)) return false;
  return !token.form.ends_with("ه") || s.text(token.range).ends_with("ة");
}

char arabic_kind(const Sentence& s, std::uint32_t i) {
  const Token& token = s[i];
  if (s.is(i, Cue::quantifier) && i + 1 < s.size()) return arabic_kind(s, i + 1);
  if (const Match* name = s.match(i, Cue::entity))
    return s.lexicon().entities()[name->sense.ref].type == "agreement" ? 'n' : 'p';
  if (s.is(i, Cue::adjective)) return 'a';
  if (s.is(i, Cue::event) && !s.is(i, Cue::not_event)) return 'e';
  if (const Match* m = s.match(i, Cue::concept_word)) {
    const char part = concept_of(s, *m).part;
    if (part != 'q') return part == 'n' && s.is(i, Cue::noun) ? 'e' : part;
    if (s.is(i, Cue::noun)) return 'e';
  }
  if (s.is(i, Cue::noun)) return 'e';
  if (s.is(i, Cue::not_event)) return 'n';
  if (verbal_noun(s, i)) return 'e';
  if (shaped_like_adjective(token.arabic.bare)) return 'a';
  return 0;
}

}  // namespace

char conjunct_kind(const Sentence& sentence, std::uint32_t at) {
  while (at < sentence.size() && !sentence[at].word()) ++at;
  if (at >= sentence.size()) return 0;
  return sentence.arabic() ? arabic_kind(sentence, at) : english_kind(sentence, at);
}

namespace {

// By what the lexicon knows, else by the ending; "Syrian-owned" is one.
bool english_adjective(const Sentence& s, std::uint32_t i) {
  if (s.is(i, Cue::adjective)) return true;
  if (const Match* known = s.match_before(i + 1, Cue::concept_word)) return concept_of(s, *known).part == 'a';
  if (s.is(i, Cue::entity) || s.is(i, Cue::noun) || s.is(i, Cue::verb_base)) return false;
  if (i > 0 && s[i].glued && s[i - 1].punctuation == '-') return true;
  constexpr std::string_view endings[] = {"able", "ible", "ive", "al", "ous", "ful", "ic", "less"};
  const std::string& form = s[i].form;
  // "The dignified", but not "steps agreed".
  if (form.ends_with("ed")) return i > 0 && (s.comma(i - 1) || s.is(i - 1, Cue::determiner));
  return form.size() > 4 && std::any_of(std::begin(endings), std::end(endings),
                                        [&](std::string_view ending) { return form.ends_with(ending); });
}

}  // namespace

bool unfinished(const Sentence& s, Extent conjunct, std::uint32_t next) {
  if (s.arabic() || conjunct.empty() || next >= s.size()) return false;
  const bool opens_anew =
      s.is(next, Cue::determiner) || s.is(next, Cue::possessive) || s.is(next, Cue::prep) || s.is(next, Cue::that);
  if (opens_anew) return false;
  std::uint32_t words = 0;
  for (std::uint32_t i = conjunct.begin; i < conjunct.end; ++i)
    words += s[i].word() && s[i].form != "to" && !s.is(i, Cue::adverb) && !s[i].form.ends_with("ly");
  const std::uint32_t last = conjunct.end - 1;
  if (words == 1 && (s.is(last, Cue::verb_base) || (last > 0 && s[last - 1].form == "to"))) return true;
  return english_adjective(s, last);
}

bool by_doing(const Sentence& s, std::uint32_t i, std::uint32_t end) {
  if (s.arabic() || s[i].form != "by") return false;
  std::uint32_t at = i + 1;
  while (at < end && s[at].form.ends_with("ly")) ++at;
  return at < end && s[at].form.size() > 5 && s[at].form.ends_with("ing") && !s.is(at, Cue::not_gerund);
}

bool names_somebody(const Sentence& s, Extent extent) {
  std::uint32_t i = extent.begin;
  for (const std::uint32_t last = std::min(i + 6, extent.end); i < last; ++i) {
    if (s.is(i, Cue::entity) || s.is(i, Cue::group)) return true;
    if (!s[i].word() || (!s.is(i, Cue::determiner) && s[i].form != "of" && !s[i].capital)) return false;
  }
  return false;
}

bool list_goes_on(const Sentence& s, Extent extent, std::uint32_t at) {
  for (std::uint32_t b = extent.begin; b < at; ++b)
    if (s[b].form == "and") return true;
  if (s[at].form == "to") return false;
  for (std::uint32_t b = at; b < extent.end; ++b)
    if (s[b].form == "and" || s[b].form == "or") return true;
  return false;
}

bool between_two(const Sentence& s, std::uint32_t begin, std::uint32_t i) {
  for (std::uint32_t b = i; b-- > begin && i - b < 8;) {
    if (s[b].form != "between" && s[b].form != "بين" && s[b].base() != "بين") continue;
    for (std::uint32_t c = b + 1; c < i; ++c)
      if (s[c].conjunction() == 'w' || s[c].form == "and") return false;
    return true;
  }
  return false;
}

}  // namespace bayan::ingest
