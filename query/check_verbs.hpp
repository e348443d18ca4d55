// The checker of verbs: which columns they need, and which they leave.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "bayan/result.hpp"
#include "query/ast.hpp"
#include "query/check_cond.hpp"
#include "query/names.hpp"
#include "query/plan.hpp"

namespace bayan::ql {

// What the rows are like before a verb; check() of each verb moves it on.
class VerbChecker {
 public:
  // `body` is null for a walk.
  VerbChecker(const ReadPlan& plan, const BodyExpr* body, const Names& names);

  Result<VerbPlan> check(const VerbExpr& verb);

 private:
  using Method = Status (VerbChecker::*)(const VerbExpr&, VerbPlan&);
  struct Rule;
  static const Rule* rule_of(std::string_view name);

  Status may_stand(const VerbExpr& verb, const Rule& rule) const;
  Status columns_free(const VerbExpr& verb, const Rule& rule) const;

  Status none(const VerbExpr&, VerbPlan&) { return {}; }
  Status diff(const VerbExpr& verb, VerbPlan& out);
  Status matrix(const VerbExpr& verb, VerbPlan& out);
  Status moved(const VerbExpr& verb, VerbPlan& out);
  Status where(const VerbExpr& verb, VerbPlan& out);
  Status select(const VerbExpr& verb, VerbPlan& out);
  Status sort(const VerbExpr& verb, VerbPlan& out);
  Status number(const VerbExpr& verb, VerbPlan& out);
  Status aggregate(const VerbExpr& verb, VerbPlan& out);

  std::vector<Visible> visible() const;
  const Column* find(std::string_view name) const;
  Result<std::vector<FieldPlan>> fields(const std::vector<FieldExpr>& list) const;

  const ReadPlan& plan_;
  const BodyExpr* body_;
  const Names& names_;
  std::vector<Column> columns_;
  std::set<std::string> own_round_;  // columns that make a row one round
  std::set<std::string> made_;       // columns that round verbs added
  std::string compared_;             // the verb whose rows compare two rounds
  bool has_statements_ = true;
};

}  // namespace bayan::ql
