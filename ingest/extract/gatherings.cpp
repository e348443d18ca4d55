// Meetings that a text does not number: when and where "the session", "an emergency meeting" was held, opened or ended,
// and who hosted it. Numbered rounds are read by events.
#include <algorithm>

#include "ingest/extract/dates.hpp"
#include "ingest/extract/reading.hpp"

namespace bayan::ingest {

namespace {

constexpr std::uint32_t reach = 16;  // tokens between a verb and what was held, and from there to when and where

class GatheringReader {
 public:
  explicit GatheringReader(Reading& reading) : r_(reading), s_(reading.s) {}

  void run() {
    for (std::uint32_t i = 0; i < s_.size(); ++i) {
      if (!s_[i].word()) continue;
      if (const Match* observer = s_.match(i, Cue::observer)) {
        observed(*observer);
        i = observer->end - 1;
        continue;
      }
      if (r_.voice_at(i) != nullptr) continue;
      if (const Match* hosted = s_.match(i, Cue::hosted)) {
        host(*hosted);
      } else if (const Match* ended = s_.match(i, Cue::event_ended)) {
        happened(*ended, "ended_on");
      } else if (const Match* held = s_.match(i, Cue::event_held)) {
        happened(*held, "held_on");
      }
    }
  }

 private:
  bool stands(const Match& verb) const {
    const std::uint32_t i = verb.begin;
    if (s_[i].preposition() != 0 || s_[i].base().starts_with("ال") || !s_[i].arabic.pronoun.empty()) return false;
    if (i > 0 && s_.match_before(i, Cue::negator) != nullptr) return false;
    const bool opens = i == 0 || !s_[i - 1].word() || s_[i].conjunction() != 0 || s_.is(i - 1, Cue::relative) ||
                       s_.is(i - 1, Cue::that) || s_.is(i - 1, Cue::boundary);
    return opens && !read_before(verb);
  }

  // Whether a round with a number was found there already.
  bool read_before(const Match& verb) const {
    const std::uint32_t at = s_[verb.begin].range.begin;
    return std::any_of(r_.out.begin(), r_.out.end(), [&](const Statement& made) {
      const bool event = made.relation == "held_on" || made.relation == "held_in" || made.relation == "ended_on" ||
                         made.relation == "scheduled_for";
      return event && made.evidence->utf8->begin <= at && at < made.evidence->utf8->end;
    });
  }

  std::uint32_t clause_end(std::uint32_t from) const {
    std::uint32_t end = from;
    while (end < s_.size() && !s_.full_stop(end) && !s_.quote(end) && !s_.is(end, Cue::relative) &&
           !(s_.is(end, Cue::boundary) && !s_.is(end, Cue::link)))
      ++end;
    for (const Trigger& t : r_.triggers)
      if (t.clause > from && !t.relative) end = std::min(end, t.clause);
    return end;
  }

  // The meeting that a verb says was held: the first one behind it that no preposition governs, with what describes it.
  Extent meeting(std::uint32_t from, std::uint32_t end) const {
    for (std::uint32_t i = from; i < std::min(end, from + reach); ++i) {
      const Match* noun = s_.match(i, Cue::meeting);
      if (noun == nullptr) noun = s_.match(i, Cue::round);
      if (noun == nullptr || s_[i].conjunction() != 0) continue;
      if (s_[i].preposition() != 0 || s_.is(i - 1, Cue::prep) || s_.is(i - 1, Cue::link)) continue;
      return {i, description_end(noun->end, end)};
    }
    return {};
  }

  std::uint32_t description_end(std::uint32_t from, std::uint32_t end) const {
    std::uint32_t i = from;
    while (i < std::min(end, from + 4) && s_[i].word() && s_[i].conjunction() == 0 && s_[i].preposition() == 0 &&
           !s_.is(i, Cue::prep) && !s_.is(i, Cue::adverb) && !s_.is(i, Cue::weekday) && !s_.is(i, Cue::day) &&
           !s_.is(i, Cue::link) && !s_.is(i, Cue::day_word) && !s_.is(i, Cue::half))
      ++i;
    return i;
  }

  void happened(const Match& verb, const std::string& relation) {
    if (!stands(verb)) return;
    const std::uint32_t end = clause_end(verb.end);
    Extent what = meeting(verb.end, end);
    if (verb.begin > 1 && s_.is(verb.begin - 1, Cue::relative)) what = before(verb.begin - 1);
    if (what.empty()) return;
    const bool planned = intended(verb.begin);
    const auto date = find_date(s_, {verb.end, std::min(end, std::max(verb.end, what.end) + reach)}, r_.document.day);
    if (date && date->precision == 'd' && !what.holds(date->extent.begin) && !described(verb.end, date->extent.begin)) {
      Node value = date->resolved && date->single_day() ? Node(Literal{LiteralType::date, date->text(), {}, {}})
                                                        : node_of(s_, date->extent, false);
      made(verb, what, planned && relation == "held_on" ? "scheduled_for" : relation, std::move(value), date->extent,
           planned);
    }
    if (relation != "held_on") return;
    const Extent place = place_in({verb.end, std::min(end, std::max(verb.end, what.end) + 5)});
    if (!place.empty()) made(verb, what, "held_in", node_of(s_, place), place, planned);
  }

