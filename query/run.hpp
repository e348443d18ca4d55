// One run of a plan: its rows, a part at a time.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "bayan/query.hpp"
#include "graph/view.hpp"
#include "query/exec/coverage.hpp"
#include "query/exec/operator.hpp"
#include "query/exec/rows.hpp"
#include "query/exec/stream.hpp"
#include "query/plan.hpp"
#include "query/values.hpp"

namespace bayan::ql {

class Run {
 public:
  Run(std::shared_ptr<const graph::View> view, ReadPlan plan, const QueryOptions& options);

  // Appends some more rows, maybe none yet; false when there are no more. Errors: cancelled, store.
  Result<bool> more(std::vector<ResultRow>& out);

  // The plan's steps; `counts`: with what they did.
  std::vector<std::string> describe_steps(bool counts) const;

  const ReadPlan& plan() const { return plan_; }
  const Values& values() const { return values_; }
  Budget& budget() { return budget_; }

 private:
  Result<std::vector<ResultRow>> all();

  std::shared_ptr<const graph::View> view_;
  ReadPlan plan_;
  QueryOptions options_;
  Budget budget_;
  Sources sources_;
  Values values_;
  Coverage coverage_;
  Context context_;
  Operators operators_;
  std::unique_ptr<RowStream> stream_;
  bool started_ = false;
};

}  // namespace bayan::ql
