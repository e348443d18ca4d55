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

namespace {

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

Extent between_that_and(const Sentence& s, const Trigger& t) {
  std::uint32_t begin = t.extent.begin;
  while (begin > 0 && t.extent.begin - begin < 5 && s[begin - 1].word() && !s.is(begin - 1, Cue::that)) {
    --begin;
    if (s.is(begin, Cue::prep) || s.is(begin, Cue::relative) || s.is(begin, Cue::own_state) ||
        s.is(begin, Cue::event) || s[begin].preposition() != 0)
      return {};
  }
  if (begin == t.extent.begin || begin == 0 || !s.is(begin - 1, Cue::that)) return {};
  return {begin, t.extent.begin};
}

Extent quoted_before(const Sentence& s, const Trigger& t) {
  for (std::uint32_t i = t.extent.begin; i-- > 0 && t.extent.begin - i < 12;) {
    if (s[i].form != "عن") continue;
    std::uint32_t end = i + 1;
    while (end < t.extent.begin && end - i < 5 && s[end].word() && !s.is(end, Cue::verb) && !s.is(end, Cue::prep) &&
           !s.is(end, Cue::relative))
      ++end;
    return {i + 1, end};
  }
  return {};
}

}  // namespace

void settle_subject(const Sentence& s, const Trigger& t, std::optional<Filled>& filled,
                    std::optional<Subject>& subject) {
  if (filled && filled->unnamed && !filled->stranger.empty()) {
    subject = Subject{stranger_of(s, filled->stranger), {}};
    if (t.agreement.gender != 0) subject->actor->gender = t.agreement.gender;
    filled->unnamed = false;
  } else if (subject && subject->actor && filled && filled->subject != nullptr && subject->actor->gender == 0 &&
             subject->actor->number == 's') {
    subject->actor->gender = t.agreement.gender;  // a verb before its subject agrees with it in gender
  }
  if (subject) return;
  Extent who;
  if (s.is(t.extent.begin, Cue::quoted_as))
    who = quoted_before(s, t);
  else if (t.unnamed && filled)
    who = between_that_and(s, t);
  if (!who.empty()) subject = Subject{stranger_of(s, who), {}};
}

// A past tense written with "u" on its first letter: nobody is named who did it.
bool vowelled_passive(const Sentence& s, std::uint32_t i) {
  const std::string_view word = s.text(s[i].range);
  std::size_t at = s[i].conjunction() != 0 ? 2 : 0;
  at += 2;  // an Arabic letter has two bytes
  return word.substr(std::min(at, word.size())).starts_with("ُ");
}

// "... that the delegation rejects": a subject that is nobody known stands between "that" and the verb.
bool noun_after_that(const Sentence& s, std::uint32_t verb) {
  for (std::uint32_t i = verb; i > 0 && verb - i < 5; --i) {
    if (!s[i - 1].word()) return false;
    if (!s.is(i - 1, Cue::that)) continue;
    return i < verb && s[i].base().starts_with("ال") && s[i].preposition() == 0;
  }
  return false;
}

std::vector<Extent> said_clauses(const Sentence& s, Extent object) {
  std::vector<Extent> out = {object};
  if (!s.arabic()) return out;
  for (std::uint32_t i = object.begin + 2; i + 2 < object.end; ++i) {
    if (s[i].conjunction() != 'w' || !s.is(i, Cue::that)) continue;
    out.back().end = i;
    out.push_back({i + 1, object.end});
  }
  for (Extent& clause : out) clause = s.trimmed(clause);
  return out;
}

bool names_a_violation(const Sentence& s, Extent object) {
  for (std::uint32_t i = object.begin; i < object.end; ++i)
    if (s.is(i, Cue::violation)) return s.arabic();
  return false;
}

}  // namespace bayan::ingest
