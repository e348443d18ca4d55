#include "query/plan_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>
#include <set>

#include "graph/words.hpp"
#include "query/estimate.hpp"

namespace bayan::ql {
namespace {

// How many facts a scan reads in the time of one seek.
constexpr double facts_of_a_seek = 64;
// How many statements a pattern that wants them reads in the time of one that is sought by its id.
constexpr double statements_of_a_seek = 2;
// So many seeks are made without asking whether a scan would do: the statistics of a store take longer to read.
constexpr double few_seeks = 16;
// A list of nodes longer than this does not become seeks.
constexpr std::size_t most_seeks = std::size_t{1} << 14;
// And where more would have to be read the index is left alone: some ten milliseconds.
constexpr std::size_t most_postings = std::size_t{1} << 16;
// Of more claim nodes than this none is taken for a candidate.
constexpr std::size_t most_claims = 1024;

using Stems = std::set<std::string>;

// The stems that a column's value must have, by column: of nodes, and of the quotes of statements.
struct Wanted {
  std::map<unsigned, Stems> nodes, quotes;
};

void collect(const CondPlan& cond, Wanted& out) {
  if (cond.kind == CondPlan::Kind::all_of) {
    for (const auto& item : cond.items) collect(item, out);
  }
  if (cond.kind != CondPlan::Kind::search || cond.left.kind != OperandPlan::Kind::field || cond.stems.empty()) return;
  const FieldPlan& field = cond.left.field;
  const bool quote = field.steps.size() == 1 && field.steps.front().of == ColumnKind::statement &&
                     field.steps.front().property == Property::quote;
  if (quote) out.quotes[field.column].insert(cond.stems.begin(), cond.stems.end());
  if (field.steps.empty() && field.kind == ColumnKind::node)
    out.nodes[field.column].insert(cond.stems.begin(), cond.stems.end());
}

// By slot. The columns of a `where` behind a bar are those that the body shows.
Wanted wanted_words(const ReadPlan& plan, const BodyPlan& body) {
  Wanted out;
  if (body.where) collect(*body.where, out);
  for (const auto& verb : plan.verbs) {
    if (verb.name != "where") break;
    Wanted shown;
    collect(*verb.cond, shown);
    for (const auto& [column, stems] : shown.nodes)
      out.nodes[body.column_slots[column]].insert(stems.begin(), stems.end());
    for (const auto& [column, stems] : shown.quotes)
      out.quotes[body.column_slots[column]].insert(stems.begin(), stems.end());
  }
  return out;
}

std::vector<NodeTerm*> node_terms(PatternPlan& pattern) {
  std::vector<NodeTerm*> out = {&pattern.subject, &pattern.object};
  if (pattern.by) out.push_back(&*pattern.by);
  for (auto& topic : pattern.about) out.push_back(&topic);
  return out;
}

// Tells the patterns that have a variable what the conditions on it say.
class Teller {
 public:
  Teller(BodyPlan& body, const graph::View& view) : body_(body), view_(view) {}

  void nodes(Slot slot, const Stems& stems) {
    std::vector<NodeTerm*> terms;
    for (PatternPlan* pattern : patterns()) {
      for (NodeTerm* term : node_terms(*pattern)) {
        if (term->kind == NodeTerm::Kind::variable && term->slot == slot) terms.push_back(term);
      }
    }
    if (terms.empty()) return;
    const graph::Words words(stems.begin(), stems.end());
    auto found = view_.nodes_with_words(words, most_postings);
    if (!found) return;
    auto out = std::make_shared<WordNodes>();
    out->variable = body_.names[slot];
    out->nodes = std::move(*found);
    std::optional<std::vector<TermId>> claims;
    if (!graph::may_be_in_an_id(words)) claims = view_.claim_nodes(most_claims);
    out->whole = claims.has_value();
    if (claims) {
      out->nodes.insert(out->nodes.end(), claims->begin(), claims->end());
      std::sort(out->nodes.begin(), out->nodes.end());
    }
    for (NodeTerm* term : terms) term->words = out;
  }

  void quotes(Slot slot, const Stems& stems) {
    std::vector<PatternPlan*> saying = patterns();
    std::erase_if(saying, [&](const PatternPlan* pattern) { return pattern->statement != slot; });
    if (saying.empty()) return;
    auto found = view_.statements_with_words({stems.begin(), stems.end()}, most_postings);
    if (!found) return;
    const auto out = std::make_shared<const std::vector<StatementId>>(std::move(*found));
    for (PatternPlan* pattern : saying) pattern->quoting = out;
  }

