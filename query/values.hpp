// What ids and cells say: labels, properties, order, and the public Values they are printed as.
#pragma once

#include <string>
#include <tuple>
#include <unordered_map>

#include "bayan/query.hpp"
#include "graph/view.hpp"
#include "graph/words.hpp"
#include "query/cell.hpp"
#include "query/plan.hpp"

namespace bayan::ql {

// How results are ordered: numbers, dates, rounds by value, the rest by printed text, folded, then by code point, then
// by what it is; null last. Compared member by member.
struct OrderKey {
  int rank = 9;
  std::string major;
  long double number = 0;
  std::string minor;
  std::uint64_t id = 0;

  auto tie() const { return std::tie(rank, major, number, minor, id); }
  bool operator<(const OrderKey& other) const { return tie() < other.tie(); }
  bool operator==(const OrderKey& other) const { return tie() == other.tie(); }
};

// Lifetime: refers to the view; caches what it decodes. One thread at a time.
class Values {
 public:
  // `lang`: the display language of labels.
  Values(const graph::View& view, std::string lang) : view_(view), lang_(std::move(lang)) {}

  const graph::View& view() const { return view_; }
  const std::string& lang() const { return lang_; }

  std::string label(const Cell& cell) const;
  std::string label(RelationId relation) const;
  // Without a copy: the label of an entity or relation, or its key where it has none. Lives as long as the view.
  template <class Info>
  std::string_view label_or_key(const Info& info) const {
    const std::string* label = pick(info.labels);
    return label == nullptr ? info.key : *label;
  }
  Value value(const Cell& cell) const;
  // A property's value; null where it is missing. REQUIRES: the cell is of step.of, not null.
  Cell property(const Cell& cell, const FieldStep& step) const;
  OrderKey order(const Cell& cell) const;
  bool round_before(RoundId a, RoundId b) const;  // by series key, then ordinal

  // The plain value of a literal node; other nodes as they are.
  Cell plain(const Cell& node) const;
  // The folded, stemmed words of the labels and aliases, phrase or text; sorted.
  const graph::Words& search_words(const Cell& cell) const;
  // Whether a relation is another or descends from it.
  bool descends(RelationId relation, RelationId ancestor) const;

  // Keeps a statement that was read already. statement(): null when the store has none of that id.
  void remember(const graph::StatementInfo& statement) const { statements_.try_emplace(statement.id, statement); }
  const graph::StatementInfo* statement(StatementId id) const;

 private:
  const std::string* pick(const Labels& labels) const;  // null: there is none
  std::string pick(const Labels& labels, const std::string& key) const;
  Value node_value(TermId id) const;
  Value relation_value(graph::Predicate predicate) const;
  Value statement_value(StatementId id) const;
  Value timeline_value(const Cell& cell) const;
  void add_document(const graph::StatementInfo& statement, Value& out) const;
  Cell node_property(TermId id, const FieldStep& step) const;
  Cell relation_property(graph::Predicate predicate, const FieldStep& step) const;
  Cell round_property(RoundId id, Property property) const;
  Cell statement_property(const graph::StatementInfo& statement, Property property) const;
  Cell document_property(DocumentId id, Property property) const;
  graph::Words words_of(const Cell& cell) const;
  const graph::DocumentInfo* document(DocumentId id) const;

  const graph::View& view_;
  std::string lang_;
  mutable std::unordered_map<StatementId, graph::StatementInfo> statements_;
  mutable std::unordered_map<DocumentId, graph::DocumentInfo> documents_;
  mutable std::unordered_map<std::uint64_t, graph::Words> node_words_, relation_words_;
  mutable graph::Words text_words_;
};

}  // namespace bayan::ql
