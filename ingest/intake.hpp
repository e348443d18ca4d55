// What an import has read, on its way into the store: a few records into a commit, many into one bulk load, bare facts
// of large inputs into another, bad lines into the report.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "bayan/ingest.hpp"
#include "graph/bulk.hpp"
#include "graph/bulk_records.hpp"

namespace bayan::ingest {

// A line of a file, from 1; 0 where lines are not known.
struct InputPlace {
  const std::string& file;
  std::uint32_t line = 0;
};

class Intake {
 public:
  Intake(Store& store, const ImportOptions& options);

  // An input to come, its bytes as they lie on the disk. Where one is large, many records are one step.
  void expect(std::uint64_t bytes, bool large) { bytes_total_ += bytes, large_ = large_ || large; }
  // Whether to stop, and how far it is. Errors: cancelled.
  Status keep_in_touch(std::uint64_t bytes_of_this_input);
  void input_ended(std::uint64_t bytes) { bytes_before_ += bytes; }

  void count_line() { ++report_.lines; }
  // Errors: what `strict` makes of a bad line, store.
  Status take(Record record, const InputPlace& place);
  // A row that says no more than itself. `large`: it is one of very many.
  Status take(const graph::BulkRow& row, const InputPlace& place, bool large);
  Status skip(Error error, const InputPlace& place);

  Result<ImportReport> finish();

 private:
  Status skip(Error error);
  Status begin_load();
  Status load(const Record& record, const InputPlace& place);
  Status store_batch();
  void drop(std::size_t at);

  Store& store_;
  const ImportOptions& options_;
  graph::BulkLoad load_;
  std::unique_ptr<graph::BulkRecords> records_;  // once there are many records of large inputs
  bool large_ = false;
  Batch batch_;
  std::vector<std::pair<std::string, std::uint32_t>> places_;  // file and line of each record of the batch
  std::size_t batch_text_ = 0;                                 // bytes of documents in it
  std::uint64_t bytes_before_ = 0, bytes_total_ = 0;           // of the files read already, and of all
  ImportReport report_;
};

}  // namespace bayan::ingest
