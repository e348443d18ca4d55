// Verbs and participles that link one thing to another: what violates, harms, leads to, aims at, rests on what. Their
// subject is a thing, so it is only taken from where the text puts it: before the relative pronoun, behind "that",
// between the verb and its preposition, before the participle. None is taken over from an earlier verb.
#include <algorithm>

#include "ingest/extract/clauses.hpp"
#include "ingest/extract/complements.hpp"
#include "ingest/extract/conjuncts.hpp"
#include "ingest/extract/frame_parts.hpp"
#include "ingest/extract/objects.hpp"
#include "ingest/extract/reading.hpp"

namespace bayan::ingest {

namespace {

constexpr std::uint32_t longest_subject = 12;  // words

class LinkReader {
 public:
  explicit LinkReader(Reading& reading) : r_(reading), s_(reading.s) {}

  void run() {
    for (std::size_t k = 0; k < r_.triggers.size(); ++k) {
      if (link(relation_of(k)))
        verb(k);
      else
        object_relative(k);
    }
    for (std::uint32_t i = 0; i < s_.size(); ++i) {
      if (const Match* participle = s_.match(i, Cue::attributive)) attributive(*participle, s_.value(*participle));
      if (const Match* only = i > 1 && s_[i - 1].form == "الا" ? s_.match(i, Cue::link) : nullptr) only_by(*only);
      if (const Match* violating = s_.match(i, Cue::violating)) attributive(*violating, "violates", true);
    }
  }

 private:
  const std::string& relation_of(std::size_t k) const { return r_.lexicon().frames()[r_.triggers[k].frame].relation; }

  bool link(const std::string& relation) const {
    const LexiconRelation* known = r_.lexicon().relation(relation);
    return known != nullptr && known->parent == "link";
  }

  struct Thing {
    Extent extent;
    const Actor* actor = nullptr;  // where it is exactly somebody
  };

  void verb(std::size_t k) {
    const Trigger& t = r_.triggers[k];
    const auto filled = fill(r_, k, s_.size());
    if (t.participle || t.passive || !filled || filled->clause) return;
    auto what = subject(k, *filled);
    if (!what && k > 0 && last_ && last_->first + 1 == k && s_[t.extent.begin].conjunction() == 'w')
      what = last_->second;
    if (!what) return r_.note(std::string(s_.text(t.extent)) + ": no statement, what does it is not clear");
    last_ = {k, *what};
    state(*what, relation_of(k), {filled->object, region_end(r_, k, filled->object)}, t.extent, t.negative);
  }

  // "the amendments that Switzerland proposed (them)": the object stands before the relative pronoun, or before the
  // verb where it is indefinite; who does it stands behind.
  void object_relative(std::size_t k) {
    const Trigger& t = r_.triggers[k];
    if (!t.relative || t.negative || t.passive || s_[t.extent.begin].arabic.pronoun.empty()) return;
    if (!r_.lexicon().says_something(relation_of(k)) && relation_of(k) != "issued" && relation_of(k) != "signed")
      return;
    const Actor* who = nullptr;
    for (const Actor& actor : r_.actors)
      if (actor.extent.begin == t.extent.end && !actor.entity.key.empty()) who = &actor;
    if (who == nullptr) return;
    std::uint32_t end = t.extent.begin;
    if (end > 0 && s_.is(end - 1, Cue::relative)) --end;
    const auto what = noun_before(end);
    if (!what) return;
    const LexiconRelation* known = r_.lexicon().relation(relation_of(k));
    if (known == nullptr) return;
    const std::string relation = known->kind == "frame" ? "proposes" : relation_of(k);
    if (known->kind == "frame" && relation_of(k) != "expresses") return;
    Statement made = draft(r_, who->entity, relation, node_of(s_, what->extent), what->extent,
                           hull(what->extent, who->extent), "relative." + relation, 0.7);
    made.holder = who->entity;
    emit(r_, std::move(made), who);
  }

