#include "ingest/extract/actors.hpp"

#include <algorithm>

#include "ingest/extract/anaphora.hpp"
#include "ingest/extract/bodies.hpp"
#include "ingest/extract/names.hpp"
#include "ingest/extract/rounds.hpp"
#include "ingest/extract/unnamed.hpp"

namespace bayan::ingest {

namespace {

// Reads the actor that begins at a token, longest reading first.
class ActorReader {
 public:
  ActorReader(const Sentence& s, Discourse& discourse) : s_(s), discourse_(discourse) {}

  std::optional<Actor> at(std::uint32_t i) {
    std::optional<Actor> best = read_person(s_, i, discourse_);
    const auto longer = [&](std::optional<Actor> other) {
      if (other && (!best || other->extent.end > best->extent.end)) best = std::move(other);
    };
    longer(document_at(i));
    longer(group_at(i));
    longer(side_at(i));
    longer(entity_at(i));
    longer(new_body_at(s_, i));
    longer(introduced_body_at(s_, i, discourse_));
    if (!best) best = short_name_at(s_, i, discourse_);
    if (!best) best = own_state_at(s_, i, discourse_);
    if (!best) best = unnamed_speaker_at(s_, i);
    return best ? best : pronoun_at(s_, i);
  }

 private:
  // Skips "the", "all" and the like.
  std::uint32_t past_determiner(std::uint32_t i) const {
    while (i < s_.size() && (s_.is(i, Cue::determiner) || s_.is(i, Cue::quantifier)) && !s_.is(i, Cue::group)) ++i;
    return i;
  }

  std::optional<Actor> entity_at(std::uint32_t i) {
    const std::uint32_t begin = i;
    if (!s_.arabic() && i < s_.size() && s_[i].form == "the") ++i;
    const Match* match = s_.match(i, Cue::entity);
    if (match == nullptr || (s_.arabic() && i < s_.size() && s_[i].preposition() != 0)) return std::nullopt;
    const LexiconEntity& found = s_.lexicon().entities()[match->sense.ref];
    if (!found.capital_of.empty() && !acts(begin, match->end)) return std::nullopt;
    if (found.type == "agreement" || found.type == "event" || (found.type == "place" && found.capital_of.empty()))
      return std::nullopt;
    Actor out;
    out.extent = {begin, match->end};
    out.kind = found.type == "person" || found.type == "role" ? ActorKind::person
               : found.type == "group"                        ? ActorKind::group
                                                              : ActorKind::entity;
    out.entity = {found.key, found.type, std::string(s_.text(out.extent, true))};
    out.speaks_for = found.speaks_for;
    if (!found.capital_of.empty()) {
      out.entity.key = found.capital_of;
      out.entity.type = "state";
    }
    if (out.kind == ActorKind::group) out.gender = s_.arabic() ? 'f' : 0;
    out.number = out.kind == ActorKind::group && !s_.arabic() ? 'p' : 's';
    return out;
  }

  // A capital stands for its state only beside a verb.
  bool acts(std::uint32_t begin, std::uint32_t end) const {
    if (!s_.arabic() && s_.is(end, Cue::modal_will)) return true;
    while (!s_.arabic() && (s_.is(end, Cue::auxiliary) || s_.is(end, Cue::adverb) || s_.quote(end) ||
                            (end < s_.size() && s_[end].form.size() > 4 && s_[end].form.ends_with("ly"))))
      ++end;
    if (s_.is(end, Cue::verb) || (begin > 0 && s_.match_before(begin, Cue::verb) != nullptr)) return true;
    return !s_.arabic() && s_.match_before(begin, Cue::participle) != nullptr;
  }

