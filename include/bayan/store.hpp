// The store: open, write in atomic batches, read under snapshots.
//
// Threads: one Store may be shared by any number of threads; commits are serialised. A Snapshot may be used by one
// thread at a time; take as many as you like. Processes: one writer at a time; a second is refused with
// ErrorCode::busy. Lifetime: a Snapshot keeps what it needs of its store open, also after the Store is gone.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "bayan/export.hpp"
#include "bayan/ids.hpp"
#include "bayan/result.hpp"
#include "bayan/statement.hpp"

namespace bayan {

namespace graph {
class Database;
class View;
}  // namespace graph

struct OpenOptions {
  bool create = false;     // make the store when there is none
  bool read_only = false;  // never writes; works beside a writer of another process
  bool synced = true;      // a commit returns when its bytes are on the disk
  std::size_t cache_bytes = std::size_t{256} << 20;
  bool background_fold = true;          // small commits become packed pages by themselves, in a thread of the store
  std::uint64_t fold_rows = 256 << 10;  // when so many facts wait
  std::uint64_t fold_bytes_per_second = std::uint64_t{32} << 20;  // of pages it writes; 0: as fast as it can
  std::function<std::int64_t()>
      clock_us{};  // microseconds since 1970, the recorded-at of commits; the system's when empty
};

struct CompactOptions {
  std::uint64_t bytes_per_second = 0;         // of pages to write; 0: as fast as it can
  const std::atomic<bool>* cancel = nullptr;  // set from another thread; must outlive the call
  std::function<void(std::uint64_t done, std::uint64_t total)> progress{};  // rows of all orders; from this thread
};

struct CheckOptions {
  const std::atomic<bool>* cancel = nullptr;  // set from another thread; must outlive the call
  std::function<void(std::uint64_t done, std::uint64_t total)> progress{};  // rows, about
};

// What a check looked at, and what does not agree.
struct CheckReport {
  std::uint64_t facts = 0, statements = 0, terms = 0, documents = 0;
  std::uint64_t faults = 0;
  std::vector<std::string> messages;  // of the first hundred faults: where, and what
};

// Two entities that may be one.
struct MergeProposal {
  std::string from_key, into_key;    // for Store::merge(): the second one says more, or has said it longer
  std::string type;                  // of both
  double score = 0;                  // 0 to 1
  std::vector<std::string> reasons;  // what speaks for it, and what is left open
};

struct ProposalOptions {
  double least_score = 0.5;
  const std::atomic<bool>* cancel = nullptr;  // set from another thread; must outlive the call
};

// What a commit did.
struct CommitReport {
  std::uint64_t statements_added = 0;
  std::uint64_t statements_known = 0;  // were there already
  std::uint64_t statements_retracted = 0;
  std::uint64_t statements_forgotten = 0;
  std::uint64_t documents_added = 0;
  std::uint64_t declarations = 0;
  std::vector<StatementId> added;  // in the order of the batch
};

// Records to be written together: all or nothing.
class Batch {
 public:
  void add(Record record) { records_.push_back(std::move(record)); }
  void retract(StatementId id) { retractions_.push_back(id); }
  void alias(std::string entity_key, std::string name) { aliases_.push_back({std::move(entity_key), std::move(name)}); }

  // Takes recorded_at and retracted_at from the records instead of the clock.
  void keep_recorded_at(bool keep) { keep_recorded_at_ = keep; }

  bool empty() const { return records_.empty() && retractions_.empty() && aliases_.empty(); }
  std::size_t size() const { return records_.size() + retractions_.size() + aliases_.size(); }
  void clear() { *this = Batch{}; }

  struct Alias {
    std::string entity_key, name;
  };
  const std::vector<Record>& records() const { return records_; }
  const std::vector<StatementId>& retractions() const { return retractions_; }
  const std::vector<Alias>& aliases() const { return aliases_; }
  bool keeps_recorded_at() const { return keep_recorded_at_; }