  // "peace cannot be reached but through talks": what it is about stands before the negation.
  void only_by(const Match& link) {
    const std::string& relation = s_.value(link);
    if (relation != "based_on" && relation != "through") return;
    std::uint32_t negator = link.begin;
    while (negator > 0 && link.begin - negator < 8 && s_[negator - 1].word() && !s_.is(negator, Cue::negator))
      --negator;
    if (!s_.is(negator, Cue::negator)) return;
    std::uint32_t begin = negator;
    while (begin > 0 && negator - begin < longest_subject && s_[begin - 1].word() && !s_.is(begin - 1, Cue::that))
      --begin;
    if (begin == negator || (begin > 0 && !s_.is(begin - 1, Cue::that))) return;
    std::uint32_t end = link.end;
    while (end < s_.size() && !s_.comma(end) && !s_.full_stop(end) && !s_.quote(end)) ++end;
    if (const auto what = thing({begin, negator}))
      state(*what, relation, {link.end, end}, {link.begin, link.end}, false);
  }

  std::optional<Thing> subject(std::size_t k, const Filled& filled) const {
    const Trigger& t = r_.triggers[k];
    std::uint32_t i = t.extent.begin;
    if (i > 0 && s_.is(i - 1, Cue::that)) --i;
    if (const Match* possible = s_.match_before(i, Cue::possible)) i = possible->begin;
    if (const Match* negator = s_.match_before(i, Cue::negator)) i = negator->begin;
    if (i > 0 && s_.is(i - 1, Cue::relative)) return head_before(i - 1);
    if (t.subject != nullptr && t.subject->kind != ActorKind::pronoun) return Thing{t.subject->extent, t.subject};
    if (auto clause = before_verb(t)) return clause;
    if (filled.subject != nullptr && filled.subject->kind != ActorKind::pronoun && !t.relative)
      return Thing{filled.subject->extent, filled.subject};
    if (!filled.stranger.empty()) return Thing{filled.stranger, nullptr};
    return std::nullopt;
  }

  // "that the blockade (verb)": all between "that" and the verb.
  std::optional<Thing> before_verb(const Trigger& t) const {
    std::uint32_t begin = t.extent.begin;
    while (begin > 0 && s_[begin - 1].word() && !s_.is(begin - 1, Cue::that) &&
           t.extent.begin - begin <= longest_subject && !s_.is(begin - 1, Cue::relative) &&
           !s_.is(begin - 1, Cue::verb))
      --begin;
    if (begin == t.extent.begin || begin == 0 || !s_.is(begin - 1, Cue::that)) return std::nullopt;
    return thing({begin, t.extent.begin});
  }

  // The noun phrase that ends at a token, back to where the object of the verb before it begins, or to what cannot be
  // inside one.
  std::optional<Thing> head_before(std::uint32_t end) const {
    if (end > 0 && s_.comma(end - 1)) --end;
    for (const Actor& actor : r_.actors)
      if (actor.extent.end == end && actor.kind != ActorKind::pronoun && !actor.oblique &&
          begins_object(actor.extent.begin))
        return Thing{actor.extent, &actor};
    std::uint32_t begin = end;
    while (begin > 0 && end - begin < longest_subject) {
      const std::uint32_t at = begin - 1;
      if (!s_[at].word() && !s_.quote(at)) break;
      if (s_.is(at, Cue::that) || s_.is(at, Cue::relative) || s_.is(at, Cue::link) || s_.is(at, Cue::boundary)) break;
      if (ends_verb(begin)) break;
      begin = at;
      if (begins_object(begin)) break;
      if (s_[begin].preposition() != 0 && conjunct_kind(s_, begin) != 'a' && begin + 1 < end) break;
      if (s_[begin].conjunction() == 'w' && conjunct_kind(s_, begin) == 'e') break;
    }
    while (begin < end && (s_.is(begin, Cue::prep) || s_.is(begin, Cue::quantifier))) ++begin;
    return thing({begin, end});
  }

