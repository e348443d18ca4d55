#include "ingest/extract/anaphora.hpp"

namespace bayan::ingest {

std::optional<Actor> short_name_at(const Sentence& s, std::uint32_t i, const Discourse& discourse) {
  std::uint32_t at = i;
  if (!s.arabic()) {
    if (i >= s.size() || s[i].form != "the") return std::nullopt;
    if (++at >= s.size() || !s[at].capital) return std::nullopt;
  } else if (s[i].preposition() != 0) {
    return std::nullopt;
  }
  const Match* name = s.match(at, Cue::short_name);
  if (name == nullptr) return std::nullopt;
  const Entity* body = discourse.body(s.value(*name));
  if (body == nullptr) return std::nullopt;
  Actor out;
  out.extent = {i, name->end};
  out.entity = {body->key, body->type, std::string(s.text(out.extent, true))};
  out.number = 's';
  out.anaphor = true;
  return out;
}

std::optional<Actor> own_state_at(const Sentence& s, std::uint32_t i, const Discourse& discourse) {
  const Match* own = s.match(i, Cue::own_state);
  if (own == nullptr || (s.arabic() && s[i].preposition() != 0)) return std::nullopt;
  const Actor* person = discourse.antecedent({0, 's', '3', 0});
  if (person == nullptr || person->speaks_for.empty()) return std::nullopt;
  const LexiconEntity* state = s.lexicon().entity(person->speaks_for);
  Actor out;
  out.extent = {i, own->end};
  out.entity = {person->speaks_for, state != nullptr ? state->type : "", std::string(s.text(out.extent, true))};
  out.number = 's';
  out.anaphor = true;
  return out;
}

std::optional<Actor> pronoun_at(const Sentence& s, std::uint32_t i) {
  const Match* pronoun = s.match(i, Cue::pronoun);
  const Match* we = s.match(i, Cue::we);
  if (pronoun == nullptr && we == nullptr) return std::nullopt;
  if (we != nullptr && s[i].form == "us") return std::nullopt;
  Actor out;
  out.kind = ActorKind::pronoun;
  out.extent = {i, we != nullptr ? we->end : pronoun->end};
  out.entity.surface = std::string(s.text(out.extent, true));
  out.anaphor = true;
  if (we != nullptr) {
    out.number = '1';
  } else {
    out.number = s.value(*pronoun)[0] == 'p' ? 'p' : 's';
    out.gender = s.value(*pronoun)[0] == 'm' ? 'm' : 0;
  }
  return out;
}

}  // namespace bayan::ingest
