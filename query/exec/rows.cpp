#include "query/exec/rows.hpp"

#include <algorithm>
#include <unordered_map>

namespace bayan::ql {

bool ResultRow::has(RoundId round) const { return std::binary_search(rounds.begin(), rounds.end(), round); }

void ResultRow::add_rounds(const std::vector<RoundId>& more) {
  rounds.insert(rounds.end(), more.begin(), more.end());
  std::sort(rounds.begin(), rounds.end());
  rounds.erase(std::unique(rounds.begin(), rounds.end()), rounds.end());
}

void ResultRow::absorb(const ResultRow& other) {
  add_rounds(other.rounds);
  sources.insert(sources.end(), other.sources.begin(), other.sources.end());
}

void ResultRow::narrow(const std::vector<RoundId>& to) {
  rounds = to;
  std::erase_if(sources, [&](const RowSource& source) { return source.round && !has(source.round); });
}

void merge_equal(std::vector<ResultRow>& rows) {
  std::unordered_map<std::vector<Cell>, std::size_t, CellsHash> index;
  std::vector<ResultRow> out;
  for (auto& row : rows) {
    const auto [found, added] = index.emplace(row.cells, out.size());
    if (added) {
      out.push_back(std::move(row));
    } else {
      out[found->second].absorb(row);
    }
  }
  rows = std::move(out);
}

}  // namespace bayan::ql
