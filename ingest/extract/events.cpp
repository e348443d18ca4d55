// Meetings as events: when and where a round was held, when it ended, what it issued, when the next one is, who came.
#include <algorithm>

#include "ingest/extract/complements.hpp"
#include "ingest/extract/dates.hpp"
#include "ingest/extract/reading.hpp"

namespace bayan::ingest {

namespace {

class EventReader {
 public:
  explicit EventReader(Reading& reading) : r_(reading), s_(reading.s) {}

  void run() {
    for (std::uint32_t i = 0; i < s_.size(); ++i) {
      if (!s_[i].word()) continue;
      if (const Match* scheduled = s_.match(i, Cue::event_scheduled))
        i = std::max(i, this->scheduled(*scheduled));
      else if (const Match* ended = s_.match(i, Cue::event_ended))
        happened(*ended, "ended_on");
      else if (const Match* held = s_.match(i, Cue::event_held))
        happened(*held, "held_on");
      else if (const Match* issued = s_.match(i, Cue::event_issued))
        this->issued(*issued);
      if (s_.is(i, Cue::headed_by)) headed(i);
    }
    for (std::size_t k = 0; k < r_.triggers.size(); ++k) {
      const std::string& relation = r_.lexicon().frames()[r_.triggers[k].frame].relation;
      if (relation == "attended") attended(k);
      if (relation == "led_delegation") led(k);
    }
  }

 private:
  // The part of the sentence a word stands in: to the next full stop, semicolon or quotation mark on either side.
  Extent clause_of(std::uint32_t at) const {
    Extent out{at, at};
    while (out.begin > 0 && !s_.full_stop(out.begin - 1) && !s_.quote(out.begin - 1)) --out.begin;
    while (out.end < s_.size() && !s_.full_stop(out.end) && !s_.quote(out.end)) ++out.end;
    for (const Trigger& t : r_.triggers)
      if (t.clause > at && !t.relative && s_.joined(t.extent.begin)) out.end = std::min(out.end, t.clause);
    return out;
  }

  const RoundMention* nearest_round(std::uint32_t at, Extent within) const {
    const RoundMention* best = nullptr;
    std::uint32_t least = 0;
    for (const RoundMention& m : r_.rounds) {
      if (m.extent.begin < within.begin || m.extent.end > within.end || m.kind == RoundMention::Kind::unnamed_past)
        continue;
      const std::uint32_t distance = m.extent.begin > at ? m.extent.begin - at : at - m.extent.begin;
      if (best == nullptr || distance < least) best = &m, least = distance;
    }
    return best;
  }

  std::optional<Day> against() const {
    if (r_.document.day) return r_.document.day;
    return std::nullopt;
  }

  bool negated(std::uint32_t at) const { return at > 0 && s_.match_before(at, Cue::negator) != nullptr; }

  // In English "held" says that a meeting was held only in the passive, or as "took place".
  bool intransitive(const Match& verb) const {
    if (s_.arabic())
      return s_[verb.begin].preposition() == 0 && !s_[verb.begin].base().starts_with("ال") ? !is_noun(verb) : true;
    const std::string& form = s_[verb.begin].form;
    if (form == "held" || form == "hosted") {
      for (std::uint32_t b = verb.begin > 3 ? verb.begin - 3 : 0; b < verb.begin; ++b)
        if (s_[b].form == "was" || s_[b].form == "were" || s_[b].form == "been" || s_[b].form == "be") return true;
      return verb.begin > 0 && (s_.is(verb.begin - 1, Cue::meeting) || s_.is(verb.begin - 1, Cue::round));
    }
    return true;
  }

  // "عقد" is "was held" and "holding": a verb opens its clause.
  bool is_noun(const Match& verb) const {
    const std::uint32_t i = verb.begin;
    if (!s_.is(i, Cue::event)) return false;
    return i > 0 && s_[i - 1].word() && s_[i].conjunction() == 0 && !s_.is(i - 1, Cue::relative) &&
           !s_.is(i - 1, Cue::meeting);
  }

  // Whose event it is: the round named nearby, or with "meeting" the document's own.
  std::optional<Entity> event_of(std::uint32_t at, Extent clause, std::optional<std::int64_t>& round,
                                 Extent& extent) const {
    const RoundMention* mention = nearest_round(at, clause);
    if (mention == nullptr || mention->kind == RoundMention::Kind::next) return std::nullopt;
    round = mention->ordinal(mention->kind == RoundMention::Kind::same ? r_.round : r_.document.round);
    if (!round) return std::nullopt;
    extent = mention->extent;
    if (extent.begin > 0 && s_.is(extent.begin - 1, Cue::meeting)) --extent.begin;
    return round_entity(r_, *round, std::string(s_.text(extent, true)));
  }

