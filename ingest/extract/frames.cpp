// Frames: each trigger with its subject, its complement and its object becomes statements.
#include <fmt/format.h>

#include <algorithm>

#include "ingest/extract/asides.hpp"
#include "ingest/extract/clauses.hpp"
#include "ingest/extract/complements.hpp"
#include "ingest/extract/frame_parts.hpp"
#include "ingest/extract/frame_shapes.hpp"
#include "ingest/extract/objects.hpp"
#include "ingest/extract/reading.hpp"
#include "ingest/extract/subjects.hpp"

namespace bayan::ingest {

namespace {

class FrameReader {
 public:
  explicit FrameReader(Reading& reading) : r_(reading), s_(reading.s), subjects_(reading) {}

  void run() {
    subjects_.resize(r_.triggers.size());
    label();
    for (std::size_t k = 0; s_.arabic() && k < r_.triggers.size(); ++k) choose_frame(r_, k);
    for (std::size_t k = 0; k < r_.triggers.size(); ++k) before_verb(k);
    for (std::size_t k = 0; k < r_.triggers.size(); ++k) read(k);
    // The innermost first: what a clause says decides whether saying it is a statement of its own.
    for (std::size_t i = said_.size(); i-- > 0;) finish(Said(said_[i]));
    r_.subjects.resize(r_.triggers.size());
    for (std::size_t k = 0; k < r_.triggers.size(); ++k) {
      const auto& known = subjects_.known(k);
      if (known) r_.subjects[k] = known->actor;
      if (known && known->actor && !r_.triggers[k].relative) r_.discourse.acted(*known->actor);
    }
  }

 private:
  // A verb of saying over a clause: made only when the clause is not itself a stance of the one who says it.
  struct Said {
    std::size_t trigger = 0;
    Actor actor;
    Extent content, object;
    std::string relation;
    bool unnamed_past = false;
    std::optional<Entity> addressee;
  };
  struct Made {
    std::size_t trigger = 0;
    std::string holder;
  };

  const std::string& relation_of(const Trigger& t) const { return r_.lexicon().frames()[t.frame].relation; }

  // "Name: ..." at the beginning of a paragraph: the rest is speech.
  void label() {
    if (r_.actors.empty()) return;
    const Actor& first = r_.actors.front();
    const std::uint32_t colon = first.extent.end;
    if (first.extent.begin > 1 || colon + 1 >= s_.size() || s_[colon].punctuation != ':' || first.entity.key.empty())
      return;
    if (first.kind == ActorKind::group) return;
    r_.voices.push_back({{colon + 1, s_.size()}, first.document ? *first.document : first.entity, first});
  }

  // "...", X said: the quotation before a verb of saying.
  void before_verb(std::size_t k) {
    const Trigger& t = r_.triggers[k];
    if (const auto around = said_around(r_, k); around && !fill(r_, k, s_.size())) {
      const auto actor = subjects_.resolve(k, nullptr);
      if (!actor || !actor->actor) return;
      subjects_.set(k, *actor);
      return speak(k, *actor->actor, *around, *around, {});
    }
    if (t.participle || t.relative || t.negative || !quotes_its_object(r_, t)) return;
    for (const Quotation& q : s_.quotations()) {
      if (q.depth != 0 || q.close >= t.extent.begin || fill(r_, k, s_.size())) continue;
      if (!only_subject_between(q.close + 1, t)) continue;
      const auto actor = subjects_.resolve(k, inverted(t));
      if (!actor || !actor->actor) continue;
      subjects_.set(k, *actor);
      speak(k, *actor->actor, {q.open + 1, q.close}, {q.open + 1, q.close}, {});
      return;
    }
  }

  const Actor* inverted(const Trigger& t) const {
    if (t.subject != nullptr) return nullptr;
    for (const Actor& actor : r_.actors)
      if (actor.extent.begin == t.extent.end) return &actor;
    return nullptr;
  }