  // "the Russian side", "the delegation of Syria": the state itself.
  std::optional<Actor> side_at(std::uint32_t i) {
    const std::uint32_t begin = i;
    if (!s_.arabic()) {
      i = past_determiner(i);
      const Match* adjective = s_.match(i, Cue::adjective);
      const Match* owner = adjective != nullptr ? adjective : s_.match(i, Cue::entity);
      if (owner != nullptr) {
        std::uint32_t next = owner->end;
        if (next + 1 < s_.size() && !s_[next].word() && s_[next + 1].form == "s") next += 2;
        if (const Match* side = s_.match(next, Cue::side)) return state_actor({begin, side->end}, owner->sense.ref);
        return std::nullopt;
      }
    } else if (i < s_.size() && s_[i].preposition() != 0) {
      return std::nullopt;
    }
    const Match* side = s_.match(i, Cue::side);
    if (side == nullptr) return std::nullopt;
    std::uint32_t next = side->end;
    if (!s_.arabic()) {
      if (next >= s_.size() || s_[next].form != "of") return std::nullopt;
      next = past_determiner(next + 1);
    }
    const Match* owner = s_.match(next, Cue::adjective);
    if (owner == nullptr) owner = s_.match(next, Cue::entity);
    if (owner == nullptr || (s_.arabic() && s_[next].conjunction() != 0)) return std::nullopt;
    return state_actor({begin, owner->end}, owner->sense.ref);
  }

  Actor state_actor(Extent extent, std::uint32_t ref) {
    const LexiconEntity* owner = &s_.lexicon().entities()[ref];
    if (!owner->capital_of.empty()) owner = s_.lexicon().entity(owner->capital_of);
    Actor out;
    out.extent = extent;
    out.entity = {owner->key, owner->type, std::string(s_.text(extent, true))};
    out.number = 's';
    return out;
  }

  std::optional<Actor> group_at(std::uint32_t i) {
    const std::uint32_t begin = i;
    std::string modifiers;
    bool definite = s_.arabic();
    if (!s_.arabic()) {
      definite = i < s_.size() &&
                 (s_[i].form == "the" || s_[i].form == "all" || s_[i].form == "both" || s_[i].form == "these");
      i = past_determiner(i);
      while (const Match* m = s_.match(i, Cue::group_modifier)) {
        if (s_.is(m->end, Cue::verb) && !s_.is(m->end, Cue::group)) break;
        modifiers += s_.value(*m) + "_";
        i = m->end;
        definite = true;
      }
    } else if (i < s_.size() && (s_[i].base() == "هذه" || s_[i].base() == "جميع" || s_[i].base() == "كل")) {
      ++i;
    }
    // "Parties agreed": a plural that opens a sentence stands for all of them.
    if (!definite && begin == 0 && s_.is(i, Cue::group) && s_[i].capital && i + 1 < s_.size() &&
        (s_.is(i + 1, Cue::verb) || s_.is(i + 1, Cue::auxiliary)))
      definite = true;
    const Match* noun = s_.match(i, Cue::group);
    if (noun == nullptr || (s_.arabic() && s_[i].preposition() != 0)) return std::nullopt;
    // An indefinite plural describes a group only with whose it is: "states of the region".
    if (s_.arabic() && !s_[i].base().starts_with("ال") && noun->size() == 1 && !s_.is(noun->end, Cue::entity) &&
        !s_.is(noun->end, Cue::group))
      return std::nullopt;
    std::uint32_t end = noun->end;
    if (s_.arabic())
      while (const Match* m = s_.match(end, Cue::group_modifier)) modifiers += s_.value(*m) + "_", end = m->end;
    return resolve_group(begin, i, end, *noun, modifiers, definite);
  }

