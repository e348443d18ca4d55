// The operators of rounds: they set a segment's round from its variable, and give background a round.
#pragma once

#include "query/exec/operator.hpp"
#include "query/exec/round_limits.hpp"

namespace bayan::ql {

// Before a segment's patterns: a round variable that is bound already says which round it is.
class TakeRoundOperator : public Operator {
 public:
  TakeRoundOperator(RoundLimits limits, const std::string& variable);

 protected:
  Status work(const Tuples& in, const Emit& emit) override;

 private:
  RoundLimits limits_;
};

// After a segment's patterns: a row that background alone satisfies holds in every round of the scope; the round
// variable is bound.
class SettleRoundOperator : public Operator {
 public:
  SettleRoundOperator(RoundLimits limits, const Context& context);

 protected:
  Status work(const Tuples& in, const Emit& emit) override;

 private:
  RoundLimits limits_;
  const Context& context_;
};

}  // namespace bayan::ql
