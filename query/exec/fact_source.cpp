#include "query/exec/fact_source.hpp"

#include <algorithm>

#include "query/exec/matcher.hpp"
#include "query/plan_words.hpp"

namespace bayan::ql {
namespace {

bool is_bound_variable(const NodeTerm& term, const std::uint64_t* row) {
  return term.kind == NodeTerm::Kind::variable && row[term.slot] != 0;
}

}  // namespace

Status FactSource::each(const std::uint64_t* row, const Visit& visit) {
  const bool joins = is_bound_variable(pattern_.subject, row) || is_bound_variable(pattern_.object, row);
  if (loaded_ && joins) return look_up(row, visit);
  if (joins && pattern_.access.hashed && ++asked_ > seeks_before_load) {
    BAYAN_TRY(load());
    return look_up(row, visit);
  }
  return seek(row, visit);
}

// The objects that can stand here; through `about` when nothing else is known.
std::optional<std::vector<TermId>> FactSource::objects(const std::uint64_t* row, bool subject_known) const {
  auto out = candidates(pattern_.object, row, context_.view);
  if (!out && pattern_.access.words == Access::Words::object) return pattern_.object.words->nodes;
  if (out || subject_known) return out;
  for (const auto& topic : pattern_.about) {
    const auto entities = candidates(topic, row, context_.view);
    if (!entities) continue;
    std::vector<TermId> nodes = *entities;
    for (const TermId entity : *entities) {
      const auto about = context_.view.nodes_about(entity);
      nodes.insert(nodes.end(), about.begin(), about.end());
    }
    std::sort(nodes.begin(), nodes.end());
    nodes.erase(std::unique(nodes.begin(), nodes.end()), nodes.end());
    return nodes;
  }
  return std::nullopt;
}

std::vector<graph::FactPattern> FactSource::scans(const std::uint64_t* row) const {
  auto subjects = candidates(pattern_.subject, row, context_.view);
  if (!subjects && pattern_.access.words == Access::Words::subject) subjects = pattern_.subject.words->nodes;
  const auto predicates = candidates(pattern_.predicate, row);
  const auto nodes = objects(row, subjects.has_value());
  graph::FactPattern wanted;
  wanted.rounds = limits_.ranges(row, context_.coverage);
  std::vector<graph::FactPattern> out;
  for (const TermId subject : subjects.value_or(std::vector<TermId>{{}})) {
    for (const graph::Predicate predicate : predicates.value_or(std::vector<graph::Predicate>{{}})) {
      for (const TermId object : nodes.value_or(std::vector<TermId>{{}})) {
        wanted.subject = subject;
        wanted.relation = predicate.relation();
        wanted.polarity.reset();
        if (predicate) wanted.polarity = predicate.negative() ? Polarity::negative : Polarity::positive;
        wanted.object = object;
        out.push_back(wanted);
      }
    }
  }
  return out;
}

Result<bool> FactCursor::next() {
  while (true) {
    if (current_ && current_->next()) return true;
    if (current_) BAYAN_TRY(current_->status());
    if (at_ == scans_.size()) return false;
    current_.emplace(view_->facts(scans_[at_++]));
  }
}

Status FactSource::seek(const std::uint64_t* row, const Visit& visit) { return read(scans(row), visit); }

Status FactSource::read(std::vector<graph::FactPattern> scans, const Visit& visit) {
  FactCursor cursor(std::move(scans), context_.view);
  while (true) {
    BAYAN_LET(more, cursor.next());
    if (!more) break;
    const auto& batch = cursor.batch();
    for (std::size_t i = 0; i < batch.size(); ++i) BAYAN_TRY(visit(batch.at(i)));
    BAYAN_TRY(context_.budget.check());
    if (context_.budget.stopped()) break;
  }
  seeks_ += cursor.seeks();
  return {};
}

// What is bound, and which rounds fit, differs from row to row: the pattern is read as it was counted.
Status FactSource::load() {
  graph::FactPattern wanted;
  wanted.rounds = limits_.ranges_of_all(context_.coverage);
  const PredicateTerm& predicate = pattern_.predicate;
  const bool named = predicate.kind == PredicateTerm::Kind::named;
  if (named) wanted.polarity = predicate.negated ? Polarity::negative : Polarity::positive;
  std::vector<graph::FactPattern> scans;
  for (const TermId subject : sought_nodes(pattern_.subject)) {
    for (const RelationId relation : named ? predicate.relations : std::vector<RelationId>{RelationId{}}) {
      for (const TermId object : sought_nodes(pattern_.object)) {
        wanted.subject = subject;
        wanted.relation = relation;
        wanted.object = object;
        scans.push_back(wanted);
      }
    }
  }
  std::vector<graph::Fact> facts;
  BAYAN_TRY(read(std::move(scans), [&](const graph::Fact& fact) -> Status {
    facts.push_back(fact);
    return {};
  }));
  facts_ = std::move(facts);
  for (std::uint32_t i = 0; i < facts_.size(); ++i) {
    by_subject_[facts_[i].subject.value].push_back(i);
    by_object_[facts_[i].object.value].push_back(i);
  }
  context_.budget.take_memory(facts_.size() * (sizeof(graph::Fact) + 64));
  loaded_ = true;
  return {};
}

Status FactSource::look_up(const std::uint64_t* row, const Visit& visit) {
  const bool by_subject = is_bound_variable(pattern_.subject, row);
  const Index& index = by_subject ? by_subject_ : by_object_;
  const auto found = index.find(row[by_subject ? pattern_.subject.slot : pattern_.object.slot]);
  if (found == index.end()) return {};
  for (const std::uint32_t i : found->second) BAYAN_TRY(visit(facts_[i]));
  return {};
}

}  // namespace bayan::ql