 private:
  std::vector<Record> records_;
  std::vector<StatementId> retractions_;
  std::vector<Alias> aliases_;
  bool keep_recorded_at_ = false;
};

// An unchanging view of the store, as it was when the snapshot was taken.
class BAYAN_API Snapshot {
 public:
  const std::shared_ptr<const graph::View>& view() const { return view_; }
  explicit Snapshot(std::shared_ptr<const graph::View> view) : view_(std::move(view)) {}

 private:
  std::shared_ptr<const graph::View> view_;
};

class BAYAN_API Store {
 public:
  // Errors: store (missing, foreign, damaged, no rights, newer format), busy (another process writes).
  static Result<Store> open(const std::string& path, const OpenOptions& options = {});

  // Atomic; when it returns without an error the batch survives a crash (unless options.synced was false).
  // Errors: input (a record that cannot be, with its place in the batch as `line`), store. Nothing is stored then.
  Result<CommitReport> commit(const Batch& batch);

  // Makes the first entity's names and statements those of the second. Returns how many statements changed.
  Result<std::uint64_t> merge(const std::string& from_key, const std::string& into_key);

  // Undoes the latest merge that the entity of this key went away in: it has its names again, and the statements that
  // the merge took from it, unless something else changed them since. What was said under its key after the merge stays
  // with the other. Returns how many statements went back. Errors: unknown (no such merge), input (the other entity was
  // merged itself since: undo that first), store.
  Result<std::uint64_t> undo_merge(const std::string& from_key);

  // Pairs of entities that may be one: of one type, with names that are spelled, transliterated or shortened alike, and
  // never two in one sentence. Nothing is merged. Best first. Looks at each statement once, and at each entity beside
  // those alone whose names sound alike. Errors: store, cancelled.
  Result<std::vector<MergeProposal>> merge_proposals(const ProposalOptions& options = {}) const;

  // Remembers that two entities, by key, are not the same, so that nobody proposes it again: also after they are read
  // again or merged with others, and in an export. A merge that is asked for is made all the same. Returns whether that
  // was new. Errors: unknown (no such entity), input (they are one entity), store.
  Result<bool> tell_apart(const std::string& key, const std::string& other_key);

  // For a store that was opened with read_only: makes what a writer of another process has committed since then visible
  // to new snapshots; those that are open keep what they see. Whether there was something new, be it only that the
  // writer put its files in order. Costs a look at the folder where there was not, and one opening where there was. A
  // follower may see a commit shortly before it is on the disk. Errors: usage (opened for writing), store, busy (the
  // writer changes its files too fast); what was visible stays so.
  Result<bool> catch_up();

  // Packs all that was written into one run of pages and rewrites every file without what was removed. Reads and
  // commits go on meanwhile. What an open snapshot reads stays on disk until it is gone. Errors: store, cancelled (the
  // store says what it said), or what stopped the background from folding.
  Status compact(const CompactOptions& options = {});

  // Compares all parts of the store with each other, under one snapshot; reads everything. Errors: cancelled. Damage is
  // a fault in the report, not an error.
  Result<CheckReport> check(const CheckOptions& options = {}) const;

  // Makes a copy that opens as a store, beside readers and writers of this and other processes: hard links where `to`
  // is on the same file system, copies elsewhere. All or nothing. Errors: input (there is something at `to`), store.
  Status backup(const std::string& to) const;

  Result<Snapshot> snapshot() const;

  const std::shared_ptr<graph::Database>& database() const { return database_; }

 private:
  explicit Store(std::shared_ptr<graph::Database> database) : database_(std::move(database)) {}
  std::shared_ptr<graph::Database> database_;
};

// Makes a store of a backup; the two share nothing afterwards. All or nothing, as Store::backup.
// Errors: input (there is something at `store`), store (the backup cannot be opened).
BAYAN_API Status restore(const std::string& backup, const std::string& store);

}  // namespace bayan
