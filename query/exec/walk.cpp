#include "query/exec/walk.hpp"

#include <algorithm>
#include <set>
#include <unordered_map>
#include <unordered_set>

namespace bayan::ql {
namespace {

// The steps that lead away from a node.
class Steps {
 public:
  Steps(const WalkPlan& plan, const Context& context) : plan_(plan), context_(context) {}

  Result<const std::vector<WalkStep>*> from(TermId node) {
    const auto known = known_.find(node);
    if (known != known_.end()) return &known->second;
    std::vector<WalkStep> out;
    BAYAN_TRY(add_claims(node, false, out));
    BAYAN_TRY(add_claims(node, true, out));
    BAYAN_TRY(add_topics(node, out));
    return &known_.emplace(node, std::move(out)).first->second;
  }

 private:
  struct Said {
    std::set<RoundId> rounds;
    bool always = false;
    std::vector<graph::Fact> facts;

    void add(const graph::Fact& fact) {
      facts.push_back(fact);
      if (fact.round) {
        rounds.insert(fact.round);
      } else {
        always = true;
      }
    }
    bool empty() const { return facts.empty(); }
  };

  template <class Visit>
  Status each_fact(TermId node, bool as_object, Visit&& visit) {
    graph::FactPattern wanted;
    (as_object ? wanted.object : wanted.subject) = node;
    if (plan_.limited) {
      wanted.rounds.push_back({});
      for (const RoundId round : plan_.allowed) wanted.rounds.push_back({round, round});
    }
    auto facts = context_.view.facts(wanted);
    while (facts.next()) {
      const auto& batch = facts.batch();
      for (std::size_t i = 0; i < batch.size(); ++i) visit(batch.at(i));
      BAYAN_TRY(context_.budget.check());
    }
    return facts.status();
  }

  static void push(std::vector<WalkStep>& out, TermId from, TermId to, graph::Predicate predicate, bool back,
                   const Said& said) {
    out.push_back({from, to, predicate, back, {said.rounds.begin(), said.rounds.end()}, said.always, said.facts});
  }

  // One step a claim, forwards from its subject or back from its object.
  Status add_claims(TermId node, bool back, std::vector<WalkStep>& out) {
    std::map<std::pair<graph::Predicate, TermId>, Said> claims;
    BAYAN_TRY(each_fact(node, back, [&](const graph::Fact& fact) {
      claims[{fact.predicate, back ? fact.subject : fact.object}].add(fact);
    }));
    for (const auto& [claim, said] : claims) push(out, node, claim.second, claim.first, back, said);
    return {};
  }

  // Between a phrase or claim and what it is about, in the rounds where it was said.
  Status add_topics(TermId node, std::vector<WalkStep>& out) {
    if (graph::View::kind(node) == graph::TermKind::entity) {
      for (const TermId other : context_.view.nodes_about(node)) {
        BAYAN_LET(what, said(other));
        if (!what->empty()) push(out, node, other, {}, true, *what);
      }
      return {};
    }
    if (graph::View::kind(node) == graph::TermKind::literal) return {};
    BAYAN_LET(what, said(node));
    if (what->empty()) return {};
    for (const TermId entity : context_.view.about(node)) push(out, node, entity, {}, false, *what);
    return {};
  }

  Result<const Said*> said(TermId node) {
    const auto known = said_.find(node);
    if (known != said_.end()) return &known->second;
    Said out;
    const auto add = [&](const graph::Fact& fact) { out.add(fact); };
    BAYAN_TRY(each_fact(node, false, add));
    BAYAN_TRY(each_fact(node, true, add));
    return &said_.emplace(node, std::move(out)).first->second;
  }