  void happened(const Match& verb, const std::string& relation) {
    if (negated(verb.begin) || !intransitive(verb) || r_.voice_at(verb.begin) != nullptr) return;
    if (!s_.arabic() && (s_.is(verb.begin, Cue::weekday) ||
                         (verb.begin > 0 && (s_[verb.begin - 1].form == "to" || s_[verb.begin - 1].form == "be"))))
      return;
    const Extent clause = clause_of(verb.begin);
    std::optional<std::int64_t> round;
    Extent subject;
    const auto event = event_of(verb.begin, clause, round, subject);
    if (!event) return;
    if (const auto date = find_date(s_, {std::min(verb.begin, subject.begin), clause.end}, against());
        date && date->precision == 'd' && !inside(date->extent, subject)) {
      Node value = date->resolved
                       ? Node(Literal{date->single_day() ? LiteralType::date : LiteralType::text, date->text(), {}, {}})
                       : node_of(s_, date->extent, false);
      Statement made = draft(r_, *event, relation, std::move(value), date->extent,
                             hull(hull({verb.begin, verb.end}, subject), date->extent),
                             relation + (date->doubt.empty() ? "" : ".doubtful"), date->doubt.empty() ? 0.9 : 0.4);
      made.round = round;
      if (date->resolved) made.date = to_string(date->last);
      emit(r_, std::move(made), nullptr);
    }
    if (relation == "held_on") place(verb, clause, *event, round, subject);
  }

  static bool inside(Extent a, Extent b) { return a.begin >= b.begin && a.end <= b.end; }

  void place(const Match& verb, Extent clause, const Entity& event, std::optional<std::int64_t> round, Extent subject) {
    for (std::uint32_t i = std::min(verb.begin, subject.end) + 1;
         i < std::min(clause.end, std::max(verb.end, subject.end) + 14); ++i) {
      const Match* name = s_.match(i, Cue::entity);
      if (name == nullptr || r_.lexicon().entities()[name->sense.ref].type != "place") continue;
      const bool in = i > 0 && (s_[i - 1].form == "in" || s_[i - 1].form == "في" || s_[i].preposition() == 'b');
      if (!in) continue;
      const Extent extent{name->begin, name->end};
      const LexiconEntity& entity = r_.lexicon().entities()[name->sense.ref];
      Statement made = draft(r_, event, "held_in", Entity{entity.key, entity.type, std::string(s_.text(extent, true))},
                             extent, hull(hull({verb.begin, verb.end}, subject), extent), "held_in", 0.85);
      made.round = round;
      if (round)
        if (const std::string last = r_.document.last_day(*round); !last.empty()) made.date = last;
      emit(r_, std::move(made), nullptr);
      return;
    }
  }

  // A round that issued a statement, or did not.
  void issued(const Match& verb) {
    const Extent clause = clause_of(verb.begin);
    if (!s_.arabic()) return;
    std::uint32_t at = verb.end;
    const Match* document = nullptr;
    for (; at < std::min(clause.end, verb.end + 6) && document == nullptr; ++at) {
      if (s_.comma(at)) return;
      document = s_[at].preposition() == 0 ? s_.match(at, Cue::document) : nullptr;
    }
    if (document == nullptr) return;
    for (const Actor& actor : r_.actors)
      if (actor.extent.begin >= verb.end && actor.extent.end <= document->begin) return;  // somebody's act: read_frames
    std::optional<std::int64_t> round;
    Extent subject;
    auto event = event_of(verb.begin, clause_of(verb.begin), round, subject);
    if (!event) return;
    const Extent object{document->begin, document->end};
    Statement made = draft(r_, *event, "issued", node_of(s_, object), object, hull({verb.begin, verb.end}, object),
                           "issued.round", 0.8);
    made.round = round;
    if (negated(verb.begin)) made.polarity = Polarity::negative;
    emit(r_, std::move(made), nullptr);
  }

