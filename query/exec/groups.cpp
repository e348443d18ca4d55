#include "query/exec/groups.hpp"

#include "query/condition.hpp"

namespace bayan::ql {
namespace {

// Rows renumbered, so that what a group finds can be traced to them.
Tuples numbered(const Tuples& in) {
  Tuples out = in;
  for (std::uint32_t i = 0; i < out.origin.size(); ++i) out.origin[i] = i;
  return out;
}

}  // namespace

GroupOperator::GroupOperator(std::string description, const GroupPlan& group, const BodyPlan& body, Operators inner,
                             const Context& context)
    : Operator(std::move(description)), group_(group), body_(body), inner_(std::move(inner)), context_(context) {}

Status GroupOperator::run_group(const Tuples& in, const Emit& found) {
  return run_from(inner_, 0, in, [&](const Tuples& out) -> Status {
    if (!group_.where) return found(out);
    Tuples kept(out.width);
    for (std::size_t i = 0; i < out.size(); ++i) {
      const SlotCells cells(out.row(i), body_.slots);
      if (holds(*group_.where, cells, context_.values)) kept.push(out.row(i), out.origin[i], out.sources[i]);
    }
    return found(kept);
  });
}

OptionalOperator::OptionalOperator(const GroupPlan& group, const BodyPlan& body, Operators inner,
                                   const Context& context)
    : GroupOperator("optional", group, body, std::move(inner), context) {}

Status OptionalOperator::work(const Tuples& in, const Emit& emit) {
  Batcher out(in.width, emit);
  std::vector<bool> matched(in.size(), false);
  std::vector<std::uint64_t> row;
  const auto found = [&](const Tuples& solutions) -> Status {
    for (std::size_t i = 0; i < solutions.size(); ++i) {
      const std::uint32_t from = solutions.origin[i];
      matched[from] = true;
      row.assign(solutions.row(i), solutions.row(i) + solutions.width);
      // The group's own round is its own affair.
      if (group_.own_rounds) row[group_.segment.scope.slot] = 0;
      BAYAN_TRY(out.push(row.data(), in.origin[from], solutions.sources[i]));
    }
    return {};
  };
  BAYAN_TRY(run_group(numbered(in), found));
  // A search that was cut short does not know who is without a match.
  if (context_.budget.stopped()) return out.finish();
  for (std::size_t i = 0; i < in.size(); ++i) {
    if (!matched[i]) BAYAN_TRY(out.push(in.row(i), in.origin[i], in.sources[i]));
  }
  return out.finish();
}

AbsentOperator::AbsentOperator(const GroupPlan& group, const BodyPlan& body, RoundLimits limits, bool between,
                               Operators inner, const Context& context)
    : GroupOperator(between ? "then not " + dump(limits.scope) : std::string("not"), group, body, std::move(inner),
                    context),
      limits_(std::move(limits)),
      between_(between) {}

bool AbsentOperator::is_known_absent(const std::uint64_t* row) const {
  const bool looks_around = between_ || group_.own_rounds || limits_.scope.kind == RoundScope::Kind::each;
  if (looks_around) return context_.coverage.any(limits_.rounds(row, context_.coverage), group_.segment.from);
  const RoundId own{row[limits_.scope.slot]};
  return !own || context_.coverage.covers(own, group_.segment.from);
}

Status AbsentOperator::work(const Tuples& in, const Emit& emit) {
  Batcher out(in.width, emit);
  std::vector<bool> matched(in.size(), false);
  BAYAN_TRY(run_group(numbered(in), [&](const Tuples& found) -> Status {
    for (const std::uint32_t from : found.origin) matched[from] = true;
    return {};
  }));
  if (context_.budget.stopped()) return {};
  for (std::size_t i = 0; i < in.size(); ++i) {
    if (!matched[i] && is_known_absent(in.row(i))) BAYAN_TRY(out.push(in.row(i), in.origin[i], in.sources[i]));
  }
  return out.finish();
}

WhereOperator::WhereOperator(const CondPlan& cond, const BodyPlan& body, const Context& context)
    : Operator("where"), cond_(cond), body_(body), context_(context) {}

Status WhereOperator::work(const Tuples& in, const Emit& emit) {
  Batcher out(in.width, emit);
  for (std::size_t i = 0; i < in.size(); ++i) {
    const SlotCells cells(in.row(i), body_.slots);
    if (holds(cond_, cells, context_.values)) BAYAN_TRY(out.push(in.row(i), in.origin[i], in.sources[i]));
  }
  return out.finish();
}

}  // namespace bayan::ql
