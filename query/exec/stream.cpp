#include "query/exec/stream.hpp"

#include <algorithm>

#include "query/condition.hpp"
#include "query/exec/body.hpp"
#include "query/exec/collector.hpp"
#include "query/exec/pattern.hpp"

namespace bayan::ql {
namespace {

bool shows(const BodyPlan& body, Slot slot) {
  return std::find(body.column_slots.begin(), body.column_slots.end(), slot) != body.column_slots.end();
}

// Whether a row says what stands here: it is a constant, or a column.
bool is_settled(const NodeTerm& term, const BodyPlan& body);

bool is_settled(const PredicateTerm& term, const BodyPlan& body) {
  if (term.kind == PredicateTerm::Kind::variable) return shows(body, term.slot);
  return term.kind == PredicateTerm::Kind::named && term.relations.size() == 1;
}

bool is_settled(const NodeTerm& term, const BodyPlan& body) {
  switch (term.kind) {
    case NodeTerm::Kind::any:
      return false;
    case NodeTerm::Kind::variable:
      return shows(body, term.slot);
    case NodeTerm::Kind::nodes:
      return term.nodes.size() <= 1;
    case NodeTerm::Kind::claim:
      return is_settled(term.claim->subject, body) && is_settled(term.claim->predicate, body) &&
             is_settled(term.claim->object, body);
  }
  return false;
}

bool passes_rows_on(const VerbPlan& verb) {
  return verb.name == "where" || verb.name == "limit" || verb.name == "offset";
}

// Only a scan that is not sorted by round first gives the facts of a claim one after the other.
bool claim_by_claim(const std::vector<graph::FactPattern>& scans) {
  return std::all_of(scans.begin(), scans.end(), [](const graph::FactPattern& scan) {
    return graph::View::best_order(scan) != graph::Order::round_first;
  });
}

bool same_claim(const graph::Fact& a, const graph::Fact& b) {
  return a.subject == b.subject && a.predicate == b.predicate && a.object == b.object;
}

}  // namespace

std::unique_ptr<RowStream> RowStream::make(const ReadPlan& plan, const Operators& operators, const Context& context) {
  const auto* body = std::get_if<BodyPlan>(&plan.body);
  if (body == nullptr || body->segments.size() != 1 || !body->absences.empty() || operators.empty()) return nullptr;
  if (!std::all_of(plan.verbs.begin(), plan.verbs.end(), passes_rows_on)) return nullptr;
  const PatternPlan& first = body->segments.front().patterns.front();
  const bool scans_facts = !first.path && first.access.words != Access::Words::statement;
  const bool settled = scans_facts && is_settled(first.subject, *body) && is_settled(first.predicate, *body) &&
                       is_settled(first.object, *body);
  auto* pattern = dynamic_cast<PatternOperator*>(operators.front().get());
  if (!settled || pattern == nullptr) return nullptr;
  auto scans = pattern->scans(empty_row(*body));
  if (!claim_by_claim(scans)) return nullptr;
  return std::unique_ptr<RowStream>(
      new RowStream(plan, operators, context, FactCursor(std::move(scans), context.view)));
}

RowStream::RowStream(const ReadPlan& plan, const Operators& operators, const Context& context, FactCursor cursor)
    : plan_(plan),
      body_(std::get<BodyPlan>(plan.body)),
      operators_(operators),
      context_(context),
      cursor_(std::move(cursor)),
      start_(empty_row(body_)),
      passed_(plan.verbs.size(), 0) {}

Result<bool> RowStream::next(std::vector<ResultRow>& out) {
  if (ended_) return false;
  BAYAN_TRY(context_.budget.check());
  BAYAN_LET(more, cursor_.next());
  if (more) {
    const auto& batch = cursor_.batch();
    for (std::size_t i = 0; i < batch.size(); ++i) open_.push_back(batch.at(i));
  }
  std::size_t whole = open_.size();
  if (more) {
    while (whole > 0 && same_claim(open_[whole - 1], open_.back())) --whole;
  }
  BAYAN_TRY(flush(whole, out));
  ended_ = ended_ || !more || context_.budget.stopped();
  return !ended_ || !out.empty();
}

// Turns the first facts into rows.
Status RowStream::flush(std::size_t facts, std::vector<ResultRow>& out) {
  if (facts == 0) return {};
  const auto end = open_.begin() + static_cast<std::ptrdiff_t>(facts);
  const std::vector<graph::Fact> whole(open_.begin(), end);
  open_.erase(open_.begin(), end);
  Collector collector(body_, plan_.each_round, context_);
  auto* first = static_cast<PatternOperator*>(operators_.front().get());
  BAYAN_TRY(first->feed(start_, whole, [&](const Tuples& found) {
    return run_from(operators_, 1, found, [&](const Tuples& rows) { return collector.take(rows); });
  }));
  BAYAN_LET(rows, collector.rows());
  out = std::move(rows);
  context_.budget.give_memory(collector.bytes());
  apply_verbs(out);
  return {};
}

void RowStream::apply_verbs(std::vector<ResultRow>& rows) {
  for (std::size_t k = 0; k < plan_.verbs.size(); ++k) {
    const VerbPlan& verb = plan_.verbs[k];
    std::erase_if(rows, [&](const ResultRow& row) {
      if (verb.name == "where") return !holds(*verb.cond, RowCells(row.cells), context_.values);
      const std::uint64_t before = passed_[k]++;
      return verb.name == "limit" ? before >= verb.number : before < verb.number;
    });
    // Past a limit nothing more comes through.
    if (verb.name == "limit" && passed_[k] >= verb.number) ended_ = true;
  }
}

}  // namespace bayan::ql
