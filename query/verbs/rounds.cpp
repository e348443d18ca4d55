// timeline, first, last, gaps, streak: what the rounds of a row say.
#include <algorithm>
#include <map>
#include <memory>

#include "query/verbs/verbs.hpp"

namespace bayan::ql {

Status run_timeline(const VerbPlan&, const VerbContext& context, std::vector<ResultRow>& rows) {
  BAYAN_LET(out, by_series(rows, context));
  std::map<SeriesId, std::shared_ptr<const Reach>> reaches;
  for (auto& row : out) {
    auto& reach = reaches[row.rounds.front().series()];
    if (!reach) {
      Reach marks;
      for (const RoundId round : context.reach(row.rounds.front().series()))
        marks.push_back({round, context.covers(round)});
      reach = std::make_shared<const Reach>(std::move(marks));
    }
    std::vector<Cell> said;
    for (const RoundId round : row.rounds) said.push_back(Cell::of(round));
    row.cells.push_back(Cell::of_timeline(std::move(said), reach));
    row.cells.push_back(Cell::of(row.rounds.front()));
    row.cells.push_back(Cell::of(row.rounds.back()));
    row.cells.push_back(Cell::of_integer(static_cast<std::int64_t>(row.rounds.size())));
  }
  rows = std::move(out);
  return context.run.budget.check();
}

Status run_first_last(const VerbPlan& verb, const VerbContext& context, std::vector<ResultRow>& rows) {
  const bool first = verb.name == "first";
  BAYAN_LET(out, by_series(rows, context));
  for (auto& row : out) {
    const RoundId round = first ? row.rounds.front() : row.rounds.back();
    const auto days = context.run.view.days(round);
    const std::string& day = first ? days.first : days.second;
    row.cells.push_back(Cell::of(round));
    row.cells.push_back(day.empty() ? Cell{} : Cell::of_date(day));
  }
  rows = std::move(out);
  return context.run.budget.check();
}

Status run_gaps(const VerbPlan&, const VerbContext& context, std::vector<ResultRow>& rows) {
  std::vector<ResultRow> out;
  BAYAN_LET(parts, by_series(rows, context));
  for (auto& row : parts) {
    std::vector<Cell> gaps;
    for (const RoundId round : context.reach(row.rounds.front().series())) {
      const bool inside = row.rounds.front() < round && round < row.rounds.back();
      if (inside && !row.has(round) && context.covers(round)) gaps.push_back(Cell::of(round));
    }
    if (gaps.empty()) continue;
    row.cells.push_back(Cell::of_list(std::move(gaps)));
    out.push_back(std::move(row));
  }
  rows = std::move(out);
  return context.run.budget.check();
}

Status run_streak(const VerbPlan&, const VerbContext& context, std::vector<ResultRow>& rows) {
  BAYAN_LET(out, by_series(rows, context));
  for (auto& row : out) {
    // A round that is not covered breaks no run, unless the row says something in it.
    std::vector<RoundId> rounds = row.rounds;
    for (const RoundId round : context.reach(row.rounds.front().series())) {
      if (context.covers(round)) rounds.push_back(round);
    }
    std::sort(rounds.begin(), rounds.end());
    rounds.erase(std::unique(rounds.begin(), rounds.end()), rounds.end());
    std::size_t begin = 0, best_begin = 0, best = 0;
    for (std::size_t i = 0; i < rounds.size(); ++i) {
      if (!row.has(rounds[i])) {
        begin = i + 1;
      } else if (i + 1 - begin > best) {
        best = i + 1 - begin;
        best_begin = begin;
      }
    }
    row.cells.push_back(Cell::of_integer(static_cast<std::int64_t>(best)));
    row.cells.push_back(Cell::of(rounds[best_begin]));
    row.cells.push_back(Cell::of(rounds[best_begin + best - 1]));
  }
  rows = std::move(out);
  return context.run.budget.check();
}

}  // namespace bayan::ql