  bool only_subject_between(std::uint32_t from, const Trigger& t) const {
    for (std::uint32_t i = from; i < t.extent.begin; ++i) {
      const bool subject = t.subject != nullptr && t.subject->extent.holds(i);
      if (!subject && !s_.comma(i) && !s_.full_stop(i) && !s_.is(i, Cue::adverb) && !s_.is(i, Cue::auxiliary))
        return false;
    }
    return true;
  }

  void read(std::size_t k) {
    const Trigger& t = r_.triggers[k];
    const auto quoted = std::find_if(said_.begin(), said_.end(), [&](const Said& s) { return s.trigger == k; });
    if (quoted != said_.end()) return;  // its quotation stood before it
    auto filled = fill(r_, k, s_.size());
    const Filled* shared = nullptr;
    std::optional<Filled> next;
    if (!filled && k + 1 < r_.triggers.size() && s_.joined(r_.triggers[k + 1].extent.begin) &&
        stand_beside(r_, t, k + 1)) {
      next = fill(r_, k + 1, s_.size());
      if (next && next->clause) shared = &*next;  // "we stressed and repeat that": one complement for both
    }
    if (t.passive && doer_named(k)) return passive(k);
    auto subject = subjects_.resolve(k, filled ? filled->subject : inverted(t));
    if (s_.arabic()) settle_subject(s_, t, filled, subject);
    if (s_.arabic() && links(t)) return;  // read_arabic_links
    if (!subject && (t.unnamed || s_.is(t.extent.begin, Cue::quoted_as))) subjects_.block(k);
    if (!subject) return r_.note(fmt::format("{}: no statement, nobody is named who does it", s_.text(t.extent)));
    subjects_.set(k, *subject);
    if (takes_its_pronoun(s_, t, filled))
      return r_.note(fmt::format("{}: no statement, its object is a pronoun", s_.text(t.extent)));
    if (filled && filled->unnamed) {
      subjects_.forget(k);
      return r_.note(fmt::format("{}: no statement, who does it is nobody known", s_.text(t.extent)));
    }
    if (!filled && shared == nullptr) return r_.note(fmt::format("{}: no statement, no object", s_.text(t.extent)));
    if (t.passive || t.modal)
      return r_.note(fmt::format("{}: no statement, {}", s_.text(t.extent), t.passive ? "passive" : "what is wanted"));
    const Filled& frame = filled ? *filled : *shared;
    const bool past = past_rounds(r_, k > 0 ? t.clause : 0, filled ? frame.object : r_.triggers[k + 1].extent.begin);
    if (frame.clause || says_a_clause(k, frame)) return clause(k, frame, *subject, past);
    object(k, frame, *subject, past);
  }

  bool links(const Trigger& t) const {
    const LexiconRelation* known = r_.lexicon().relation(relation_of(t));
    return known != nullptr && known->parent == "link";
  }

  bool doer_named(std::size_t k) const { return doer_of(r_, r_.triggers[k]) != nullptr; }

  // "The attacks were condemned by Russia": what stands before is the object.
  void passive(std::size_t k) {
    const Trigger& t = r_.triggers[k];
    const std::string& relation = relation_of(t);
    const LexiconRelation* known = r_.lexicon().relation(relation);
    if (relation == "led_delegation" || relation == "represents" || (known != nullptr && known->kind == "frame"))
      return;
    const Extent object = s_.trimmed({t.clause, t.group});
    const Actor* who = doer_of(r_, t);
    if (object.empty() || s_[object.begin].form == "it") return;
    subjects_.set(k, {*who, {}});
    state(k, {*who, {}}, {relation, object, hull(object, who->extent), "", {}, false, {}}, {}, {}, false);
  }

  // "said he had asked": a clause without "that" begins with its own subject.
  bool says_a_clause(std::size_t k, const Filled& filled) const {
    if (s_.arabic() || relation_of(r_.triggers[k]) != "says" || filled.complement->addressee) return false;
    return std::any_of(r_.actors.begin(), r_.actors.end(),
                       [&](const Actor& a) { return a.extent.begin == filled.object; });
  }

