#include "query/exec/pattern.hpp"

#include <algorithm>

#include "query/exec/matcher.hpp"
#include "query/exec/row_set.hpp"
#include "query/values.hpp"

namespace bayan::ql {

// One input row at work, and where its solutions go.
struct PatternOperator::Turn {
  const Tuples& in;
  std::size_t index;
  Batcher& out;
  SlotRows& seen;                                   // of this batch, where the sources do not matter
  const graph::StatementInfo* statement = nullptr;  // where statements are read directly
  std::vector<std::uint64_t> row;

  const std::uint64_t* input() const { return in.row(index); }
  void restart() { row.assign(input(), input() + in.width); }
};

PatternOperator::PatternOperator(const PatternPlan& pattern, RoundLimits limits, const Context& context)
    : Operator("match " + pattern.shown + " " + dump(limits.scope) +
               (pattern.access.reason.empty() ? "" : "  (" + pattern.access.reason + ")")),
      pattern_(pattern),
      limits_(std::move(limits)),
      context_(context),
      facts_(pattern_, limits_, context_) {}

Status PatternOperator::work(const Tuples& in, const Emit& emit) {
  Batcher out(in.width, emit);
  SlotRows seen(in.width + 1);
  for (std::size_t i = 0; i < in.size() && !context_.budget.stopped(); ++i) {
    Turn turn{in, i, out, seen, nullptr, {}};
    bool done = false;
    if (pattern_.needs_statements()) BAYAN_TRY(through_statements(turn, done));
    if (!done) BAYAN_TRY(through_facts(turn));
    BAYAN_TRY(context_.budget.check());
  }
  seeks_ = facts_.seeks();
  return out.finish();
}

Status PatternOperator::feed(const Tuples& start, const std::vector<graph::Fact>& facts, const Emit& emit) {
  Batcher out(start.width, emit);
  SlotRows seen(start.width + 1);
  Turn turn{start, 0, out, seen, nullptr, {}};
  for (const auto& fact : facts) BAYAN_TRY(take(turn, fact, nullptr));
  return out.finish();
}

Status PatternOperator::through_facts(Turn& turn) {
  return facts_.each(turn.input(), [&](const graph::Fact& fact) { return take(turn, fact, nullptr); });
}

// Where the statement is known, or nothing but its speaker or document, statements are read without a scan of facts.
Status PatternOperator::through_statements(Turn& turn, bool& done) {
  const auto& view = context_.view;
  const auto visit = [&](const graph::StatementInfo& statement, Status& status) {
    status = take(turn, statement.fact, &statement);
    if (status) status = context_.budget.check();
    return status.has_value() && !context_.budget.stopped();
  };
  if (pattern_.statement && turn.input()[*pattern_.statement] != 0) {
    done = true;
    BAYAN_LET(statement, view.statement(StatementId{turn.input()[*pattern_.statement]}));
    return statement ? take(turn, statement->fact, &*statement) : Status{};
  }
  if (pattern_.access.words == Access::Words::statement) {
    done = true;
    for (const StatementId id : *pattern_.quoting) {
      BAYAN_LET(statement, view.statement(id));
      Status status;
      if (statement && !visit(*statement, status)) return status;
    }
    seeks_ += pattern_.quoting->size();
    return {};
  }
  if (candidates(pattern_.subject, turn.input(), view) || candidates(pattern_.object, turn.input(), view)) return {};
  Status status;
  if (const auto speakers = pattern_.by ? candidates(*pattern_.by, turn.input(), view) : std::nullopt) {
    done = true;
    for (const TermId speaker : *speakers) {
      BAYAN_TRY(view.statements_by(speaker, [&](const graph::StatementInfo& one) { return visit(one, status); }));
      BAYAN_TRY(std::move(status));
    }
  } else if (pattern_.from) {
    done = true;
    for (const DocumentId document : *pattern_.from) {
      BAYAN_TRY(view.statements_from(document, [&](const graph::StatementInfo& one) { return visit(one, status); }));
      BAYAN_TRY(std::move(status));
    }
  }
  return {};
}

bool PatternOperator::take_round(RoundId round, std::uint64_t* row) const {
  if (!round) return true;
  if (!limits_.admits(round, row)) return false;
  return limits_.scope.kind == RoundScope::Kind::each || bind(row, limits_.scope.slot, round.value);
}

Status PatternOperator::take(Turn& turn, const graph::Fact& fact, const graph::StatementInfo* statement) {
  turn.restart();
  turn.statement = statement;
  std::uint64_t* row = turn.row.data();
  if (!take_round(fact.round, row)) return {};
  if (!match(pattern_.predicate, fact.predicate, row)) return {};
  if (!match(pattern_.subject, fact.subject, row, context_.view)) return {};
  if (!match(pattern_.object, fact.object, row, context_.view)) return {};
  if (pattern_.about.empty()) return take_statements(turn, fact);
  return take_topics(turn, 0, context_.view.about(fact.object), fact);
}

// Each topic is one of the entities that the object is about; a variable is each of them in turn.
Status PatternOperator::take_topics(Turn& turn, std::size_t topic, const std::vector<TermId>& about,
                                    const graph::Fact& fact) {
  if (topic == pattern_.about.size()) return take_statements(turn, fact);
  const std::vector<std::uint64_t> before = turn.row;
  for (const TermId entity : about) {
    turn.row = before;
    if (match(pattern_.about[topic], entity, turn.row.data(), context_.view)) {
      BAYAN_TRY(take_topics(turn, topic + 1, about, fact));
    }
  }
  turn.row = before;
  return {};
}

Status PatternOperator::take_statements(Turn& turn, const graph::Fact& fact) {
  const auto push = [&](StatementId id) -> Status {
    const std::uint32_t origin = turn.in.origin[turn.index];
    const SourceId before = turn.in.sources[turn.index];
    if (!context_.sources.wanted()) {
      // Two facts, or two input rows, that bind the same make one row.
      if (!turn.seen.insert(turn.row.data(), origin)) return {};
      return turn.out.push(turn.row.data(), origin, before);
    }
    return turn.out.push(turn.row.data(), origin, context_.sources.add(before, fact, id));
  };
  if (!pattern_.needs_statements()) return push({});
  const auto one = [&](const graph::StatementInfo& statement) -> Status {
    const std::vector<std::uint64_t> before = turn.row;
    Status status;
    if (fits(statement, turn.row.data())) status = push(statement.id);
    turn.row = before;
    return status;
  };
  if (turn.statement != nullptr) return one(*turn.statement);
  BAYAN_LET(statements, context_.view.statements(fact));
  for (const auto& statement : statements) BAYAN_TRY(one(statement));
  return {};
}

bool PatternOperator::fits(const graph::StatementInfo& statement, std::uint64_t* row) const {
  if (pattern_.from && !std::binary_search(pattern_.from->begin(), pattern_.from->end(), statement.document))
    return false;
  if (pattern_.by && (!statement.speaker || !match(*pattern_.by, statement.speaker, row, context_.view))) return false;
  if (!pattern_.statement) return true;
  if (pattern_.quoting && !std::binary_search(pattern_.quoting->begin(), pattern_.quoting->end(), statement.id))
    return false;
  context_.values.remember(statement);
  return bind(row, *pattern_.statement, statement.id.value);
}

}  // namespace bayan::ql