  std::optional<Actor> resolve_group(std::uint32_t begin, std::uint32_t noun_at, std::uint32_t end, const Match& noun,
                                     const std::string& modifiers, bool definite) {
    const std::string& value = s_.value(noun);
    const std::string gloss = value.substr(0, value.find(':'));
    const std::string form = value.substr(value.find(':') + 1);
    Actor out;
    out.kind = ActorKind::group;
    out.number = form.back();
    out.gender = form.size() > 1 ? form[0] : 0;
    // Whose they are: "the Syrian parties", "representatives of Iran, Russia and Türkiye".
    const Match* owner = s_.arabic() ? s_.match(end, Cue::adjective) : s_.match_before(noun_at, Cue::adjective);
    if (s_.arabic() && owner != nullptr && s_[end].conjunction() == 0) end = owner->end;
    if (!s_.arabic() && owner == nullptr && (gloss == "ministers" || gloss == "leaders" || gloss == "delegations"))
      if (end < s_.size() && s_[end].form == "of") return members_of(begin, end + 1, out);
    if (s_.arabic() && (gloss == "ministers" || gloss == "leaders" || gloss == "delegations") &&
        (s_.is(end, Cue::entity) || s_.is(end, Cue::group)))
      return members_of(begin, end, out);
    if (gloss == "members" && !s_.arabic() && end < s_.size() && s_[end].form == "of")
      if (auto body = at(end + 1); body && body->kind != ActorKind::pronoun && !body->entity.key.empty()) {
        body->extent.begin = begin;
        body->entity.surface = std::string(s_.text(body->extent, true));
        body->number = 'p';
        body->kind = ActorKind::group;
        return body;
      }
    out.extent = {begin, end};
    out.entity.surface = std::string(s_.text(out.extent, true));
    if (owner != nullptr) {
      out.entity.key = s_.lexicon().entities()[owner->sense.ref].key + "_" + gloss;
      out.entity.type = "group";
      return out;
    }
    if (!definite) return std::nullopt;
    // An apposition names them: "the guarantor states, Russia, Iran and Turkey,".
    if (s_.comma(end) || (end < s_.size() && s_[end].punctuation == '('))
      if (const auto named = list_at(end + 1); named && named->list() == false && named->kind == ActorKind::group) {
        out.entity.key = named->entity.key;
        out.entity.type = "group";
        out.extent.end = named->extent.end;
        return out;
      }
    // "All states" are not those of the talks.
    const std::string& first = s_[begin].base();
    const bool any =
        noun_at > begin && modifiers.empty() && (s_.is(begin, Cue::quantifier) || first == "جميع" || first == "كل");
    const bool of_talks = !any && (gloss == "states" || gloss == "participants" || gloss == "guarantors" ||
                                   gloss == "delegations" || modifiers.find("guarantor") != std::string::npos ||
                                   modifiers.find("participating") != std::string::npos);
    if (const auto issuers = discourse_.issuers(); issuers && of_talks) {
      out.entity.key = issuers->key;
      out.entity.type = issuers->type;
    } else if (const Actor* last = discourse_.last_group();
               last != nullptr && (gloss == "ministers" || gloss == "leaders" || gloss == "delegates")) {
      out.entity.key = last->entity.key;
      out.entity.type = "group";
    } else {
      out.entity.key = modifiers + gloss;
      out.entity.type = "group";
    }
    return out;
  }

  std::optional<Actor> members_of(std::uint32_t begin, std::uint32_t list, Actor out) {
    const auto named = list_at(list);
    if (!named) return std::nullopt;
    out.extent = {begin, named->extent.end};
    // "..., as guarantors of the talks": part of the description.
    out.entity = named->entity;
    out.entity.surface = std::string(s_.text(out.extent, true));
    out.members = named->members;
    for (Actor& member : out.members) member.extent = out.extent;
    return out;
  }