  void clause(std::size_t k, const Filled& filled, const Subject& subject, bool past) {
    if (!subject.actor) return;
    const Extent content = content_of(r_, k, filled);
    const Extent text = s_.trimmed(clause_text(r_, k, content));
    spoke_at(filled, *subject.actor);
    speak(k, *subject.actor, content, text, filled.addressee);
    said_.back().unnamed_past = past;
  }

  void speak(std::size_t k, const Actor& actor, Extent content, Extent text, const std::optional<Entity>& addressee) {
    Entity speaker = actor.document ? *actor.document : actor.entity;
    const Voice* outer = r_.voice_at(r_.triggers[k].extent.begin);
    if (outer != nullptr) speaker = outer->speaker;  // who is quoted utters also what he reports
    r_.voices.push_back({content, speaker, actor});
    said_.push_back({k, actor, content, s_.trimmed(text), relation_of(r_.triggers[k]), false, addressee});
  }

  void finish(const Said& said) {
    const Trigger& t = r_.triggers[said.trigger];
    const bool own = std::any_of(made_.begin(), made_.end(), [&](const Made& made) {
      const Trigger& inner = r_.triggers[made.trigger];
      return made.trigger != said.trigger && said.content.holds(inner.extent.begin) &&
             inner.clause <= said.content.begin + 3 &&
             (made.holder == said.actor.entity.key || made.holder == said.actor.speaks_for);
    });
    if (own)
      return r_.note(
          fmt::format("{}: no statement of its own, the clause is a stance of the speaker", s_.text(t.extent)));
    if (said.object.size() < 2) return r_.note(fmt::format("{}: no statement, too little is said", s_.text(t.extent)));
    if (relation_of(t) == "considers" && names_a_violation(s_, said.object)) return;  // read_conditions
    if (relation_of(t) == "says" && said.actor.kind == ActorKind::document && made_within(said.content))
      return;  // what it says is read
    Extent object = said.object;
    std::string relation = said.relation;
    const std::vector<ObjectPart> parts = split_object(s_, object, relation, names(r_));
    if (!parts.empty() && parts.front().headed && parts.front().link.empty()) {
      for (const ObjectPart& part : parts)
        state(said.trigger, {said.actor, {}}, part, said.addressee, {}, said.unnamed_past);
      return;
    }
    for (const Extent& clause : s_.arabic() ? said_clauses(s_, object) : joined_clauses(s_, object)) {
      ObjectPart whole{relation, clause, hull(t.extent, clause), "", {}, false, {}};
      if (t.extent.begin > clause.end || clause.begin > object.begin) whole.evidence = clause;
      state(said.trigger, {said.actor, {}}, whole, said.addressee, {}, said.unnamed_past);
    }
  }

  bool made_within(Extent content) const {
    return std::any_of(made_.begin(), made_.end(),
                       [&](const Made& made) { return content.holds(r_.triggers[made.trigger].extent.begin); });
  }

  // "said at a press conference in Astana".
  void spoke_at(const Filled& filled, const Actor& actor) {
    if (actor.kind != ActorKind::person) return;
    for (std::uint32_t i = filled.between.begin; i < filled.between.end; ++i) {
      const Match* press = s_.match(i, Cue::press);
      if (press == nullptr || i == 0) continue;
      std::uint32_t end = i;
      while (end < filled.between.end && !s_.comma(end) && s_[end].punctuation != ':' && !s_.is(end, Cue::that)) ++end;
      const Extent place = s_.trimmed({i, end});
      Statement made =
          draft(r_, actor.entity, "spoke_at", node_of(s_, place), place, {i - 1, place.end}, "spoke_at.press", 0.8);
      emit(r_, std::move(made), nullptr);
      return;
    }
  }

