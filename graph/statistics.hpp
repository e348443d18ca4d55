// Statistics for the planner, in the family `statistics`: how many facts there are, by predicate and round, kept exact by
// every commit and load; and what each run of pages holds of a predicate, counted exactly while its pages are packed.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "bayan/result.hpp"
#include "graph/kv.hpp"
#include "graph/kv_files.hpp"
#include "graph/model.hpp"
#include "graph/page.hpp"
#include "graph/view.hpp"

namespace bayan::graph {

// By predicate, as its id.
using RunStatistics = std::map<std::uint64_t, PredicateStatistics>;

// Counts one order of a run as its rows come. `ros` gives rows, claims and objects, `rso` subjects.
class RunCounter {
 public:
  explicit RunCounter(Order order) : order_(order) {}

  void add(const PackedRow& row);  // rows rise and come once
  // Adds what was counted; other orders may have filled other members.
  void finish(RunStatistics& statistics);

 private:
  struct Groups {  // of the predicate at hand, by the second letter
    std::uint64_t rows = 0, claims = 0, groups = 0;
    std::vector<HeavyHitter> heavy;
  };
  void end_group();
  void end_predicate();

  Order order_;
  bool any_ = false;
  PackedRow last_{};
  std::uint64_t group_rows_ = 0;
  Groups now_;
  std::map<std::uint64_t, Groups> done_;
};

Status write(KvFiles& files, std::uint32_t run, const RunStatistics& statistics);
void write(KvBatch& batch, std::uint32_t run, const RunStatistics& statistics);
std::string run_statistics_key(std::uint32_t run);  // all keys of a run's statistics begin so

// Changes of the numbers of facts that some live statement says, gathered by one commit or load.
class RowChanges {
 public:
  void add(Predicate predicate, RoundId round, std::int64_t change);

  // Over what the batch, or the store, has; only the keys that change are read and written. Errors: store.
  Status write(KvBatch& batch) const;
  Status write(const Kv& kv, KvFiles& files) const;

 private:
  struct Hash {
    std::size_t operator()(const std::pair<std::uint64_t, std::uint64_t>& pair) const {
      return std::hash<std::uint64_t>()(pair.first * 0x9e3779b97f4a7c15 ^ pair.second);
    }
  };
  std::map<std::string, std::int64_t> by_key() const;

  std::unordered_map<std::pair<std::uint64_t, std::uint64_t>, std::int64_t, Hash> changes_;  // (predicate, round)
};

// The stored numbers of facts.
struct RowCounts {
  std::map<Predicate, std::uint64_t> of_predicate;
  std::map<RoundId, std::uint64_t> of_round;
  std::map<std::pair<Predicate, RoundId>, std::uint64_t> of_both;

  void add(Predicate predicate, RoundId round, std::uint64_t rows);
  bool operator==(const RowCounts&) const = default;
};
Result<RowCounts> read_row_counts(const KvSnapshot& snapshot);
// The same, counted by a scan of all facts in the order `round_first`: what check compares. `step` is told how many rows
// were read; what it fails with ends the count.
Result<RowCounts> recount_rows(FactScan scan, const std::function<Status(std::uint64_t rows)>& step);

// What the store knows of one predicate.
Result<PredicateStatistics> read_statistics(const KvSnapshot& snapshot, const std::vector<std::uint32_t>& runs,
                                            Predicate predicate);

}  // namespace bayan::graph
