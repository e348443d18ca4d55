// A fold: the rows of the delta, as of one moment, become pages of a new run, and older runs become one with it.
//
// A fact that no live statement says any more goes to a retired run, which only `as of` reads; one that no statement
// ever said, since what said it was forgotten, goes nowhere. A bare statement that was retired leaves its page. Pages
// of runs that are not part of the fold stay as they are, so rows of the delta that mask something in them stay too.
//
// A fold writes files and nothing else; folder.hpp makes them part of the store. Threads: one.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "bayan/store.hpp"
#include "graph/catalog.hpp"
#include "graph/fold_rows.hpp"
#include "graph/kv_files.hpp"
#include "graph/statistics.hpp"

namespace bayan::graph {

// What becomes one. The delta is always part of it.
struct FoldPlan {
  std::shared_ptr<const KvSnapshot> snapshot;
  std::shared_ptr<const Catalog> catalog;  // of the same moment
  Runs live, retired;                      // runs of the catalog
};

// Slows a fold down, stops it, and tells how far it is.
class FoldPace {
 public:
  // `stop` ends it too: the store closes.
  FoldPace(const CompactOptions& options, const std::atomic<bool>& stop) : options_(options), stop_(stop) {}

  void expect(std::uint64_t rows) { total_ = rows; }
  // Errors: cancelled.
  Status step(std::uint64_t rows, std::uint64_t bytes_written);
  Status check() const;
  // For work that looks at a flag of its own: set when the fold is to stop.
  const std::atomic<bool>& stop() const { return options_.cancel != nullptr ? *options_.cancel : stop_; }

 private:
  const CompactOptions& options_;
  const std::atomic<bool>& stop_;
  std::uint64_t done_ = 0, total_ = 0;
  double owed_s_ = 0;  // to wait for what was written too fast
};

class Fold {
 public:
  // A run that a fold writes: what the family `runs` is to say of it.
  struct Written {
    RunInfo info;
    std::array<std::string, orders.size()> page_indexes;
    RunStatistics statistics;
  };

  Fold(FoldPlan plan, std::uint32_t live_number, std::uint32_t retired_number);

  // Writes the pages of both new runs, each to files of its own, and their page indexes.
  Status write(KvFiles& live_files, KvFiles& retired_files, FoldPace& pace);

  const FoldPlan& plan() const { return plan_; }
  const RunInfo& live() const { return live_.info; }
  const RunInfo& retired() const { return retired_.info; }

  // Whether a row of the delta is wholly said by pages once the new runs are listed. REQUIRES: a row of the snapshot,
  // in the order of sro.
  Result<bool> leaves(const OrderKey& key, std::uint8_t flags) const;

 private:
  enum class Fate { live, retired, gone };
  struct Elsewhere {  // what the runs that are no part of the fold have of a row
    bool found = false, bare = false;
  };
  Result<Elsewhere> elsewhere(Order order, const OrderKey& key) const;
  Result<Fate> fate_of(Order order, const FoldRow& row, KvCursor& statements) const;
  Status write_order(Order order, KvFiles& live_files, KvFiles& retired_files, FoldPace& pace);

  FoldPlan plan_;
  Runs others_;
  Written live_, retired_;
};

}  // namespace bayan::graph
