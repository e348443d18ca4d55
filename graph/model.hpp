// What a store holds, in ids: the data that scans and look-ups return.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bayan/ids.hpp"
#include "bayan/statement.hpp"
#include "bayan/term.hpp"

namespace bayan::graph {

// A relation in one polarity. Ordered so that the two polarities of a relation are neighbours.
struct Predicate {
  std::uint64_t value = 0;  // relation id << 1 | negative

  static Predicate of(RelationId relation, Polarity polarity) {
    return {relation.value << 1 | (polarity == Polarity::negative ? 1u : 0u)};
  }
  RelationId relation() const { return {value >> 1}; }
  bool negative() const { return value & 1; }
  explicit operator bool() const { return value != 0; }
  auto operator<=>(const Predicate&) const = default;
};

// One (claim, round): what an order holds, once however many statements say it. round 0 is background.
struct Fact {
  TermId subject;
  Predicate predicate;
  TermId object;
  RoundId round;

  auto operator<=>(const Fact&) const = default;
};

enum class TermKind { entity, phrase, literal, claim };

struct EntityInfo {
  std::string key;
  std::string type;  // empty when unknown
  Labels labels;
  Aliases aliases;                       // "" holds names whose language is not known
  std::vector<std::string> former_keys;  // of entities merged into this one
};

// What most who read an entity want of it. Lives as long as the view that gave it.
struct EntityName {
  std::string_view key;
  bool has_labels = false;
};

struct PhraseInfo {
  std::string text;  // as first written
  std::string lang;
  std::vector<TermId> about;  // sorted
};

struct ClaimInfo {
  TermId subject;
  Predicate predicate;
  TermId object;
};

struct RelationInfo {
  RelationId id;
  std::string key;
  RelationId parent;
  Labels labels;
  Aliases forms;
  std::string stance, cameo, plover;
};

struct SeriesInfo {
  SeriesId id;
  std::string key;
  Labels labels;
  Aliases aliases;
  std::string rounds_by;
};

struct RoundInfo {
  RoundId id;
  std::string first, last;  // days; of undeclared rounds the least and greatest statement date; may be empty
  std::string place;
  bool covered = false;
  bool declared = false;

  bool operator==(const RoundInfo&) const = default;
};

struct DocumentInfo {
  DocumentId id;
  std::string sha256, title, lang, source, publisher, date, status;
  RoundId round;  // none: not declared with one
  std::uint64_t size = 0;
  bool has_text = false;
  std::int64_t recorded_us = 0;
};

// A node that many facts of a predicate have, and how many.
struct HeavyHitter {
  TermId node;
  std::uint64_t rows = 0;

  bool operator==(const HeavyHitter&) const = default;
};

// What the planner knows of a predicate. `rows` is exact; the others are at most too large, and exact when all facts lie
// in one run. Heavy hitters are those of runs, heaviest first.
struct PredicateStatistics {
  std::uint64_t rows = 0;    // facts
  std::uint64_t claims = 0;  // distinct (subject, object)
  std::uint64_t subjects = 0, objects = 0;
  std::vector<HeavyHitter> heavy_subjects, heavy_objects;

  bool operator==(const PredicateStatistics&) const = default;
};

inline constexpr std::int64_t not_retracted = std::numeric_limits<std::int64_t>::max();

// One saying of a claim.
struct StatementInfo {
  StatementId id;
  Fact fact;
  DocumentId document;
  TermId speaker, holder, addressee, on_behalf_of;
  std::string date, modality, rule, extractor;
  std::optional<double> confidence;
  std::optional<Span> utf8, object_span;
  std::string quote;
  std::int64_t recorded_us = 0;
  std::int64_t retracted_us = not_retracted;
};

// Who and what a statement names, apart from its relation.
struct StatementParts {
  TermId subject, object, speaker, holder, addressee, on_behalf_of;

  static StatementParts of(const StatementInfo& s) {
    return {s.fact.subject, s.fact.object, s.speaker, s.holder, s.addressee, s.on_behalf_of};
  }
  void put_into(StatementInfo& s) const {
    s.fact.subject = subject, s.fact.object = object, s.speaker = speaker, s.holder = holder, s.addressee = addressee,
    s.on_behalf_of = on_behalf_of;
  }
  std::array<TermId*, 6> fields() { return {&subject, &object, &speaker, &holder, &addressee, &on_behalf_of}; }
  std::array<TermId, 6> all() const { return {subject, object, speaker, holder, addressee, on_behalf_of}; }

  bool operator==(const StatementParts&) const = default;
};

// A merge that was made, and what its two entities were before.
struct MergeInfo {
  std::uint64_t number = 0;
  TermId from, into;
  EntityInfo from_before, into_before;
  std::int64_t recorded_us = 0;
  std::int64_t undone_us = 0;  // 0: it stands
};

// A claim that a merge made another one, since it named the entity that is gone.
struct RenamedClaim {
  TermId now;
  ClaimInfo before;
};

// What is left of a document that was forgotten.
struct ForgottenInfo {
  DocumentId document;
  std::string sha256;  // empty where it had none
  std::uint64_t statements = 0;
  std::int64_t forgotten_us = 0;
};

}  // namespace bayan::graph
