// A store that is open: the key-value store, its catalog, the clock, and the one writer at a time.
//
// Batches that several threads commit at once become one commit: one thread prepares and writes all that wait
// (group.hpp). Writers prepare and write one after the other, under `writing_`; those who wait for the disk wait
// together, under `syncing_`: one syncs for all that was written by then. A view sees what was published, and a synced store publishes
// what is on the disk: what a view has seen is not lost. After a write or a sync that failed nothing more is written.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "bayan/store.hpp"
#include "graph/catalog.hpp"
#include "graph/folder.hpp"
#include "graph/group.hpp"
#include "graph/kv.hpp"
#include "graph/kv_files.hpp"
#include "graph/load.hpp"

namespace bayan::graph {

class Commit;

class Database : public std::enable_shared_from_this<Database> {
 public:
  static Result<std::shared_ptr<Database>> open(const std::string& path, const OpenOptions& options,
                                                std::shared_ptr<rocksdb::Env> environment = {});

  Result<CommitReport> commit(const Batch& batch);
  Result<std::uint64_t> merge(const std::string& from_key, const std::string& into_key);
  Result<std::uint64_t> undo_merge(const std::string& from_key);
  Result<bool> tell_apart(const std::string& key, const std::string& other_key);
  Result<CommitReport> withdraw(const std::string& document);
  Result<CommitReport> forget(const std::string& document);
  Result<std::shared_ptr<const View>> view() const;

  Result<bool> catch_up();  // see Store::catch_up()

  // Writes sorted files instead of a batch, which become visible together. Other writers wait from the beginning to the
  // end, which are of one thread. Without finish() nothing is written.
  class FileWrite {
   public:
    Kv& kv() { return *database_.kv_; }
    KvFiles& files() { return *files_; }
    const CatalogPointer& catalog() const { return catalog_; }  // what it starts from
    Status finish();

   private:
    friend class Database;
    explicit FileWrite(Database& database)
        : database_(database), loading_(database.loading_), lock_(database.writing_) {}

    Database& database_;
    std::unique_lock<std::mutex> loading_;
    std::unique_lock<std::mutex> lock_;
    std::unique_ptr<KvFiles> files_;
    CatalogPointer catalog_;
  };
  Result<std::unique_ptr<FileWrite>> begin_files();

  // A load that holds commits up only at its beginning and its end (load.hpp). Loads come one after the other.
  Result<CommitReport> load(LoadSteps& steps);

  // Makes the store small: see Store::compact(). fold() does a step of it, as the background does by itself.
  Status compact(const CompactOptions& options);
  Status fold(const CompactOptions& options);

  // One step of the store's care: fills a batch under the writer's lock and returns the catalog that goes with it.
  using Change = std::function<Result<CatalogPointer>(KvBatch& batch, const CatalogPointer& now)>;
  Status change(bool synced, const Change& change);

  std::int64_t now_us() const { return options_.clock_us(); }
  std::shared_ptr<Kv> kv() const;

  // A snapshot and the catalog that belongs to it; never changed once it is there.
  struct State {
    std::shared_ptr<const KvSnapshot> snapshot;
    std::shared_ptr<const Catalog> catalog;
  };
  State state() const;

 private:
  Database(std::shared_ptr<Kv> kv, OpenOptions options) : kv_(std::move(kv)), options_(std::move(options)) {}
  Status check_format();
  Status require_writable() const;
  // Of what is there now. Runs that a catalog before it has open stay the same objects.
  Result<State> read_state(const std::shared_ptr<Kv>& kv, const Catalog* before) const;
  State newest() const;
  std::uint64_t newest_place() const;
  // A commit that `fill` makes, from its preparation to its publishing.
  Status commit_with(const std::function<Status(Commit&)>& fill);
  // The same, for what `fill` gives back.
  template <class T>
  Result<T> commit_for(const std::function<Result<T>(Commit&)>& fill) {
    T out{};
    const auto keep = [&](Commit& commit) -> Status {
      BAYAN_LET(given, fill(commit));
      out = std::move(given);
      return {};
    };
    BAYAN_TRY(commit_with(keep));
    return out;
  }
  Result<CommitReport> commit_large(const Batch& batch);
  // Prepares and writes batches as one commit; each gets its report. Returns its place.
  Result<std::uint64_t> write_together(const std::vector<CommitGroup::Waiting*>& group);
  void write_group(const std::vector<CommitGroup::Waiting*>& group);
  // Writes a batch: what the next writer starts from. Returns its place among all writes. REQUIRES: writing_ is held.
  Result<std::uint64_t> write(KvBatch& batch, CatalogPointer catalog);
  std::uint64_t written(CatalogPointer catalog);  // the same, for what is in the store already
  // Makes files part of the store; the same. `terms`: what was read of terms before and is still true; may be null.
  Result<std::uint64_t> take_in(KvFiles& files, const Catalog& before, std::shared_ptr<TermCache> terms);
  // Makes all up to this place visible, on the disk before if `synced`. Where writing_ is not held, others write
  // meanwhile.
  Status publish(std::uint64_t place, bool synced);
  Status require_whole() const;  // no write has failed
  Result<std::optional<CommitReport>> try_load(LoadSteps& steps, bool beside_commits);
  Result<std::optional<CommitReport>> carry_out(LoadSteps& steps, std::uint64_t reserved,
                                                std::unique_lock<std::mutex>& writing);
  Error broken(const Error& error);

  std::shared_ptr<Kv> kv_;  // a reader's is replaced when it catches up: use kv()
  OpenOptions options_;
  CommitGroup waiting_;
  std::mutex loading_;                   // held through a load
  std::optional<Meanwhile> meanwhile_;  // while a load is prepared; guarded by writing_
  std::mutex writing_;             // held while a commit is prepared and written
  std::mutex syncing_;             // held while what was written is brought to the disk and published
  mutable std::mutex publishing_;  // held for moments; guards what follows
  State newest_;                   // what was written
  State published_;                // what views see
  std::uint64_t newest_place_ = 0, published_place_ = 0;
  std::optional<Error> failed_;
  std::shared_ptr<PageCache> page_cache_;
  std::unique_ptr<Folder> folder_;  // none where nothing is written. The last member: its thread ends first
};

}  // namespace bayan::graph
