#include "ingest/rdf.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "graph/dates.hpp"

namespace bayan::ingest {

namespace {

using Object = graph::BulkRow::Object;

constexpr std::string_view xsd = "http://www.w3.org/2001/XMLSchema#";

bool is_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}
std::string_view without_sign(std::string_view text) {
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  return text;
}
bool is_integer(std::string_view text) { return is_digits(without_sign(text)); }
bool is_decimal(std::string_view text) {
  text = without_sign(text);
  const std::size_t dot = std::min(text.find('.'), text.size());
  const std::string_view whole = text.substr(0, dot), part = text.substr(std::min(dot + 1, text.size()));
  return (whole.empty() || is_digits(whole)) && (part.empty() || is_digits(part)) &&
         (is_digits(whole) || is_digits(part));
}
bool is_double(std::string_view text) {
  const std::size_t mark = std::min(text.find_first_of("eE"), text.size());
  return is_decimal(text.substr(0, mark)) && (mark == text.size() || is_integer(text.substr(mark + 1)));
}
bool is_boolean(std::string_view text) { return text == "true" || text == "false"; }
bool is_date(std::string_view text) { return graph::days_from_iso(text).has_value(); }
bool is_anything(std::string_view) { return true; }

// XML Schema's types that we have, or that are kinds of what we have: those keep their name. A value that is none of
// its type stays a text with its datatype, so that nothing of it is lost.
struct KnownType {
  std::string_view name;
  Object kind;
  bool keeps_name;
  bool (*fits)(std::string_view);
};
constexpr std::array<KnownType, 19> known_types{{{"string", Object::text, false, is_anything},
                                                 {"integer", Object::integer, false, is_integer},
                                                 {"decimal", Object::decimal, false, is_decimal},
                                                 {"boolean", Object::boolean, false, is_boolean},
                                                 {"date", Object::date, false, is_date},
                                                 {"double", Object::decimal, true, is_double},
                                                 {"float", Object::decimal, true, is_double},
                                                 {"int", Object::integer, true, is_integer},
                                                 {"long", Object::integer, true, is_integer},
                                                 {"short", Object::integer, true, is_integer},
                                                 {"byte", Object::integer, true, is_integer},
                                                 {"nonNegativeInteger", Object::integer, true, is_integer},
                                                 {"positiveInteger", Object::integer, true, is_integer},
                                                 {"nonPositiveInteger", Object::integer, true, is_integer},
                                                 {"negativeInteger", Object::integer, true, is_integer},
                                                 {"unsignedInt", Object::integer, true, is_integer},
                                                 {"unsignedLong", Object::integer, true, is_integer},
                                                 {"unsignedShort", Object::integer, true, is_integer},
                                                 {"unsignedByte", Object::integer, true, is_integer}}};

// The digits at the end of a graph's name: ".../round/21" is round 21. A date is none: its day would be taken for one.
std::optional<std::int64_t> round_of_graph(std::string_view graph) {
  const std::size_t last = graph.find_last_not_of("0123456789");
  const std::string_view digits = last == std::string_view::npos ? graph : graph.substr(last + 1);
  constexpr std::size_t date_size = 10;
  if (graph.size() >= date_size && is_date(graph.substr(graph.size() - date_size))) return std::nullopt;
  std::int64_t round = 0;
  const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), round);
  if (digits.empty() || code != std::errc() || round >= RoundId::ordinal_bias) return std::nullopt;
  return round;
}

}  // namespace

Result<RdfMapping> RdfMapping::make(const RdfOptions& options, LoadName load) {
  RdfMapping out;
  out.load_ = std::move(load);
  for (const std::string& prefix : options.prefixes) {
    const std::size_t equals = prefix.find('=');
    if (equals == std::string::npos || equals + 1 == prefix.size())
      return make_error(ErrorCode::usage, fmt::format("the prefix \"{}\" names no IRI", prefix),
                        "write --prefix ex=http://example.org/");
    const std::string name = prefix.substr(0, equals);
    out.prefixes_.emplace_back(prefix.substr(equals + 1), name.empty() ? name : name + ":");
  }
  std::stable_sort(out.prefixes_.begin(), out.prefixes_.end(),
                   [](const auto& x, const auto& y) { return x.first.size() > y.first.size(); });
  constexpr std::string_view rounds = "rounds:";
  if (options.graphs_as.starts_with(rounds)) out.series_ = options.graphs_as.substr(rounds.size());
  if (!options.graphs_as.empty() && out.series_.empty())
    return make_error(ErrorCode::usage, fmt::format("graphs cannot be read as \"{}\"", options.graphs_as),
                      "write --graphs-as rounds:SERIES");
  return out;
}

Result<std::string_view> RdfMapping::key(const RdfTerm& term, std::string& into) {
  if (term.kind == RdfTerm::Kind::blank) {
    if (load_name_.empty()) {
      BAYAN_LET(name, load_());
      load_name_ = name;
    }
    into.assign("_:").append(load_name_).append("/").append(term.text);
    return std::string_view(into);
  }
  for (const auto& [iri, name] : prefixes_) {
    if (!term.text.starts_with(iri) || term.text.size() == iri.size()) continue;
    into.assign(name).append(term.text.substr(iri.size()));
    return std::string_view(into);
  }
  return term.text;
}

void RdfMapping::map_literal(const RdfTerm& term) {
  row_.kind = Object::text;
  row_.object = term.text;
  row_.lang = term.lang;
  row_.datatype = term.datatype;
  if (!term.datatype.starts_with(xsd)) return;
  const std::string_view name = term.datatype.substr(xsd.size());
  const auto* known =
      std::find_if(known_types.begin(), known_types.end(), [&](const KnownType& type) { return type.name == name; });
  if (known == known_types.end() || !known->fits(term.text)) return;
  row_.kind = known->kind;
  if (!known->keeps_name) row_.datatype = {};
}

Status RdfMapping::map_graph(const RdfTerm& graph) {
  document_ = {};
  if (graph.kind == RdfTerm::Kind::none) return {};
  if (series_.empty()) {
    BAYAN_LET(title, key(graph, graph_));
    document_ = title;
    return {};
  }
  const auto round = round_of_graph(graph.text);
  if (!round)
    return make_error(ErrorCode::input, fmt::format("the graph \"{}\" does not end in a round's number", graph.text),
                      "without --graphs-as, graphs are kept as documents");
  row_.series = series_;
  row_.round = *round;
  return {};
}

Status RdfMapping::map(const RdfQuad& quad) {
  row_ = {};
  BAYAN_LET(subject, key(quad.subject, subject_));
  BAYAN_LET(relation, key(quad.predicate, relation_));
  row_.subject = subject;
  row_.relation = relation;
  if (quad.object.kind == RdfTerm::Kind::literal) {
    map_literal(quad.object);
  } else {
    BAYAN_LET(object, key(quad.object, object_));
    row_.object = object;
  }
  return map_graph(quad.graph);
}

}  // namespace bayan::ingest
