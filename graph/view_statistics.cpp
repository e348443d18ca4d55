// What a view knows of the store's numbers: for the planner.
#include <algorithm>

#include "graph/statistics.hpp"
#include "graph/view_impl.hpp"

namespace bayan::graph {

namespace {

// The part of a predicate's rows that has this node, as a share: exact where the node is heavy, else an equal share of
// the rest.
double share(TermId node, const std::vector<HeavyHitter>& heavy, std::uint64_t distinct, std::uint64_t rows) {
  if (!node || rows == 0) return 1;
  std::uint64_t heavy_rows = 0;
  for (const HeavyHitter& one : heavy) {
    if (one.node == node) return std::min(1.0, static_cast<double>(one.rows) / static_cast<double>(rows));
    heavy_rows += one.rows;
  }
  const double rest = heavy_rows < rows ? static_cast<double>(rows - heavy_rows) : 0;
  const double others = distinct > heavy.size() ? static_cast<double>(distinct - heavy.size()) : 1;
  return rest / others / static_cast<double>(rows);
}

std::vector<Predicate> predicates_of(const FactPattern& pattern, const RowCounts& counts) {
  std::vector<Predicate> out;
  for (const auto& [predicate, rows] : counts.of_predicate) {
    const bool wanted = (!pattern.relation || predicate.relation() == pattern.relation) &&
                        (!pattern.polarity || predicate.negative() == (*pattern.polarity == Polarity::negative));
    if (wanted && rows > 0) out.push_back(predicate);
  }
  return out;
}

// How many of a predicate's rows lie in the rounds of the pattern.
std::uint64_t rows_within(const FactPattern& pattern, Predicate predicate, std::uint64_t all, const RowCounts& counts) {
  if (pattern.rounds.empty()) return all;
  std::uint64_t out = 0;
  for (const auto& range : pattern.rounds) {
    auto at = counts.of_both.lower_bound({predicate, range.first});
    for (; at != counts.of_both.end() && !(std::pair(predicate, range.last) < at->first); ++at) out += at->second;
  }
  return out;
}

}  // namespace

const RowCounts& View::row_counts() const { return impl_->catalog->row_counts(*impl_->snapshot); }

const PredicateStatistics& View::statistics(Predicate predicate) const {
  return impl_->catalog->statistics(*impl_->snapshot, predicate);
}

double View::estimate(const FactPattern& pattern) const {
  const RowCounts& counts = row_counts();
  double out = 0;
  for (const Predicate predicate : predicates_of(pattern, counts)) {
    const std::uint64_t all = counts.of_predicate.at(predicate);
    if (!pattern.subject && !pattern.object) {
      out += static_cast<double>(rows_within(pattern, predicate, all, counts));
      continue;
    }
    const PredicateStatistics& known = statistics(predicate);
    const double rows = static_cast<double>(rows_within(pattern, predicate, all, counts));
    out += rows * share(pattern.subject, known.heavy_subjects, known.subjects, known.rows) *
           share(pattern.object, known.heavy_objects, known.objects, known.rows);
  }
  return out;
}

}  // namespace bayan::graph
