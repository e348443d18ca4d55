// "According to X, P" and "P, according to X": X says it.
#include "ingest/extract/reading.hpp"

namespace bayan::ingest {

namespace {

const Actor* source_at(const Reading& r, std::uint32_t at) {
  for (const Actor& actor : r.actors)
    if (actor.extent.begin == at && !actor.entity.key.empty() && !actor.list() && actor.kind != ActorKind::pronoun)
      return &actor;
  return nullptr;
}

// To the next full stop on either side.
Extent sentence_around(const Sentence& s, std::uint32_t at) {
  Extent out{at, at};
  while (out.begin > 0 && !s.full_stop(out.begin - 1)) --out.begin;
  while (out.end < s.size() && !s.full_stop(out.end)) ++out.end;
  return out;
}

}  // namespace

void read_sources(Reading& r) {
  const Sentence& s = r.s;
  if (s.arabic()) return;
  for (std::uint32_t i = 0; i < s.size(); ++i) {
    const Match* label = s.match(i, Cue::quotes_label);
    const Actor* source = label != nullptr ? source_at(r, label->end) : nullptr;
    if (source == nullptr) continue;
    const Extent around = sentence_around(s, i);
    const std::uint32_t end = source->extent.end;
    Extent said;
    if (i == around.begin && s.comma(end))
      said = {end + 1, around.end};
    else if (i > around.begin && s.comma(i - 1) && (s.comma(end) || end >= around.end))
      said = {around.begin, i - 1};
    said = s.trimmed(said);
    if (said.size() < 4) continue;
    const Entity& speaker = source->document ? *source->document : source->entity;
    Statement made = draft(r, source->entity, "says", node_of(s, said), said, hull(said, {i, end}), "says.source", 0.8);
    made.holder = source->entity;
    made.speaker = speaker;
    r.voices.push_back({said, speaker, *source});
    emit(r, std::move(made), nullptr);
  }
}

}  // namespace bayan::ingest
