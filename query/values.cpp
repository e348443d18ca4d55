#include "query/values.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "text/fold.hpp"

namespace bayan::ql {
const std::string* Values::pick(const Labels& labels) const {
  if (labels.empty()) return nullptr;
  auto found = labels.find(lang_);
  if (found == labels.end()) found = labels.find("en");
  return found == labels.end() ? &labels.begin()->second : &found->second;
}

std::string Values::pick(const Labels& labels, const std::string& key) const {
  if (const std::string* label = pick(labels)) return *label;
  std::string out = key;
  std::replace(out.begin(), out.end(), '_', ' ');
  return out;
}

std::string Values::label(RelationId relation) const {
  const auto& info = view_.relation(relation);
  return pick(info.labels, info.key);
}

std::string Values::label(const Cell& cell) const {
  switch (cell.kind) {
    case Cell::Kind::null:
      return {};
    case Cell::Kind::relation:
      return (cell.relation().negative() ? "not " : "") + label(cell.relation().relation());
    case Cell::Kind::round:
      return view_.round_name(cell.round());
    case Cell::Kind::text:
    case Cell::Kind::date:
      return cell.text();
    case Cell::Kind::integer:
      return std::to_string(cell.integer());
    case Cell::Kind::decimal:
      return fmt::format("{}", cell.decimal());
    case Cell::Kind::boolean:
      return cell.bits != 0 ? "true" : "false";
    case Cell::Kind::statement: {
      const auto* info = statement(cell.statement());
      return info == nullptr ? std::string() : info->date + " " + info->quote;
    }
    case Cell::Kind::list:
    case Cell::Kind::map:
    case Cell::Kind::timeline:
      return value(cell).json();
    case Cell::Kind::node:
      break;
  }
  const TermId id = cell.node();
  switch (graph::View::kind(id)) {
    case graph::TermKind::entity:
      return pick(view_.entity(id).labels, view_.entity(id).key);
    case graph::TermKind::phrase:
      return view_.phrase(id).text;
    case graph::TermKind::literal:
      return view_.literal(id).value;
    case graph::TermKind::claim:
      break;
  }
  const auto claim = view_.claim(id);
  return label(Cell::of(claim.subject)) + " " + label(Cell::of(claim.predicate)) + " " + label(Cell::of(claim.object));
}

Cell Values::plain(const Cell& node) const {
  if (graph::View::kind(node.node()) != graph::TermKind::literal) return node;
  return Cell::of_literal(view_.literal(node.node()));
}

bool Values::round_before(RoundId a, RoundId b) const {
  if (a.series() == b.series()) return a < b;
  return view_.series(a.series()).key < view_.series(b.series()).key;
}

OrderKey Values::order(const Cell& cell) const {
  OrderKey out;
  out.id = cell.bits;
  const Cell value = cell.kind == Cell::Kind::node ? plain(cell) : cell;
  switch (value.kind) {
    case Cell::Kind::null:
      return out;
    case Cell::Kind::integer:
      out.rank = 0;
      out.number = static_cast<long double>(value.integer());
      return out;
    case Cell::Kind::decimal:
      out.rank = 0;
      out.number = static_cast<long double>(value.decimal());
      return out;
    case Cell::Kind::date:
      out.rank = 1;
      out.major = value.text();
      return out;
    case Cell::Kind::round:
      out.rank = 2;
      out.major = view_.series(value.round().series()).key;
      out.number = static_cast<long double>(value.round().ordinal());
      return out;
    default:
      break;
  }
  out.rank = 3;
  out.minor = label(cell);
  out.major = text::fold(out.minor);
  return out;
}

bool Values::descends(RelationId relation, RelationId ancestor) const {
  // Parents may form a circle; none is longer than the list of relations.
  for (std::size_t steps = view_.all_relations().size() + 1; relation && steps > 0; --steps) {
    if (relation == ancestor) return true;
    relation = view_.relation(relation).parent;
  }
  return false;
}

const graph::Words& Values::search_words(const Cell& cell) const {
  if (cell.kind == Cell::Kind::node) {
    const auto found = node_words_.find(cell.bits);
    return found != node_words_.end() ? found->second : node_words_.emplace(cell.bits, words_of(cell)).first->second;
  }
  if (cell.kind == Cell::Kind::relation) {
    const auto found = relation_words_.find(cell.bits);
    return found != relation_words_.end() ? found->second
                                          : relation_words_.emplace(cell.bits, words_of(cell)).first->second;
  }
  text_words_ = words_of(cell);
  return text_words_;
}

graph::Words Values::words_of(const Cell& cell) const {
  if (cell.kind == Cell::Kind::relation) return graph::words_of(view_.relation(cell.relation().relation()));
  if (cell.kind != Cell::Kind::node) return graph::words_of(label(cell));
  switch (graph::View::kind(cell.node())) {
    case graph::TermKind::entity:
      return graph::words_of(view_.entity(cell.node()));
    case graph::TermKind::claim: {
      graph::Words out;
      const auto claim = view_.claim(cell.node());
      for (const auto& part : {Cell::of(claim.subject), Cell::of(claim.predicate), Cell::of(claim.object)}) {
        const auto words = words_of(part);
        out.insert(out.end(), words.begin(), words.end());
      }
      std::sort(out.begin(), out.end());
      return out;
    }
    default:
      return graph::words_of(label(cell));
  }
}

const graph::StatementInfo* Values::statement(StatementId id) const {
  const auto found = statements_.find(id);
  if (found != statements_.end()) return &found->second;
  auto read = view_.statement(id);
  if (!read || !*read) return nullptr;
  return &statements_.emplace(id, std::move(**read)).first->second;
}

const graph::DocumentInfo* Values::document(DocumentId id) const {
  if (!id) return nullptr;
  const auto found = documents_.find(id);
  if (found != documents_.end()) return &found->second;
  auto read = view_.document(id);
  if (!read || !*read) return nullptr;
  return &documents_.emplace(id, std::move(**read)).first->second;
}

}  // namespace bayan::ql
