// Which rounds are covered: absence means something only there.
#pragma once

#include <vector>

#include "graph/view.hpp"
#include "query/plan.hpp"

namespace bayan::ql {

class Coverage {
 public:
  explicit Coverage(const graph::View& view) : view_(view) {}

  // `from`: one set of documents for each pattern with `from`; each must have one of the round's.
  bool covers(RoundId round, const std::vector<Documents>& from) const;
  bool any(const std::vector<RoundId>& rounds, const std::vector<Documents>& from) const;
  const std::vector<RoundId>& known() const;

 private:
  const graph::View& view_;
  mutable std::vector<RoundId> known_;
  mutable bool loaded_ = false;
};

}  // namespace bayan::ql