  // When the next round will be; returns where the phrase ends.
  std::uint32_t scheduled(const Match& cue) {
    const Extent clause = clause_of(cue.begin);
    const RoundMention* mention = nullptr;
    for (const RoundMention& m : r_.rounds) {
      const auto ordinal = m.ordinal(r_.document.round);
      const bool later =
          m.kind == RoundMention::Kind::next || (ordinal && r_.document.round && *ordinal > *r_.document.round);
      if (later && m.extent.begin >= clause.begin && m.extent.end <= clause.end) mention = &m;
    }
    if (mention == nullptr) return !s_.value(cue).empty() && !s_.arabic() ? meets_again(cue, clause) : cue.begin;
    const auto ordinal = mention->ordinal(r_.document.round);
    if (!ordinal) return cue.begin;
    const auto event = round_entity(r_, *ordinal, std::string(s_.text(mention->extent, true)));
    const auto date = find_date(s_, {std::min(cue.end, mention->extent.end), clause.end}, against());
    if (!event || !date || inside(date->extent, mention->extent)) return cue.begin;
    Node value = date->resolved && date->single_day() ? Node(Literal{LiteralType::date, date->text(), {}, {}})
                                                      : node_of(s_, date->extent, false);
    Statement made = draft(r_, *event, "scheduled_for", std::move(value), date->extent,
                           hull(hull({cue.begin, cue.end}, mention->extent), date->extent), "scheduled_for", 0.85);
    if (negated(cue.begin)) made.polarity = Polarity::negative;
    emit(r_, std::move(made), nullptr);
    return clause.end;
  }

  // "They agreed to reconvene on 19 June": the next round, without its name.
  std::uint32_t meets_again(const Match& cue, Extent clause) {
    if (!r_.document.round || negated(cue.begin)) return cue.begin;
    bool talks = s_.value(cue) == "next";  // "to resume" may be anything; "talks are to resume" is not
    for (std::uint32_t i = cue.begin > 6 ? cue.begin - 6 : 0; i < cue.begin; ++i)
      talks = talks || s_.is(i, Cue::meeting);
    if (!talks) return cue.begin;
    const auto event = round_entity(r_, *r_.document.round + 1, {});
    const auto date = find_date(s_, {cue.end, std::min(clause.end, cue.end + 8)}, against());
    if (!event || !date || !date->resolved || !date->single_day()) return cue.begin;
    Statement made = draft(r_, *event, "scheduled_for", Node(Literal{LiteralType::date, date->text(), {}, {}}),
                           date->extent, hull({cue.begin, cue.end}, date->extent), "scheduled_for.again", 0.75);
    emit(r_, std::move(made), nullptr);
    return clause.end;
  }

  // "a Syrian delegation headed by Ayman Raad".
  void headed(std::uint32_t i) {
    const Match* by = s_.match(i, Cue::headed_by);
    const Actor* leader = nullptr;
    for (const Actor& actor : r_.actors)
      if (actor.extent.begin == by->end && actor.kind == ActorKind::person && !actor.anaphor) leader = &actor;
    if (leader == nullptr) return;
    for (const Actor& led : r_.actors) {
      const bool comma = !s_.arabic() && led.extent.end + 1 == i && s_.comma(led.extent.end);
      if ((led.extent.end != i && !comma) || led.list() || led.kind == ActorKind::person || led.entity.key.empty())
        continue;
      if (!delegation(led.extent)) continue;
      Statement made = draft(r_, leader->entity, "led_delegation", led.entity, led.extent,
                             hull(led.extent, leader->extent), "led_delegation.by", 0.85);
      emit(r_, std::move(made), nullptr);
    }
  }

  bool delegation(Extent extent) const {
    for (std::uint32_t i = extent.begin; i < extent.end; ++i)
      if (s_.is(i, Cue::side) || s_.is(i, Cue::group)) return true;
    return false;
  }

  void led(std::size_t k) {
    const Trigger& t = r_.triggers[k];
    const Actor* leader = t.subject;
    if (leader == nullptr && s_.arabic())
      for (const Actor& actor : r_.actors)
        if (actor.extent.begin == t.extent.end) leader = &actor;
    if (t.passive) return led_by(t);
    if (leader == nullptr || leader->kind != ActorKind::person || leader->list() || t.negative) return;
    for (const Actor& led : r_.actors) {
      if (led.extent.begin < std::max(t.extent.end, leader->extent.end) ||
          led.extent.begin > std::max(t.extent.end, leader->extent.end) + 2)
        continue;
      if (!delegation(led.extent) || led.entity.key.empty() || led.kind == ActorKind::person) continue;
      Statement made = draft(r_, leader->entity, "led_delegation", led.entity, led.extent,
                             hull(hull(t.extent, leader->extent), led.extent), "led_delegation.verb", 0.9);
      emit(r_, std::move(made), nullptr);
      return and_others(led.extent.end);
    }
  }

