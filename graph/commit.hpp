// One commit: turns a batch of records into keys, over the newest state, all or nothing.
//
//   Commit commit(kv, catalog, now);
//   commit.add(batch); auto next = commit.finish(); kv.commit(commit.batch(), synced);
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "bayan/store.hpp"
#include "graph/catalog.hpp"
#include "graph/kv.hpp"
#include "graph/load.hpp"
#include "graph/view.hpp"
#include "graph/writer.hpp"

namespace bayan::graph {

// What says that a document was forgotten, to who brings it again.
Error forgotten_error(const ForgottenInfo& forgotten);

// Statements of one fact are the same when this is.
std::string identity(const StatementInfo& statement);

class Commit {
 public:
  // `batch` may be a large one, for loads.
  Commit(Kv& kv, std::shared_ptr<const Catalog> catalog, std::int64_t now_us, std::unique_ptr<KvBatch> batch);

  // Errors: input (with the record's number in the batch, from 1, as `line`), store.
  Status add(const Batch& batch);
  // The same for one record; one that is refused has changed nothing.
  Status add_record(const Record& record, bool keep_times);

  // The catalog after this commit.
  Result<std::shared_ptr<const Catalog>> finish();

  // Adds what this commit did. REQUIRES: finish().
  void tell(Meanwhile& meanwhile) const;

  KvBatch& batch() { return *batch_; }
  const KvBatch& batch() const { return *batch_; }
  TermWriter& terms() { return terms_; }
  // What was done since the last call: a commit of several batches has a report for each.
  CommitReport take_report() { return std::exchange(report_, {}); }

  // Statements in ids, for merges and writes of the query language.
  Status insert(StatementInfo statement);
  Status replace(const StatementInfo& before, StatementInfo after);  // the same id, other parts
  Status retract(StatementId id, std::int64_t at_us);
  Result<StatementInfo> read_statement(StatementId id);
  // Each bare statement of a fact that fits, as stored before this commit. Stops when the visitor returns false.
  Status each_bare(const FactPattern& pattern, const std::function<bool(const StatementInfo&)>& visit) const;
  // Each statement that has a record, retracted ones too, as this commit leaves it. Not in order. The same.
  Status each_recorded(const std::function<bool(const StatementInfo&)>& visit) const;
  Result<std::vector<StatementId>> statements_of(DocumentId document) const;

  // The document that someone means by its digest, title, publisher or source. Errors: unknown, input (several).
  Result<DocumentId> named_document(const std::string& name) const;
  // Takes a document out of the store with its text and statements, and leaves a tombstone. What its statements named
  // is added to `named`: what of it nothing else names is for remove_unused().
  Status forget(DocumentId document, std::set<TermId>& named);
  std::int64_t now_us() const { return now_us_; }

  // What is known of a fact: who says it already.
  struct FactState {
    std::unordered_set<std::string> identities;
    bool stored = false;      // it has a row in the delta or in pages
    bool live_added = false;  // by this commit
    bool bare_retired = false;
  };

  // For loads (bulk_records.hpp): statements go to `take`, with their ids, instead of being inserted; the load brings
  // them together by fact and does with what follows what insert() does.
  void divert_statements(std::function<Status(const StatementInfo&)> take) { divert_ = std::move(take); }
  Result<FactState> read_state(const Fact& fact) const;  // as stored
  Result<bool> was_live(const Fact& fact) const;         // before this commit
  void put_new_statement(const StatementInfo& statement);
  void put_fact(const Fact& fact, bool live, bool bare_retired);
  Status cite(RoundId round, DocumentId document, std::int64_t change);
  void widen_round(RoundId round, const std::string& date);

 private:
  Status add_statement(const Statement& statement, bool keep_times);
  Status declare(const Record& record, bool keep_times);
  Status add_round(const RoundDeclaration& round);
  Result<DocumentId> document(const Document& document, bool keep_times);
  Result<DocumentId> find_document(const Document& document);
  // evidence.cpp. Errors: input, where a quotation does not stand where it is said to.
  Status check_evidence(const Statement& statement, DocumentId known);
  Status check_quotations_of(DocumentId id, const Document& document);
  void note_evidence(const StatementInfo& statement);
  Result<const std::string*> text_of(DocumentId id);
  Status write_text(DocumentId id, DocumentInfo& info, std::string_view text);
  Status write_document(DocumentId id, DocumentInfo& info, const Document& document);
  Result<RoundId> round_of(const Statement& statement);
  Result<StatementInfo> resolve(const Statement& statement, bool keep_times);
  Result<FactState*> state_of(const Fact& fact);  // read when the fact is first met
  // Remembers that the fact is said by a live statement from now on, or by none.
  Status note_live(const Fact& fact, bool live);
  Result<std::uint8_t> flags_of(const Fact& fact) const;  // of its row in the delta
  // What pages hold of the fact's bare statement, given the flags of its row in the delta.
  Result<std::optional<StatementInfo>> bare_of(const Fact& fact, std::uint8_t flags) const;
  Status retire_if_bare(const StatementInfo& statement);
  // Brings the orders and coverage in step; `live_change` is +1, 0 or -1.
  Status count_live(const StatementInfo& statement, int live_change);
  Status set_fact_live(const Fact& fact);
  void put_statement(const StatementInfo& statement);
  void rewrite(const StatementInfo& statement);
  void remove_keys(const StatementInfo& statement);
  Status forget_statement(const StatementInfo& statement);
  // Brings the days of rounds that are known from their statements alone in step with those that are left.
  Status narrow_rounds(const std::set<RoundId>& rounds);
  Status refuse_forgotten(const std::string& sha256) const;
  void set_round(RoundId id, Catalog::Round round);

  Kv& kv_;
  std::shared_ptr<Catalog> catalog_;
  std::unique_ptr<KvBatch> batch_;
  TermWriter terms_;
  std::int64_t now_us_;
  bool rounds_changed_ = false;
  CommitReport report_;
  std::function<Status(const StatementInfo&)> divert_;
  std::unordered_map<std::string, DocumentId> documents_;  // by digest or title, within this commit
  Document last_document_;                                 // that document() has dealt with
  DocumentId last_document_id_;
  struct Quoted {
    DocumentId id;
    bool has_text = false;
    std::string title, text;
  };
  std::optional<Quoted> quoted_;  // whose text was looked at last
  std::map<DocumentId, std::vector<std::pair<Evidence, std::optional<Span>>>> unproven_;  // quoted before the text came
  std::set<StatementId> leaving_;  // retracted by the batch that is added: they need not stand in its texts
  std::map<Fact, FactState> facts_;
  struct Liveness {
    bool before = false, now = false;
  };
  std::map<Fact, Liveness> liveness_;  // of the facts that this commit touched
};

}  // namespace bayan::graph