  void object(std::size_t k, const Filled& filled, const Subject& subject, bool past) {
    const Trigger& t = r_.triggers[k];
    Extent region{filled.object, region_end(r_, k, filled.object)};
    if (const std::uint32_t list = list_after(s_, region); list != 0) region = {list, region_end(r_, k, list)};
    const std::string& relation = relation_of(t);
    if (special(k, filled, subject, region)) return;
    if (relation == "thanks" && !s_.arabic() && filled.complement->addressee) {
      const Extent whom = thanked(r_, t, filled);
      return state(k, subject, {relation, whom, hull(t.extent, whom), "", {}, false, {}}, {}, filled.on_behalf_of,
                   past);
    }
    if (const std::uint32_t denied = contrast_at(s_, region); denied != 0) {
      const Extent other = s_.trimmed({denied, region.end});
      region.end = denied;
      while (region.end > region.begin && !s_.comma(region.end - 1)) --region.end;
      state(k, subject, {relation, other, other, "", {}, false, {}}, {}, filled.on_behalf_of, past);
      if (!r_.out.empty() && other.size() > 0) r_.out.back().polarity = Polarity::negative;
    }
    const std::vector<ObjectPart> parts = split_object(s_, region, relation, names(r_));
    if (parts.empty())
      r_.note(fmt::format("{}: no statement, it says nothing without a noun of saying", s_.text(t.extent)));
    bool first = true;
    for (ObjectPart part : parts) {
      if (part.link.empty() && first) part.evidence = hull(t.extent, part.extent), first = false;
      state(k, subject, part, filled.addressee, filled.on_behalf_of, past);
    }
  }

  // Relations that need an object of their own kind. True when the trigger is done with.
  bool special(std::size_t k, const Filled& filled, const Subject& subject, Extent region) {
    const std::string& relation = relation_of(r_.triggers[k]);
    if (relation == "attended" || relation == "led_delegation" || relation == "represents") return true;  // read_events
    const auto has = [&](Cue cue) {
      for (std::uint32_t i = region.begin; i < region.end; ++i)
        if (s_.is(i, cue)) return true;
      return false;
    };
    if (relation == "considers") return has(Cue::violation) && !filled.clause;  // read_conditions
    if (relation == "issued") return !has(Cue::document) || r_.triggers[k].passive;
    if (relation == "signed" && !names_an_agreement(s_, region)) return true;
    if (relation == "met" || relation == "signed")
      return !subject.actor || (relation == "met" && met(k, *subject.actor, region));
    return false;
  }

  bool met(std::size_t k, const Actor& subject, Extent region) {
    for (const Actor& other : r_.actors) {
      if (other.extent.begin != region.begin || other.entity.key.empty()) continue;
      Statement made = draft(r_, subject.entity, "met", other.entity, other.extent,
                             hull(r_.triggers[k].extent, other.extent), "met.verb", 0.8);
      voice(made, k);
      emit(r_, std::move(made), &subject);
    }
    return true;
  }

  void voice(Statement& made, std::size_t k) const {
    if (const Voice* voice = r_.voice_at(r_.triggers[k].extent.begin)) made.speaker = voice->speaker;
  }

  // A part whose noun of saying has a holder of its own is his, reported by the subject.
  void held(std::size_t k, const Subject& subject, ObjectPart part, bool past) {
    for (const Actor& holder : r_.actors) {
      if (!(holder.extent == part.holder)) continue;
      part.holder = {};
      if (subject.actor) {
        const Entity& speaker = subject.actor->document ? *subject.actor->document : subject.actor->entity;
        r_.voices.push_back({r_.triggers[k].extent, speaker, *subject.actor});
      }
      state(k, {holder, {}}, part, {}, {}, past);
      if (subject.actor) r_.voices.pop_back();
      return;
    }
  }

