#include "query/exec/matcher.hpp"

#include <algorithm>

namespace bayan::ql {

using graph::Predicate;

bool match(const PredicateTerm& term, Predicate predicate, std::uint64_t* row) {
  switch (term.kind) {
    case PredicateTerm::Kind::any:
      return true;
    case PredicateTerm::Kind::variable:
      // `not ?does` binds the opposite of what is said.
      return bind(row, term.slot, term.negated ? predicate.value ^ 1u : predicate.value);
    case PredicateTerm::Kind::named:
      return predicate.negative() == term.negated &&
             std::binary_search(term.relations.begin(), term.relations.end(), predicate.relation());
  }
  return false;
}

bool match(const NodeTerm& term, TermId node, std::uint64_t* row, const graph::View& view) {
  switch (term.kind) {
    case NodeTerm::Kind::any:
      return true;
    case NodeTerm::Kind::variable:
      return (!term.words || term.words->admits(node)) && bind(row, term.slot, node.value);
    case NodeTerm::Kind::nodes:
      return std::binary_search(term.nodes.begin(), term.nodes.end(), node);
    case NodeTerm::Kind::claim:
      break;
  }
  if (graph::View::kind(node) != graph::TermKind::claim) return false;
  const auto& claim = view.claim(node);
  return match(term.claim->subject, claim.subject, row, view) && match(term.claim->predicate, claim.predicate, row) &&
         match(term.claim->object, claim.object, row, view);
}

std::optional<std::vector<Predicate>> candidates(const PredicateTerm& term, const std::uint64_t* row) {
  if (term.kind == PredicateTerm::Kind::named) {
    std::vector<Predicate> out;
    const Polarity polarity = term.negated ? Polarity::negative : Polarity::positive;
    for (const RelationId relation : term.relations) out.push_back(Predicate::of(relation, polarity));
    return out;
  }
  if (term.kind == PredicateTerm::Kind::any || row[term.slot] == 0) return std::nullopt;
  return std::vector<Predicate>{{term.negated ? row[term.slot] ^ 1u : row[term.slot]}};
}

std::optional<std::vector<TermId>> candidates(const NodeTerm& term, const std::uint64_t* row, const graph::View& view) {
  switch (term.kind) {
    case NodeTerm::Kind::any:
      return std::nullopt;
    case NodeTerm::Kind::nodes:
      return term.nodes;
    case NodeTerm::Kind::variable:
      if (row[term.slot] == 0) return std::nullopt;
      return std::vector<TermId>{{row[term.slot]}};
    case NodeTerm::Kind::claim:
      break;
  }
  // The claims with the parts that are known; an unknown part is the id 0, which fits any.
  const auto subjects = candidates(term.claim->subject, row, view);
  const auto predicates = candidates(term.claim->predicate, row);
  const auto objects = candidates(term.claim->object, row, view);
  if (!subjects && !predicates && !objects) return std::nullopt;
  std::vector<TermId> out;
  for (const TermId subject : subjects.value_or(std::vector<TermId>{{}})) {
    for (const Predicate predicate : predicates.value_or(std::vector<Predicate>{{}})) {
      for (const TermId object : objects.value_or(std::vector<TermId>{{}})) {
        const auto found = view.claims(subject, predicate, object);
        out.insert(out.end(), found.begin(), found.end());
      }
    }
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

}  // namespace bayan::ql