 private:
  // Paths are not among them: whether one was cut short depends on all nodes that it meets.
  std::vector<PatternPlan*> patterns() const {
    std::vector<PatternPlan*> out;
    for (auto& segment : body_.segments) {
      for (auto& pattern : segment.patterns) {
        if (!pattern.path) out.push_back(&pattern);
      }
    }
    return out;
  }

  BodyPlan& body_;
  const graph::View& view_;
};

bool is_bound(const NodeTerm& term, const Slots& bound) {
  const Slots slots = slots_of(term);
  return std::any_of(slots.begin(), slots.end(), [&](Slot slot) { return bound.count(slot) != 0; });
}

// Whether the nodes that have the words can be sought one by one.
bool can_be_sought(const NodeTerm& term) {
  return term.words && term.words->whole && term.words->nodes.size() <= most_seeks;
}

// How many seeks finding a pattern's facts takes from the nodes of one of its ends.
double seeks(const PatternPlan& pattern, const NodeTerm& from, const NodeTerm& other) {
  return static_cast<double>(from.words->nodes.size() * constants(other).size() * relations_of(pattern).size());
}

}  // namespace

bool WordNodes::admits(TermId node) const {
  return std::binary_search(nodes.begin(), nodes.end(), node) || (!whole && !graph::View::has_postings(node));
}

void find_words(ReadPlan& plan, const graph::View& view) {
  auto* body = std::get_if<BodyPlan>(&plan.body);
  if (body == nullptr) return;
  const Wanted wanted = wanted_words(plan, *body);
  Teller teller(*body, view);
  for (const auto& [slot, stems] : wanted.nodes) teller.nodes(slot, stems);
  for (const auto& [slot, stems] : wanted.quotes) teller.quotes(slot, stems);
}

// Where an end, the speaker, the document or the statement itself is known, the pattern is sought by that.
void choose_words(PatternPlan& pattern, const RoundScope& scope, const Slots& bound, const graph::View& view) {
  const bool by_statement = pattern.statement && bound.count(*pattern.statement) != 0;
  const bool by_speaker = pattern.by && (pattern.by->kind == NodeTerm::Kind::nodes || is_bound(*pattern.by, bound));
  const bool by_end = is_bound(pattern.subject, bound) || is_bound(pattern.object, bound);
  if (pattern.path || by_statement || by_speaker || by_end || pattern.from) return;
  const auto [subject_sought, object_sought] = std::pair(can_be_sought(pattern.subject), can_be_sought(pattern.object));
  if (!subject_sought && !object_sought && !pattern.quoting) return;
  double least = std::numeric_limits<double>::infinity();
  const auto consider = [&](Access::Words words, double cost) {
    if (cost < least) least = cost, pattern.access.words = words;
  };
  if (subject_sought)
    consider(Access::Words::subject, facts_of_a_seek * seeks(pattern, pattern.subject, pattern.object));
  if (object_sought) consider(Access::Words::object, facts_of_a_seek * seeks(pattern, pattern.object, pattern.subject));
  if (pattern.quoting)
    consider(Access::Words::statement, statements_of_a_seek * static_cast<double>(pattern.quoting->size()));
  if (least > facts_of_a_seek * few_seeks && least >= estimate(pattern, scope, view).facts)
    pattern.access.words = Access::Words::no;
}

std::vector<TermId> sought_nodes(const NodeTerm& term) {
  if (can_be_sought(term) && static_cast<double>(term.words->nodes.size()) <= few_seeks) return term.words->nodes;
  return constants(term);
}

std::string explain_words(const PatternPlan& pattern) {
  const auto told = [&](const NodeTerm& term, Access::Words by) {
    const bool sought = pattern.access.words == by;
    const std::size_t nodes = term.words->nodes.size();
    return fmt::format("?{} {} {} node{} with the words", term.words->variable, sought ? "sought by" : "is one of",
                       nodes, nodes == 1 ? "" : "s");
  };
  std::vector<std::string> out;
  if (pattern.subject.words) out.push_back(told(pattern.subject, Access::Words::subject));
  if (pattern.object.words) out.push_back(told(pattern.object, Access::Words::object));
  if (pattern.quoting)
    out.push_back(fmt::format("{} {} statement{} with the words",
                              pattern.access.words == Access::Words::statement ? "sought by" : "one of",
                              pattern.quoting->size(), pattern.quoting->size() == 1 ? "" : "s"));
  return fmt::format("{}", fmt::join(out, ", "));
}

}  // namespace bayan::ql