 public:
  // One actor, or several joined by commas and "and".
  std::optional<Actor> list_at(std::uint32_t i) {
    auto first = at_in_list(i);
    if (!first) return std::nullopt;
    std::vector<Actor> all = {*first};
    while (first->kind != ActorKind::pronoun && first->kind != ActorKind::document) {
      std::uint32_t next = all.back().extent.end;
      bool joined = false;
      if (s_.comma(next)) ++next, joined = true;
      if (next < s_.size() && !s_.arabic() && s_[next].form == "and") ++next, joined = true;
      if (next < s_.size() && s_.arabic() && s_[next].conjunction() == 'w' && !(joined && false)) joined = true;
      if (!joined) break;
      auto more = at_in_list(next);
      if (!more && !s_.arabic() && all.back().entity.type == "state") more = unknown_member(next);
      if (!more || more->kind == ActorKind::pronoun || more->kind == ActorKind::document) break;
      // "the delegation of Syria and Ahmad Tomeh" are no list.
      if ((more->kind == ActorKind::person) != (first->kind == ActorKind::person)) break;
      all.push_back(std::move(*more));
    }
    // A comma alone joins nothing: "Russia, Syria" needs an "and" further on.
    while (all.size() > 1 && !and_between(all[all.size() - 2], all.back())) all.pop_back();
    if (all.size() == 1) return all.front();
    return together(all);
  }

 private:
  // "Norway, Arcadia and Kenya": a name the lexicon lacks, in a list of states.
  std::optional<Actor> unknown_member(std::uint32_t i) const {
    const auto name = [&](std::uint32_t at) {
      const bool word = at < s_.size() && s_[at].word() && s_[at].capital && s_[at].form.size() > 2;
      return word && std::all_of(s_.at(at).begin(), s_.at(at).end(),
                                 [](const Match& m) { return m.sense.cue == Cue::concept_word; });
    };
    std::uint32_t end = i;
    while (end - i < 3 && name(end)) ++end;
    const bool goes_on = s_.comma(end) || (end < s_.size() && s_[end].form == "and");
    if (end == i || !(goes_on || (i > 0 && s_[i - 1].form == "and"))) return std::nullopt;
    Actor out;
    out.extent = {i, end};
    out.entity = {std::string(s_.text(out.extent)), "", std::string(s_.text(out.extent))};
    std::replace(out.entity.key.begin(), out.entity.key.end(), ' ', '_');
    out.number = 's';
    return out;
  }

  std::optional<Actor> at_in_list(std::uint32_t i) { return at(i); }

  bool and_between(const Actor& a, const Actor& b) const {
    if (s_.arabic()) return s_[b.extent.begin].conjunction() == 'w';
    for (std::uint32_t i = a.extent.end; i < b.extent.begin; ++i)
      if (s_[i].form == "and") return true;
    return false;
  }

  Actor together(const std::vector<Actor>& all) {
    Actor out;
    out.kind = ActorKind::group;
    out.extent = {all.front().extent.begin, all.back().extent.end};
    out.number = all.size() == 2 && s_.arabic() ? 'd' : 'p';
    out.entity.surface = std::string(s_.text(out.extent, true));
    std::vector<std::string> keys;
    for (const Actor& one : all) keys.push_back(one.entity.key);
    if (const LexiconEntity* group = s_.lexicon().group_of(keys)) {
      out.entity.key = group->key;
      out.entity.type = group->type;
      return out;
    }
    out.members = all;
    return out;
  }

