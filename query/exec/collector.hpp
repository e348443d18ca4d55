// Makes solutions rows: a set, with the rounds of equal ones united.
#pragma once

#include <vector>

#include "query/exec/operator.hpp"
#include "query/exec/row_set.hpp"
#include "query/exec/rows.hpp"

namespace bayan::ql {

class Collector {
 public:
  Collector(const BodyPlan& body, bool each_round, const Context& context)
      : body_(body), each_round_(each_round), context_(context), index_(body.column_slots.size() + 1) {}

  Status take(const Tuples& in);
  Result<std::vector<ResultRow>> rows();
  // What the budget was told of.
  std::size_t bytes() const { return counted_; }

 private:
  struct Marks {
    std::vector<RoundId> rounds;
    std::vector<RowSource> sources;
  };

  void add_each(SourceId chain, Marks& marks) const;

  const BodyPlan& body_;
  bool each_round_;
  const Context& context_;
  SlotRows index_;
  std::vector<Marks> marks_;
  std::size_t counted_ = 0;  // bytes that the budget knows of
};

}  // namespace bayan::ql
