// The checker of bodies and walks: for the checker's own files.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "query/check.hpp"
#include "query/check_cond.hpp"

namespace bayan::ql {

class BodyChecker {
 public:
  BodyChecker(const Names& names, Names::Reading reading) : names_(names), reading_(reading) {}

  Result<BodyPlan> body(const BodyExpr& body);
  Result<WalkPlan> walk(const WalkExpr& walk);
  Result<BodyPlan> single(const PatternExpr& pattern, const std::optional<std::vector<SpanExpr>>& rounds);

  std::vector<std::string> warnings;

 private:
  // Where a variable stands: inside `not` it makes no column.
  enum class Standing { shown, local };

  Result<Slot> variable(const Variable& variable, ColumnKind kind, Standing standing);
  Slot new_slot(ColumnKind kind, std::string name = {});

  Result<NodeTerm> node(const NodeExpr& node, Standing standing);
  Result<NodeTerm> subject(const NodeExpr& node, Standing standing);
  Result<NodeTerm> one_entity(const NodeExpr& node, Standing standing);
  Result<PredicateTerm> predicate(const RelationExpr& relation, Standing standing);
  Result<PathPlan> path(const PathExpr& path, bool back);
  Result<PathPlan> repeat(const PathExpr& path, bool back);
  Status collect_relations(const PathExpr& path, std::vector<RelationId>& out);

  Result<PatternPlan> pattern(const PatternExpr& pattern, Standing standing);
  Status qualifiers(const PatternExpr& expr, bool is_path, Standing standing, PatternPlan& out);
  Status qualifier(const Qualifier& qualifier, Standing standing, PatternPlan& out);

  Result<SegmentPlan> segment(const SegmentExpr& segment, Standing standing, const RoundScope* outer);
  Status parts(const SegmentExpr& expr, Standing standing, SegmentPlan& out);
  Result<GroupPlan> group(const PartExpr& part, Standing standing, const RoundScope& outer);
  Result<RoundScope> scope(const std::optional<AtExpr>& at, Standing standing, Slot slot);
  Result<AbsencePlan> absence(const SegmentExpr& segment);

  std::vector<Visible> all_variables() const;

  const Names& names_;
  Names::Reading reading_;
  bool chain_ = false;  // `then` stands in the query
  BodyPlan plan_;
  std::map<std::string, Slot> slots_;
  std::vector<Slot> mentioned_;  // every variable in order of writing, with repetitions
};

}  // namespace bayan::ql