  // Whether a topic stands between: "a meeting on the situation in", whose days and places are not the meeting's.
  bool described(std::uint32_t from, std::uint32_t to) const {
    for (std::uint32_t i = from; i < to; ++i)
      if (s_.is(i, Cue::topic) || (s_[i].preposition() == 'l' && s_.is(i, Cue::event))) return true;
    return false;
  }

  Extent before(std::uint32_t end) const {
    std::uint32_t last = end;
    if (last > 0 && s_.comma(last - 1)) --last;
    for (std::uint32_t i = last; i-- > 0 && last - i < 5;) {
      if (!s_[i].word()) return {};
      if (s_.is(i, Cue::meeting) || s_.is(i, Cue::round)) return {i, last};
    }
    return {};
  }

  bool intended(std::uint32_t verb) const {
    if (s_[verb].arabic.future) return true;
    if (verb == 0 || !s_.is(verb - 1, Cue::that)) return false;
    for (std::uint32_t b = verb > 4 ? verb - 4 : 0; b < verb; ++b)
      if (s_.is(b, Cue::event_scheduled)) return true;
    return false;
  }

  // "in Geneva", "in the capital Nairobi", "at the resort of ...".
  Extent place_in(Extent within) const {
    for (std::uint32_t i = within.begin; i < within.end; ++i) {
      if (s_.is(i, Cue::topic)) return {};
      const bool in = s_[i].preposition() == 'b' || (i > within.begin && s_[i - 1].form == "في");
      if (!in) continue;
      const Match* name = s_.match(i, Cue::entity);
      if (name != nullptr) {
        const std::string& type = r_.lexicon().entities()[name->sense.ref].type;
        if (type == "place" || type == "state") return {name->begin, name->end};
      }
      if (const Match* word = s_.match(i, Cue::place_word)) return {i, description_end(word->end, within.end + 2)};
    }
    return {};
  }

  // "Morocco, which hosted the meetings", "Doha hosted a round of talks".
  void host(const Match& verb) {
    if (s_[verb.begin].preposition() != 0 || (verb.begin > 0 && s_.match_before(verb.begin, Cue::negator) != nullptr))
      return;
    const std::uint32_t end = clause_end(verb.end);
    const Extent what = meeting(verb.end, end);
    if (what.empty()) return;
    std::uint32_t before = verb.begin;
    if (before > 0 && s_.is(before - 1, Cue::relative)) --before;
    if (before > 0 && before < verb.begin && s_.comma(before - 1)) --before;
    const auto place = [&](std::uint32_t i, std::uint32_t stop) -> const Match* {
      const Match* name = s_.match(i, Cue::entity);
      if (name == nullptr || (stop != 0 && name->end != stop)) return nullptr;
      const std::string& type = r_.lexicon().entities()[name->sense.ref].type;
      return type == "place" || type == "state" ? name : nullptr;
    };
    const Match* host = place(verb.end, 0);
    if (host == nullptr && s_.is(verb.end, Cue::place_word)) host = place(verb.end + 1, 0);
    for (std::uint32_t i = before > 4 ? before - 4 : 0; host == nullptr && i < before; ++i) host = place(i, before);
    if (host == nullptr) return;
    made(verb, what, "held_in", node_of(s_, {host->begin, host->end}), {host->begin, host->end}, false);
  }

  // "the participation of delegations of Iraq and Jordan in the meeting as observers".
  void observed(const Match& cue) {
    const Actor* who = nullptr;
    for (const Actor& actor : r_.actors)
      if (actor.extent.end <= cue.begin && cue.begin - actor.extent.end < 6 && actor.kind != ActorKind::pronoun &&
          (!actor.entity.key.empty() || actor.list()))
        who = &actor;
    if (who == nullptr) return;
    bool taking_part = false;
    for (std::uint32_t i = who->extent.begin > 3 ? who->extent.begin - 3 : 0; i < who->extent.begin; ++i)
      taking_part |= s_.is(i, Cue::taking_part) || s_.is(i, Cue::link);
    if (!taking_part) return;
    Extent object{cue.begin, cue.end};
    for (std::uint32_t i = who->extent.end; i < cue.begin; ++i)
      if (const Match* noun = s_.match(i, Cue::meeting)) object = {noun->begin, noun->end};
    const auto round = r_.round ? round_entity(r_, *r_.round, std::string(s_.text(object, true))) : std::nullopt;
    Node target = round ? Node(*round) : node_of(s_, object, false);
    emit(r_,
         draft(r_, who->entity, "attended_as_observer", std::move(target), object,
               hull(who->extent, {cue.begin, cue.end}), "gathering.observer", 0.75),
         who);
  }

  void made(const Match& verb, Extent what, const std::string& relation, Node object, Extent extent, bool planned) {
    what = s_.trimmed(what);
    Statement out = draft(r_, node_of(s_, what, false), relation, std::move(object), extent,
                          hull(hull({verb.begin, verb.end}, what), extent), "gathering." + relation, 0.7);
    if (planned) out.modality = "intended";
    emit(r_, std::move(out), nullptr);
  }

  Reading& r_;
  const Sentence& s_;
};

}  // namespace

void read_gatherings(Reading& reading) {
  if (reading.s.arabic()) GatheringReader(reading).run();
}

}  // namespace bayan::ingest
