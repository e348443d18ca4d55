// Bulk load: bare facts (subject, relation, object, round) in any number, written as one run of pages.
//
//   BulkLoad load(database); load.add({...}); ...; load.finish();
//
// Memory stays within a budget whatever the number of rows; nothing is visible until finish() returns, and all of it
// then. Nothing is left behind when the process is killed: the files lie in a folder that the next load clears.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "bayan/result.hpp"
#include "bayan/statement.hpp"
#include "bayan/store.hpp"

namespace bayan::graph {

class BulkRecords;
class Database;

struct BulkRow {
  enum class Object { entity, phrase, text, integer, decimal, boolean, date };

  std::string_view subject;  // key
  std::string_view relation;
  std::string_view object;  // key, words or value
  Object kind = Object::entity;
  std::string_view lang, datatype;  // of a value; may be empty
  Polarity polarity = Polarity::positive;
  std::string_view series;  // empty: background
  std::int64_t round = 0;
  std::string_view
      date;  // of the statement; rows of a round that say another than its first go in as records of their own
};

// A row as a record.
Statement statement_of(const BulkRow& row);

class BulkLoad {
 public:
  explicit BulkLoad(std::shared_ptr<Database> database, std::size_t memory_bytes = std::size_t{256} << 20);
  ~BulkLoad();
  BulkLoad(const BulkLoad&) = delete;
  BulkLoad& operator=(const BulkLoad&) = delete;

  // When it is set, add() and finish() end with an error soon, and nothing is stored. It must outlive the load.
  void stop_when(const std::atomic<bool>* cancel);
  // Called in finish() from its thread with how far it is, in rows of all orders.
  void on_progress(std::function<void(std::uint64_t done, std::uint64_t total)> progress);

  // False: the row needs a record of its own, because it says another date than the other rows of its round; nothing
  // was added. REQUIRES: a row that is right by itself (validate.hpp). Errors: store.
  Result<bool> add(const BulkRow& row);
  std::uint64_t rows() const;

  // Instead of finish(): gives all rows to a load of records, so that both are one step. Rows have records then, which
  // takes more room on the disk. Errors: store, cancelled.
  Status move_to(BulkRecords& records);

  // Sorts, packs and publishes. Errors: store, busy.
  Result<CommitReport> finish();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace bayan::graph
