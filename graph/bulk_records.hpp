// Bulk load of records: what commits would make of them, in bounded memory and as one atomic step.
//
//   auto load = BulkRecords::begin(database); load->add(record); ...; load->finish();
//
// Records go through Commit, one at a time, so that there is one opinion of what a record means. Statements are spooled
// with their ids, sorted by fact and stored once; facts become a run of pages, keys go to sorted files
// (docs/design/011). Nothing is visible until finish() returns, and all of it then; without finish() nothing is stored.
// Other writers wait from begin() on. Threads: one.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>

#include "bayan/result.hpp"
#include "bayan/statement.hpp"
#include "bayan/store.hpp"

namespace bayan::graph {

class Database;
class TermWriter;
struct StatementInfo;

class BulkRecords {
 public:
  struct Options {
    bool keep_recorded_at = false;
    bool list_added = false;  // the report has the ids of the statements that were added
    std::size_t memory_bytes = std::size_t{128} << 20;  // of what is sorted; what is known of terms comes on top
    const std::atomic<bool>* cancel =
        nullptr;  // finish() ends with an error soon when it is set; must outlive the load
    std::function<void(std::uint64_t done, std::uint64_t total)> progress{};  // from finish(), in statements
  };

  // Errors: store, busy.
  static Result<std::unique_ptr<BulkRecords>> begin(std::shared_ptr<Database> database, Options options);
  ~BulkRecords();
  BulkRecords(const BulkRecords&) = delete;
  BulkRecords& operator=(const BulkRecords&) = delete;

  // Errors: input, limit (the record is left out, and has changed nothing), store (nothing can be added any more).
  Status add(const Record& record);

  // For what is in ids already: the terms of the load, and a statement, which gets an id here. Errors: store.
  TermWriter& terms();
  Status add(StatementInfo statement);

  // Sorts, packs and publishes. Errors: store, cancelled.
  Result<CommitReport> finish();

 private:
  struct Impl;
  explicit BulkRecords(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace bayan::graph