  // Writes one part of an object as a statement.
  void state(std::size_t k, const Subject& subject, ObjectPart part, std::optional<Entity> addressee,
             const std::optional<Entity>& on_behalf_of, bool past) {
    const Trigger& t = r_.triggers[k];
    if (!part.holder.empty() && part.link.empty()) return held(k, subject, part, past);
    if ((part.headed || s_.arabic()) && part.relation == "thanks") cut_to_thanked(s_, part.extent);
    if (!part.link.empty() && interaction(k, subject, part)) return;
    if (part.extent.empty()) return;
    if (!s_.arabic() && part.relation == "considers" && part.extent.size() == 1) return;  // "consider worthy"
    if (part.extent.size() == 1 && s_.is(part.extent.begin, Cue::object_pronoun))
      return r_.note(fmt::format("{}: no statement, its object is a pronoun", s_.text(t.extent)));
    const bool link = !part.link.empty();
    if (link && part.modified.empty()) return;
    Node who = link            ? node_of(s_, part.modified, false)
               : subject.actor ? Node(subject.actor->entity)
                               : node_of(s_, subject.phrase, false);
    const std::string rule = link ? "link." + part.link
                                  : fmt::format("{}.{}", part.relation,
                                                part.headed    ? "noun"
                                                : t.participle ? "participle"
                                                               : "verb");
    Statement made = draft(r_, std::move(who), part.relation, node_of(s_, part.extent), part.extent, part.evidence,
                           rule, confidence(t, part));
    if (past) made.round.reset(), made.date.clear();
    if (relation_of(t) == "fails") made.polarity = Polarity::negative;
    if (t.negative && !link) made.polarity = Polarity::negative;
    if (t.possible && !link) made.modality = "possibility";
    attribute(made, k, subject);
    if (!link) {
      made.addressee = addressee;
      if (on_behalf_of && !(made.holder && made.holder->key == on_behalf_of->key)) made.on_behalf_of = on_behalf_of;
      made_.push_back({k, made.holder ? made.holder->key : ""});
    }
    emit(r_, std::move(made), link || !subject.actor ? nullptr : &*subject.actor);
  }

  static double confidence(const Trigger& t, const ObjectPart& part) {
    return part.link.empty() ? (t.relative ? 0.7 : 0.9) : 0.8;
  }

  // Who utters it and whose stance it is. What did not happen, and what is an event, the narrator tells.
  void attribute(Statement& made, std::size_t k, const Subject& subject) const {
    const Voice* voice = r_.voice_at(r_.triggers[k].extent.begin);
    if (subject.actor && (!subject.actor->entity.key.empty() || subject.actor->list()))
      made.holder = subject.actor->entity;
    if (voice != nullptr) {
      made.speaker = voice->speaker;
      if (!made.holder) made.holder = voice->actor.entity;
    } else if (subject.actor && subject.actor->document) {
      made.speaker = subject.actor->document;
    } else if (made.holder && !r_.triggers[k].negative && speech(relation_of(r_.triggers[k]))) {
      made.speaker = made.holder;
    }
  }

  bool speech(const std::string& relation) const { return r_.lexicon().says_something(relation); }

  // "through interaction with the parties": those it is with, as the holder's partners.
  bool interaction(std::size_t k, const Subject& subject, const ObjectPart& part) {
    if (part.link != "through" || !subject.actor) return false;
    const std::vector<Extent> partners = partners_in(s_, part.extent);
    if (partners.empty()) return false;
    for (const Extent& partner : partners) {
      Statement made = draft(r_, subject.actor->entity, "interacts_with", node_of(s_, s_.trimmed(partner)),
                             s_.trimmed(partner), part.evidence, "interacts_with.means", 0.7);
      attribute(made, k, subject);
      emit(r_, std::move(made), nullptr);
    }
    return true;
  }

  Reading& r_;
  const Sentence& s_;
  Subjects subjects_;
  std::vector<Said> said_;
  std::vector<Made> made_;
};

}  // namespace

void read_frames(Reading& reading) { FrameReader(reading).run(); }

}  // namespace bayan::ingest
