// The operators of `optional (...)`, `not (...)`, `then not (...)`, and of conditions.
#pragma once

#include "query/exec/operator.hpp"
#include "query/exec/round_limits.hpp"

namespace bayan::ql {

// What the operators of groups share: the inner operators and the group's condition.
class GroupOperator : public Operator {
 public:
  GroupOperator(std::string description, const GroupPlan& group, const BodyPlan& body, Operators inner,
                const Context& context);
  const Operators* inner() const override { return &inner_; }

 protected:
  // Runs the group on rows whose origins are their numbers; `found` gets each solution that its condition keeps.
  Status run_group(const Tuples& in, const Emit& found);

  const GroupPlan& group_;
  const BodyPlan& body_;
  Operators inner_;
  const Context& context_;
};

class OptionalOperator : public GroupOperator {
 public:
  OptionalOperator(const GroupPlan& group, const BodyPlan& body, Operators inner, const Context& context);

 protected:
  Status work(const Tuples& in, const Emit& emit) override;
};

// Keeps a row when the group has no solution and a round that it looks in is covered.
class AbsentOperator : public GroupOperator {
 public:
  // `limits`: the rounds it looks in. `between`: of a `then not`, it looks in all of them.
  AbsentOperator(const GroupPlan& group, const BodyPlan& body, RoundLimits limits, bool between, Operators inner,
                 const Context& context);

 protected:
  Status work(const Tuples& in, const Emit& emit) override;

 private:
  bool is_known_absent(const std::uint64_t* row) const;

  RoundLimits limits_;
  bool between_;
};

class WhereOperator : public Operator {
 public:
  WhereOperator(const CondPlan& cond, const BodyPlan& body, const Context& context);

 protected:
  Status work(const Tuples& in, const Emit& emit) override;

 private:
  const CondPlan& cond_;
  const BodyPlan& body_;
  const Context& context_;
};

}  // namespace bayan::ql
