// A store that is open: the key-value store, its catalog, the clock, and the one writer at a time.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "bayan/store.hpp"
#include "graph/catalog.hpp"
#include "graph/folder.hpp"
#include "graph/kv.hpp"
#include "graph/kv_files.hpp"

namespace bayan::graph {

class Database : public std::enable_shared_from_this<Database> {
 public:
  static Result<std::shared_ptr<Database>> open(const std::string& path, const OpenOptions& options);

  Result<CommitReport> commit(const Batch& batch);
  Result<std::uint64_t> merge(const std::string& from_key, const std::string& into_key);
  Result<std::shared_ptr<const View>> view() const;

  // Writes sorted files instead of a batch: bulk loads. The files become visible together with the report.
  using WriteFiles = std::function<Result<CommitReport>(KvFiles& files, const Catalog& catalog)>;
  Result<CommitReport> write_files(const WriteFiles& write);

  // Makes the store small: see Store::compact(). fold() does a step of it, as the background does by itself.
  Status compact(const CompactOptions& options);
  Status fold(const CompactOptions& options);

  // One step of the store's care: fills a batch under the writer's lock and returns the catalog that goes with it.
  using Change = std::function<Result<CatalogPointer>(KvBatch& batch, const CatalogPointer& now)>;
  Status change(bool synced, const Change& change);

  std::int64_t now_us() const { return options_.clock_us(); }
  const Kv& kv() const { return *kv_; }

  // A snapshot and the catalog that belongs to it.
  struct State {
    std::shared_ptr<const KvSnapshot> snapshot;
    std::shared_ptr<const Catalog> catalog;
  };
  State state() const;

 private:
  Database(std::shared_ptr<Kv> kv, OpenOptions options) : kv_(std::move(kv)), options_(std::move(options)) {}
  Status check_format();
  Status require_writable() const;
  Result<std::shared_ptr<Catalog>> read_catalog() const;
  // Writes a batch and publishes its catalog as one step for new views.
  Status publish(KvBatch& batch, CatalogPointer catalog, bool synced);

  std::shared_ptr<Kv> kv_;
  OpenOptions options_;
  std::mutex writing_;             // held through a commit
  mutable std::mutex publishing_;  // held while a snapshot and its catalog are taken together
  std::shared_ptr<const Catalog> catalog_;
  std::shared_ptr<PageCache> page_cache_;
  std::unique_ptr<Folder> folder_;  // the last member: its thread ends first
};

}  // namespace bayan::graph
