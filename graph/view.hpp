// A view: all that one reader sees of a store. It stands on one snapshot and, with `as of`, on one moment of
// recorded time. The query engine, export and the lists of the shell read through this and nothing else.
//
// Threads: one view, one thread at a time. Lifetime: references returned live as long as the view; batches of a scan
// until its next call.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "bayan/result.hpp"
#include "graph/dates.hpp"
#include "graph/model.hpp"

namespace bayan::graph {

// Which facts a scan wants. Unset members match anything.
struct FactPattern {
  TermId subject;
  RelationId relation;
  std::optional<Polarity> polarity;
  TermId object;
  // Rounds as closed ranges, sorted, not overlapping; RoundId{} (background) is in one only when it is said.
  // Empty means every round and background.
  struct Rounds {
    RoundId first, last;
  };
  std::vector<Rounds> rounds;
  // Each claim once, in the first of its rounds. REQUIRES: an order that is not round first.
  bool earliest = false;
};

// Columns of facts, all with room for `size` of them: a few thousand at most.
struct FactBatch {
  std::vector<TermId> subject;
  std::vector<Predicate> predicate;
  std::vector<TermId> object;
  std::vector<RoundId> round;
  std::size_t count = 0;

  std::size_t size() const { return count; }
  std::span<const TermId> subjects() const { return {subject.data(), count}; }
  std::span<const TermId> objects() const { return {object.data(), count}; }
  Fact at(std::size_t i) const { return {subject[i], predicate[i], object[i], round[i]}; }
  void clear() { count = 0; }
  void push(const Fact& fact);
  void set(std::size_t i, const Fact& fact);
  void reserve(std::size_t rows);  // room for so many, keeping what is there
};

// A cursor over facts: while (scan.next()) use(scan.batch()); scan.status().
class FactScan {
 public:
  struct Source;
  explicit FactScan(std::unique_ptr<Source> source);
  FactScan(FactScan&&) noexcept;
  FactScan& operator=(FactScan&&) noexcept;
  ~FactScan();

  bool next();                     // false at the end and after a failure
  const FactBatch& batch() const;  // dies with the next call of next()
  Status status() const;

 private:
  std::unique_ptr<Source> source_;
};

// The sort orders a scan can deliver: subject, relation, object, round in the order of the letters.
enum class Order { sro, ros, osr, rso, round_first };

class Database;
struct RowCounts;

class View {
 public:
  View(std::shared_ptr<const Database> database, std::optional<std::int64_t> as_of_us);
  ~View();
  View(const View&) = delete;
  View& operator=(const View&) = delete;

  // The same snapshot at another moment of recorded time: statements and documents recorded by then, not yet retracted.
  std::shared_ptr<const View> as_of(std::int64_t us) const;

  // --- facts and statements
  FactScan facts(const FactPattern& pattern) const;               // the order that answers it best
  FactScan facts(const FactPattern& pattern, Order order) const;  // sorted so
  static Order best_order(const FactPattern& pattern);

  // The statements behind one fact, by id.
  Result<std::vector<StatementInfo>> statements(const Fact& fact) const;
  Result<std::optional<StatementInfo>> statement(StatementId id) const;
  // Every statement of a speaker, of a document, or of the store, by id. Stops when the visitor returns false.
  using StatementVisitor = std::function<bool(const StatementInfo&)>;
  Status statements_by(TermId speaker, const StatementVisitor& visit) const;
  Status statements_from(DocumentId document, const StatementVisitor& visit) const;
  Status all_statements(const StatementVisitor& visit) const;
  Status every_statement(const StatementVisitor& visit) const;  // retracted ones too: the whole history, for export

  // --- nodes. REQUIRES: ids of this store.
  static TermKind kind(TermId id);
  const EntityInfo& entity(TermId id) const;
  EntityName entity_name(TermId id) const;  // without decoding the rest
  const PhraseInfo& phrase(TermId id) const;
  const Literal& literal(TermId id) const;
  const ClaimInfo& claim(TermId id) const;
  const RelationInfo& relation(RelationId id) const;
  const SeriesInfo& series(SeriesId id) const;

  // The entities that a node is about, sorted: itself, a phrase's, those inside a claim.
  std::vector<TermId> about(TermId node) const;

  // --- from values to nodes; TermId{} where the store has no such node
  TermId find_entity(std::string_view key) const;  // exact key, also of an entity since merged into another
  TermId find_phrase(std::string_view folded) const;
  TermId find_literal(const Literal& literal) const;
  TermId find_claim(const ClaimInfo& claim) const;
  RelationId find_relation(std::string_view key) const;
  SeriesId find_series(std::string_view key) const;

