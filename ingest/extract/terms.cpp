// "X would not do A unless B": B is a condition for A, and what X demands.
#include "ingest/extract/reading.hpp"

namespace bayan::ingest {

namespace {

class TermReader {
 public:
  explicit TermReader(Reading& reading) : r_(reading), s_(reading.s) {}

  void run() {
    for (std::uint32_t i = 3; i + 3 < s_.size(); ++i)
      if (const Match* cue = s_.match(i, Cue::term)) read(*cue);
  }

 private:
  void read(const Match& cue) {
    const bool negative = s_.value(cue) == "not";
    // The verb before it, with its negator and its modal: "would not (extend the deal)", "would (sign) only if".
    std::uint32_t verb = cue.begin;
    while (verb > 0 && !s_.full_stop(verb - 1) && !s_.is(verb - 1, Cue::that) && !s_.is(verb, Cue::modal_will)) --verb;
    if (!s_.is(verb, Cue::modal_will)) return;
    const std::uint32_t modal = verb++;
    bool denied = false;
    while (verb < cue.begin && (s_.is(verb, Cue::negator) || s_.is(verb, Cue::adverb) || s_[verb].form == "be")) {
      denied = denied || s_.is(verb, Cue::negator);
      ++verb;
    }
    if (denied != negative) return;
    const Extent what = s_.trimmed({verb, cue.begin}), term = s_.trimmed({cue.end, clause_end(cue.end)});
    if (what.size() < 2 || term.size() < 2) return;
    const Actor* who = nullptr;
    for (const Actor& actor : r_.actors)
      if (actor.extent.end == modal && !actor.list() && !actor.oblique && actor.kind != ActorKind::pronoun &&
          !actor.entity.key.empty())
        who = &actor;
    if (who == nullptr) return;
    const Extent evidence = hull(what, term);
    Statement link = draft(r_, node_of(s_, term, false), "is_precondition_for", node_of(s_, what, false), what,
                           evidence, "term.link", 0.75);
    attribute(link, cue.begin, *who);
    emit(r_, std::move(link), nullptr);
    Statement demand = draft(r_, who->entity, "demands", node_of(s_, term, false), term, evidence, "term.demand", 0.7);
    attribute(demand, cue.begin, *who);
    emit(r_, std::move(demand), nullptr);
  }

  std::uint32_t clause_end(std::uint32_t i) const {
    while (i < s_.size() && !s_.full_stop(i) && !s_.comma(i) && !s_.quote(i)) ++i;
    return i;
  }

  void attribute(Statement& made, std::uint32_t at, const Actor& who) const {
    made.holder = who.entity;
    const Voice* voice = r_.voice_at(at);
    made.speaker = voice != nullptr ? voice->speaker : who.entity;
  }

  Reading& r_;
  const Sentence& s_;
};

}  // namespace

void read_terms(Reading& reading) {
  if (!reading.s.arabic()) TermReader(reading).run();
}

}  // namespace bayan::ingest
