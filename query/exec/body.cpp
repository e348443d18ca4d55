#include "query/exec/body.hpp"

#include <algorithm>
#include <set>

#include "query/check_cond.hpp"
#include "query/exec/collector.hpp"
#include "query/exec/coverage.hpp"
#include "query/exec/groups.hpp"
#include "query/exec/path.hpp"
#include "query/exec/pattern.hpp"
#include "query/exec/rounds.hpp"
#include "query/exec/walk.hpp"
#include "query/plan_slots.hpp"
#include "query/values.hpp"

namespace bayan::ql {
namespace {

class Builder {
 public:
  Builder(const BodyPlan& body, const Context& context) : body_(body), context_(context) {}

  Operators build() {
    Operators out, deferred;
    if (body_.where) split(*body_.where);
    for (std::size_t i = 0; i < body_.segments.size(); ++i) {
      const SegmentPlan& segment = body_.segments[i];
      filters_ = true;
      add_patterns(segment, RoundLimits{segment.scope, segment.previous, {}, segment.within}, out);
      filters_ = false;
      add_optionals(segment, segment.scope, out);
      // `not` sees the whole row: it waits while a later segment may still bind one of its variables.
      for (const auto& group : segment.absents) {
        add_absent(group, segment.scope, waits(group, i) ? deferred : out);
      }
    }
    for (const auto& absence : body_.absences) add_absence(absence, deferred);
    for (auto& one : deferred) out.push_back(std::move(one));
    for (const auto* cond : conditions_) out.push_back(std::make_unique<WhereOperator>(*cond, body_, context_));
    return out;
  }

 private:
  // `and` at the top makes conditions that can be tested one by one.
  void split(const CondPlan& cond) {
    if (cond.kind != CondPlan::Kind::all_of) return conditions_.push_back(&cond);
    for (const auto& item : cond.items) split(item);
  }

  // Tests a condition as soon as the patterns have bound all that it reads.
  void add_conditions(const PatternPlan& pattern, Operators& out) {
    const auto slots = slots_of(pattern);
    bound_.insert(slots.begin(), slots.end());
    std::erase_if(conditions_, [&](const CondPlan* cond) {
      std::vector<unsigned> columns;
      collect_columns(*cond, columns);
      const bool ready =
          std::all_of(columns.begin(), columns.end(), [&](Slot slot) { return bound_.count(slot) != 0; });
      if (ready) out.push_back(std::make_unique<WhereOperator>(*cond, body_, context_));
      return ready;
    });
  }

  bool waits(const GroupPlan& group, std::size_t at) const {
    Slots bound, later;
    for (std::size_t i = 0; i < body_.segments.size(); ++i) {
      const auto slots = i <= at ? pattern_slots(body_.segments[i]) : all_slots(body_.segments[i]);
      (i <= at ? bound : later).insert(slots.begin(), slots.end());
    }
    return std::any_of(group.slots.begin(), group.slots.end(),
                       [&](Slot slot) { return later.count(slot) != 0 && bound.count(slot) == 0; });
  }

  void add_patterns(const SegmentPlan& segment, const RoundLimits& limits, Operators& out) {
    if (limits.scope.variable)
      out.push_back(std::make_unique<TakeRoundOperator>(limits, body_.names[*limits.scope.variable]));
    for (const auto& pattern : segment.patterns) {
      if (pattern.path) {
        out.push_back(std::make_unique<PathOperator>(pattern, limits, context_));
      } else {
        out.push_back(std::make_unique<PatternOperator>(pattern, limits, context_));
      }
      if (filters_) add_conditions(pattern, out);
    }
    if (limits.scope.kind == RoundScope::Kind::among)
      out.push_back(std::make_unique<SettleRoundOperator>(limits, context_));
  }

  void add_optionals(const SegmentPlan& segment, const RoundScope& scope, Operators& out) {
    for (const auto& group : segment.optionals) {
      out.push_back(std::make_unique<OptionalOperator>(
          group, body_, inside(group, RoundLimits{scope_of(group, scope), {}, {}, {}}), context_));
    }
  }

  void add_absent(const GroupPlan& group, const RoundScope& scope, Operators& out) {
    const RoundLimits limits{scope_of(group, scope), {}, {}, {}};
    out.push_back(std::make_unique<AbsentOperator>(group, body_, limits, false, inside(group, limits), context_));
  }

