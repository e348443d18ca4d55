#include "graph/database.hpp"

#include <chrono>

#include "graph/check.hpp"
#include "graph/commit.hpp"
#include "graph/format.hpp"
#include "graph/keys.hpp"
#include "graph/merge.hpp"
#include "graph/values.hpp"
#include "graph/view.hpp"

namespace bayan::graph {

namespace {

std::int64_t system_clock_us() {
  using namespace std::chrono;
  return duration_cast<microseconds>(system_clock::now().time_since_epoch()).count();
}

}  // namespace

Result<std::shared_ptr<Database>> Database::open(const std::string& path, const OpenOptions& options) {
  KvOptions kv_options;
  kv_options.create = options.create && !options.read_only;
  kv_options.read_only = options.read_only;
  kv_options.cache_bytes = options.cache_bytes / 2;  // the rest is for pages and terms
  BAYAN_LET(kv, Kv::open(path, kv_options));
  OpenOptions kept = options;
  if (!kept.clock_us) kept.clock_us = system_clock_us;
  std::shared_ptr<Database> out(new Database(kv, std::move(kept)));
  BAYAN_TRY(out->check_format());
  out->page_cache_ = make_page_cache(out->options_.cache_bytes / 4);
  BAYAN_LET(catalog, out->read_catalog());
  out->catalog_ = catalog;
  out->folder_ = std::make_unique<Folder>(*out, kv, out->page_cache_, out->options_);
  if (!options.read_only) BAYAN_TRY(out->folder_->finish_removals());
  out->folder_->start();
  out->folder_->look_at(*catalog);
  return out;
}

Result<std::shared_ptr<Catalog>> Database::read_catalog() const {
  BAYAN_LET(out, Catalog::read(*kv_->snapshot(), kv_, page_cache_, catalog_.get()));
  out->terms = std::make_shared<TermCache>(options_.cache_bytes / 4);
  return out;
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

Database::State Database::state() const {
  const std::lock_guard lock(publishing_);
  return {kv_->snapshot(), catalog_};
}

Status Database::publish(KvBatch& batch, CatalogPointer catalog, bool synced) {
  {
    const std::lock_guard lock(publishing_);
    BAYAN_TRY(kv_->commit(batch, synced));
    catalog_ = std::move(catalog);
  }
  folder_->look_at(*catalog_);
  return {};
}

Status Database::change(bool synced, const Change& change) {
  const std::lock_guard lock(writing_);
  const auto batch = kv_->batch();
  BAYAN_LET(catalog, change(*batch, catalog_));
  return publish(*batch, catalog, synced);
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
  if (!kv_->read_only()) return {};
  return make_error(ErrorCode::store, "this store was opened for reading only", "open it for writing");
}

Result<CommitReport> Database::commit(const Batch& batch) {
  BAYAN_TRY(require_writable());
  const std::lock_guard lock(writing_);
  Commit commit(*kv_, catalog_, now_us());
  BAYAN_TRY(commit.add(batch));
  BAYAN_LET(catalog, commit.finish());
  BAYAN_TRY(publish(commit.batch(), catalog, options_.synced));
  return commit.report();
}

Result<CommitReport> Database::write_files(const WriteFiles& write) {
  BAYAN_TRY(require_writable());
  const std::lock_guard lock(writing_);
  BAYAN_LET(files, KvFiles::make(kv_));
  BAYAN_LET(report, write(*files, *catalog_));
  {
    const std::lock_guard publishing(publishing_);
    BAYAN_TRY(files->ingest());
    BAYAN_LET(catalog, read_catalog());
    catalog->delta_rows = catalog_->delta_rows;  // files have no rows for it
    catalog_ = catalog;
  }
  folder_->look_at(*catalog_);
  return report;
}

Result<std::uint64_t> Database::merge(const std::string& from_key, const std::string& into_key) {
  BAYAN_TRY(require_writable());
  const std::lock_guard lock(writing_);
  Commit commit(*kv_, catalog_, now_us());
  BAYAN_LET(changed, merge_entities(commit, from_key, into_key));
  BAYAN_LET(catalog, commit.finish());
  BAYAN_TRY(publish(commit.batch(), catalog, options_.synced));
  return changed;
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

Result<std::uint64_t> Store::merge(const std::string& from_key, const std::string& into_key) {
  return database_->merge(from_key, into_key);
}

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
