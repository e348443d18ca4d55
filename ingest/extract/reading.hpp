// What the stages that make statements share: the sentence and all that was found in it, and how a statement is
// written.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bayan/statement.hpp"
#include "ingest/extract/actors.hpp"
#include "ingest/extract/calendar.hpp"
#include "ingest/extract/rounds.hpp"
#include "ingest/extract/sentence.hpp"
#include "ingest/extract/triggers.hpp"

namespace bayan::ingest {

// A round the store (or the host) knows already.
struct KnownRound {
  std::string series;
  std::int64_t round = 0;
  std::string first, last;  // days; may be empty
};

// What holds for a whole document.
struct Passage {
  std::string series;
  std::optional<std::int64_t> round;
  std::string date;
  std::optional<Day> day;
  std::vector<KnownRound> known_rounds;
  bool adopted = true;  // false: a draft, or a text that was not adopted

  // The last day known of a round of the series; empty when none is.
  std::string last_day(std::int64_t round) const;
};

// Who speaks in a stretch of a sentence.
struct Voice {
  Extent extent;
  Entity speaker;
  Actor actor;
};

// Who acts: somebody, or a phrase ("the resolution that demands").
struct Subject {
  std::optional<Actor> actor;
  Extent phrase;
};

struct Reading {
  const Sentence& s;
  const Passage& document;
  Discourse& discourse;
  std::vector<Actor> actors;
  std::vector<Trigger> triggers;
  std::vector<RoundMention> rounds;
  std::vector<Voice> voices;
  std::optional<Actor> lead;          // whom the line above a list names
  std::optional<std::int64_t> round;  // of the passage
  std::string date;
  bool unnamed_past = false;
  std::size_t mentioned = 0;                   // actors of this sentence the discourse already remembers
  std::vector<std::optional<Actor>> subjects;  // of the triggers, once read_frames has been there
  std::vector<Statement> out;
  std::vector<std::string> notes;  // why a statement was or was not made

  const Lexicon& lexicon() const { return s.lexicon(); }
  const Voice* voice_at(std::uint32_t token) const;
  void note(std::string text) { notes.push_back(std::move(text)); }
};

// A node for a phrase: the entity when the phrase is exactly its name, else the words with what they are about.
Node node_of(const Sentence& sentence, Extent extent, bool as_name = true);

// Concepts and entities that a phrase names, sorted, each once.
std::vector<std::string> about(const Sentence& sentence, Extent extent);

// The evidence of a statement: from the first to the last of what it rests on.
Extent hull(Extent a, Extent b);

// A statement with round, date, modality and evidence of the passage; the caller adds whose it is.
Statement draft(const Reading& reading, Node subject, const std::string& relation, Node object, Extent object_extent,
                Extent evidence, const std::string& rule, double confidence);

// Writes a statement once for each of a list's members, else once.
void emit(Reading& reading, Statement statement, const Actor* subject);

// The entity of a round of the document's series: "Astana_round_21".
std::optional<Entity> round_entity(const Reading& reading, std::int64_t ordinal, std::string surface);

// Stages that make statements out of a reading; each appends to `out`.
void read_sources(Reading& reading);  // before read_frames: tells who speaks
void read_frames(Reading& reading);
void read_events(Reading& reading);
void read_conditions(Reading& reading);
// What does what to what (violates, harms, leads to, aims at): verbs and participles that link things.
void read_english_links(Reading& reading);
void read_arabic_links(Reading& reading);
void read_terms(Reading& reading);
void read_guests(Reading& reading);
void read_addresses(Reading& reading);
// Meetings without a number. After read_events.
void read_gatherings(Reading& reading);
void read_roles(Reading& reading);

}  // namespace bayan::ingest
