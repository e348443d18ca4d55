#include "query/exec/path_pairs.hpp"

#include <algorithm>

namespace bayan::ql {
namespace {

std::vector<TermId> arrivals(const Pairs& pairs) {
  std::vector<TermId> out;
  for (const auto& [from, ends] : pairs) {
    for (const auto& [to, way] : ends) out.push_back(to);
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

bool has(const Pairs& pairs, TermId from, TermId to) {
  const auto found = pairs.find(from);
  return found != pairs.end() && found->second.count(to) != 0;
}

// Those of `pairs` that `known` does not have.
Pairs without(const Pairs& pairs, const Pairs& known) {
  Pairs out;
  for (const auto& [from, ends] : pairs) {
    for (const auto& [to, way] : ends) {
      if (!has(known, from, to)) out[from].emplace(to, way);
    }
  }
  return out;
}

}  // namespace

PathPlan reversed(const PathPlan& path) {
  PathPlan out = path;
  if (path.kind == PathPlan::Kind::step) out.back = !path.back;
  for (auto& item : out.items) item = reversed(item);
  if (path.kind == PathPlan::Kind::sequence) std::reverse(out.items.begin(), out.items.end());
  return out;
}

Result<Pairs> PathFinder::pairs(const PathPlan& path, const std::vector<TermId>& sources) {
  unlimited_ = false;
  cut_ = false;
  return find(path, sources);
}

Result<Pairs> PathFinder::all_pairs(const PathPlan& path, const std::vector<TermId>& sources) {
  unlimited_ = true;
  auto out = find(path, sources);
  unlimited_ = false;
  return out;
}

Result<Pairs> PathFinder::find(const PathPlan& path, const std::vector<TermId>& sources) {
  switch (path.kind) {
    case PathPlan::Kind::step:
      return step(path, sources);
    case PathPlan::Kind::sequence:
      return sequence(path, sources);
    case PathPlan::Kind::repeat:
      return repeat(path, sources);
    case PathPlan::Kind::alternatives:
      break;
  }
  Pairs out;
  for (const auto& item : path.items) {
    BAYAN_LET(found, find(item, sources));
    merge(out, found);
  }
  return out;
}

void PathFinder::put(Pairs& out, TermId from, TermId to, unsigned length, const std::set<graph::Fact>& facts) const {
  Ends& ends = out[from];
  const auto [at, added] = ends.try_emplace(to, Way{length, facts});
  if (added || length > at->second.length) return;
  if (length < at->second.length) {
    at->second = Way{length, facts};
  } else {
    at->second.facts.insert(facts.begin(), facts.end());
  }
}

void PathFinder::merge(Pairs& out, const Pairs& more) const {
  for (const auto& [from, ends] : more) {
    for (const auto& [to, way] : ends) put(out, from, to, way.length, way.facts);
  }
}

Result<Pairs> PathFinder::step(const PathPlan& path, const std::vector<TermId>& sources) {
  Pairs out;
  graph::FactPattern wanted;
  wanted.polarity = Polarity::positive;
  if (!path.any) wanted.relation = path.relation;
  if (world_.kind != World::Kind::everything) wanted.rounds.push_back({});
  for (const RoundId round : world_.rounds) wanted.rounds.push_back({round, round});
  const bool keep = context_.sources.wanted();
  for (const TermId source : sources) {
    (path.back ? wanted.object : wanted.subject) = source;
    ++seeks_;
    auto facts = context_.view.facts(wanted);
    while (facts.next()) {
      const auto& batch = facts.batch();
      for (std::size_t i = 0; i < batch.size(); ++i) {
        const graph::Fact fact = batch.at(i);
        put(out, source, path.back ? fact.subject : fact.object, 1,
            keep ? std::set<graph::Fact>{fact} : std::set<graph::Fact>{});
      }
    }
    BAYAN_TRY(facts.status());
    BAYAN_TRY(context_.budget.check());
    if (context_.budget.stopped()) break;
  }
  return out;
}

// Every pair of `current` followed by every pair of `item`.
Status PathFinder::extend(const PathPlan& item, Pairs& current) {
  BAYAN_LET(next, find(item, arrivals(current)));
  Pairs out;
  for (const auto& [from, ends] : current) {
    for (const auto& [middle, way] : ends) {
      const auto onward = next.find(middle);
      if (onward == next.end()) continue;
      for (const auto& [to, more] : onward->second) {
        std::set<graph::Fact> facts = way.facts;
        facts.insert(more.facts.begin(), more.facts.end());
        put(out, from, to, way.length + more.length, facts);
      }
    }
  }
  current = std::move(out);
  return {};
}

Result<Pairs> PathFinder::sequence(const PathPlan& path, const std::vector<TermId>& sources) {
  BAYAN_LET(out, find(path.items.front(), sources));
  for (std::size_t i = 1; i < path.items.size(); ++i) BAYAN_TRY(extend(path.items[i], out));
  return std::move(out);
}

Result<Pairs> PathFinder::repeat(const PathPlan& path, const std::vector<TermId>& sources) {
  const PathPlan& item = path.items.front();
  Pairs current, out;
  for (const TermId source : sources) put(current, source, source, 0, {});
  if (path.low == 0) out = current;
  const bool endless = path.open && unlimited_;
  // Where facts are kept, a longer way round may be an equally short one: every way is followed to the limit.
  const bool follow_all = context_.sources.wanted() && !endless;
  for (unsigned k = 1; (endless || k <= path.high) && !current.empty(); ++k) {
    BAYAN_TRY(extend(item, current));
    if (context_.budget.stopped()) break;
    if (k < path.low) continue;
    Pairs fresh = without(current, out);
    merge(out, current);
    if (!follow_all) current = std::move(fresh);
  }
  if (path.open && !unlimited_ && !current.empty()) {
    BAYAN_TRY(extend(item, current));
    if (!without(current, out).empty()) cut_ = true;
  }
  return out;
}

Result<std::vector<TermId>> PathFinder::all_nodes(const Context& context) {
  std::vector<TermId> out = context.view.all_entities();
  auto facts = context.view.facts({});
  while (facts.next()) {
    const auto& batch = facts.batch();
    out.insert(out.end(), batch.subjects().begin(), batch.subjects().end());
    out.insert(out.end(), batch.objects().begin(), batch.objects().end());
    BAYAN_TRY(context.budget.check());
  }
  BAYAN_TRY(facts.status());
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

}  // namespace bayan::ql