  // The noun right before a participle that describes it, with its adjectives and what it is in construct with.
  std::optional<Thing> noun_before(std::uint32_t end) const {
    const auto stops = [&](std::uint32_t at) {
      return !s_[at].word() || s_.is(at, Cue::prep) || s_.is(at, Cue::that) || s_.is(at, Cue::relative) ||
             s_.is(at, Cue::link) || ends_verb(at + 1);
    };
    std::uint32_t begin = end;
    while (begin > 0 && end - begin < 4 && !stops(begin - 1) && conjunct_kind(s_, begin - 1) == 'a') --begin;
    if (begin == 0 || stops(begin - 1)) return std::nullopt;
    --begin;
    if (begin > 0 && !stops(begin - 1) && s_[begin].conjunction() == 0 && s_[begin].preposition() == 0 &&
        !s_[begin - 1].base().starts_with("ال"))
      --begin;
    if (s_.is(begin, Cue::quantifier)) ++begin;
    return thing({begin, end});
  }

  bool ends_verb(std::uint32_t at) const {
    return std::any_of(r_.triggers.begin(), r_.triggers.end(), [&](const Trigger& t) { return t.extent.end == at; });
  }

  // Whether some statement's object begins at a token.
  bool begins_object(std::uint32_t at) const {
    const std::uint32_t byte = s_.bytes({at, at + 1}, true).begin;
    return std::any_of(r_.out.begin(), r_.out.end(),
                       [&](const Statement& made) { return made.object_span && made.object_span->begin == byte; });
  }

  std::optional<Thing> thing(Extent extent) const {
    extent = s_.trimmed(extent);
    if (extent.empty() || extent.size() > longest_subject) return std::nullopt;
    if (extent.size() == 1 && s_.is(extent.begin, Cue::object_pronoun)) return std::nullopt;
    return Thing{extent, nullptr};
  }

  // "steps aimed at ending": a participle between two things.
  void attributive(const Match& participle, const std::string& relation, bool of_the_whole = false) {
    if (participle.end >= s_.size() || participle.begin == 0 || !s_[participle.end].word()) return;
    const auto what = of_the_whole ? head_before(participle.begin) : noun_before(participle.begin);
    if (!what) return;
    std::uint32_t end = participle.end;
    while (end < s_.size() && !s_.comma(end) && !s_.full_stop(end) && !s_.quote(end) && !s_.is(end, Cue::boundary) &&
           !s_.is(end, Cue::relative) && !opens_verb(end, participle.end))
      ++end;
    state(*what, relation, {participle.end, end}, {participle.begin, participle.end}, false);
  }

  bool opens_verb(std::uint32_t at, std::uint32_t from) const {
    return std::any_of(r_.triggers.begin(), r_.triggers.end(),
                       [&](const Trigger& t) { return t.extent.begin > from && t.clause == at; });
  }

  void state(const Thing& what, const std::string& relation, Extent region, Extent trigger, bool negative) {
    for (const ObjectPart& part : split_object(s_, region, relation, names(r_))) {
      if (!part.link.empty() || part.extent.empty()) continue;
      if (part.extent.size() == 1 && s_.is(part.extent.begin, Cue::object_pronoun)) continue;
      Node who = what.actor != nullptr ? Node(what.actor->entity) : node_of(s_, what.extent, false);
      Statement made = draft(r_, std::move(who), relation, node_of(s_, part.extent), part.extent,
                             hull(hull(what.extent, trigger), part.extent), "link.verb." + relation, 0.7);
      if (negative) made.polarity = Polarity::negative;
      if (const Voice* voice = r_.voice_at(trigger.begin)) {
        made.speaker = voice->speaker;
        made.holder = voice->actor.entity;
      }
      emit(r_, std::move(made), what.actor);
    }
  }

  Reading& r_;
  const Sentence& s_;
  std::optional<std::pair<std::size_t, Thing>> last_;
};

}  // namespace

void read_arabic_links(Reading& reading) { LinkReader(reading).run(); }

}  // namespace bayan::ingest
