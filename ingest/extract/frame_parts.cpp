#include "ingest/extract/frame_parts.hpp"

#include <algorithm>

namespace bayan::ingest {

// "in previous meetings" between a verb and its object puts what is said into rounds without a name.
bool past_rounds(const Reading& r, std::uint32_t begin, std::uint32_t end) {
  return std::any_of(r.rounds.begin(), r.rounds.end(), [&](const RoundMention& m) {
    return m.kind == RoundMention::Kind::unnamed_past && m.extent.begin >= begin && m.extent.begin < end;
  });
}

// "several points, among them: ...": the points are the object.
std::uint32_t list_after(const Sentence& s, Extent region) {
  for (std::uint32_t i = region.begin; i < std::min(region.end + 1, region.begin + 8); ++i) {
    const Match* focus = s.match(i, Cue::focus);
    if (focus == nullptr) continue;
    std::uint32_t at = focus->end;
    while (at < s.size() && !s[at].word()) ++at;
    return at < s.size() ? at : 0;
  }
  return 0;
}

bool names_an_agreement(const Sentence& s, Extent region) {
  for (std::uint32_t i = region.begin; i < std::min(region.end, region.begin + 6); ++i) {
    if (s.is(i, Cue::document)) return true;
    if (const Match* name = s.match(i, Cue::entity);
        name != nullptr && s.lexicon().entities()[name->sense.ref].type == "agreement")
      return true;
    const Match* thing = s.match(i, Cue::concept_word);
    if (thing != nullptr && s.lexicon().concepts()[thing->sense.ref].key == "agreements") return true;
  }
  return false;
}

std::vector<Extent> names(const Reading& r) {
  std::vector<Extent> out;
  for (const Actor& actor : r.actors)
    if (!actor.entity.key.empty() && actor.kind != ActorKind::pronoun) out.push_back(actor.extent);
  return out;
}

std::uint32_t contrast_at(const Sentence& s, Extent region) {
  for (std::uint32_t i = region.begin + 1; !s.arabic() && i + 2 < region.end; ++i) {
    if (!s.comma(i) || s[i + 1].form != "not" || s.is(i + 1, Cue::lookalike)) continue;
    const bool again = region.begin > 0 && s.is(i + 2, Cue::prep) && s[i + 2].form == s[region.begin - 1].form;
    return again ? i + 3 : i + 2;
  }
  return 0;
}

std::vector<Extent> partners_in(const Sentence& s, Extent object) {
  std::uint32_t noun = object.begin;
  while (!s.arabic() && noun < object.begin + 3 && !s.is(noun, Cue::interaction) && !s.is(noun, Cue::prep)) ++noun;
  if (!s.is(noun, Cue::interaction)) return {};
  std::vector<Extent> out;
  for (std::uint32_t i = object.begin; i < object.end && out.empty(); ++i)
    if (s[i].form == "مع" || s[i].form == "with") out.push_back({i + 1, object.end});
  if (out.empty()) return out;
  for (std::uint32_t i = out.back().begin + 1; i < object.end; ++i) {
    const bool joins = s.arabic() ? s[i].conjunction() == 'w' : s[i - 1].form == "and";
    if (!joins || shaped_like_adjective(s[i].arabic.bare)) continue;
    out.back().end = s.arabic() ? i : i - 1;
    out.push_back({s[i].form == "with" ? i + 1 : i, object.end});
  }
  return out;
}

// "gratitude to the host for the meeting": thanks go to one, for another.
void cut_to_thanked(const Sentence& s, Extent& object) {
  for (std::uint32_t i = object.begin + 1; i + 1 < object.end; ++i)
    if (s.arabic() ? s.is(i, Cue::prep) && s[i].conjunction() == 0 : s[i].form == "for") object.end = i;
}

Extent thanked(const Reading& r, const Trigger& t, const Filled& filled) {
  std::uint32_t begin = t.extent.end;
  while (const Match* adverb = r.s.match(begin, Cue::adverb)) begin = adverb->end;
  return r.s.trimmed({begin, filled.object - 1});
}

const Actor* doer_of(const Reading& r, const Trigger& t) {
  if (r.s.arabic() || t.extent.end >= r.s.size() || r.s[t.extent.end].form != "by") return nullptr;
  for (const Actor& actor : r.actors)
    if (actor.extent.begin == t.extent.end + 1 && (!actor.entity.key.empty() || actor.list())) return &actor;
  return nullptr;
}

bool stand_beside(const Reading& r, const Trigger& verb, std::size_t next) {
  return r.s.arabic() || r.triggers[next].group <= verb.extent.end + 2;
}

}  // namespace bayan::ingest
