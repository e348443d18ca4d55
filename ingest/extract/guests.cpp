// Who came to a meeting and who hosted it, where a noun or a gerund of another sentence says so: "welcomed the
// participation of Iraq and Jordan as observers", "thanked Kazakhstan for hosting the talks".
#include <algorithm>

#include "ingest/extract/reading.hpp"

namespace bayan::ingest {

namespace {

class GuestReader {
 public:
  explicit GuestReader(Reading& reading) : r_(reading), s_(reading.s) {}

  void run() {
    for (std::uint32_t i = 1; i < s_.size(); ++i) {
      if (const Match* observer = s_.match(i, Cue::observer)) observers(*observer);
      if (const Match* hosting = s_.match(i, Cue::hosting)) host(*hosting);
    }
  }

 private:
  std::optional<Entity> own_round(std::string surface) const {
    return r_.round ? round_entity(r_, *r_.round, std::move(surface)) : std::nullopt;
  }

  // The meeting named between two tokens.
  Extent meeting(std::uint32_t begin, std::uint32_t end) const {
    for (std::uint32_t i = begin; i < end; ++i)
      if (const Match* named = s_.is(i, Cue::round) ? s_.match(i, Cue::round) : s_.match(i, Cue::meeting))
        return {i > 0 && s_.is(i - 1, Cue::determiner) ? i - 1 : i, named->end};
    return {};
  }

  const Actor* ending(std::uint32_t at) const {
    for (const Actor& actor : r_.actors)
      if (actor.extent.end == at && (actor.list() || !actor.entity.key.empty()) && actor.kind != ActorKind::pronoun)
        return &actor;
    return nullptr;
  }

  void observers(const Match& cue) {
    std::uint32_t at = cue.begin;
    if (s_.is(at - 1, Cue::attending)) --at;  // "with Iraq attending as an observer"
    const Actor* who = ending(at);
    if (who == nullptr) return;
    std::uint32_t noun = who->extent.begin;
    while (noun > 0 && who->extent.begin - noun < 12 && s_[noun - 1].word() && !s_.is(noun, Cue::attending)) --noun;
    if (at == cue.begin && !s_.is(noun, Cue::attending)) return;
    Extent where = meeting(noun, who->extent.begin);
    const auto round = own_round(where.empty() ? "" : std::string(s_.text(where, true)));
    if (!round && where.empty()) return;
    const Extent evidence{std::min(noun, who->extent.begin), cue.end};
    Statement made = draft(r_, who->entity, "attended_as_observer", round ? Node(*round) : node_of(s_, where, false),
                           where.empty() ? Extent{cue.begin, cue.end} : where, evidence, "attended.noun", 0.75);
    if (!who->list())
      if (const auto members = members_of(*who); !members.empty()) {
        for (const std::string& member : members) one(made, member);
        return;
      }
    emit(r_, std::move(made), who);
  }

  // A group of the lexicon that the text names by its members.
  std::vector<std::string> members_of(const Actor& group) const {
    const LexiconEntity* known = r_.lexicon().entity(group.entity.key);
    if (known == nullptr || group.kind != ActorKind::group || known->members.size() < 2) return {};
    for (std::uint32_t i = group.extent.begin; i < group.extent.end; ++i)
      if (s_.comma(i) || s_[i].form == "and") return known->members;
    return {};
  }

  void one(Statement made, const std::string& member) {
    const LexiconEntity* known = r_.lexicon().entity(member);
    made.subject = Entity{member, known != nullptr ? known->type : "", {}};
    emit(r_, std::move(made), nullptr);
  }

  // "... Kazakhstan for hosting the meeting".
  void host(const Match& cue) {
    if (!s_.is(cue.begin - 1, Cue::prep)) return;
    const Actor* who = ending(cue.begin - 1);
    const Extent what = meeting(cue.end, std::min(s_.size(), cue.end + 6));
    if (who == nullptr || who->list() || who->kind == ActorKind::person || what.empty()) return;
    const auto round = own_round(std::string(s_.text(what, true)));
    if (!round) return;
    Statement made =
        draft(r_, *round, "held_in", who->entity, who->extent, {who->extent.begin, what.end}, "held_in.host", 0.75);
    emit(r_, std::move(made), nullptr);
  }

  Reading& r_;
  const Sentence& s_;
};

}  // namespace

void read_guests(Reading& reading) {
  if (!reading.s.arabic()) GuestReader(reading).run();
}

}  // namespace bayan::ingest
