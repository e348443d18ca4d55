// Keeps a store's delta and runs few: folds the delta in the background, merges runs when they pile up, and removes the
// pages of runs that nobody reads any more.
//
// A fold is made visible by one small batch: it lists the new runs and names the old ones for removal ('D', runs.hpp).
// Runs whose pages are being written, or are no longer listed, are named there all the time, so that the next opening
// for writing finishes what a kill broke off. Rows of the delta go after that, a few at a time, where they are still as
// they were folded: until then pages and delta say the same twice.
//
// Threads: any. Nobody waits for a fold, except for the moments when it holds the writer's lock.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "bayan/store.hpp"
#include "graph/catalog.hpp"
#include "graph/fold.hpp"

namespace bayan::graph {

class Database;

// The live runs that are better one: those of a size of which there are several, and all smaller ones. None: enough.
Runs runs_to_merge(const Runs& runs);

class Folder {
 public:
  Folder(Database& database, std::shared_ptr<Kv> kv, std::shared_ptr<PageCache> pages, const OpenOptions& options);
  ~Folder();  // stops the background thread

  // Removes what an earlier process left half done. REQUIRES: nobody reads yet.
  Status finish_removals();
  void start();  // the background thread, if the options want one

  // Folds the delta and merges the runs that are better one.
  Status fold(const CompactOptions& options);
  // Folds everything into one run and rewrites every family's files.
  Status compact(const CompactOptions& options);

  // Removes the pages of a run that is named for removal, and its name there.
  Status remove_run(std::uint32_t number);

  // After a commit: wakes the background thread when there is something to do.
  void look_at(const Catalog& catalog);

 private:
  bool wants_fold(const Catalog& catalog) const;
  FoldPlan plan(bool everything) const;
  Status run(FoldPlan plan, const CompactOptions& options);
  Result<std::uint32_t> announce_runs();  // the first of two numbers
  Status publish(const Fold& fold);
  Status clear_delta(const Fold& fold, FoldPace& pace);
  Status remove_unread_runs();
  void work();

  Database& database_;
  std::shared_ptr<Kv> kv_;
  std::shared_ptr<PageCache> pages_;
  OpenOptions options_;
  std::mutex folding_;  // held through a fold
  // Runs that are listed no more, until the last view that reads them is gone. Guarded by folding_.
  std::vector<std::pair<std::uint32_t, std::weak_ptr<const Run>>> unlisted_;
  std::atomic<std::uint64_t> kept_rows_{0};  // of the delta, that the last fold could not take
  std::atomic<bool> stop_{false};
  std::mutex waking_;
  std::condition_variable wake_;
  bool work_to_do_ = false;      // guarded by waking_
  std::optional<Error> failed_;  // of the background thread, until a compact() reports it; guarded by waking_
  std::thread thread_;
};

}  // namespace bayan::graph
