#include "ingest/extract/frame_shapes.hpp"

#include <algorithm>

namespace bayan::ingest {

// One form can be of several verbs, or of one with several frames ("noted that", "praised"): the first frame whose
// complement is there.
void choose_frame(Reading& r, std::size_t k) {
  const Sentence& s = r.s;
  Trigger& t = r.triggers[k];
  const std::uint32_t first = t.frame;
  std::optional<std::uint32_t> direct;
  for (const Match& m : s.at(t.extent.begin)) {
    if (m.end != t.extent.end || m.sense.cue != (t.participle ? Cue::participle : Cue::verb)) continue;
    t.frame = m.sense.ref;
    const auto filled = fill(r, k, s.size());
    if (!filled) continue;
    if (!direct) direct = t.frame;
    // Words of the verb's own right behind it or its subject tell more than an object.
    const std::uint32_t near = (filled->subject != nullptr ? filled->subject->extent.end : t.extent.end) + 5;
    const Complement& complement = *filled->complement;
    if ((!complement.before.empty() || complement.addressee || complement.quotation) && filled->object <= near) return;
  }
  t.frame = direct.value_or(first);
}

// "which it proposed": the object is written onto the verb.
bool takes_its_pronoun(const Sentence& s, const Trigger& t, const std::optional<Filled>& filled) {
  if (!s.arabic() || t.participle || s[t.extent.begin].arabic.pronoun.empty() || t.extent.size() > 1) return false;
  if (s.is(t.extent.begin, Cue::quoted_as)) return false;
  return !filled || (filled->complement->before.empty() && !filled->complement->addressee);
}

// Somebody the lexicon does not know, by the words of the text.
Actor stranger_of(const Sentence& s, Extent extent) {
  Actor out;
  out.extent = s.trimmed(extent);
  out.entity.surface = std::string(s.text(out.extent, true));
  out.entity.key = out.entity.surface;
  std::replace(out.entity.key.begin(), out.entity.key.end(), ' ', '_');
  const std::string& first = s[extent.begin].form;
  const bool several = first.ends_with("ون") || first.ends_with("و") || first.ends_with("ان");
  out.kind = several ? ActorKind::group : ActorKind::entity;
  out.entity.type = several ? "group" : "";
  out.number = several ? 'p' : 's';
  if (s.text(s[extent.begin].range).ends_with("ة")) out.gender = 'f';
  return out;
}

bool names_a_violation(const Sentence& s, Extent object) {
  for (std::uint32_t i = object.begin; i < object.end; ++i)
    if (s.is(i, Cue::violation)) return s.arabic();
  return false;
}

}  // namespace bayan::ingest
