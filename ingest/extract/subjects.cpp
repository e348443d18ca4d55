#include "ingest/extract/subjects.hpp"

#include <algorithm>

namespace bayan::ingest {

namespace {

bool agrees(const Actor& actor, const Agreement& agreement) {
  if (actor.kind == ActorKind::group && agreement.number == 'p') return true;
  if (agreement.number != 0 && actor.number != 0 && agreement.number != actor.number) return false;
  return agreement.gender == 0 || actor.gender == 0 || agreement.gender == actor.gender;
}

}  // namespace

std::optional<Subject> Subjects::resolve(std::size_t index, const Actor* behind) const {
  const Trigger& t = r_.triggers[index];
  if (t.relative && (behind == nullptr || !r_.s.arabic())) return relative(t);
  const Actor* named = t.subject != nullptr ? t.subject : behind;
  if (named != nullptr) {
    if (named->kind == ActorKind::pronoun) return pronoun(t, *named);
    if (named->entity.key.empty() && !named->list()) return std::nullopt;
    return Subject{*named, {}};
  }
  if (t.agreement.person == '1') return speaker(t);
  if (t.unnamed) return std::nullopt;
  return left_out(index);
}

// "... which demands": what stands before the pronoun.
std::optional<Subject> Subjects::relative(const Trigger& t) const {
  std::uint32_t pronoun = t.extent.begin;
  while (pronoun > 0 && !r_.s.is(pronoun, Cue::relative)) --pronoun;
  for (const Actor& actor : r_.actors)
    if ((actor.extent.end == pronoun || (actor.extent.end + 1 == pronoun && r_.s.comma(pronoun - 1))) &&
        !actor.entity.key.empty())
      return Subject{actor, {}};
  for (std::uint32_t i = pronoun; i-- > 0 && pronoun - i < 14;) {
    if (!r_.s[i].word()) break;
    if (r_.s.is(i, Cue::document)) return Subject{std::nullopt, {i, pronoun}};
  }
  return std::nullopt;
}

std::optional<Subject> Subjects::pronoun(const Trigger& t, const Actor& actor) const {
  if (actor.number == '1') return speaker(t);
  const Agreement agreement{actor.gender, actor.number, '3', 0};
  const bool he = actor.gender == 'm';
  Trigger place = t;
  place.extent.begin = actor.extent.begin;
  auto found = he ? person_before(place) : actor.number == 's' ? thing_before(place) : before(place, agreement);
  if (!found || !found->actor) return std::nullopt;
  // "It" is no person, "they" are several.
  if (!he && found->actor->kind == ActorKind::person) return std::nullopt;
  found->actor->anaphor = true;
  return found;
}

std::optional<Subject> Subjects::thing_before(const Trigger& t) const {
  for (std::size_t k = known_.size(); k-- > 0;)
    if (known_[k] && known_[k]->actor && r_.triggers[k].extent.begin < t.extent.begin && !r_.triggers[k].relative &&
        known_[k]->actor->kind != ActorKind::person && known_[k]->actor->number != 'p')
      return known_[k];
  const Actor* earlier = r_.discourse.latest(false, r_.mentioned);
  return earlier != nullptr ? std::optional(Subject{*earlier, {}}) : std::nullopt;
}

std::optional<Subject> Subjects::person_before(const Trigger& t) const {
  for (std::size_t i = r_.actors.size(); i-- > 0;)
    if (r_.actors[i].kind == ActorKind::person && r_.actors[i].extent.end <= t.extent.begin)
      return Subject{r_.actors[i], {}};
  const Actor* earlier = r_.discourse.latest(true, r_.mentioned);
  return earlier != nullptr ? std::optional(Subject{*earlier, {}}) : std::nullopt;
}

// "We", in somebody's mouth: whom he speaks for.
std::optional<Subject> Subjects::speaker(const Trigger& t) const {
  const Voice* voice = r_.voice_at(t.extent.begin);
  if (voice == nullptr) {
    // A statement's own "we": who issues it.
    const auto issuers = r_.discourse.own_we();
    if (!issuers || t.agreement.number == 's') return std::nullopt;
    Actor own;
    own.entity = *issuers;
    own.kind = ActorKind::group;
    return Subject{own, {}};
  }
  Actor actor = voice->actor;
  actor.extent = t.extent;
  actor.document.reset();
  if (!actor.speaks_for.empty() && t.agreement.number != 's') {
    const LexiconEntity* whom = r_.lexicon().entity(actor.speaks_for);
    actor.entity = {actor.speaks_for, whom != nullptr ? whom->type : "", {}};
    actor.kind = ActorKind::entity;
  }
  return Subject{actor, {}};
}

// A subject left out: whom the verbs before it have, then who was named before it, then the line above the list.
std::optional<Subject> Subjects::left_out(std::size_t index) const {
  const Trigger& t = r_.triggers[index];
  const bool arabic = r_.s.arabic();
  const Voice* own_voice = r_.voice_at(t.extent.begin);
  if (!arabic && index > 0 && !t.participle && r_.triggers[index - 1].relative && t.group > 1 &&
      r_.s[t.group - 1].form == "and" && !r_.s.comma(t.group - 2))
    return known_[index - 1];  // "which broke the truce and threatened": both of what is described
  for (std::size_t k = index; k-- > 0;) {
    if (arabic && std::find(blocked_.begin(), blocked_.end(), k) != blocked_.end()) return std::nullopt;
    if (!known_[k] || r_.triggers[k].relative) continue;
    const auto& actor = known_[k]->actor;
    if (!actor) continue;
    // A verb outside a quotation does not take its subject from inside one.
    if (r_.voice_at(r_.triggers[k].extent.begin) != own_voice && own_voice == nullptr && in_quotation(k)) continue;
    if (arabic ? !agrees(*actor, t.agreement) : !same_time(r_.triggers[k], t)) continue;
    if (!arabic && k > 0 && reported(k) && !reported(index) && known_[k - 1] && known_[k - 1]->actor) continue;
    Subject out = *known_[k];
    out.actor->anaphor = true;
    return out;
  }
  if (!arabic) {
    if (t.participle && opens(t) && index + 1 < r_.triggers.size() && !r_.triggers[index + 1].relative &&
        r_.triggers[index + 1].subject != nullptr) {
      const Actor& next = *r_.triggers[index + 1].subject;
      if (next.kind != ActorKind::pronoun && (!next.entity.key.empty() || next.list())) return Subject{next, {}};
    }
    if (r_.lead && opens(t)) return Subject{r_.lead, {}};
    if (t.participle || index == 0) return std::nullopt;
    for (std::size_t k = index; k-- > 0;)
      if (known_[k] && known_[k]->actor && !r_.triggers[k].relative)
        return described_between(r_.triggers[k], t) ? std::nullopt : known_[k];
    return std::nullopt;
  }
  // A sentence that begins with another verb, unknown here, has another subject.
  const bool joined = r_.s[t.extent.begin].conjunction() == 'w' && !t.participle;
  if (index == 0 && t.clause > 3 && joined && !opens(t)) return std::nullopt;
  if (auto found = before(t, t.agreement)) return found;
  if (r_.lead && agrees(*r_.lead, t.agreement)) return Subject{r_.lead, {}};
  return std::nullopt;
}

// "said that they had agreed, but admitted": a verb without "had" does not go on with one that has it.
bool Subjects::reported(std::size_t trigger) const {
  const Trigger& t = r_.triggers[trigger];
  for (std::uint32_t i = t.group; i < t.extent.begin; ++i)
    if (r_.s[i].form == "had") return true;
  return false;
}

// "rejected the decision, which breaks the law and threatens": a verb of another tense goes on with the relative
// clause.
bool Subjects::described_between(const Trigger& from, const Trigger& to) const {
  for (std::uint32_t i = from.extent.end; i < to.extent.begin; ++i)
    if (r_.s.is(i, Cue::relative) && r_.s[i].form != "that") return true;
  return false;
}

// Whether a verb opens its line, behind a number or a dash.
bool Subjects::opens(const Trigger& t) const {
  for (std::uint32_t i = 0; i < t.extent.begin; ++i)
    if (r_.s[i].word() && !r_.s[i].number && !r_.s.is(i, Cue::adverb)) return false;
  return true;
}

bool Subjects::in_quotation(std::size_t trigger) const {
  const std::uint32_t at = r_.triggers[trigger].extent.begin;
  return std::any_of(r_.s.quotations().begin(), r_.s.quotations().end(),
                     [&](const Quotation& q) { return q.open < at && at < q.close; });
}

// English verbs that are joined share a subject when they share a tense; participles take any.
bool Subjects::same_time(const Trigger& a, const Trigger& b) {
  const auto past = [](char tense) { return tense == 'p' || tense == 'n'; };
  return b.participle || a.participle || past(a.agreement.tense) == past(b.agreement.tense);
}

std::optional<Subject> Subjects::before(const Trigger& t, const Agreement& agreement) const {
  const auto taken_over = [](const Actor& actor) {
    Subject out{actor, {}};
    out.actor->anaphor = true;
    out.actor->roles.clear();
    return out;
  };
  for (std::size_t k = known_.size(); k-- > 0;) {
    if (!known_[k] || !known_[k]->actor || r_.triggers[k].extent.begin >= t.extent.begin || r_.triggers[k].relative)
      continue;
    if (agrees(*known_[k]->actor, agreement)) return taken_over(*known_[k]->actor);
  }
  if (const Actor* earlier = r_.discourse.last_acting(agreement)) return taken_over(*earlier);
  if (agreement.number == 'p' || (r_.s.arabic() && agreement.gender == 'f')) {
    if (const Actor* group = r_.discourse.last_group()) return taken_over(*group);
    if (const auto issuers = r_.discourse.issuers()) {
      Actor actor;
      actor.kind = ActorKind::group;
      actor.entity = *issuers;
      actor.number = 'p';
      return taken_over(actor);
    }
  }
  return std::nullopt;
}

}  // namespace bayan::ingest
