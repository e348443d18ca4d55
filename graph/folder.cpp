#include "graph/folder.hpp"

#include <algorithm>
#include <bit>
#include <chrono>

#include "graph/background.hpp"
#include "graph/bare.hpp"
#include "graph/database.hpp"
#include "graph/keys.hpp"
#include "graph/kv_files.hpp"
#include "graph/statistics.hpp"
#include "graph/writer.hpp"

namespace bayan::graph {

namespace {

constexpr std::size_t most_runs = 8;
constexpr std::size_t runs_of_a_size = 4;
constexpr std::uint64_t smallest_size = 64 << 10;        // smaller runs are all of one size
constexpr std::uint64_t rows_a_lock = 1024;              // that leave the delta in one batch
constexpr std::uint64_t pages_hold_masked = 16;          // one row in so many may be masked by the delta before a merge
constexpr auto removal_pause = std::chrono::seconds(1);  // between two looks for runs that nobody reads any more

// Sizes of runs are the same when they are within four times of each other.
unsigned size_of(const std::shared_ptr<const Run>& run) {
  return static_cast<unsigned>(std::bit_width(std::max(run->info().facts, smallest_size))) / 2;
}

bool contains(const Runs& runs, const std::shared_ptr<const Run>& run) {
  return std::find(runs.begin(), runs.end(), run) != runs.end();
}

std::uint64_t facts_of(const Runs& runs) {
  std::uint64_t out = 0;
  for (const auto& run : runs) out += run->info().facts;
  return out;
}

}  // namespace

Runs runs_to_merge(const Runs& runs) {
  Runs by_size = runs;
  const auto smaller = [](const auto& a, const auto& b) { return a->info().facts < b->info().facts; };
  std::stable_sort(by_size.begin(), by_size.end(), smaller);
  std::size_t same = 1;
  for (std::size_t i = 1; i < by_size.size(); ++i) {
    same = size_of(by_size[i]) == size_of(by_size[i - 1]) ? same + 1 : 1;
    const bool last_of_size = i + 1 == by_size.size() || size_of(by_size[i + 1]) != size_of(by_size[i]);
    if (last_of_size && same >= runs_of_a_size)
      return {by_size.begin(), by_size.begin() + static_cast<std::ptrdiff_t>(i) + 1};
  }
  if (by_size.size() <= most_runs) return {};
  return {by_size.begin(), by_size.end() - 1};
}

Folder::Folder(Database& database, std::shared_ptr<Kv> kv, std::shared_ptr<PageCache> pages, const OpenOptions& options)
    : database_(database), kv_(std::move(kv)), pages_(std::move(pages)), options_(options) {}

Folder::~Folder() {
  {
    const std::lock_guard lock(waking_);
    stop_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

// --- one fold

Status Folder::fold(const CompactOptions& options) {
  const std::lock_guard lock(folding_);
  BAYAN_TRY(run(plan(false), options));
  return remove_unread_runs();
}

FoldPlan Folder::plan(bool everything) const {
  auto state = database_.state();
  FoldPlan out{state.snapshot, state.catalog, {}, {}};
  const bool many_masked = kept_rows_ > std::max(options_.fold_rows, facts_of(state.catalog->runs) / pages_hold_masked);
  out.live = everything || many_masked ? state.catalog->runs : runs_to_merge(state.catalog->runs);
  out.retired = everything || state.catalog->retired.size() >= runs_of_a_size ? state.catalog->retired : Runs();
  return out;
}

// The runs are named for removal before the first of their pages is there.
Result<std::uint32_t> Folder::announce_runs() {
  std::uint64_t first = 0;
  const auto announce = [&](KvBatch& batch, const CatalogPointer& catalog) -> Result<CatalogPointer> {
    BAYAN_LET(number, take_numbers(batch, 'g', 2));
    first = number;
    for (const std::uint64_t run : {first, first + 1})
      batch.put(Family::runs, removed_run_key(static_cast<std::uint32_t>(run)), {});
    return catalog;
  };
  BAYAN_TRY(database_.change(true, announce));
  return static_cast<std::uint32_t>(first);
}

Status Folder::run(FoldPlan plan, const CompactOptions& options) {
  if (plan.catalog->delta_rows == 0 && plan.live.size() <= 1 && plan.retired.size() <= 1) return {};
  FoldPace pace(options, stop_);
  BAYAN_LET(number, announce_runs());
  Fold fold(std::move(plan), number, number + 1);
  const auto write = [&]() -> Status {
    BAYAN_LET(live, KvFiles::make(kv_, KvFiles::fold_folder));
    BAYAN_LET(retired, KvFiles::make(kv_, KvFiles::fold_retired_folder));
    const auto write_pages = [&] { return fold.write(*live, *retired, pace); };
    BAYAN_TRY(while_giving_way(write_pages));  // the only part without a lock that commits wait for
    BAYAN_TRY(live->ingest());
    BAYAN_TRY(Run(kv_, pages_, fold.live()).warm());
    return retired->ingest();
  };
  if (auto failed = write(); !failed) {
    for (const std::uint32_t run : {number, number + 1}) BAYAN_TRY(remove_run(run));
    return failed;
  }
  BAYAN_TRY(publish(fold));  // where this fails, the log alone knows what is listed: the next opening removes the rest
  BAYAN_TRY(clear_delta(fold, pace));
  for (const OrderInfo& order : orders) BAYAN_TRY(kv_->compact(order.family, pace.stop()));
  return {};
}

// The switch: the new runs are listed, the old ones named for removal, in one batch.
Status Folder::publish(const Fold& fold) {
  const auto list = [&](KvBatch& batch, const RunInfo& info, const std::string& key, Runs& runs) {
    batch.remove(Family::runs, removed_run_key(info.number));
    if (info.facts == 0) return;
    batch.put(Family::runs, key, encode(info));
    runs.push_back(std::make_shared<const Run>(kv_, pages_, info));
  };
  const auto unlist = [&](KvBatch& batch, const Runs& old, Runs& runs) {
    for (const auto& run : old) {
      const std::uint32_t number = run->info().number;
      batch.remove(Family::runs, run_key(number));
      batch.remove(Family::runs, retired_run_key(number));
      batch.put(Family::runs, removed_run_key(number), {});
    }
    std::erase_if(runs, [&](const auto& run) { return contains(old, run); });
  };
  const auto change = [&](KvBatch& batch, const CatalogPointer& now) -> Result<CatalogPointer> {
    auto next = std::make_shared<Catalog>(*now);
    unlist(batch, fold.plan().live, next->runs);
    unlist(batch, fold.plan().retired, next->retired);
    list(batch, fold.live(), run_key(fold.live().number), next->runs);
    list(batch, fold.retired(), retired_run_key(fold.retired().number), next->retired);
    next->forget_statistics();
    return CatalogPointer(next);
  };
  BAYAN_TRY(database_.change(true, change));
  for (const Runs& old : {fold.plan().live, fold.plan().retired}) {
    for (const auto& run : old) unlisted_.emplace_back(run->info().number, run);
  }
  return {};
}

// Rows that changed after the fold read them stay: the next fold takes them.
Status Folder::clear_delta(const Fold& fold, FoldPace& pace) {
  KvCursor cursor = fold.plan().snapshot->cursor(Family::sro);
  cursor.seek("");
  std::uint64_t kept = 0;
  const auto clear_some = [&](KvBatch& batch, const CatalogPointer& now) -> Result<CatalogPointer> {
    for (std::uint64_t rows = 0; rows < rows_a_lock && cursor.valid(); ++rows, cursor.next()) {
      const std::uint8_t flags = row_flags(cursor.value());
      BAYAN_LET(leaves, fold.leaves(order_key(cursor.key()), flags));
      BAYAN_LET(row, batch.get(Family::sro, cursor.key()));
      if (!leaves) ++kept;
      if (!leaves || !row || row_flags(row) != flags) continue;
      const Fact fact = fact_of(Order::sro, cursor.key());
      for (const OrderInfo& order : orders) batch.remove(order.family, fact_key(order.order, fact));
    }
    return now;
  };
  while (cursor.valid()) {
    BAYAN_TRY(pace.check());
    BAYAN_TRY(database_.change(false, clear_some));
  }
  BAYAN_TRY(cursor.status());
  kept_rows_ = kept;
  const auto count = [&](KvBatch&, const CatalogPointer& now) -> Result<CatalogPointer> {
    auto next = std::make_shared<Catalog>(*now);
    const std::uint64_t before = fold.plan().catalog->delta_rows;
    const std::uint64_t since = next->delta_rows > before ? next->delta_rows - before : 0;
    KvCursor left = kv_->snapshot()->cursor(Family::sro);
    left.seek("");
    BAYAN_TRY(left.status());
    next->delta_rows = left.valid() ? std::max<std::uint64_t>(kept + since, 1) : 0;
    return CatalogPointer(next);
  };
  return database_.change(false, count);
}

// --- what nobody reads any more

Status Folder::remove_run(std::uint32_t number) {
  forget_pages(*pages_, number);
  const std::string begin = Key().small(number).str(), end = Key().small(number + 1).str();
  for (const OrderInfo& order : orders) BAYAN_TRY(kv_->remove_range(page_family(order.order), begin, end));
  const auto forget = [&](KvBatch& batch, const CatalogPointer& now) -> Result<CatalogPointer> {
    for (const OrderInfo& order : orders) batch.remove(Family::runs, page_index_key(number, order.order));
    for (const auto& [relation, info] : now->relations) {
      for (const Polarity polarity : {Polarity::positive, Polarity::negative})
        batch.remove(Family::statistics, Key().text(run_statistics_key(number)).id(Predicate::of(relation, polarity)));
    }
    batch.remove(Family::runs, removed_run_key(number));
    return now;
  };
  return database_.change(false, forget);
}

Status Folder::remove_unread_runs() {
  for (std::size_t i = unlisted_.size(); i-- > 0;) {
    if (!unlisted_[i].second.expired()) continue;
    BAYAN_TRY(remove_run(unlisted_[i].first));
    unlisted_.erase(unlisted_.begin() + static_cast<std::ptrdiff_t>(i));
  }
  return {};
}

Status Folder::finish_removals() {
  KvFiles::clear(*kv_);
  std::vector<std::uint32_t> numbers;
  KvCursor cursor = kv_->snapshot()->cursor(Family::runs);
  for (cursor.seek("D"); cursor.valid() && cursor.key().front() == 'D'; cursor.next())
    numbers.push_back(run_of_key(cursor.key()));
  BAYAN_TRY(cursor.status());
  for (const std::uint32_t number : numbers) BAYAN_TRY(remove_run(number));
  return {};
}

// --- compact

Status Folder::compact(const CompactOptions& options) {
  {
    const std::lock_guard lock(waking_);
    if (failed_) return *std::exchange(failed_, std::nullopt);
  }
  const std::lock_guard lock(folding_);
  BAYAN_TRY(run(plan(true), options));
  BAYAN_TRY(remove_unread_runs());
  const FoldPace pace(options, stop_);
  for (std::size_t family = 0; family < family_count; ++family) {
    BAYAN_TRY(pace.check());
    BAYAN_TRY(kv_->compact(static_cast<Family>(family), pace.stop()));
  }
  return {};
}

// --- in the background

bool Folder::wants_fold(const Catalog& catalog) const {
  return catalog.delta_rows >= options_.fold_rows + kept_rows_ || !runs_to_merge(catalog.runs).empty();
}

void Folder::start() {
  if (options_.background_fold && !options_.read_only) thread_ = std::thread([this] { work(); });
}

void Folder::look_at(const Catalog& catalog) {
  if (!thread_.joinable() || !wants_fold(catalog)) return;
  {
    const std::lock_guard lock(waking_);
    if (failed_) return;  // it would fail again
    work_to_do_ = true;
  }
  wake_.notify_one();
}

void Folder::work() {
  CompactOptions options;
  options.bytes_per_second = options_.fold_bytes_per_second;
  bool unread_left = false;
  while (true) {
    bool fold_now = false;
    {
      std::unique_lock lock(waking_);
      const auto woken = [&] { return stop_ || work_to_do_; };
      if (unread_left)
        wake_.wait_for(lock, removal_pause, woken);
      else
        wake_.wait(lock, woken);
      if (stop_) return;
      fold_now = std::exchange(work_to_do_, false);
    }
    Status done;
    if (fold_now) {
      done = fold(options);
    } else {
      const std::lock_guard lock(folding_);
      done = remove_unread_runs();
    }
    const std::lock_guard folding(folding_);
    unread_left = !unlisted_.empty();
    const std::lock_guard lock(waking_);
    if (!done && done.error().code != ErrorCode::cancelled) failed_ = done.error();
  }
}

}  // namespace bayan::graph
