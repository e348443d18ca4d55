// Rows of a result on their way through the verbs.
#pragma once

#include <vector>

#include "query/cell.hpp"
#include "query/exec/sources.hpp"
#include "query/plan.hpp"

namespace bayan::ql {

// What stands behind a row, by the round in which the row matched (none: background).
struct RowSource {
  RoundId round;
  SourceId chain = 0;
};

struct ResultRow {
  std::vector<Cell> cells;      // one a column
  std::vector<RoundId> rounds;  // sorted by id, without repetition
  std::vector<RowSource> sources;

  bool has(RoundId round) const;
  void add_rounds(const std::vector<RoundId>& more);
  // Unites rounds and sources with those of an equal row.
  void absorb(const ResultRow& other);
  // Only these of its rounds, and what stands behind them; background stays.
  void narrow(const std::vector<RoundId>& to);
};

// Makes equal rows one, in the order of the first of each.
void merge_equal(std::vector<ResultRow>& rows);

}  // namespace bayan::ql
