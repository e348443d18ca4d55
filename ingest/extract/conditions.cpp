// Links that are said, not joined: X is a condition for Y, X violates Y, forces that are somewhere against the law,
// what must be clear to whom, what cannot return to normal.
#include <algorithm>

#include "ingest/extract/conjuncts.hpp"
#include "ingest/extract/reading.hpp"

namespace bayan::ingest {

namespace {

class ConditionReader {
 public:
  explicit ConditionReader(Reading& reading) : r_(reading), s_(reading.s) {}

  void run() {
    for (std::uint32_t i = 0; i < s_.size(); ++i) {
      if (!s_[i].word()) continue;
      if (const Match* aside = s_.match(i, Cue::adverb); aside != nullptr && aside->size() > 1) {
        i = aside->end - 1;  // "on condition of anonymity"
        continue;
      }
      if (const Match* condition = s_.match(i, Cue::condition))
        i = std::max(i, this->condition(*condition));
      else if (const Match* violation = s_.match(i, Cue::violation))
        i = std::max(i, violated(*violation));
      if (s_.is(i, Cue::illegally)) illegal(*s_.match(i, Cue::illegally));
      if (s_.is(i, Cue::clear_to)) clear(*s_.match(i, Cue::clear_to));
      if (names(i, "return")) normal(i);
    }
  }

 private:
  // Where the clause of a token begins: behind "that", a colon, an opening mark, a comma, a verb of saying.
  std::uint32_t clause_begin(std::uint32_t at) const {
    for (std::uint32_t i = at; i > 0; --i) {
      const bool inside = s_[i - 1].glued && i < s_.size() && s_[i].glued;  // an apostrophe, a hyphen
      if (!s_[i - 1].word() && !inside) return i;
      if (s_.is(i - 1, Cue::that)) return i;
      for (const Trigger& t : r_.triggers)
        if (t.extent.end == i) return i;
    }
    return 0;
  }

  std::uint32_t clause_end(std::uint32_t at) const {
    std::uint32_t i = at;
    while (i < s_.size() && !s_.comma(i) && !s_.full_stop(i) && !s_.quote(i) && !s_.is(i, Cue::boundary)) ++i;
    return i;
  }

  struct Holder {
    std::optional<Actor> actor;
    std::optional<Entity> speaker;
  };

  // Whose words these are: "we" and a delegate's words are his state's.
  Holder holder(std::uint32_t at) const {
    const Voice* voice = r_.voice_at(at);
    if (voice == nullptr) return {};
    Actor actor = voice->actor;
    if (actor.kind == ActorKind::person && !actor.speaks_for.empty()) {
      const LexiconEntity* whom = r_.lexicon().entity(actor.speaks_for);
      actor.entity = {actor.speaks_for, whom != nullptr ? whom->type : "", {}};
      actor.kind = ActorKind::entity;
    }
    return {actor, voice->speaker};
  }

  void attribute(Statement& made, std::uint32_t at) const {
    const Holder who = holder(at);
    if (who.actor) made.holder = who.actor->entity;
    made.speaker = who.speaker;
  }