  // `then not (...)`: each group looks in every round of the reach, or in those of its own `@` among them.
  void add_absence(const AbsencePlan& absence, Operators& out) {
    for (const auto& group : absence.groups) {
      RoundLimits limits{group.segment.scope, absence.after, absence.before, absence.within};
      RoundScope& scope = limits.scope;
      scope.kind = RoundScope::Kind::among;
      if (absence.limited) {
        const std::vector<RoundId> own = scope.limited ? scope.allowed : context_.coverage.known();
        scope.allowed.clear();
        std::set_intersection(own.begin(), own.end(), absence.allowed.begin(), absence.allowed.end(),
                              std::back_inserter(scope.allowed));
        scope.limited = true;
      }
      if (!scope.variable) scope.variable = absence.variable;
      out.push_back(
          std::make_unique<AbsentOperator>(group, body_, limits, true, inside(group, limits, true), context_));
    }
  }

  static const RoundScope& scope_of(const GroupPlan& group, const RoundScope& outer) {
    return group.own_rounds ? group.segment.scope : outer;
  }

  // What stands inside a group. `opens`: the group looks in rounds of its own, so its patterns set its round; else the
  // round is that of what it stands in, and set already where it must be.
  Operators inside(const GroupPlan& group, const RoundLimits& limits, bool opens = false) {
    Operators out;
    const SegmentPlan& segment = group.segment;
    if (opens || group.own_rounds) {
      add_patterns(segment, limits, out);
    } else {
      RoundLimits settled = limits;
      if (settled.scope.kind == RoundScope::Kind::among) settled.scope.kind = RoundScope::Kind::one;
      settled.scope.variable.reset();
      add_patterns(segment, settled, out);
    }
    add_optionals(segment, limits.scope, out);
    for (const auto& inner : segment.absents) add_absent(inner, limits.scope, out);
    return out;
  }

  const BodyPlan& body_;
  const Context& context_;
  bool filters_ = false;                     // in the patterns of a segment, not of a group
  std::vector<const CondPlan*> conditions_;  // not tested yet
  Slots bound_;
};

Cell step_cell(const WalkStep& step, const Values& values) {
  Cell relation = step.predicate ? Cell::of(step.predicate)
                                 : Cell::of_map({{"key", Cell::of_text("about")}, {"label", Cell::of_text("about")}});
  std::vector<RoundId> rounds = step.rounds;
  std::sort(rounds.begin(), rounds.end(), [&](RoundId a, RoundId b) { return values.round_before(a, b); });
  std::vector<Cell> cells;
  for (const RoundId round : rounds) cells.push_back(Cell::of(round));
  std::vector<std::pair<std::string, Cell>> fields = {{"from", Cell::of(step.from)},
                                                      {"relation", std::move(relation)},
                                                      {"to", Cell::of(step.to)},
                                                      {"rounds", Cell::of_list(std::move(cells))}};
  if (step.back) fields.emplace_back("back", Cell::of_boolean(true));
  return Cell::of_map(std::move(fields));
}

}  // namespace

Tuples empty_row(const BodyPlan& body) {
  Tuples out(body.slots.size());
  const std::vector<std::uint64_t> nothing(body.slots.size(), 0);
  out.push(nothing.data(), 0, 0);
  return out;
}

Operators build(const BodyPlan& body, const Context& context) { return Builder(body, context).build(); }

Result<std::vector<ResultRow>> run(const BodyPlan& body, const Operators& operators, bool each_round,
                                   const Context& context) {
  const Tuples start = empty_row(body);
  Collector collector(body, each_round, context);
  BAYAN_TRY(run_from(operators, 0, start, [&](const Tuples& out) { return collector.take(out); }));
  return collector.rows();
}

Result<std::vector<ResultRow>> run(const WalkPlan& plan, const Context& context) {
  BAYAN_LET(walks, find_walks(plan, context));
  std::vector<ResultRow> out;
  for (const auto& walk : walks) {
    ResultRow row;
    if (plan.from.kind == NodeTerm::Kind::variable) row.cells.push_back(Cell::of(walk.front().from));
    if (plan.to.kind == NodeTerm::Kind::variable) row.cells.push_back(Cell::of(walk.back().to));
    std::vector<Cell> steps;
    for (const auto& step : walk) {
      steps.push_back(step_cell(step, context.values));
      row.add_rounds(step.rounds);
    }
    for (const auto& step : walk) {
      for (const auto& fact : step.facts) {
        if (context.sources.wanted() && (!fact.round || row.has(fact.round))) {
          row.sources.push_back({fact.round, context.sources.add(0, fact)});
        }
      }
    }
    row.cells.push_back(Cell::of_list(std::move(steps)));
    row.cells.push_back(Cell::of_integer(static_cast<std::int64_t>(walk.size())));
    out.push_back(std::move(row));
  }
  merge_equal(out);
  return out;
}

}  // namespace bayan::ql
