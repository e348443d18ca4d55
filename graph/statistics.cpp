#include "graph/statistics.hpp"

#include <algorithm>
#include <mutex>

#include "graph/catalog.hpp"
#include "graph/keys.hpp"
#include "graph/values.hpp"

namespace bayan::graph {

namespace {

constexpr std::size_t most_heavy = 16;
constexpr char of_predicate = 'p', of_both = 'q', of_round = 'r', of_run = 'd';

std::string predicate_key(std::uint64_t predicate) { return Key(of_predicate).number(predicate).str(); }
std::string round_key(std::uint64_t round) { return Key(of_round).number(round).str(); }
std::string both_key(std::uint64_t predicate, std::uint64_t round) {
  return Key(of_both).number(predicate).number(round).str();
}

bool heavier(const HeavyHitter& x, const HeavyHitter& y) {
  return x.rows != y.rows ? x.rows > y.rows : x.node < y.node;
}

// Keeps the heaviest, in a heap with the lightest of them at its front.
void offer(std::vector<HeavyHitter>& heavy, const HeavyHitter& one) {
  if (heavy.size() == most_heavy) {
    if (!heavier(one, heavy.front())) return;
    std::pop_heap(heavy.begin(), heavy.end(), heavier);
    heavy.pop_back();
  }
  heavy.push_back(one);
  std::push_heap(heavy.begin(), heavy.end(), heavier);
}

std::uint64_t changed(std::uint64_t count, std::int64_t change) {
  const auto less = static_cast<std::uint64_t>(-change);
  if (change < 0) return count > less ? count - less : 0;
  return count + static_cast<std::uint64_t>(change);
}

// The heaviest of both; one that is heavy in both has the rows of both.
void merge(std::vector<HeavyHitter>& into, const std::vector<HeavyHitter>& more) {
  for (const HeavyHitter& one : more) {
    const auto same = std::find_if(into.begin(), into.end(), [&](const auto& other) { return other.node == one.node; });
    if (same == into.end())
      into.push_back(one);
    else
      same->rows += one.rows;
  }
  std::sort(into.begin(), into.end(), heavier);
  if (into.size() > most_heavy) into.resize(most_heavy);
}

}  // namespace

// --- while pages are packed

void RunCounter::end_group() {
  ++now_.groups;
  offer(now_.heavy, {{last_.b}, group_rows_});
  group_rows_ = 0;
}

void RunCounter::end_predicate() {
  end_group();
  std::sort(now_.heavy.begin(), now_.heavy.end(), heavier);
  done_[last_.a] = std::move(now_);
  now_ = {};
}

void RunCounter::add(const PackedRow& row) {
  const bool same_predicate = any_ && row.a == last_.a;
  const bool same_group = same_predicate && row.b == last_.b;
  if (any_ && !same_predicate) end_predicate();
  if (same_predicate && !same_group) end_group();
  if (!same_group || row.c != last_.c) ++now_.claims;
  ++now_.rows;
  ++group_rows_;
  last_ = row;
  any_ = true;
}

void RunCounter::finish(RunStatistics& statistics) {
  if (any_) end_predicate();
  for (auto& [predicate, groups] : done_) {
    PredicateStatistics& out = statistics[predicate];
    if (order_ == Order::rso) {
      out.subjects = groups.groups;
      out.heavy_subjects = std::move(groups.heavy);
    } else {
      out.rows = groups.rows, out.claims = groups.claims, out.objects = groups.groups;
      out.heavy_objects = std::move(groups.heavy);
    }
  }
  done_.clear();
  any_ = false;
}

std::string run_statistics_key(std::uint32_t run) { return Key(of_run).small(run).str(); }

Status write(KvFiles& files, std::uint32_t run, const RunStatistics& statistics) {
  for (const auto& [predicate, counts] : statistics) {
    BAYAN_TRY(files.put(Family::statistics, Key().text(run_statistics_key(run)).number(predicate), encode(counts)));
  }
  return {};
}

void write(KvBatch& batch, std::uint32_t run, const RunStatistics& statistics) {
  for (const auto& [predicate, counts] : statistics)
    batch.put(Family::statistics, Key().text(run_statistics_key(run)).number(predicate), encode(counts));
}

// --- numbers of facts

void RowChanges::add(Predicate predicate, RoundId round, std::int64_t change) {
  changes_[{predicate.value, round.value}] += change;
}

std::map<std::string, std::int64_t> RowChanges::by_key() const {
  std::map<std::string, std::int64_t> out;
  for (const auto& [pair, change] : changes_) {
    if (change == 0) continue;
    out[predicate_key(pair.first)] += change;
    out[round_key(pair.second)] += change;
    out[both_key(pair.first, pair.second)] += change;
  }
  return out;
}

Status RowChanges::write(KvBatch& batch) const {
  for (const auto& [key, change] : by_key()) {
    BAYAN_LET(stored, batch.get(Family::statistics, key));
    BAYAN_LET(before, decode_count(stored));
    const std::uint64_t now = changed(before, change);
    if (now > 0)
      batch.put(Family::statistics, key, encode_number(now));
    else
      batch.remove(Family::statistics, key);
  }
  return {};
}

Status RowChanges::write(const Kv& kv, KvFiles& files) const {
  for (const auto& [key, change] : by_key()) {
    BAYAN_LET(stored, kv.get(Family::statistics, key));
    BAYAN_LET(before, decode_count(stored));
    BAYAN_TRY(files.put(Family::statistics, key, encode_number(changed(before, change))));
  }
  return {};
}

void RowCounts::add(Predicate predicate, RoundId round, std::uint64_t rows) {
  of_predicate[predicate] += rows;
  of_round[round] += rows;
  of_both[{predicate, round}] += rows;
}

Result<RowCounts> read_row_counts(const KvSnapshot& snapshot) {
  RowCounts out;
  KvCursor cursor = snapshot.cursor(Family::statistics);
  for (cursor.seek(std::string_view(&of_predicate, 1)); cursor.valid(); cursor.next()) {
    const std::string_view key = cursor.key();
    if (key.size() != (key.front() == of_both ? 17 : 9)) return damaged("a number of facts cannot be read");
    BAYAN_LET(rows, decode_number(cursor.value()));
    const std::uint64_t first = number_at(key, 1);
    if (key.front() == of_predicate) out.of_predicate[{first}] = rows;
    if (key.front() == of_round) out.of_round[{first}] = rows;
    if (key.front() == of_both) out.of_both[{{first}, {number_at(key, 9)}}] = rows;
  }
  BAYAN_TRY(cursor.status());
  return out;
}

// The order has facts of one predicate and round together, so that maps are asked once for all of them.
Result<RowCounts> recount_rows(FactScan scan, const std::function<Status(std::uint64_t)>& step) {
  RowCounts out;
  Predicate predicate;
  RoundId round;
  std::uint64_t rows = 0;
  while (scan.next()) {
    const FactBatch& batch = scan.batch();
    for (std::size_t i = 0; i < batch.size(); ++i) {
      if (rows > 0 && (batch.predicate[i] != predicate || batch.round[i] != round)) {
        out.add(predicate, round, rows);
        rows = 0;
      }
      predicate = batch.predicate[i], round = batch.round[i];
      ++rows;
    }
    BAYAN_TRY(step(batch.size()));
  }
  BAYAN_TRY(scan.status());
  if (rows > 0) out.add(predicate, round, rows);
  return out;
}

// Runs may share nodes, and the delta has rows of its own: distinct values are at most the sum, and exact when there is
// one run and no delta.
Result<PredicateStatistics> read_statistics(const KvSnapshot& snapshot, const std::vector<std::uint32_t>& runs,
                                            Predicate predicate) {
  PredicateStatistics out;
  BAYAN_LET(stored, snapshot.get(Family::statistics, predicate_key(predicate.value)));
  BAYAN_LET(rows, decode_count(stored));
  out.rows = rows;
  std::uint64_t packed = 0;
  for (const std::uint32_t run : runs) {
    const std::string key = Key().text(run_statistics_key(run)).number(predicate.value).str();
    BAYAN_LET(found, snapshot.get(Family::statistics, key));
    if (!found) continue;
    BAYAN_LET(of_run, decode_statistics(*found));
    packed += of_run.rows;
    out.claims += of_run.claims, out.subjects += of_run.subjects, out.objects += of_run.objects;
    merge(out.heavy_subjects, of_run.heavy_subjects);
    merge(out.heavy_objects, of_run.heavy_objects);
  }
  const std::uint64_t more = rows > packed ? rows - packed : 0;
  for (std::uint64_t* distinct : {&out.claims, &out.subjects, &out.objects})
    *distinct = std::min(*distinct + more, rows);
  return out;
}

// --- what a catalog keeps of them

struct Catalog::Statistics {
  std::once_flag once;
  RowCounts counts;
  std::mutex reading;  // guards the map; what is in it stays
  std::map<Predicate, PredicateStatistics> predicates;
};

std::shared_ptr<Catalog::Statistics> Catalog::no_statistics() { return std::make_shared<Statistics>(); }

const RowCounts& Catalog::row_counts(const KvSnapshot& snapshot) const {
  std::call_once(statistics_->once, [&] {
    if (auto counts = read_row_counts(snapshot)) statistics_->counts = *std::move(counts);
  });
  return statistics_->counts;
}

const PredicateStatistics& Catalog::statistics(const KvSnapshot& snapshot, Predicate predicate) const {
  const std::lock_guard lock(statistics_->reading);
  const auto [found, is_new] = statistics_->predicates.try_emplace(predicate);
  if (!is_new) return found->second;
  std::vector<std::uint32_t> numbers;
  for (const auto& run : runs) numbers.push_back(run->info().number);
  if (auto read = read_statistics(snapshot, numbers, predicate)) found->second = *std::move(read);
  return found->second;
}

}  // namespace bayan::graph