  // "X is a (basic) condition for Y".
  std::uint32_t condition(const Match& cue) {
    std::uint32_t x_end = cue.begin, y = cue.end;
    if (s_.arabic()) {
      if (y >= s_.size() || s_[y].preposition() != 'l') return cue.begin;
      if (s_[cue.begin].preposition() != 0) return cue.begin;
    } else {
      if (y >= s_.size() || (s_[y].form != "for" && s_[y].form != "to" && s_[y].form != "of")) return cue.begin;
      ++y;
      while (x_end > 0 && (s_.is(x_end - 1, Cue::determiner) || s_.is(x_end - 1, Cue::adverb) ||
                           s_[x_end - 1].form == "is" || s_[x_end - 1].form == "was" ||
                           s_[x_end - 1].form == "remains" || s_[x_end - 1].form == "as" || s_[x_end - 1].form == "be"))
        --x_end;
    }
    while (s_.arabic() && x_end > 0 &&
           (s_[x_end - 1].base() == "هو" || s_[x_end - 1].base() == "هي" || s_[x_end - 1].base() == "يشكل" ||
            s_[x_end - 1].base() == "تشكل" || s_[x_end - 1].base() == "يعد" || s_[x_end - 1].base() == "يعتبر"))
      --x_end;
    const Extent x = s_.trimmed({clause_begin(x_end), x_end}), object = s_.trimmed({y, clause_end(y)});
    if (x.size() < 1 || object.empty()) return cue.begin;
    bool negative = false;
    for (std::uint32_t i = x_end; i < cue.begin; ++i) negative |= s_.is(i, Cue::negator);
    const Extent evidence = hull(x, object);
    Statement link = draft(r_, node_of(s_, event_part(x), false), "is_precondition_for", node_of(s_, object, false),
                           object, evidence, "condition.link", 0.85);
    attribute(link, cue.begin);
    if (negative) link.polarity = Polarity::negative;
    emit(r_, std::move(link), nullptr);
    const Holder who = holder(cue.begin);
    if (!negative && who.actor && !who.actor->entity.key.empty()) {
      Statement demand =
          draft(r_, who.actor->entity, "demands", node_of(s_, x, false), x, evidence, "condition.demand", 0.75);
      attribute(demand, cue.begin);
      emit(r_, std::move(demand), nullptr);
    }
    return clause_end(y);
  }

  // Of a long condition the event and its first name, without what describes it.
  Extent event_part(Extent x) const {
    for (std::uint32_t i = x.begin + 1; i < x.end; ++i)
      if (s_.is(i, Cue::present_in) || s_.is(i, Cue::relative)) return {x.begin, i};
    return x;
  }

  // "considered them a violation of A, B and C", "in violation of", "Turkey's violation of".
  std::uint32_t violated(const Match& cue) {
    std::uint32_t y = cue.end;
    if (s_.arabic()) {
      // Between the noun and what is violated stands "ل", or nothing: "انتهاك سيادة سوريا".
      if (y >= s_.size() || !s_[y].word() || s_.is(y, Cue::adverb)) return cue.begin;
      if (s_[y].preposition() != 0 && s_[y].preposition() != 'l') return cue.begin;
    } else {
      if (y >= s_.size() || s_[y].form != "of") return cue.begin;
      ++y;
    }
    const std::optional<Node> who = violator(cue);
    if (!who) return cue.begin;
    const std::uint32_t end = clause_end(y);
    std::vector<Extent> parts = things({y, end});
    for (const Extent& part : parts) {
      Statement made = draft(r_, *who, "violates", node_of(s_, part, false), part, hull({cue.begin, cue.end}, {y, end}),
                             "violates.noun", 0.75);
      const Voice* voice = r_.voice_at(cue.begin);
      if (const std::size_t k = considered(cue.begin); k < r_.triggers.size()) {
        made.modality = "believed";
        if (k < r_.subjects.size() && r_.subjects[k]) made.holder = made.speaker = r_.subjects[k]->entity;
      }
      if (voice != nullptr) attribute(made, cue.begin);
      if (voice != nullptr && voice->actor.kind == ActorKind::document) made.holder = voice->actor.entity;
      made.evidence->utf8->end = s_.bytes(part).end;
      made.evidence->text = std::string(s_.text(text::Range{static_cast<std::uint32_t>(made.evidence->utf8->begin),
                                                            static_cast<std::uint32_t>(made.evidence->utf8->end)}));
      emit(r_, std::move(made), nullptr);
    }
    return end;
  }

  // The verb of considering that a violation stands under; the number of triggers when there is none.
  std::size_t considered(std::uint32_t at) const {
    for (std::size_t k = 0; k < r_.triggers.size(); ++k) {
      const Trigger& t = r_.triggers[k];
      if (t.extent.begin < at && at - t.extent.begin < 14 && r_.lexicon().frames()[t.frame].relation == "considers")
        return k;
    }
    return r_.triggers.size();
  }

