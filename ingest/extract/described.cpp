#include "ingest/extract/described.hpp"

namespace bayan::ingest {

namespace {

bool verb_here(const Reading& r, std::uint32_t at) {
  for (const Trigger& t : r.triggers)
    if (t.extent.holds(at)) return true;
  return false;
}

// Where the noun phrase before a pronoun ends: before its comma and a closing quotation mark.
std::uint32_t phrase_end(const Sentence& s, std::uint32_t pronoun) {
  std::uint32_t end = pronoun;
  if (end > 0 && s.is(end - 1, Cue::prep)) --end;  // "by which"
  while (end > 0 && (s.comma(end - 1) || s.quote(end - 1))) --end;
  return end;
}

}  // namespace

Extent noun_phrase_before(const Reading& r, std::uint32_t end) {
  const Sentence& s = r.s;
  std::uint32_t i = end;
  while (i > 0 && end - i < 8) {
    const bool inside = !s[i - 1].word() && s[i - 1].glued && i < end && s[i].glued;
    if ((!s[i - 1].word() && !inside) || s.is(i - 1, Cue::prep) || s.is(i - 1, Cue::that) ||
        s.is(i - 1, Cue::linking) || s.is(i - 1, Cue::auxiliary) || verb_here(r, i - 1))
      break;
    --i;
    if (s.is(i, Cue::determiner)) break;
  }
  return s.trimmed({i, end});
}

std::optional<Node> described_by(const Reading& r, std::uint32_t pronoun) {
  const Sentence& s = r.s;
  const std::uint32_t end = phrase_end(s, pronoun);
  if (end == 0) return std::nullopt;
  for (const Actor& actor : r.actors) {
    const bool ends = actor.extent.end == end || actor.extent.end == end + 1;
    if (ends && !actor.oblique && !actor.list() && !actor.entity.key.empty() && actor.extent.begin < end)
      return Node(actor.entity);
  }
  const std::uint32_t last = s.bytes({end - 1, end}).end;
  const bool adds = s.comma(pronoun - 1) || s.is(pronoun - 1, Cue::prep);
  const Statement* object = nullptr;
  for (const Statement& made : r.out)
    if (adds && made.object_span && std::holds_alternative<Phrase>(made.object) && made.object_span->end <= last + 3 &&
        made.object_span->end + 3 >= last &&
        (object == nullptr || made.object_span->begin > object->object_span->begin))
      object = &made;
  if (object != nullptr) return object->object;
  const Extent phrase = noun_phrase_before(r, end);
  if (phrase.empty() || s[phrase.begin].number) return std::nullopt;
  // "the flight of people, which": what is described may as well stand before the preposition.
  if (adds && phrase.begin > 0 && s.is(phrase.begin - 1, Cue::prep)) return std::nullopt;
  return node_of(s, phrase, false);
}

VerbGroup verb_group(const Sentence& s, std::uint32_t begin) {
  VerbGroup out;
  out.end = begin;
  for (bool more = true; more && out.end < s.size();) {
    more = false;
    const std::uint32_t i = out.end;
    const std::string& form = s[i].form;
    if (!s[i].word() || s.is(i, Cue::link_verb)) break;
    if (s.is(i, Cue::negator)) {
      out.negative = more = true;
      out.end = s.match(i, Cue::negator)->end;
    } else if (s.is(i, Cue::modal) || s.is(i, Cue::possible) || s.is(i, Cue::auxiliary)) {
      out.possible |= s.is(i, Cue::possible) || form == "would";
      out.modal |= s.is(i, Cue::modal);
      out.passive = form == "be" || form == "been" || form == "is" || form == "are" || form == "was" || form == "were";
      more = true;
      ++out.end;
    } else if (const Match* adverb = s.match(i, Cue::adverb)) {
      out.end = adverb->end, more = true;
    } else if (form.size() > 4 && form.ends_with("ly")) {
      ++out.end, more = true;
    }
  }
  return out;
}

}  // namespace bayan::ingest