  std::optional<Actor> document_at(std::uint32_t i) {
    const std::uint32_t begin = i;
    if (!s_.arabic()) {
      if (i >= s_.size() || !s_.is(i, Cue::determiner)) return std::nullopt;
      ++i;
      if (i + 1 < s_.size() && (s_[i].form == "final" || s_[i].form == "closing") && s_.is(i + 1, Cue::document) &&
          !s_.is(i, Cue::document))
        ++i;
    }
    const Match* noun = s_.match(i, Cue::document);
    if (noun == nullptr || (s_.arabic() && s_[i].preposition() != 0)) return std::nullopt;
    const std::string& value = s_.value(*noun);
    const std::string gloss = value.substr(0, value.find(':'));
    if (gloss == "resolution") return std::nullopt;
    // "A statement" is no document known, unless a relative clause says what is in it.
    const bool indefinite = s_.arabic() && !s_[i].base().starts_with("ال") && s_[i].arabic.pronoun.empty();
    std::optional<Actor> owner;  // "the mission's statement"
    if (indefinite && noun->size() == 1 && noun->end < s_.size() && s_[noun->end].conjunction() == 0)
      owner = at(noun->end);
    if (owner && (owner->kind == ActorKind::pronoun || owner->kind == ActorKind::document || owner->entity.key.empty()))
      owner.reset();
    if (indefinite && !owner && !s_.is(noun->end, Cue::verb)) return std::nullopt;
    Actor out;
    out.kind = ActorKind::document;
    out.gender = s_.arabic() ? 'm' : 0;
    out.number = 's';
    std::uint32_t end = noun->end;
    std::optional<Entity> issuers = discourse_.issuers();
    if (owner) issuers = owner->entity, end = owner->extent.end;
    std::uint32_t after = end;
    if (const Match* by = s_.match(end, Cue::issued_by)) after = by->end;
    if (after > end)
      if (const auto issuer = list_at(after); issuer && !issuer->list() && issuer->kind != ActorKind::document)
        issuers = issuer->entity, end = issuer->extent.end;
    if (const std::uint32_t of = s_.arabic() ? end : end + 1;
        of < s_.size() && (s_.arabic() ? s_[of].preposition() == 'l' : s_[end].form == "of")) {
      std::uint32_t round = of;
      if (s_.arabic() && s_[of].base() == "هذه" && s_.is(of + 1, Cue::round))
        end = of + 2;
      else if (const auto mention = round_at(s_, round))
        end = mention->extent.end;
      else if (!s_.arabic() && s_[of].form == "the")
        if (const auto named = round_at(s_, of + 1)) end = named->extent.end;
    }
    out.extent = {begin, end};
    const std::string surface(s_.text(out.extent, true));
    out.document = Entity{document_key(gloss), "document", surface};
    out.entity = issuers ? *issuers : *out.document;
    out.entity.surface = surface;
    return out;
  }

  std::string document_key(const std::string& gloss) const {
    const LexiconSeries* series = s_.lexicon().series(discourse_.series());
    std::string key = series != nullptr ? series->label_en : discourse_.series();
    std::replace(key.begin(), key.end(), ' ', '_');
    if (!key.empty() && discourse_.round) key += "-" + std::to_string(*discourse_.round);
    return key.empty() ? gloss : key + "_" + gloss;
  }

  const Sentence& s_;
  Discourse& discourse_;
};

}  // namespace

std::vector<Actor> find_actors(const Sentence& sentence, Discourse& discourse) {
  std::vector<Actor> out;
  ActorReader reader(sentence, discourse);
  for (std::uint32_t i = 0; i < sentence.size();) {
    auto actor = sentence[i].word() ? reader.list_at(i) : std::nullopt;
    if (!actor || actor->extent.end <= i) {
      ++i;
      continue;
    }
    const std::uint32_t begin = actor->extent.begin;
    actor->oblique =
        begin > 0 && (sentence.is(begin - 1, Cue::prep) ||
                      (begin > 1 && sentence.is(begin - 1, Cue::determiner) && sentence.is(begin - 2, Cue::prep)));
    i = actor->extent.end;
    introduce(sentence, *actor, discourse);
    i = actor->extent.end;
    for (const Actor& member : actor->members) discourse.mention(member);
    discourse.mention(*actor);
    out.push_back(std::move(*actor));
  }
  return out;
}

const Actor* actor_over(const std::vector<Actor>& actors, std::uint32_t i) {
  for (const Actor& actor : actors)
    if (actor.extent.holds(i)) return &actor;
  return nullptr;
}

const Actor* actor_ending(const std::vector<Actor>& actors, std::uint32_t end) {
  for (const Actor& actor : actors)
    if (actor.extent.end == end) return &actor;
  return nullptr;
}

}  // namespace bayan::ingest
