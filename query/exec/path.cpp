#include "query/exec/path.hpp"

#include "query/exec/matcher.hpp"

namespace bayan::ql {

struct PathOperator::Turn {
  const Tuples& in;
  std::size_t index;
  Batcher& out;

  const std::uint64_t* input() const { return in.row(index); }
};

PathOperator::PathOperator(const PatternPlan& pattern, RoundLimits limits, const Context& context)
    : Operator("path " + pattern.shown + " " + dump(limits.scope)),
      pattern_(pattern),
      reverse_(reversed(*pattern.path)),
      limits_(std::move(limits)),
      context_(context) {}

Status PathOperator::work(const Tuples& in, const Emit& emit) {
  Batcher out(in.width, emit);
  for (std::size_t i = 0; i < in.size() && !context_.budget.stopped(); ++i) {
    Turn turn{in, i, out};
    BAYAN_TRY(everywhere(turn));
    BAYAN_TRY(context_.budget.check());
  }
  return out.finish();
}

// The worlds that a row's path can walk: one round with background; where the round is open, background alone, and
// each round for what it adds; under `any`, all rounds together.
Status PathOperator::everywhere(Turn& turn) {
  const RoundScope& scope = limits_.scope;
  if (scope.kind == RoundScope::Kind::each) {
    const World all{scope.limited ? World::Kind::rounds : World::Kind::everything, scope.allowed};
    return in_world(turn, all, RoundId{}, nullptr);
  }
  if (const RoundId own{turn.input()[scope.slot]})
    return in_world(turn, {World::Kind::rounds, {own}}, RoundId{}, nullptr);
  const World background;
  BAYAN_LET(always, find(background, turn));
  BAYAN_TRY(emit_pairs(turn, always, RoundId{}, nullptr));
  for (const RoundId round : limits_.rounds(turn.input(), context_.coverage)) {
    if (context_.budget.stopped()) return {};
    BAYAN_TRY(in_world(turn, {World::Kind::rounds, {round}}, round, &always));
  }
  return {};
}

Status PathOperator::in_world(Turn& turn, const World& world, RoundId round, const Pairs* except) {
  BAYAN_LET(pairs, find(world, turn));
  return emit_pairs(turn, pairs, round, except);
}

// The pairs from subject to object, sought from the end that is known.
Result<Pairs> PathOperator::find(const World& world, const Turn& turn) {
  const std::uint64_t* row = turn.input();
  PathFinder finder(world, context_);
  const auto subjects = candidates(pattern_.subject, row, context_.view);
  const auto objects = candidates(pattern_.object, row, context_.view);
  const bool backwards = !subjects && objects;
  std::vector<TermId> sources;
  if (backwards) {
    sources = *objects;
  } else if (subjects) {
    sources = *subjects;
  } else {
    BAYAN_LET(all, PathFinder::all_nodes(context_));
    sources = std::move(all);
  }
  const PathPlan& path = backwards ? reverse_ : *pattern_.path;
  BAYAN_LET(found, finder.pairs(path, sources));
  if (finder.cut()) BAYAN_TRY(mark_cut(finder, sources, path, found, turn));
  seeks_ += finder.seeks();
  if (!backwards) return std::move(found);
  Pairs turned;
  for (auto& [from, ends] : found) {
    for (auto& [to, way] : ends) turned[to].emplace(from, std::move(way));
  }
  return turned;
}

// The result is partial when a longer repetition would relate nodes that fit the pattern.
Status PathOperator::mark_cut(PathFinder& finder, const std::vector<TermId>& sources, const PathPlan& path,
                              const Pairs& found, const Turn& turn) {
  const bool backwards = &path == &reverse_;
  BAYAN_LET(all, finder.all_pairs(path, sources));
  std::vector<std::uint64_t> scratch;
  for (const auto& [from, ends] : all) {
    const auto known = found.find(from);
    for (const auto& [to, way] : ends) {
      if (known != found.end() && known->second.count(to) != 0) continue;
      scratch.assign(turn.input(), turn.input() + turn.in.width);
      if (match(pattern_.subject, backwards ? to : from, scratch.data(), context_.view) &&
          match(pattern_.object, backwards ? from : to, scratch.data(), context_.view)) {
        context_.budget.mark_partial("path limit");
        return {};
      }
    }
  }
  return {};
}

Status PathOperator::emit_pairs(Turn& turn, const Pairs& pairs, RoundId round, const Pairs* except) {
  std::vector<std::uint64_t> row;
  for (const auto& [from, ends] : pairs) {
    const auto* known = except != nullptr && except->count(from) != 0 ? &except->at(from) : nullptr;
    for (const auto& [to, way] : ends) {
      if (known != nullptr && known->count(to) != 0) continue;
      row.assign(turn.input(), turn.input() + turn.in.width);
      if (round && !bind(row.data(), limits_.scope.slot, round.value)) continue;
      if (!match(pattern_.subject, from, row.data(), context_.view)) continue;
      if (!match(pattern_.object, to, row.data(), context_.view)) continue;
      SourceId source = turn.in.sources[turn.index];
      for (const auto& fact : way.facts) source = context_.sources.add(source, fact);
      BAYAN_TRY(turn.out.push(row.data(), turn.in.origin[turn.index], source));
    }
  }
  return {};
}

}  // namespace bayan::ql
