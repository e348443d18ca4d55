// Who can act or speak in a sentence: states, bodies, persons, groups, documents, and what stands for them.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "bayan/term.hpp"
#include "ingest/extract/sentence.hpp"

namespace bayan::ingest {

enum class ActorKind { entity, person, group, document, pronoun };

struct Role {
  Extent extent;  // the title: "head of the Syrian delegation"
};

struct Actor {
  Extent extent;
  ActorKind kind = ActorKind::entity;
  Entity entity;                      // key, type, surface
  std::optional<Entity> document;     // of a statement: the document that speaks for its issuers
  std::string speaks_for;             // whom "we" means in this person's mouth
  char gender = 0, number = 0;        // m f; s d p; 0 where nothing tells
  std::vector<Role> roles;            // titles given with the name
  std::vector<Actor> members;         // of a list ("Russia, Iran and Türkiye") that is no known group
  std::string gloss;                  // of a person: what his title is called
  std::string last_name;              // of a person, folded
  std::size_t sentence = 0;           // when the discourse heard of him last, in sentences
  std::size_t paragraph = 0;          // and in paragraphs
  std::optional<std::int64_t> round;  // what the passage was about then
  bool oblique = false;               // behind a preposition: "in Syria"
  bool anaphor = false;               // "the head of the delegation", "he": who it is was found before

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
  void new_paragraph() {
    recent_.clear();
    ++paragraph_;
  }
  void new_sentence() { ++sentence_; }

  // The latest actor that a dropped subject or pronoun of this form can mean.
  // `skip`: how many of the latest mentions come too late to be meant.
  const Actor* antecedent(const Agreement& agreement, std::size_t skip = 0) const;
  std::size_t mentions() const { return mentions_; }
  // Remembers who did something: a subject left out later, or "they", goes on with him.
  void acted(const Actor& actor);
  const Actor* last_acting(const Agreement& agreement, std::optional<ActorKind> kind = std::nullopt) const;
  // The latest person ("he"), or the latest that is none ("it"): who acted goes before who was only named. `skip` as
  // above.
  const Actor* latest(bool person, std::size_t skip) const;
  const Actor* last_person(std::string_view speaks_for) const;
  const Actor* person_by_name(const std::string& last_name) const;
  const Actor* last_group() const { return group_ ? &*group_ : nullptr; }
  // The latest body whose key ends with a word: "Council".
  const Entity* body(std::string_view ending) const;
  // Organisations by the names, folded, that this text gave them.
  void introduce(std::string name, const Entity& entity);
  const Entity* introduced(const std::string& name) const;
  // The group that "the states", "the participants" and a statement's issuers are.
  std::optional<Entity> issuers() const;
  // Remembers that somebody issued the statement a text is: "we" in it, outside quotations, is he.
  void issued_by(const Entity& entity) { issuer_ = entity; }
  std::optional<Entity> own_we() const { return issuer_; }
  std::optional<std::int64_t> round;  // of the passage

 private:
  bool carries(const Actor& actor) const;

  const Lexicon* lexicon_;
  std::string series_, series_issuers_;
  std::vector<Actor> recent_;   // of this paragraph, latest last
  std::vector<Actor> acted_;    // of the document, latest last
  std::vector<Actor> persons_;  // of the document, latest last
  std::vector<Entity> bodies_;  // organisations, latest last
  std::map<std::string, Entity> introduced_;
  std::optional<Entity> named_group_;  // the last group the lexicon knows
  std::optional<Actor> group_;
  std::optional<Entity> issuer_;
  std::size_t mentions_ = 0;  // how many there were
  std::size_t sentence_ = 0, paragraph_ = 0;
};

// All actors of a sentence, in order, resolved against what was said before. Lists are one actor.
std::vector<Actor> find_actors(const Sentence& sentence, Discourse& discourse);

std::string dump(const Sentence& sentence, const std::vector<Actor>& actors);

// Who is named over a token, and who is named right before one; null where nobody is.
const Actor* actor_over(const std::vector<Actor>& actors, std::uint32_t at);
const Actor* actor_ending(const std::vector<Actor>& actors, std::uint32_t end);

}  // namespace bayan::ingest
