#include "query/names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>

#include "query/lexer.hpp"
#include "query/suggest.hpp"
#include "text/fold.hpp"

namespace bayan::ql {
namespace {

template <class T>
void sort_unique(std::vector<T>& items) {
  std::sort(items.begin(), items.end());
  items.erase(std::unique(items.begin(), items.end()), items.end());
}

Error unknown(std::string_view what, std::string_view text, Place place, const std::vector<std::string>& known) {
  return error_at(place, ErrorCode::unknown, fmt::format("unknown {} \"{}\"", what, text), did_you_mean(text, known));
}

Error ambiguous(std::string_view what, std::string_view text, Place place, std::vector<std::string> keys) {
  std::sort(keys.begin(), keys.end());
  return error_at(place, ErrorCode::ambiguous, fmt::format("ambiguous {} \"{}\"", what, text),
                  fmt::format("use a key: {}", fmt::join(keys, ", ")));
}

constexpr std::string_view node_types[] = {"entity",  "phrase",  "claim",   "text",
                                           "integer", "decimal", "boolean", "date"};

}  // namespace

Error param_error(const Name& name, std::string_view what) {
  return error_at(name.place, ErrorCode::param, fmt::format("parameter ${} {}", name.text, what));
}

Result<TermId> Names::entity_or_none(std::string_view text, Place place) const {
  if (const TermId id = view_.find_entity(text)) return id;
  const auto found = view_.entities_named(text::fold(text));
  if (found.empty()) return TermId{};
  if (found.size() == 1) return found.front();
  std::vector<std::string> keys;
  for (const TermId id : found) keys.push_back(view_.entity(id).key);
  return ambiguous("entity", text, place, std::move(keys));
}

Result<TermId> Names::entity(std::string_view text, Place place) const {
  BAYAN_LET(found, entity_or_none(text, place));
  if (found) return found;
  return unknown("entity", text, place, view_.entity_names());
}

Result<RelationId> Names::relation(std::string_view text, Place place) const {
  if (const RelationId id = view_.find_relation(text)) return id;
  const auto found = view_.relations_named(text::fold(text));
  if (found.size() == 1) return found.front();
  if (found.empty()) return unknown("relation", text, place, view_.relation_names());
  std::vector<std::string> keys;
  for (const RelationId id : found) keys.push_back(view_.relation(id).key);
  return ambiguous("relation", text, place, std::move(keys));
}

Result<SeriesId> Names::series(std::string_view text, Place place) const {
  if (const SeriesId id = view_.find_series(text)) return id;
  const auto found = view_.series_named(text::fold(text));
  if (found.size() == 1) return found.front();
  if (found.empty()) return unknown("series", text, place, view_.series_names());
  std::vector<std::string> keys;
  for (const SeriesId id : found) keys.push_back(view_.series(id).key);
  return ambiguous("series", text, place, std::move(keys));
}

Result<std::vector<DocumentId>> Names::documents(std::string_view text, Place place) const {
  auto found = view_.documents_named(text::fold(text));
  if (found.empty()) return unknown("document", text, place, view_.document_names());
  sort_unique(found);
  return found;
}

Result<std::string> Names::type(std::string_view text, Place place) const {
  std::set<std::string> known(std::begin(node_types), std::end(node_types));
  if (known.count(std::string(text)) != 0) return std::string(text);
  for (auto& type : view_.entity_types()) known.insert(std::move(type));
  if (known.count(std::string(text)) != 0) return std::string(text);
  const std::string folded = text::fold(text);
  std::vector<std::string> found;
  for (const auto& type : known) {
    if (text::fold(type) == folded) found.push_back(type);
  }
  if (found.size() == 1) return found.front();
  if (found.empty()) return unknown("type", text, place, {known.begin(), known.end()});
  return ambiguous("type", text, place, found);
}

Result<SeriesId> Names::default_series(Place place) const {
  if (!options_.series.empty()) return series(options_.series, place);
  const auto& all = view_.all_series();
  if (all.size() == 1) return all.front().id;
  if (all.empty()) return error_at(place, ErrorCode::unknown, "unknown round: the store has no series");
  std::vector<std::string> keys;
  for (const auto& one : all) keys.push_back(one.key);
  std::sort(keys.begin(), keys.end());
  return error_at(place, ErrorCode::ambiguous, "ambiguous round: the store has several series",
                  fmt::format("name the series, as in {}:1; there are {}", keys.front(), fmt::join(keys, ", ")));
}

Result<std::vector<TermId>> Names::reading(std::string_view text, Place place, Reading how) const {
  std::vector<TermId> out;
  const std::string folded = text::fold(text);
  BAYAN_LET(named, entity_or_none(text, place));
  if (named) out.push_back(named);
  if (const TermId phrase = view_.find_phrase(folded)) {
    out.push_back(phrase);
    const auto& about = view_.phrase(phrase).about;
    if (!about.empty() && how == Reading::alike) {
      const auto alike = view_.phrases_about_exactly(about);
      out.insert(out.end(), alike.begin(), alike.end());
    }
  }
  const auto texts = view_.texts_reading(folded);
  out.insert(out.end(), texts.begin(), texts.end());
  sort_unique(out);
  return out;
}

std::vector<TermId> Names::literals(const Literal& literal) const {
  std::vector<TermId> out;
  const auto add = [&](LiteralType type, std::string value) {
    Literal form = literal;
    form.type = type;
    form.value = std::move(value);
    if (const TermId id = view_.find_literal(form)) out.push_back(id);
  };
  add(literal.type, literal.value);
  if (literal.type == LiteralType::integer) {
    add(LiteralType::decimal, literal.value);
    add(LiteralType::decimal, literal.value + ".0");
  } else if (literal.type == LiteralType::decimal) {
    double number = 0;
    std::from_chars(literal.value.data(), literal.value.data() + literal.value.size(), number);
    const std::string shortest = fmt::format("{}", number);
    add(LiteralType::decimal, shortest);
    if (shortest.ends_with(".0")) add(LiteralType::decimal, shortest.substr(0, shortest.size() - 2));
    if (number == static_cast<double>(static_cast<std::int64_t>(number))) {
      add(LiteralType::integer, std::to_string(static_cast<std::int64_t>(number)));
    }
  }
  sort_unique(out);
  return out;
}

Result<const Parameters::Any*> Names::parameter(const Name& name) const {
  const auto found = parameters_.values().find(name.text);
  if (found == parameters_.values().end()) {
    return error_at(name.place, ErrorCode::param, fmt::format("missing parameter ${}", name.text));
  }
  return &found->second;
}

Result<std::string> Names::text(const Name& name, std::string_view what) const {
  if (name.form != Name::Form::parameter) return name.text;
  BAYAN_LET(value, parameter(name));
  if (const auto* text = std::get_if<std::string>(value)) return *text;
  return param_error(name, fmt::format("must be {}", what));
}

Result<std::vector<TermId>> Names::nodes(const Name& name, Reading how) const {
  if (name.form == Name::Form::text) return reading(name.text, name.place, how);
  if (name.form == Name::Form::word) {
    BAYAN_LET(id, entity(name.text, name.place));
    return std::vector<TermId>{id};
  }
  BAYAN_LET(value, parameter(name));
  if (const auto* text = std::get_if<std::string>(value)) return reading(*text, name.place, how);
  if (const auto* number = std::get_if<std::int64_t>(value)) {
    return literals({LiteralType::integer, std::to_string(*number), {}, {}});
  }
  if (const auto* number = std::get_if<double>(value))
    return literals({LiteralType::decimal, fmt::format("{}", *number), {}, {}});
  if (const auto* truth = std::get_if<bool>(value))
    return literals({LiteralType::boolean, *truth ? "true" : "false", {}, {}});
  if (const auto* typed = std::get_if<Parameters::TypedLiteral>(value))
    return literals({typed->type, typed->value, {}, {}});
  if (std::holds_alternative<Parameters::EntityKey>(*value)) {
    BAYAN_LET(id, entity(name));
    return std::vector<TermId>{id};
  }
  return param_error(name, "does not fit here: one value is wanted");
}

Result<TermId> Names::entity(const Name& name) const {
  if (name.form != Name::Form::parameter) return entity(name.text, name.place);
  BAYAN_LET(value, parameter(name));
  if (const auto* text = std::get_if<std::string>(value)) return entity(*text, name.place);
  if (const auto* key = std::get_if<Parameters::EntityKey>(value)) {
    if (const TermId id = view_.find_entity(key->key)) return id;
    return unknown("entity", key->key, name.place, view_.entity_names());
  }
  return param_error(name, "does not fit here: an entity is wanted");
}

Result<RelationId> Names::relation(const Name& name) const {
  BAYAN_LET(written, text(name, "the name of a relation"));
  return relation(written, name.place);
}

Result<std::vector<DocumentId>> Names::documents(const Name& name) const {
  BAYAN_LET(written, text(name, "the name of a document"));
  return documents(written, name.place);
}

}  // namespace bayan::ql