  // "The delegation of Syria was led by Ayman Sousan".
  void led_by(const Trigger& t) {
    if (t.subject == nullptr || !delegation(t.subject->extent) || t.subject->entity.key.empty() || t.negative) return;
    if (t.extent.end >= s_.size() || s_[t.extent.end].form != "by") return;
    for (const Actor& leader : r_.actors) {
      if (leader.extent.begin != t.extent.end + 1 || leader.kind != ActorKind::person || leader.list()) continue;
      Statement made = draft(r_, leader.entity, "led_delegation", t.subject->entity, t.subject->extent,
                             hull(t.subject->extent, leader.extent), "led_delegation.passive", 0.85);
      emit(r_, std::move(made), nullptr);
    }
  }

  // "..., and Ahmad Tomeh that of the opposition": the verb is left out.
  void and_others(std::uint32_t at) {
    for (;;) {
      const Actor* person = nullptr;
      const Actor* led = nullptr;
      for (const Actor& actor : r_.actors) {
        const bool next = actor.extent.begin >= at && actor.extent.begin <= at + 2 && !actor.list();
        if (next && person == nullptr && actor.kind == ActorKind::person && joined_to(at, actor.extent.begin))
          person = &actor;
        if (person != nullptr && actor.extent.begin >= person->extent.end &&
            actor.extent.begin <= person->extent.end + 2 && actor.kind != ActorKind::person)
          led = &actor;
      }
      if (person == nullptr || led == nullptr || led->entity.key.empty()) return;
      const bool that_of =
          s_[person->extent.end].form == "that" || delegation(led->extent) || led->extent.begin == person->extent.end;
      if (!that_of) return;
      Statement made = draft(r_, person->entity, "led_delegation", led->entity, led->extent,
                             hull(person->extent, led->extent), "led_delegation.gap", 0.8);
      emit(r_, std::move(made), nullptr);
      at = led->extent.end;
    }
  }

  bool joined_to(std::uint32_t at, std::uint32_t begin) const {
    return s_.comma(at) || s_[at].form == "and" || (s_.arabic() && s_[begin].conjunction() == 'w');
  }

  void attended(std::size_t k) {
    const Trigger& t = r_.triggers[k];
    if (!s_.arabic() && !fill(r_, k, s_.size())) return;  // "took" without "part in"
    const Actor* who = t.subject;
    if (t.relative && k < r_.subjects.size() && r_.subjects[k]) who = &*r_.subjects[k];  // "..., who took part in"
    const Extent clause = clause_of(t.extent.begin);
    std::uint32_t end = clause.end;
    if (k + 1 < r_.triggers.size()) {
      const Trigger& next = r_.triggers[k + 1];  // its subject may stand before this one: "X, who attended, said"
      end = std::min(end, std::max(next.clause > t.extent.begin ? next.clause : next.group, t.extent.end));
    }
    for (const Actor& actor : r_.actors)
      if (who == nullptr && s_.arabic() && actor.extent.begin >= t.extent.end && actor.extent.end <= end) who = &actor;
    if (who == nullptr || t.passive || who->kind == ActorKind::pronoun || who->kind == ActorKind::document) return;
    bool observer = false;
    for (std::uint32_t i = t.extent.end; i < end; ++i) observer |= s_.is(i, Cue::observer);
    const RoundMention* mention = nullptr;
    for (const RoundMention& m : r_.rounds)
      if (m.extent.begin >= t.extent.end && m.extent.end <= end) mention = &m;
    Extent object = mention != nullptr ? mention->extent : Extent{};
    for (std::uint32_t i = t.extent.end; i < end && object.empty(); ++i)
      if (const Match* meeting = s_.is(i, Cue::round) ? s_.match(i, Cue::round) : s_.match(i, Cue::meeting))
        object = {meeting->begin, meeting->end};
    const auto ordinal = mention != nullptr && mention->kind != RoundMention::Kind::same
                             ? mention->ordinal(r_.document.round)
                             : r_.round;
    if (object.empty() && !observer) return;
    std::optional<Entity> round =
        ordinal ? round_entity(r_, *ordinal, object.empty() ? "" : std::string(s_.text(object, true))) : std::nullopt;
    Node target = round ? Node(*round) : node_of(s_, object.empty() ? t.extent : object, false);
    Statement made =
        draft(r_, who->entity, observer ? "attended_as_observer" : "attended", std::move(target),
              object.empty() ? Extent{t.extent.begin, end} : object,
              s_.trimmed(hull(hull(t.extent, who->extent), object.empty() ? Extent{t.extent.begin, end} : object)),
              "attended.verb", 0.8);
    if (mention != nullptr) made.round = ordinal;
    if (t.negative) made.polarity = Polarity::negative;
    emit(r_, std::move(made), who);
  }

  Reading& r_;
  const Sentence& s_;
};

}  // namespace

void read_events(Reading& reading) { EventReader(reading).run(); }

}  // namespace bayan::ingest
