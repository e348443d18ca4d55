// "Briefing the Council, X said", "speaking at a conference in Baku, X said": where somebody spoke.
#include "ingest/extract/reading.hpp"

namespace bayan::ingest {

namespace {

// Who acts in the clause behind a comma.
const Actor* actor_behind(const Reading& r, std::uint32_t comma) {
  for (std::size_t k = 0; k < r.triggers.size(); ++k) {
    const Trigger& t = r.triggers[k];
    if (t.extent.begin < comma || t.subject == nullptr || k >= r.subjects.size() || !r.subjects[k]) continue;
    return t.subject->extent.begin == comma + 1 && t.subject->kind == ActorKind::person ? &*r.subjects[k] : nullptr;
  }
  return nullptr;
}

bool place_of_speech(const Reading& r, Extent where) {
  for (std::uint32_t i = where.begin; i < where.end; ++i)
    if (r.s.is(i, Cue::press) || r.s.is(i, Cue::meeting) || r.s.is(i, Cue::round)) return true;
  for (const Actor& actor : r.actors)
    if (actor.extent.begin == where.begin && actor.extent.end <= where.end && actor.kind != ActorKind::person &&
        !actor.entity.key.empty())
      return true;
  return false;
}

}  // namespace

void read_addresses(Reading& r) {
  const Sentence& s = r.s;
  const Match* cue = s.arabic() || s.size() == 0 ? nullptr : s.match(s.quote(0) ? 1 : 0, Cue::addressing);
  if (cue == nullptr) return;
  std::uint32_t comma = cue->end;
  while (comma < s.size() && !s.comma(comma) && s[comma].word()) ++comma;
  if (!s.comma(comma) || comma - cue->end > 14) return;
  Extent where{cue->end, comma};
  for (std::uint32_t i = where.begin + 1; i < where.end; ++i)  // "the Council this morning", "a summit on Monday"
    if (s.is(i, Cue::time_of_day) || s.is(i, Cue::day) || (s.is(i, Cue::prep) && s.is(i + 1, Cue::weekday)))
      where.end = i;
  const Actor* who = actor_behind(r, comma);
  if (who == nullptr || who->entity.key.empty() || where.empty() || !place_of_speech(r, where)) return;
  Statement made =
      draft(r, who->entity, "spoke_at", node_of(s, where), where, {cue->begin, where.end}, "spoke_at.address", 0.8);
  emit(r, std::move(made), nullptr);
}

}  // namespace bayan::ingest