  // Who violates: the actor right before the noun ("continuing Turkey's violation"), or what is considered one.
  std::optional<Node> violator(const Match& cue) const {
    std::uint32_t before = cue.begin;
    if (!s_.arabic() && before > 1 && s_[before - 1].form == "s") before -= 2;
    for (const Actor& actor : r_.actors)
      if (actor.extent.end == before && actor.kind != ActorKind::pronoun && !actor.list()) return Node(actor.entity);
    for (std::size_t k = r_.triggers.size(); k-- > 0;) {
      const Trigger& t = r_.triggers[k];
      if (t.extent.begin >= cue.begin || r_.lexicon().frames()[t.frame].relation != "considers") continue;
      if (s_.arabic() && !s_[t.extent.begin].arabic.pronoun.empty() && t.extent.end == cue.begin)
        return last_object(t.extent.begin);
      const Extent what = considered_thing(t, cue);
      if (!what.empty()) return node_of(s_, what, false);
    }
    return copula_subject(cue);
  }

  // "The strikes are a flagrant violation of".
  std::optional<Node> copula_subject(const Match& cue) const {
    std::uint32_t end = cue.begin;
    while (!s_.arabic() && end > 0 && s_.is(end - 1, Cue::determiner)) --end;
    if (end == 0) return std::nullopt;
    const std::string& form = s_[end - 1].form;
    const bool copula = form == "is" || form == "are" || form == "was" || form == "were" || form == "constitute" ||
                        form == "constitutes" || form == "constituted";
    if (!copula) return std::nullopt;
    const Extent what = s_.trimmed({clause_begin(end - 1), end - 1});
    if (what.empty() || what.size() > 14) return std::nullopt;
    return node_of(s_, what, false);
  }

  // "them": the object of the statement before.
  std::optional<Node> last_object(std::uint32_t at) const {
    for (std::size_t i = r_.out.size(); i-- > 0;)
      if (r_.out[i].object_span && r_.out[i].object_span->end <= s_[at].range.begin &&
          std::holds_alternative<Phrase>(r_.out[i].object))
        return r_.out[i].object;
    return std::nullopt;
  }

  Extent considered_thing(const Trigger& t, const Match& cue) const {
    std::uint32_t end = cue.begin;
    while (!s_.arabic() && end > 0 &&
           (s_.is(end - 1, Cue::determiner) || s_[end - 1].form == "as" || s_[end - 1].form == "be" ||
            s_[end - 1].form == "is" || s_[end - 1].form == "to" || s_[end - 1].form == "are" ||
            s_[end - 1].form == "constitute" || s_[end - 1].form == "constitutes"))
      --end;
    std::uint32_t begin = t.extent.end;
    for (const Actor& actor : r_.actors)
      if (actor.extent.begin == begin && actor.extent.end < end) begin = actor.extent.end;
    while (begin < end && (s_.is(begin, Cue::that) || s_.is(begin, Cue::adverb))) ++begin;
    const Extent out = s_.trimmed({begin, end});
    return out.size() <= 14 ? out : Extent{};
  }

  // The conjuncts of a list of things.
  std::vector<Extent> things(Extent region) const {
    std::vector<Extent> out = {region};
    for (std::uint32_t i = region.begin + 1; i < region.end; ++i) {
      if (s_.arabic() ? s_[i].conjunction() != 'w' : s_[i].form != "and" && !s_.comma(i)) continue;
      const std::uint32_t at = s_.arabic() ? i : i + 1;
      const char kind = conjunct_kind(s_, at);
      if (kind == 'a' || kind == 'p') continue;
      out.back().end = i;
      out.push_back({at, region.end});
    }
    for (Extent& part : out) part = s_.trimmed(part);
    std::erase_if(out, [](const Extent& e) { return e.empty(); });
    return out;
  }

