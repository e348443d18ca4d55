// Which nodes a path relates, among the facts of some rounds.
#pragma once

#include <map>
#include <set>
#include <unordered_map>
#include <vector>

#include "query/exec/operator.hpp"
#include "query/plan.hpp"

namespace bayan::ql {

// The facts that a path may walk: background, and those of a round, of some rounds, or of all.
struct World {
  enum class Kind { background, rounds, everything };
  Kind kind = Kind::background;
  std::vector<RoundId> rounds;  // sorted
};

// How a path gets from one node to another.
struct Way {
  unsigned length = 0;
  std::set<graph::Fact> facts;  // on the shortest matches; kept only where sources are wanted
};

using Ends = std::map<TermId, Way>;              // by where they arrive
using Pairs = std::unordered_map<TermId, Ends>;  // by where they set out

class PathFinder {
 public:
  PathFinder(const World& world, const Context& context) : world_(world), context_(context) {}

  // Every pair that sets out from one of the sources. `*` and `+` repeat up to the setting.
  Result<Pairs> pairs(const PathPlan& path, const std::vector<TermId>& sources);
  // The same without that limit, lengths and facts left out.
  Result<Pairs> all_pairs(const PathPlan& path, const std::vector<TermId>& sources);

  // Whether a `*` or `+` stopped where further steps would reach new nodes.
  bool cut() const { return cut_; }
  std::uint64_t seeks() const { return seeks_; }

  // Where paths of no steps begin: every entity, and whatever stands in a statement.
  static Result<std::vector<TermId>> all_nodes(const Context& context);

 private:
  Result<Pairs> find(const PathPlan& path, const std::vector<TermId>& sources);
  Result<Pairs> step(const PathPlan& path, const std::vector<TermId>& sources);
  Result<Pairs> sequence(const PathPlan& path, const std::vector<TermId>& sources);
  Result<Pairs> repeat(const PathPlan& path, const std::vector<TermId>& sources);
  Status extend(const PathPlan& item, Pairs& current);
  void put(Pairs& out, TermId from, TermId to, unsigned length, const std::set<graph::Fact>& facts) const;
  void merge(Pairs& out, const Pairs& more) const;

  const World& world_;
  const Context& context_;
  bool unlimited_ = false;
  bool cut_ = false;
  std::uint64_t seeks_ = 0;
};

// The path from its end to its beginning.
PathPlan reversed(const PathPlan& path);

}  // namespace bayan::ql
