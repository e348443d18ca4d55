#include "graph/database.hpp"

#include <chrono>

#include "graph/check.hpp"
#include "graph/commit.hpp"
#include "graph/format.hpp"
#include "graph/keys.hpp"
#include "graph/values.hpp"
#include "graph/view.hpp"

namespace bayan::graph {

namespace {

// So many records are better sorted outside of memory than kept in a batch.
constexpr std::size_t large_batch = 50'000;

std::int64_t system_clock_us() {
  using namespace std::chrono;
  return duration_cast<microseconds>(system_clock::now().time_since_epoch()).count();
}

}  // namespace

Result<std::shared_ptr<Database>> Database::open(const std::string& path, const OpenOptions& options,
                                                 std::shared_ptr<rocksdb::Env> environment) {
  KvOptions kv_options;
  kv_options.environment = std::move(environment);
  kv_options.create = options.create && !options.read_only;
  kv_options.read_only = options.read_only;
  kv_options.cache_bytes = options.cache_bytes / 4;  // the rest is for pages and terms
  BAYAN_LET(kv, Kv::open(path, kv_options));
  OpenOptions kept = options;
  if (!kept.clock_us) kept.clock_us = system_clock_us;
  std::shared_ptr<Database> out(new Database(kv, std::move(kept)));
  BAYAN_TRY(out->check_format());
  out->page_cache_ = make_page_cache(out->options_.cache_bytes / 2);
  BAYAN_LET(state, out->read_state(kv, nullptr));
  out->newest_ = out->published_ = state;
  if (options.read_only) return out;
  out->folder_ = std::make_unique<Folder>(*out, kv, out->page_cache_, out->options_);
  BAYAN_TRY(out->folder_->finish_removals());
  out->folder_->start();
  out->folder_->look_at(*state.catalog);
  return out;
}

Result<Database::State> Database::read_state(const std::shared_ptr<Kv>& kv, const Catalog* before) const {
  auto snapshot = kv->snapshot();
  BAYAN_LET(catalog, Catalog::read(*snapshot, kv, page_cache_, before));
  catalog->terms = std::make_shared<TermCache>(options_.cache_bytes / 4);
  return State{std::move(snapshot), std::move(catalog)};
}

// A new store is stamped with the format; an old or a newer one is refused by name.
Status Database::check_format() {
  const auto snapshot = kv_->snapshot();
  BAYAN_LET(stamp, snapshot->get(Family::meta, format_key));
  if (!stamp) {
    if (kv_->read_only())
      return make_error(ErrorCode::store, "this store was never finished", "open it for writing once");
    const auto batch = kv_->batch();
    batch->put(Family::meta, format_key, encode_number(format_version));
    return kv_->commit(*batch, true);
  }
  return check_stamp(kv_->path(), *stamp);
}

std::shared_ptr<Kv> Database::kv() const {
  const std::lock_guard lock(publishing_);
  return kv_;
}

// Opens the files once more (docs/design/012). Views that are there keep what they stand on: files that are gone since
// stay open.
Result<bool> Database::catch_up() {
  if (!options_.read_only) {
    return make_error(ErrorCode::usage, "only a store that was opened for reading catches up",
                      "take a new snapshot: it has every commit of this process, and no other one writes");
  }
  const std::lock_guard catching_up(writing_);
  if (kv_->is_current()) return false;
  BAYAN_LET(kv, kv_->open_again());
  BAYAN_LET(state, read_state(kv, nullptr));
  const bool news = !kv->holds_the_same_as(*kv_);
  const std::lock_guard lock(publishing_);
  std::swap(kv_, kv);  // what was there is released without the lock
  std::swap(published_, state);
  newest_ = published_;
  return news;
}

Database::State Database::state() const {
  const std::lock_guard lock(publishing_);
  return published_;
}

Database::State Database::newest() const {
  const std::lock_guard lock(publishing_);
  return newest_;
}

std::uint64_t Database::newest_place() const {
  const std::lock_guard lock(publishing_);
  return newest_place_;
}

Status Database::require_whole() const {
  const std::lock_guard lock(publishing_);
  return failed_ ? Status(*failed_) : Status();
}

// What is in memory and what is on the disk may differ now, and only opening the store again tells.
Error Database::broken(const Error& error) {
  const std::lock_guard lock(publishing_);
  if (!failed_) {
    failed_ = error;
    failed_->message = "an earlier write failed, so nothing more is written: " + error.message;
    failed_->help = "open the store again; every commit that was acknowledged is there";
  }
  return error;
}

Result<std::uint64_t> Database::write(KvBatch& batch, CatalogPointer catalog) {
  BAYAN_TRY(require_whole());
  if (auto status = kv_->commit(batch, false); !status) return broken(status.error());
  return written(std::move(catalog));
}

std::uint64_t Database::written(CatalogPointer catalog) {
  auto snapshot = kv_->snapshot();
  const std::lock_guard lock(publishing_);
  newest_ = {std::move(snapshot), std::move(catalog)};
  return ++newest_place_;
}

Status Database::publish(std::uint64_t place, bool synced) {
  const std::lock_guard syncing(syncing_);
  State state;
  std::uint64_t last = 0;
  {
    const std::lock_guard lock(publishing_);
    if (published_place_ >= place) return {};  // another has synced for all
    if (failed_) return *failed_;
    state = newest_, last = newest_place_;
    // What others wrote before waits for the disk.
    synced = synced || (options_.synced && published_place_ + 1 < last);
  }
  if (synced) {
    if (auto status = kv_->sync(); !status) return broken(status.error());
  }
  {
    const std::lock_guard lock(publishing_);
    std::swap(published_, state);  // the old snapshot is released without the lock
    published_place_ = last;
  }
  folder_->look_at(*this->state().catalog);
  return {};
}

Status Database::change(bool synced, const Change& change) {
  std::uint64_t place = 0;
  {
    const std::lock_guard lock(writing_);
    const auto batch = kv_->batch();
    BAYAN_LET(catalog, change(*batch, newest().catalog));
    BAYAN_LET(written_at, write(*batch, catalog));
    place = written_at;
  }
  return publish(place, synced);
}

Status Database::compact(const CompactOptions& options) {
  BAYAN_TRY(require_writable());
  return folder_->compact(options);
}

Status Database::fold(const CompactOptions& options) {
  BAYAN_TRY(require_writable());
  return folder_->fold(options);
}

Status Database::require_writable() const {
  if (!options_.read_only) return {};
  return make_error(ErrorCode::store, "this store was opened for reading only", "open it for writing");
}

Status Database::commit_with(const std::function<Status(Commit&)>& fill) {
  BAYAN_TRY(require_writable());
  std::uint64_t place = 0;
  {
    const std::lock_guard lock(writing_);
    Commit commit(*kv_, newest().catalog, now_us(), kv_->batch());
    BAYAN_TRY(fill(commit));
    BAYAN_LET(catalog, commit.finish());
    BAYAN_LET(written_at, write(commit.batch(), catalog));
    place = written_at;
    if (meanwhile_) meanwhile_->renamed = true;
  }
  return publish(place, options_.synced);
}

Result<CommitReport> Database::commit(const Batch& batch) {
  BAYAN_TRY(require_writable());
  if (batch.records().size() >= large_batch && batch.retractions().empty() && batch.aliases().empty())
    return commit_large(batch);
  CommitGroup::Waiting mine{&batch};
  waiting_.run(mine, [&](const std::vector<CommitGroup::Waiting*>& group) { write_group(group); });
  if (!mine.done) return std::move(mine.done.error());
  BAYAN_TRY(publish(mine.place, options_.synced));
  return std::move(mine.report);
}

// A batch that cannot be committed must not keep the others from it: then each is a commit of its own.
void Database::write_group(const std::vector<CommitGroup::Waiting*>& group) {
  const std::lock_guard lock(writing_);
  const auto write = [&](const std::vector<CommitGroup::Waiting*>& some) -> Status {
    const auto place = write_together(some);
    for (CommitGroup::Waiting* one : some) {
      one->done = place ? Status() : Status(place.error());
      if (place) one->place = *place;
    }
    return some.front()->done;
  };
  if (write(group) || group.size() == 1) return;
  for (CommitGroup::Waiting* one : group) (void)write({one});
}

Result<std::uint64_t> Database::write_together(const std::vector<CommitGroup::Waiting*>& group) {
  Commit commit(*kv_, newest().catalog, now_us(), kv_->batch());
  for (CommitGroup::Waiting* one : group) {
    BAYAN_TRY(commit.add(*one->batch));
    one->report = commit.take_report();
  }
  BAYAN_LET(catalog, commit.finish());
  if (meanwhile_) commit.tell(*meanwhile_);
  return write(commit.batch(), catalog);
}

Result<std::unique_ptr<Database::FileWrite>> Database::begin_files() {
  BAYAN_TRY(require_writable());
  std::unique_ptr<FileWrite> out(new FileWrite(*this));
  BAYAN_TRY(require_whole());
  BAYAN_TRY(publish(newest_place(), options_.synced));  // a load looks at views
  BAYAN_LET(files, KvFiles::make(kv_));
  out->files_ = std::move(files);
  out->catalog_ = newest().catalog;
  return out;
}

Status Database::FileWrite::finish() {
  BAYAN_LET(place, database_.take_in(*files_, *catalog_, nullptr));
  files_.reset();
  lock_.unlock();
  return database_.publish(place, database_.options_.synced);
}

// The log is synced first: files may speak of terms that commits before them have made.
Result<std::uint64_t> Database::take_in(KvFiles& files, const Catalog& before, std::shared_ptr<TermCache> terms) {
  if (auto status = kv_->sync(); !status) return broken(status.error());
  if (auto status = files.ingest(); !status) return broken(status.error());
  BAYAN_LET(state, read_state(kv_, &before));
  auto catalog = std::make_shared<Catalog>(*state.catalog);
  if (before.delta_rows > 0) catalog->delta_rows = before.delta_rows;  // files have few rows for it
  if (terms) catalog->terms = std::move(terms);
  return written(std::move(catalog));
}

Result<std::shared_ptr<const View>> Database::view() const {
  return std::shared_ptr<const View>(std::make_shared<View>(shared_from_this(), std::nullopt));
}

}  // namespace bayan::graph

namespace bayan {

Result<Store> Store::open(const std::string& path, const OpenOptions& options) {
  BAYAN_LET(database, graph::Database::open(path, options));
  return Store(database);
}

Result<CommitReport> Store::commit(const Batch& batch) { return database_->commit(batch); }

Result<bool> Store::catch_up() { return database_->catch_up(); }

Status Store::compact(const CompactOptions& options) { return database_->compact(options); }

Result<CheckReport> Store::check(const CheckOptions& options) const {
  auto state = database_->state();
  return graph::Check(std::move(state.snapshot), std::move(state.catalog), options).run();
}

Result<Snapshot> Store::snapshot() const {
  BAYAN_LET(view, database_->view());
  return Snapshot(view);
}

}  // namespace bayan