  // Pairs that were judged not to be the same and are two entities, by the keys that they have now.
  Result<std::vector<std::pair<TermId, TermId>>> told_apart() const;

  // Phrases and claims that are about an entity or have it inside, sorted (the entity itself is not among them).
  std::vector<TermId> nodes_about(TermId entity) const;
  // Phrases about exactly these entities (sorted, not empty).
  std::vector<TermId> phrases_about_exactly(const std::vector<TermId>& about) const;
  // Text literals with these folded words.
  std::vector<TermId> texts_reading(std::string_view folded) const;
  // Claim nodes with these parts; unset ones match anything.
  std::vector<TermId> claims(TermId subject, Predicate predicate, TermId object) const;

  // --- full text: what has all of these stems, in a name, phrase, text or quote; sorted. Nothing where more than
  // `most` postings would have to be read. REQUIRES: at least one stem. Entities, phrases, and literals that are not
  // held by their id; claims are not among them.
  std::optional<std::vector<TermId>> nodes_with_words(const std::vector<std::string>& stems, std::size_t most) const;
  // Whether it could be among them.
  static bool has_postings(TermId node);
  // Retracted statements too: statement() says which of them this view sees.
  std::optional<std::vector<StatementId>> statements_with_words(const std::vector<std::string>& stems,
                                                                std::size_t most) const;
  // Every claim node; nothing where there are more than `most`.
  std::optional<std::vector<TermId>> claim_nodes(std::size_t most) const;

  // --- names in any language: key, label, alias or verb form, by folded text; sorted, without repetition
  std::vector<TermId> entities_named(std::string_view folded) const;
  std::vector<RelationId> relations_named(std::string_view folded) const;
  std::vector<SeriesId> series_named(std::string_view folded) const;
  std::vector<DocumentId> documents_named(std::string_view folded) const;  // title, publisher or source
  // All names as written, for "did you mean" and completion.
  std::vector<std::string> entity_names() const;
  std::vector<std::string> relation_names() const;
  std::vector<std::string> series_names() const;
  std::vector<std::string> document_names() const;

  // --- lists, sorted by key (series, relations), round, or id
  const std::vector<SeriesInfo>& all_series() const;
  const std::vector<RelationInfo>& all_relations() const;
  std::vector<TermId> all_entities() const;
  std::vector<std::string> entity_types() const;  // each once
  std::vector<DocumentInfo> all_documents() const;

  // --- rounds and coverage
  const std::vector<RoundInfo>& rounds() const;   // every known round, in order
  const RoundInfo* find_round(RoundId id) const;  // none: not known
  // Documents that cover a round, sorted: declared with it, or declared with none and cited by a statement of it.
  const std::vector<DocumentId>& documents_of(RoundId id) const;
  std::string round_name(RoundId id) const;                    // "astana:21", "icews:2014-03"
  std::pair<std::string, std::string> days(RoundId id) const;  // first and last; empty when not known

  // --- documents
  Result<std::optional<DocumentInfo>> document(DocumentId id) const;
  Result<std::string> document_text(DocumentId id) const;  // whole; empty when the store does not have it
  Result<std::string> document_bytes(DocumentId id, Span span) const;
  std::optional<DocumentId> find_document_sha256(std::string_view hex) const;
  // What is left of documents that were forgotten, by id; of the one with a digest.
  Result<std::vector<ForgottenInfo>> forgotten_documents() const;
  Result<std::optional<ForgottenInfo>> forgotten_document(std::string_view sha256) const;
  std::vector<DocumentId> find_documents_titled(std::string_view title) const;

  // --- statistics, of what the newest moment of the snapshot says also where the view is of an earlier one
  const RowCounts& row_counts() const;
  const PredicateStatistics& statistics(Predicate predicate) const;
  // About how many facts fit: from the statistics alone, without a look at any fact.
  double estimate(const FactPattern& pattern) const;

  // --- counts
  struct Counts {
    std::uint64_t statements = 0, retracted = 0, facts = 0, entities = 0, phrases = 0, literals = 0, claim_nodes = 0,
                  relations = 0, documents = 0, bytes_on_disk = 0;
    std::map<RelationId, std::uint64_t> claims;  // distinct ones, of both polarities
    // What the files of each part take; the rest of bytes_on_disk is the log, and lists of files.
    std::vector<std::pair<const char*, std::uint64_t>> bytes_of_parts;
  };
  Result<Counts> counts() const;

  const Database& database() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace bayan::graph
