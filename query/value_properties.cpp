// Values: the properties of nodes, relations, rounds and statements.
#include <fmt/format.h>

#include "query/values.hpp"

namespace bayan::ql {
namespace {

Cell text_or_null(const std::string& text) { return text.empty() ? Cell{} : Cell::of_text(text); }
Cell date_or_null(const std::string& date) { return date.empty() ? Cell{} : Cell::of_date(date); }

Cell label_in(const Labels& labels, const std::string& lang) {
  const auto found = labels.find(lang);
  return found == labels.end() ? Cell{} : Cell::of_text(found->second);
}

std::string_view type_name(LiteralType type) {
  constexpr std::string_view names[] = {"text", "integer", "decimal", "boolean", "date"};
  return names[static_cast<std::size_t>(type)];
}

Cell polarity_of(graph::Predicate predicate) { return Cell::of_text(predicate.negative() ? "negative" : "positive"); }

}  // namespace

Cell Values::property(const Cell& cell, const FieldStep& step) const {
  switch (cell.kind) {
    case Cell::Kind::node:
      return node_property(cell.node(), step);
    case Cell::Kind::relation:
      return relation_property(cell.relation(), step);
    case Cell::Kind::round:
      return round_property(cell.round(), step.property);
    case Cell::Kind::statement: {
      const auto* info = statement(cell.statement());
      return info == nullptr ? Cell{} : statement_property(*info, step.property);
    }
    default:
      return {};
  }
}

Cell Values::node_property(TermId id, const FieldStep& step) const {
  const graph::TermKind kind = graph::View::kind(id);
  switch (step.property) {
    case Property::key:
      return kind == graph::TermKind::entity ? Cell::of_text(view_.entity(id).key) : Cell{};
    case Property::label:
      if (step.lang.empty()) return Cell::of_text(label(Cell::of(id)));
      if (kind == graph::TermKind::entity) return label_in(view_.entity(id).labels, step.lang);
      if (kind != graph::TermKind::phrase || view_.phrase(id).lang != step.lang) return {};
      return Cell::of_text(view_.phrase(id).text);
    case Property::lang:
      return kind == graph::TermKind::phrase ? text_or_null(view_.phrase(id).lang) : Cell{};
    default:
      break;
  }
  switch (kind) {  // the type
    case graph::TermKind::entity:
      return text_or_null(view_.entity(id).type);
    case graph::TermKind::phrase:
      return Cell::of_text("phrase");
    case graph::TermKind::claim:
      return Cell::of_text("claim");
    case graph::TermKind::literal:
      return Cell::of_text(std::string(type_name(view_.literal(id).type)));
  }
  return {};
}

Cell Values::relation_property(graph::Predicate predicate, const FieldStep& step) const {
  const auto& info = view_.relation(predicate.relation());
  switch (step.property) {
    case Property::key:
      return Cell::of_text(info.key);
    case Property::label:
      return step.lang.empty() ? Cell::of_text(label(predicate.relation())) : label_in(info.labels, step.lang);
    case Property::parent:
      return info.parent ? Cell::of(graph::Predicate::of(info.parent, Polarity::positive)) : Cell{};
    case Property::polarity:
      return polarity_of(predicate);
    case Property::stance:
      return text_or_null(info.stance);
    case Property::cameo:
      return text_or_null(info.cameo);
    default:
      return text_or_null(info.plover);
  }
}

Cell Values::round_property(RoundId id, Property property) const {
  switch (property) {
    case Property::series:
      return Cell::of_text(view_.series(id.series()).key);
    case Property::ordinal:
      return Cell::of_integer(id.ordinal());
    case Property::date:
      return date_or_null(view_.days(id).first);
    case Property::end:
      return date_or_null(view_.days(id).second);
    default: {
      const auto* info = view_.find_round(id);
      return info == nullptr ? Cell{} : text_or_null(info->place);
    }
  }
}

Cell Values::statement_property(const graph::StatementInfo& info, Property property) const {
  switch (property) {
    case Property::id:
      return Cell::of_text(fmt::format("{:016x}", info.id.value));
    case Property::round:
      return Cell::of(info.fact.round);
    case Property::date:
      return date_or_null(info.date);
    case Property::modality:
      return text_or_null(info.modality);
    case Property::polarity:
      return polarity_of(info.fact.predicate);
    case Property::confidence:
      return info.confidence ? Cell::of_decimal(*info.confidence) : Cell{};
    case Property::quote:
      return text_or_null(info.quote);
    case Property::speaker:
      return Cell::of(info.speaker);
    case Property::holder:
      return Cell::of(info.holder);
    case Property::addressee:
      return Cell::of(info.addressee);
    case Property::on_behalf_of:
      return Cell::of(info.on_behalf_of);
    case Property::rule:
      return text_or_null(info.rule);
    case Property::subject:
      return Cell::of(info.fact.subject);
    case Property::relation:
      return Cell::of(info.fact.predicate);
    case Property::object:
      return Cell::of(info.fact.object);
    default:
      return document_property(info.document, property);
  }
}

Cell Values::document_property(DocumentId id, Property property) const {
  const auto* info = document(id);
  if (info == nullptr) return {};
  switch (property) {
    case Property::document:
      return text_or_null(info->title);
    case Property::source:
      return text_or_null(info->source);
    case Property::publisher:
      return text_or_null(info->publisher);
    default:
      return text_or_null(info->status);
  }
}

}  // namespace bayan::ql
