// The shortest way from a query to rows: one pattern whose parts are names or variables, each of its own, in one range
// of an order. Its facts come claim by claim, so a row is a claim and nothing has to be collected, joined or sorted.
// Whatever is not so goes the general way (check, plan, run), with the same answers.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "bayan/query.hpp"
#include "query/ast.hpp"
#include "query/names.hpp"
#include "query/results.hpp"

namespace bayan::ql {

class PointQuery {
 public:
  // None: the query has another form.
  static std::optional<PointQuery> of(const ReadExpr& read);

  // Null: the names stand for what only the general way can do, such as several nodes. Errors: as check().
  Result<std::unique_ptr<Rows::Source>> run(std::shared_ptr<const graph::View> view, const Names& names) const;

 private:
  friend class PointRows;
  enum class Shown { subject, relation, object, round };

  const NodeExpr* subject_ = nullptr;  // parts of the tree, which outlives this
  const RelationExpr* relation_ = nullptr;
  const NodeExpr* object_ = nullptr;
  const std::vector<SpanExpr>* rounds_ = nullptr;  // none: any round
  bool each_round_ = false;                        // `@?r`: a row a fact
  std::vector<Shown> shown_;
  std::shared_ptr<const std::vector<std::string>> columns_;
};

}  // namespace bayan::ql