  const WalkPlan& plan_;
  const Context& context_;
  std::unordered_map<TermId, std::vector<WalkStep>> known_;
  std::unordered_map<TermId, Said> said_;
};

// From which rounds a rising walk may go on; nothing: from any.
using Reached = std::optional<std::set<RoundId>>;

// Narrows a step to the rounds that can follow; false when there are none. `down`: read from the walk's end, where
// rounds must not be later.
bool rise(WalkStep& step, Reached& reached, bool down) {
  std::vector<RoundId> kept;
  for (const RoundId round : step.rounds) {
    const auto fits = [&](RoundId earlier) {
      return earlier.series() == round.series() && (down ? round <= earlier : earlier <= round);
    };
    if (!reached || std::any_of(reached->begin(), reached->end(), fits)) kept.push_back(round);
  }
  step.rounds = kept;
  if (step.always) {
    if (reached) reached->insert(kept.begin(), kept.end());
    return true;
  }
  reached = std::set<RoundId>(kept.begin(), kept.end());
  return !kept.empty();
}

class Search {
 public:
  Search(const WalkPlan& plan, const Context& context) : plan_(plan), context_(context), steps_(plan, context) {
    // A variable end is where the search goes to; from a variable beginning it goes backwards.
    backwards_ = plan.from.kind == NodeTerm::Kind::variable;
    const NodeTerm& goal = backwards_ ? plan.from : plan.to;
    if (goal.kind == NodeTerm::Kind::nodes) goals_ = {goal.nodes.begin(), goal.nodes.end()};
    open_ = goal.kind == NodeTerm::Kind::variable;
  }

  Result<std::vector<Walk>> run() {
    for (const TermId start : (backwards_ ? plan_.to : plan_.from).nodes) BAYAN_TRY(from(start));
    return std::move(found_);
  }

 private:
  struct Partial {
    Walk walk;
    Reached reached;
  };

  Status from(TermId start) {
    std::unordered_set<TermId> done;  // ends whose shortest walks are known
    std::unordered_map<TermId, std::size_t> level{{start, 0}};
    std::vector<Partial> frontier{Partial{}};
    for (std::size_t length = 1; length <= plan_.max && !frontier.empty(); ++length) {
      std::vector<Partial> next;
      std::vector<TermId> ends;
      for (const auto& partial : frontier) {
        BAYAN_TRY(extend(start, partial, level, next));
        BAYAN_TRY(context_.budget.check());
        if (context_.budget.stopped()) return {};
      }
      for (const auto& partial : next) {
        const TermId end = partial.walk.back().to;
        if (end == start || done.count(end) != 0 || !(open_ || goals_.count(end) != 0)) continue;
        if (record(partial.walk)) ends.push_back(end);
      }
      done.insert(ends.begin(), ends.end());
      if (!open_ && done.size() == goals_.size()) return {};
      frontier = std::move(next);
    }
    return {};
  }

  Status extend(TermId start, const Partial& partial, std::unordered_map<TermId, std::size_t>& level,
                std::vector<Partial>& next) {
    const TermId here = partial.walk.empty() ? start : partial.walk.back().to;
    BAYAN_LET(steps, steps_.from(here));
    for (const WalkStep& step : *steps) {
      const bool seen = step.to == start || std::any_of(partial.walk.begin(), partial.walk.end(),
                                                        [&](const WalkStep& one) { return one.to == step.to; });
      if (seen) continue;
      // Without `rising` a node reached later than by its shortest walk leads to nothing new.
      const std::size_t length = partial.walk.size() + 1;
      if (!plan_.rising && level.try_emplace(step.to, length).first->second < length) continue;
      Partial longer = partial;
      longer.walk.push_back(step);
      WalkStep narrowed = step;
      if (plan_.rising && !rise(narrowed, longer.reached, backwards_)) continue;
      next.push_back(std::move(longer));
    }
    return {};
  }

  // Turns a walk that was found backwards, and narrows a rising one to the rounds that can be reached from its
  // beginning.
  bool record(Walk walk) {
    if (backwards_) {
      std::reverse(walk.begin(), walk.end());
      for (auto& step : walk) {
        std::swap(step.from, step.to);
        step.back = !step.back;
      }
    }
    if (plan_.rising) {
      Reached reached;
      for (auto& step : walk) {
        if (!rise(step, reached, false)) return false;
      }
    }
    found_.push_back(std::move(walk));
    return true;
  }

  const WalkPlan& plan_;
  const Context& context_;
  Steps steps_;
  bool backwards_ = false, open_ = false;
  std::unordered_set<TermId> goals_;
  std::vector<Walk> found_;
};

}  // namespace

Result<std::vector<Walk>> find_walks(const WalkPlan& plan, const Context& context) {
  return Search(plan, context).run();
}

}  // namespace bayan::ql