  // "the Turkish forces present illegitimately on Syrian territory".
  void illegal(const Match& cue) {
    const Match* present = cue.begin > 0 ? s_.match_before(cue.begin, Cue::present_in) : nullptr;
    std::uint32_t subject_end = present != nullptr ? present->begin : cue.begin;
    if (present == nullptr && (present = s_.match(cue.end, Cue::present_in)) == nullptr) return;
    std::uint32_t at = std::max(cue.end, present->end);
    if (at >= s_.size() || (s_[at].form != "علي" && s_[at].form != "في" && s_[at].form != "in" && s_[at].form != "on"))
      return;
    const Actor* who = nullptr;
    for (const Actor& actor : r_.actors)
      if (actor.extent.end == subject_end) who = &actor;
    if (who == nullptr) return;
    ++at;
    std::uint32_t end = at;
    while (end < s_.size() && s_[end].word() && end - at < 3 &&
           (s_.is(end, Cue::entity) || s_.is(end, Cue::adjective) || s_.is(end, Cue::determiner) ||
            s_.is(end, Cue::concept_word)) &&
           !s_.is(end, Cue::condition))
      ++end;
    const Extent place{at, end};
    if (place.empty()) return;
    Statement made = draft(r_, who->entity, "illegitimately_present_in", node_of(s_, place), place,
                           hull(who->extent, place), "illegitimately_present_in", 0.8);
    attribute(made, cue.begin);
    emit(r_, std::move(made), nullptr);
  }

  bool names(std::uint32_t i, std::string_view key) const {
    const Match* match = s_.match(i, Cue::concept_word);
    return match != nullptr && r_.lexicon().concepts()[match->sense.ref].key == key;
  }

  // "relations cannot return to normal", "لا يمكن عودة العلاقات إلى طبيعتها".
  void normal(std::uint32_t at) {
    std::uint32_t to = at + 1, begin = at, end = at;
    while (to < s_.size() && to < at + 8 && s_[to].word() && s_[to].form != "الي" && s_[to].form != "to") ++to;
    if (to + 1 >= s_.size() || !(s_[to].form == "الي" || s_[to].form == "to") || !names(to + 1, "normal")) return;
    bool possible = false, negative = false;
    for (std::uint32_t b = at; b > 0 && at - b < 6 && s_[b - 1].word(); --b) {
      possible |= s_.is(b - 1, Cue::possible);
      negative |= s_.is(b - 1, Cue::negator);
      begin = b - 1;
    }
    Extent what{at + 1, to};
    if (!s_.arabic()) {  // "relations cannot return": the subject stands before
      std::uint32_t last = at;
      while (last > begin &&
             (s_.is(last - 1, Cue::possible) || s_.is(last - 1, Cue::negator) || s_.is(last - 1, Cue::auxiliary)))
        --last;
      what = s_[to].form == "to" && to == at + 1 ? Extent{begin, last} : what;
    }
    what = s_.trimmed(what);
    if (what.empty()) return;
    end = to + 2;
    Statement made = draft(r_, node_of(s_, what, false), "return_to_normal", node_of(s_, {to + 1, end}), {to + 1, end},
                           hull({begin, end}, what), "return_to_normal", 0.7);
    if (possible) made.modality = "possibility";
    if (negative) made.polarity = Polarity::negative;
    attribute(made, at);
    emit(r_, std::move(made), nullptr);
  }

  void clear(const Match& cue) {
    std::uint32_t begin = cue.begin;
    while (begin > 0 && s_[begin - 1].word()) --begin;
    const Extent subject{begin, cue.begin};
    std::uint32_t modal = subject.begin;
    while (modal < subject.end && !s_.is(modal, Cue::modal)) ++modal;
    const Extent who{subject.begin, modal}, object = s_.trimmed({cue.end, clause_end(cue.end)});
    if (who.empty() || modal == subject.end || object.empty()) return;
    Statement made = draft(r_, node_of(s_, s_.trimmed(who), false), "must_be_clear_to", node_of(s_, object), object,
                           hull(who, object), "must_be_clear_to", 0.7);
    attribute(made, cue.begin);
    emit(r_, std::move(made), nullptr);
  }

  Reading& r_;
  const Sentence& s_;
};

}  // namespace

void read_conditions(Reading& reading) { ConditionReader(reading).run(); }

}  // namespace bayan::ingest
