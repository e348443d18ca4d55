#include "query/exec/rounds.hpp"

#include "query/exec/matcher.hpp"

namespace bayan::ql {

TakeRoundOperator::TakeRoundOperator(RoundLimits limits, const std::string& variable)
    : Operator("take the round of ?" + variable), limits_(std::move(limits)) {}

Status TakeRoundOperator::work(const Tuples& in, const Emit& emit) {
  Batcher out(in.width, emit);
  std::vector<std::uint64_t> row;
  for (std::size_t i = 0; i < in.size(); ++i) {
    row.assign(in.row(i), in.row(i) + in.width);
    const RoundId bound{row[*limits_.scope.variable]};
    if (bound) {
      if (!limits_.admits(bound, row.data()) || !bind(row.data(), limits_.scope.slot, bound.value)) continue;
    }
    BAYAN_TRY(out.push(row.data(), in.origin[i], in.sources[i]));
  }
  return out.finish();
}

SettleRoundOperator::SettleRoundOperator(RoundLimits limits, const Context& context)
    : Operator("settle the round " + dump(limits.scope)), limits_(std::move(limits)), context_(context) {}

Status SettleRoundOperator::work(const Tuples& in, const Emit& emit) {
  Batcher out(in.width, emit);
  std::vector<std::uint64_t> row;
  for (std::size_t i = 0; i < in.size(); ++i) {
    row.assign(in.row(i), in.row(i) + in.width);
    const RoundId own{row[limits_.scope.slot]};
    const auto rounds = own ? std::vector<RoundId>{own} : limits_.rounds(row.data(), context_.coverage);
    for (const RoundId round : rounds) {
      row.assign(in.row(i), in.row(i) + in.width);
      row[limits_.scope.slot] = round.value;
      if (limits_.scope.variable && !bind(row.data(), *limits_.scope.variable, round.value)) continue;
      BAYAN_TRY(out.push(row.data(), in.origin[i], in.sources[i]));
    }
  }
  return out.finish();
}

}  // namespace bayan::ql
