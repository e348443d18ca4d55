// The verbs: each turns rows into rows. One file a family.
#pragma once

#include <map>
#include <string_view>
#include <vector>

#include "query/exec/operator.hpp"
#include "query/exec/rows.hpp"
#include "query/plan.hpp"

namespace bayan::ql {

// What verbs must know of the query they stand in.
struct VerbContext {
  const Context& run;
  const ReadPlan& plan;
  double similarity = 0.6;

  // The known rounds of the reach, of one series, sorted.
  std::vector<RoundId> reach(SeriesId series) const;
  bool covers(RoundId round) const;
  // Asks the budget every so many rows. Errors: cancelled.
  Status check(std::size_t row) const { return row % batch_rows == 0 ? run.budget.check() : Status{}; }
};

// Runs one verb on all rows.
Status run_verb(const VerbPlan& verb, const VerbContext& context, std::vector<ResultRow>& rows);

// rounds.cpp
Status run_timeline(const VerbPlan& verb, const VerbContext& context, std::vector<ResultRow>& rows);
Status run_first_last(const VerbPlan& verb, const VerbContext& context, std::vector<ResultRow>& rows);
Status run_gaps(const VerbPlan& verb, const VerbContext& context, std::vector<ResultRow>& rows);
Status run_streak(const VerbPlan& verb, const VerbContext& context, std::vector<ResultRow>& rows);
// diff.cpp
Status run_diff(const VerbPlan& verb, const VerbContext& context, std::vector<ResultRow>& rows);
Status run_changes(const VerbPlan& verb, const VerbContext& context, std::vector<ResultRow>& rows);
// moved.cpp
Status run_moved(const VerbPlan& verb, const VerbContext& context, std::vector<ResultRow>& rows);
// alike.cpp
Status run_alike(const VerbPlan& verb, const VerbContext& context, std::vector<ResultRow>& rows);
// why.cpp
Status run_why(const VerbPlan& verb, const VerbContext& context, std::vector<ResultRow>& rows);
// matrix.cpp
Status run_matrix(const VerbPlan& verb, const VerbContext& context, std::vector<ResultRow>& rows);
// select.cpp
Status run_where(const VerbPlan& verb, const VerbContext& context, std::vector<ResultRow>& rows);
Status run_select(const VerbPlan& verb, const VerbContext& context, std::vector<ResultRow>& rows);
Status run_sort(const VerbPlan& verb, const VerbContext& context, std::vector<ResultRow>& rows);
Status run_limit(const VerbPlan& verb, const VerbContext& context, std::vector<ResultRow>& rows);
Status run_offset(const VerbPlan& verb, const VerbContext& context, std::vector<ResultRow>& rows);
// aggregate.cpp
Status run_aggregate(const VerbPlan& verb, const VerbContext& context, std::vector<ResultRow>& rows);

// A row for each series it has rounds in; rows without rounds are left out.
Result<std::vector<ResultRow>> by_series(const std::vector<ResultRow>& rows, const VerbContext& context);

// What makes two phrases one: what they are about, when it is not nothing; else the node itself.
std::vector<TermId> sense(const Cell& cell, const graph::View& view);

}  // namespace bayan::ql
