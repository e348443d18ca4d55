// The rows of a bulk load: kept in a file without a name while they come, then read back sorted in any order, in
// bounded memory: the rows of one range of keys at a time.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "bayan/result.hpp"
#include "graph/page.hpp"
#include "graph/scratch_file.hpp"
#include "graph/view.hpp"

namespace bayan::graph {

// A row in the load's own numbers: of nodes, relations (with polarity) and rounds, each dense from 0.
struct LocalRow {
  std::uint32_t subject = 0, predicate = 0, object = 0, round = 0;
};

// What the load's numbers mean: ids, sorted by rank. `rank[number]` is the place of its id among all ids of the kind.
struct Ranks {
  std::vector<std::uint32_t> rank;
  std::vector<std::uint64_t> ids;  // by rank

  static Ranks of(const std::vector<std::uint64_t>& id_of_number);
};

struct LoadRanks {
  Ranks nodes, predicates, rounds;
};

// An error when it is set.
Status check_cancel(const std::atomic<bool>* cancel);

class RowSpool {
 public:
  explicit RowSpool(std::string folder) : file_(std::move(folder)) {}
  void stop_when(const std::atomic<bool>* cancel) { cancel_ = cancel; }  // ends sort() with an error

  Status add(const LocalRow& row);
  std::uint64_t rows() const { return rows_; }

  // Every row once, sorted by an order, in blocks that die with the call. Threads: several sorts at once, after
  // flush().
  using Visit = std::function<Status(const std::vector<PackedRow>&)>;
  Status sort(Order order, const LoadRanks& ranks, std::size_t most_bytes, const Visit& visit) const;
  Status flush();
  // Every row as it came, in blocks. REQUIRES: flush().
  Status read(const std::function<void(const LocalRow*, std::size_t)>& visit) const;

 private:

  ScratchFile file_;
  const std::atomic<bool>* cancel_ = nullptr;
  std::vector<LocalRow> buffer_;
  std::uint64_t rows_ = 0;
};

}  // namespace bayan::graph
