// Who can act or speak in a sentence: states, bodies, persons, groups, documents, and what stands for them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bayan/term.hpp"
#include "ingest/extract/sentence.hpp"

namespace bayan::ingest {

enum class ActorKind { entity, person, group, document, pronoun };

struct Role {
  Extent extent;     // the title: "head of the Syrian delegation"
};

struct Actor {
  Extent extent;
  ActorKind kind = ActorKind::entity;
  Entity entity;                    // key, type, surface
  std::optional<Entity> document;   // of a statement: the document that speaks for its issuers
  std::string speaks_for;           // whom "we" means in this person's mouth
  char gender = 0, number = 0;      // m f; s d p; 0 where nothing tells
  std::vector<Role> roles;          // titles given with the name
  std::vector<Actor> members;       // of a list ("Russia, Iran and Türkiye") that is no known group
  bool anaphor = false;             // "the head of the delegation", "he": who it is was found before

  bool list() const { return !members.empty(); }
};

// What a document has said so far: who was named, whom a pronoun can mean.
class Discourse {
 public:
  Discourse(const Lexicon& lexicon, std::string series, std::string issuers);

  const std::string& series() const { return series_; }
  // Remembers an actor as the latest.
  void mention(const Actor& actor);
  // Forgets who was named in a paragraph; persons and groups stay known.
  void new_paragraph() { recent_.clear(); }

  // The latest actor that a dropped subject or pronoun of this form can mean.
  // `skip`: how many of the latest mentions come too late to be meant.
  const Actor* antecedent(const Agreement& agreement, std::size_t skip = 0) const;
  std::size_t mentions() const { return mentions_; }
  // The latest person of this paragraph and the one before.
  const Actor* latest_person(std::size_t skip) const;
  const Actor* last_person(std::string_view speaks_for) const;
  const Actor* person_by_name(const std::string& last_name) const;
  const Actor* last_group() const { return group_ ? &*group_ : nullptr; }
  // The group that "the states", "the participants" and a statement's issuers are.
  std::optional<Entity> issuers() const;
  // Remembers that somebody issued the statement a text is about.
  void issued_by(const Entity& entity) { issuer_ = entity; }
  std::optional<std::int64_t> round;  // of the passage

 private:
  const Lexicon* lexicon_;
  std::string series_, series_issuers_;
  std::vector<Actor> recent_;   // of this paragraph, latest last
  std::vector<Actor> persons_;  // of the document, latest last
  std::optional<Actor> group_;
  std::optional<Entity> issuer_;
  std::size_t mentions_ = 0;    // how many there were
};

// All actors of a sentence, in order, resolved against what was said before. Lists are one actor.
std::vector<Actor> find_actors(const Sentence& sentence, Discourse& discourse);

std::string dump(const Sentence& sentence, const std::vector<Actor>& actors);

}  // namespace bayan::ingest
