// Rows as they are found: where a row is whole before the last fact is read, it is handed on at once.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "query/exec/fact_source.hpp"
#include "query/exec/operator.hpp"
#include "query/exec/rows.hpp"
#include "query/plan.hpp"

namespace bayan::ql {

// A row is whole when no later fact can add a round to it. That is known when the first pattern's facts come claim by
// claim and every part of the claim shows in the row: then other claims make other rows.
class RowStream {
 public:
  // Nothing when the rows of this plan are whole only in the end.
  static std::unique_ptr<RowStream> make(const ReadPlan& plan, const Operators& operators, const Context& context);

  // Some more rows, maybe none yet; false when there are no more.
  Result<bool> next(std::vector<ResultRow>& out);

 private:
  RowStream(const ReadPlan& plan, const Operators& operators, const Context& context, FactCursor cursor);

  Status flush(std::size_t facts, std::vector<ResultRow>& out);
  void apply_verbs(std::vector<ResultRow>& rows);

  const ReadPlan& plan_;
  const BodyPlan& body_;
  const Operators& operators_;
  const Context& context_;
  FactCursor cursor_;
  Tuples start_;
  std::vector<graph::Fact> open_;      // read, but their last claim may go on
  std::vector<std::uint64_t> passed_;  // rows that each verb has seen
  bool ended_ = false;
};

}  // namespace bayan::ql
