#include "query/verbs/verbs.hpp"

#include <algorithm>

#include "query/exec/coverage.hpp"

namespace bayan::ql {
namespace {

using Run = Status (*)(const VerbPlan&, const VerbContext&, std::vector<ResultRow>&);

struct VerbRow {
  std::string_view name;
  Run run;
};

constexpr VerbRow verbs[] = {
    {"timeline", run_timeline}, {"first", run_first_last}, {"last", run_first_last}, {"gaps", run_gaps},
    {"streak", run_streak},     {"diff", run_diff},        {"changes", run_changes}, {"moved", run_moved},
    {"alike", run_alike},       {"why", run_why},          {"matrix", run_matrix},   {"where", run_where},
    {"select", run_select},     {"sort", run_sort},        {"limit", run_limit},     {"offset", run_offset},
    {"count", run_aggregate},   {"min", run_aggregate},    {"max", run_aggregate},   {"sum", run_aggregate},
    {"avg", run_aggregate},
};

}  // namespace

std::vector<RoundId> VerbContext::reach(SeriesId series) const {
  std::vector<RoundId> out;
  for (const RoundId round : plan.reach_limited ? plan.reach : run.coverage.known()) {
    if (round.series() == series) out.push_back(round);
  }
  return out;
}

bool VerbContext::covers(RoundId round) const { return run.coverage.covers(round, plan.from); }

Status run_verb(const VerbPlan& verb, const VerbContext& context, std::vector<ResultRow>& rows) {
  for (const auto& row : verbs) {
    if (row.name == verb.name) return row.run(verb, context, rows);
  }
  return {};
}

Result<std::vector<ResultRow>> by_series(const std::vector<ResultRow>& rows, const VerbContext& context) {
  const graph::View& view = context.run.view;
  std::vector<ResultRow> out;
  for (const auto& row : rows) {
    BAYAN_TRY(context.check(out.size()));
    std::vector<SeriesId> series;
    for (const RoundId round : row.rounds) {
      if (series.empty() || series.back() != round.series()) series.push_back(round.series());
    }
    std::sort(series.begin(), series.end(),
              [&](SeriesId a, SeriesId b) { return view.series(a).key < view.series(b).key; });
    for (const SeriesId one : series) {
      std::vector<RoundId> rounds;
      std::copy_if(row.rounds.begin(), row.rounds.end(), std::back_inserter(rounds),
                   [&](RoundId round) { return round.series() == one; });
      ResultRow part = row;
      part.narrow(rounds);
      out.push_back(std::move(part));
    }
  }
  return out;
}

std::vector<TermId> sense(const Cell& cell, const graph::View& view) {
  if (cell.kind != Cell::Kind::node) return {};
  if (graph::View::kind(cell.node()) == graph::TermKind::phrase) {
    const auto& about = view.phrase(cell.node()).about;
    // The leading 0 keeps a phrase about one entity apart from that entity.
    if (!about.empty()) {
      std::vector<TermId> out{TermId{}};
      out.insert(out.end(), about.begin(), about.end());
      return out;
    }
  }
  return {cell.node()};
}

}  // namespace bayan::ql
