#include "ingest/extract/reading.hpp"

#include <algorithm>

namespace bayan::ingest {

std::string Passage::last_day(std::int64_t wanted) const {
  for (const KnownRound& known : known_rounds)
    if (known.series == series && known.round == wanted) return known.last.empty() ? known.first : known.last;
  return {};
}

const Voice* Reading::voice_at(std::uint32_t token) const {
  const Voice* inner = nullptr;
  for (const Voice& voice : voices)
    if (voice.extent.holds(token) && (inner == nullptr || voice.extent.size() <= inner->extent.size())) inner = &voice;
  return inner;
}

Extent hull(Extent a, Extent b) {
  if (a.empty()) return b;
  if (b.empty()) return a;
  return {std::min(a.begin, b.begin), std::max(a.end, b.end)};
}

Statement draft(const Reading& reading, Node subject, const std::string& relation, Node object, Extent object_extent,
                Extent evidence, const std::string& rule, double confidence) {
  const Sentence& s = reading.s;
  Statement out;
  out.series = reading.document.series;
  if (!reading.unnamed_past) out.round = reading.round;
  out.date = reading.unnamed_past ? "" : reading.date;
  out.subject = std::move(subject);
  out.relation = relation;
  out.object = std::move(object);
  const LexiconRelation* known = reading.lexicon().relation(relation);
  out.modality = known != nullptr && !known->modality.empty() ? known->modality : "asserted";
  const text::Range object_bytes = s.bytes(object_extent, true);
  if (object_bytes.size() > 0) out.object_span = Span{object_bytes.begin, object_bytes.end};
  const text::Range bytes = s.bytes(evidence);
  out.evidence = Evidence{Span{bytes.begin, bytes.end}, std::string(s.text(bytes))};
  out.confidence = confidence;
  out.rule = s.language().code + "." + rule;
  return out;
}

void emit(Reading& reading, Statement statement, const Actor* subject) {
  if (subject == nullptr || !subject->list()) {
    reading.note(statement.rule + ": made");
    reading.out.push_back(std::move(statement));
    return;
  }
  for (const Actor& member : subject->members) {
    Statement one = statement;
    one.subject = member.entity;
    if (statement.holder) one.holder = member.entity;
    if (statement.speaker && statement.speaker->key == subject->entity.key) one.speaker = member.entity;
    reading.note(one.rule + ": made for " + member.entity.key);
    reading.out.push_back(std::move(one));
  }
}

std::optional<Entity> round_entity(const Reading& reading, std::int64_t ordinal, std::string surface) {
  const LexiconSeries* series = reading.lexicon().series(reading.document.series);
  std::string label = series != nullptr ? series->label_en : reading.document.series;
  if (label.empty()) return std::nullopt;
  std::replace(label.begin(), label.end(), ' ', '_');
  return Entity{label + "_round_" + std::to_string(ordinal), "event", std::move(surface)};
}

void read_roles(Reading& reading) {
  std::vector<Actor> actors;
  for (const Actor& actor : reading.actors) {
    actors.push_back(actor);
    if (reading.s.arabic()) actors.insert(actors.end(), actor.members.begin(), actor.members.end());
  }
  for (const Actor& actor : actors) {
    if (actor.kind != ActorKind::person || actor.anaphor) continue;
    for (const Role& role : actor.roles) {
      const Extent extent = reading.s.trimmed(role.extent);
      if (extent.size() < 2) continue;  // "Mr", "minister": no role of anybody's
      Statement made = draft(reading, actor.entity, "holds_role", node_of(reading.s, extent, false), extent,
                             hull(extent, actor.extent), "holds_role.title", 0.9);
      emit(reading, std::move(made), nullptr);
    }
  }
}

}  // namespace bayan::ingest
