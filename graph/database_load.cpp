// Loads: prepared beside commits, made part of the store at once (load.hpp).
#include "graph/background.hpp"
#include "graph/bulk_records.hpp"
#include "graph/commit.hpp"
#include "graph/database.hpp"

namespace bayan::graph {

// Through sorted files, so that memory holds no second batch and the log none of it.
Result<CommitReport> Database::commit_large(const Batch& batch) {
  BulkRecords::Options options;
  options.keep_recorded_at = batch.keeps_recorded_at(), options.list_added = true;
  BAYAN_LET(load, BulkRecords::begin(shared_from_this(), std::move(options)));
  std::uint32_t number = 0;
  for (const Record& record : batch.records()) {
    ++number;
    if (auto status = load->add(record); !status) {
      if (status.error().line == 0) status.error().line = number;
      return std::move(status.error());
    }
  }
  return load->finish();
}

Result<CommitReport> Database::load(LoadSteps& steps) {
  BAYAN_TRY(require_writable());
  const std::lock_guard loading(loading_);
  BAYAN_LET(beside, try_load(steps, true));
  if (beside) return *std::move(beside);
  BAYAN_LET(alone, try_load(steps, false));
  return *std::move(alone);  // nobody could stand against it
}

// Nothing where commits meanwhile stand against what was prepared.
Result<std::optional<CommitReport>> Database::try_load(LoadSteps& steps, bool beside_commits) {
  std::unique_lock writing(writing_);
  BAYAN_TRY(require_whole());
  const auto batch = kv_->batch();
  BAYAN_TRY(steps.reserve(*batch, *newest().catalog));
  BAYAN_LET(reserved, write(*batch, newest().catalog));
  meanwhile_.emplace();
  if (beside_commits) writing.unlock();
  auto done = carry_out(steps, reserved, writing);
  if (!writing.owns_lock()) writing.lock();
  meanwhile_.reset();
  const std::uint64_t place = newest_place();
  writing.unlock();
  if (done && *done) {
    BAYAN_TRY(publish(place, options_.synced));
    return done;
  }
  const Status discarded = folder_->remove_run(steps.run_number());
  return done && !discarded ? discarded.error() : done;
}

// Its pages are named for removal on the disk before there are any.
Result<std::optional<CommitReport>> Database::carry_out(LoadSteps& steps, std::uint64_t reserved,
                                                        std::unique_lock<std::mutex>& writing) {
  BAYAN_TRY(publish(reserved, true));
  BAYAN_LET(pages, KvFiles::make(kv_, KvFiles::load_pages_folder));
  BAYAN_LET(rest, KvFiles::make(kv_, KvFiles::load_folder));
  const bool beside_commits = !writing.owns_lock();
  const auto prepare = [&] { return steps.prepare(*pages, *rest); };
  BAYAN_TRY(beside_commits ? while_giving_way(prepare) : prepare());
  BAYAN_TRY(pages->ingest());
  const Run run(kv_, page_cache_, steps.run());
  BAYAN_TRY(run.warm());
  BAYAN_TRY(rest->flush());
  if (beside_commits) writing.lock();
  BAYAN_TRY(require_whole());
  const CatalogPointer now = newest().catalog;
  if (beside_commits) {
    BAYAN_LET(stands, steps.stands(*meanwhile_, run, *now));
    if (!stands) return std::optional<CommitReport>();
  }
  BAYAN_LET(report, steps.complete(*rest, *now));
  BAYAN_TRY(take_in(*rest, *now, now->terms));  // a load rewrites none
  return std::optional(std::move(report));
}

}  // namespace bayan::graph
