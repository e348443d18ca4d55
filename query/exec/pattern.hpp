// The operator of one pattern: for each row, every fact (or statement) that fits.
#pragma once

#include "query/exec/fact_source.hpp"
#include "query/exec/operator.hpp"
#include "query/exec/round_limits.hpp"

namespace bayan::ql {

class PatternOperator : public Operator {
 public:
  PatternOperator(const PatternPlan& pattern, RoundLimits limits, const Context& context);

  // For the first pattern of a stream: its scans, and one row joined with some of their facts.
  std::vector<graph::FactPattern> scans(const Tuples& start) const { return facts_.scans(start.row(0)); }
  Status feed(const Tuples& start, const std::vector<graph::Fact>& facts, const Emit& emit);

 protected:
  Status work(const Tuples& in, const Emit& emit) override;

 private:
  struct Turn;  // one input row at work

  Status through_facts(Turn& turn);
  Status through_statements(Turn& turn, bool& done);
  Status take(Turn& turn, const graph::Fact& fact, const graph::StatementInfo* statement);
  bool take_round(RoundId round, std::uint64_t* row) const;
  Status take_topics(Turn& turn, std::size_t topic, const std::vector<TermId>& about, const graph::Fact& fact);
  Status take_statements(Turn& turn, const graph::Fact& fact);
  bool fits(const graph::StatementInfo& statement, std::uint64_t* row) const;

  const PatternPlan& pattern_;
  RoundLimits limits_;
  const Context& context_;
  FactSource facts_;
};

}  // namespace bayan::ql
