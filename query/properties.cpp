#include "query/properties.hpp"

namespace bayan::ql {
namespace {

using K = ColumnKind;
using P = Property;

constexpr PropertyRow rows[] = {
    {K::node, "key", P::key, K::text},
    {K::node, "label", P::label, K::text},
    {K::node, "type", P::type, K::text},
    {K::node, "lang", P::lang, K::text},
    {K::relation, "key", P::key, K::text},
    {K::relation, "label", P::label, K::text},
    {K::relation, "parent", P::parent, K::relation},
    {K::relation, "polarity", P::polarity, K::text},
    {K::relation, "stance", P::stance, K::text},
    {K::relation, "cameo", P::cameo, K::text},
    {K::relation, "plover", P::plover, K::text},
    {K::round, "series", P::series, K::text},
    {K::round, "ordinal", P::ordinal, K::number},
    {K::round, "date", P::date, K::date},
    {K::round, "end", P::end, K::date},
    {K::round, "place", P::place, K::text},
    {K::statement, "id", P::id, K::text},
    {K::statement, "round", P::round, K::round},
    {K::statement, "date", P::date, K::date},
    {K::statement, "modality", P::modality, K::text},
    {K::statement, "polarity", P::polarity, K::text},
    {K::statement, "confidence", P::confidence, K::number},
    {K::statement, "quote", P::quote, K::text},
    {K::statement, "speaker", P::speaker, K::node},
    {K::statement, "holder", P::holder, K::node},
    {K::statement, "addressee", P::addressee, K::node},
    {K::statement, "on_behalf_of", P::on_behalf_of, K::node},
    {K::statement, "status", P::status, K::text},
    {K::statement, "document", P::document, K::text},
    {K::statement, "source", P::source, K::text},
    {K::statement, "publisher", P::publisher, K::text},
    {K::statement, "rule", P::rule, K::text},
    {K::statement, "subject", P::subject, K::node},
    {K::statement, "relation", P::relation, K::relation},
    {K::statement, "object", P::object, K::node},
};

}  // namespace

const PropertyRow* find_property(ColumnKind of, std::string_view name) {
  for (const auto& row : rows) {
    if (row.of == of && row.name == name) return &row;
  }
  return nullptr;
}

std::vector<std::string> property_names(ColumnKind of) {
  std::vector<std::string> out;
  for (const auto& row : rows) {
    if (row.of == of) out.emplace_back(row.name);
  }
  return out;
}

std::string_view name(ColumnKind kind) {
  constexpr std::string_view names[] = {"node",   "relation", "round",   "statement", "text",
                                        "number", "date",     "boolean", "list"};
  return names[static_cast<std::size_t>(kind)];
}

std::string_view name(Property property) {
  for (const auto& row : rows) {
    if (row.property == property) return row.name;
  }
  return {};
}

}  // namespace bayan::ql
