// The exchange format: one record, one line of JSON. What it means is in include/bayan/statement.hpp.
#include "ingest/jsonl.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "bayan/ingest.hpp"
#include "text/nearest.hpp"

namespace bayan {

namespace {

using Json = nlohmann::ordered_json;

Error bad(std::string message, std::string help = {}) {
  return make_error(ErrorCode::input, std::move(message), std::move(help));
}

// Reads the members of one object: each is taken once, with its sort checked; what is left over is unknown.
class Reader {
 public:
  Reader(const Json& object, std::string what) : object_(object), what_(std::move(what)) {}

  const Json* find(const char* key) {
    known_.emplace_back(key);
    const auto found = object_.find(key);
    return found == object_.end() || found->is_null() ? nullptr : &*found;
  }
  std::string text(const char* key, bool required = false) {
    const Json* value = find(key);
    if (value == nullptr) {
      if (required) fail(fmt::format("{} needs \"{}\"", what_, key));
      return {};
    }
    if (!value->is_string()) return fail(fmt::format("\"{}\" of {} must be a text", key, what_)), std::string();
    return value->get<std::string>();
  }
  std::optional<std::int64_t> integer(const char* key) {
    const Json* value = find(key);
    if (value == nullptr) return std::nullopt;
    if (!value->is_number_integer())
      return fail(fmt::format("\"{}\" of {} must be a whole number", key, what_)), std::nullopt;
    return value->get<std::int64_t>();
  }
  std::optional<double> number(const char* key) {
    const Json* value = find(key);
    if (value == nullptr) return std::nullopt;
    if (!value->is_number()) return fail(fmt::format("\"{}\" of {} must be a number", key, what_)), std::nullopt;
    return value->get<double>();
  }
  const Json* object(const char* key) {
    const Json* value = find(key);
    if (value != nullptr && !value->is_object())
      return fail(fmt::format("\"{}\" of {} must be an object", key, what_)), nullptr;
    return value;
  }
  std::vector<std::string> texts(const char* key) { return texts_of(find(key), key); }
  Labels labels(const char* key) {
    Labels out;
    const Json* value = object(key);
    if (value == nullptr) return out;
    for (const auto& [lang, label] : value->items()) {
      if (label.is_string())
        out[lang] = label.get<std::string>();
      else
        fail(fmt::format("\"{}\" of {} maps languages to texts", key, what_));
    }
    return out;
  }
  Aliases aliases(const char* key) {
    Aliases out;
    const Json* value = object(key);
    if (value == nullptr) return out;
    for (const auto& [lang, names] : value->items()) out[lang] = texts_of(&names, key);
    return out;
  }
  std::optional<Span> span(const char* key) {
    const Json* value = find(key);
    if (value == nullptr) return std::nullopt;
    const bool pair =
        value->is_array() && value->size() == 2 && (*value)[0].is_number_unsigned() && (*value)[1].is_number_unsigned();
    if (!pair || (*value)[0].get<std::uint64_t>() > (*value)[1].get<std::uint64_t>()) {
      return fail(fmt::format("\"{}\" of {} must be [begin, end] in bytes", key, what_)), std::nullopt;
    }
    return Span{(*value)[0].get<std::uint64_t>(), (*value)[1].get<std::uint64_t>()};
  }
  void fail(std::string message, std::string help = {}) {
    if (!error_) error_ = bad(std::move(message), std::move(help));
  }
  // What went wrong first; else a key that nobody asked for.
  Status done() const {
    if (error_) return *error_;
    for (const auto& [key, value] : object_.items()) {
      if (key.starts_with("x_") || std::find(known_.begin(), known_.end(), key) != known_.end()) continue;
      const auto near = text::nearest(key, known_);
      return bad(fmt::format("{} has an unknown key \"{}\"", what_, key),
                 near.empty() ? "keys of your own begin with x_" : fmt::format("did you mean \"{}\"?", near.front()));
    }
    return {};
  }

 private:
  std::vector<std::string> texts_of(const Json* value, const char* key) {
    std::vector<std::string> out;
    if (value == nullptr) return out;
    if (!value->is_array()) return fail(fmt::format("\"{}\" of {} must be a list of texts", key, what_)), out;
    for (const Json& item : *value) {
      if (!item.is_string()) return fail(fmt::format("\"{}\" of {} must be a list of texts", key, what_)), out;
      out.push_back(item.get<std::string>());
    }
    return out;
  }

  const Json& object_;
  std::string what_;
  std::vector<std::string> known_;
  std::optional<Error> error_;
};

constexpr unsigned most_nesting = 64;

Result<Entity> read_entity(const Json& object, const char* what) {
  Reader in(object, what);
  Entity out{in.text("key", true), in.text("type"), in.text("surface")};
  BAYAN_TRY(in.done());
  return out;
}

constexpr std::pair<std::string_view, LiteralType> literal_types[] = {{"text", LiteralType::text},
                                                                      {"integer", LiteralType::integer},
                                                                      {"decimal", LiteralType::decimal},
                                                                      {"boolean", LiteralType::boolean},
                                                                      {"date", LiteralType::date}};

Result<Literal> read_literal(const Json& object, const char* what) {
  Reader in(object, what);
  Literal out;
  const Json* value = in.find("value");
  if (value == nullptr) return bad(fmt::format("{} has no value", what));
  out.value = value->is_string() ? value->get<std::string>() : value->dump();
  const std::string type = in.text("type", true);
  out.lang = in.text("lang"), out.datatype = in.text("datatype");
  BAYAN_TRY(in.done());
  const auto* found =
      std::find_if(std::begin(literal_types), std::end(literal_types), [&](const auto& t) { return t.first == type; });
  if (found == std::end(literal_types))
    return bad(fmt::format("\"{}\" is no type of value", type), "write date, integer, decimal, boolean or text");
  out.type = found->second;
  const bool sort_fits = (out.type == LiteralType::integer && value->is_number_integer()) ||
                         (out.type == LiteralType::decimal && value->is_number()) ||
                         (out.type == LiteralType::boolean && value->is_boolean()) || value->is_string();
  if (!sort_fits) return bad(fmt::format("{} is no {}", value->dump(), type));
  return out;
}

Result<Polarity> read_polarity(Reader& in) {
  const std::string polarity = in.text("polarity");
  if (polarity.empty() || polarity == "+") return Polarity::positive;
  if (polarity == "-") return Polarity::negative;
  return bad(fmt::format("\"{}\" is no polarity", polarity), "write + or -");
}

Result<Node> read_node(const Json& object, const char* what, unsigned depth);

Result<std::shared_ptr<const Claim>> read_claim(const Json& object, unsigned depth) {
  if (depth > most_nesting)
    return make_error(ErrorCode::limit, fmt::format("claims nest deeper than {}", most_nesting));
  Reader in(object, "claim");
  auto out = std::make_shared<Claim>();
  const Json* subject = in.object("subject");
  const Json* held = in.object("object");
  if (subject == nullptr || held == nullptr) return bad("a claim needs subject, relation and object");
  BAYAN_LET(subject_node, read_node(*subject, "subject", depth + 1));
  out->subject = subject_node;
  out->relation = in.text("relation", true);
  BAYAN_LET(object_node, read_node(*held, "object", depth + 1));
  out->object = object_node;
  BAYAN_LET(polarity, read_polarity(in));
  out->polarity = polarity;
  BAYAN_TRY(in.done());
  return std::shared_ptr<const Claim>(std::move(out));
}

Result<Node> read_node(const Json& object, const char* what, unsigned depth) {
  if (object.contains("key")) {
    BAYAN_LET(entity, read_entity(object, what));
    return Node(entity);
  }
  if (object.contains("claim")) {
    Reader in(object, what);
    const Json* inside = in.object("claim");
    BAYAN_TRY(in.done());
    if (inside == nullptr) return bad("a claim needs subject, relation and object");
    BAYAN_LET(claim, read_claim(*inside, depth));
    return Node(claim);
  }
  if (object.contains("value")) {
    BAYAN_LET(literal, read_literal(object, what));
    return Node(literal);
  }
  if (!object.contains("text"))
    return bad(fmt::format("{} is neither entity, phrase, claim nor value", what),
               R"(write {"key":…}, {"text":…}, {"claim":…} or {"value":…,"type":…})");
  Reader in(object, what);
  Phrase phrase{in.text("text"), in.text("lang"), in.texts("about")};
  BAYAN_TRY(in.done());
  return Node(std::move(phrase));
}

Result<Document> read_document(const Json& object, bool declaration) {
  Reader in(object, "document");
  Document out;
  if (declaration) in.find("define");
  out.sha256 = in.text("sha256"), out.title = in.text("title"), out.lang = in.text("lang"),
  out.source = in.text("source");
  out.publisher = in.text("publisher"), out.date = in.text("date"), out.status = in.text("status");
  out.series = in.text("series"), out.round = in.integer("round");
  out.recorded_at = in.text("recorded_at"), out.retracted_at = in.text("retracted_at");
  if (const Json* text = in.find("text")) {
    if (!text->is_string()) return bad("\"text\" of document must be a text");
    out.text = text->get<std::string>();
  }
  BAYAN_TRY(in.done());
  return out;
}

Status read_parties(Reader& in, Statement& out) {
  const std::pair<const char*, std::optional<Entity>*> parties[] = {{"speaker", &out.speaker},
                                                                    {"holder", &out.holder},
                                                                    {"addressee", &out.addressee},
                                                                    {"on_behalf_of", &out.on_behalf_of}};
  for (const auto& [key, party] : parties) {
    const Json* object = in.object(key);
    if (object == nullptr) continue;
    BAYAN_LET(entity, read_entity(*object, key));
    *party = entity;
  }
  return {};
}

Status read_places(Reader& in, Statement& out) {
  if (const Json* object = in.object("evidence")) {
    Reader evidence(*object, "evidence");
    out.evidence = Evidence{evidence.span("utf8"), evidence.text("text")};
    BAYAN_TRY(evidence.done());
  }
  if (const Json* object = in.object("object_span")) {
    Reader span(*object, "object_span");
    out.object_span = span.span("utf8");
    span.find("text");
    BAYAN_TRY(span.done());
  }
  return {};
}

Result<Record> read_statement(const Json& object) {
  Reader in(object, "a statement");
  Statement out;
  const Json* subject = in.object("subject");
  const Json* held = in.object("object");
  out.relation = in.text("relation");
  out.series = in.text("series"), out.round = in.integer("round"), out.date = in.text("date");
  out.modality = in.text("modality"), out.rule = in.text("rule"), out.extractor = in.text("extractor");
  out.confidence = in.number("confidence");
  out.recorded_at = in.text("recorded_at"), out.retracted_at = in.text("retracted_at");
  BAYAN_LET(polarity, read_polarity(in));
  out.polarity = polarity;
  BAYAN_TRY(read_parties(in, out));
  BAYAN_TRY(read_places(in, out));
  if (const Json* document = in.object("document")) {
    BAYAN_LET(read, read_document(*document, false));
    out.document = read;
  }
  BAYAN_TRY(in.done());
  if (subject == nullptr || held == nullptr || out.relation.empty())
    return bad("a statement needs subject, relation and object");
  BAYAN_LET(subject_node, read_node(*subject, "subject", 0));
  BAYAN_LET(object_node, read_node(*held, "object", 0));
  if (std::holds_alternative<Literal>(subject_node)) return bad("a value cannot be a subject");
  out.subject = subject_node, out.object = object_node;
  return Record(std::move(out));
}

Result<Record> read_declaration(const Json& object, const std::string& what) {
  if (what == "document") {
    BAYAN_LET(document, read_document(object, true));
    return Record(document);
  }
  Reader in(object, what);
  in.find("define");
  Record out;
  if (what == "series") {
    out = SeriesDeclaration{in.text("key", true), in.labels("labels"), in.aliases("aliases"), in.text("rounds_by")};
  } else if (what == "round") {
    const std::string series = in.text("series", true);
    const auto round = in.integer("round");
    if (!round) in.fail("round needs \"round\", its number");
    out = RoundDeclaration{series, round.value_or(0), in.text("first"), in.text("last"), in.text("place")};
  } else if (what == "entity") {
    out = EntityDeclaration{in.text("key", true), in.text("type"), in.labels("labels"), in.aliases("aliases")};
  } else if (what == "relation") {
    out = RelationDeclaration{in.text("key", true), in.text("parent"), in.labels("labels"), in.aliases("forms"),
                              in.text("stance"),    in.text("cameo"),  in.text("plover")};
  } else {
    return bad(fmt::format("\"{}\" cannot be defined", what), "define series, round, entity, relation or document");
  }
  BAYAN_TRY(in.done());
  return out;
}

}  // namespace

std::string_view ingest::literal_type_name(LiteralType type) {
  return literal_types[static_cast<std::size_t>(type)].first;
}

Result<Record> record_from_json(std::string_view line) {
  Json object;
  try {
    object = Json::parse(line);
  } catch (const nlohmann::json::parse_error& problem) {
    Error error = bad("not JSON: " + std::string(problem.what()).substr(std::string(problem.what()).find(": ") + 2),
                      "a record is one JSON object on one line");
    error.column = static_cast<std::uint32_t>(problem.byte);
    return error;
  }
  if (!object.is_object()) return bad("a record is a JSON object", R"(write {"subject":…,"relation":…,"object":…})");
  const auto define = object.find("define");
  if (define == object.end()) return read_statement(object);
  if (!define->is_string())
    return bad("\"define\" must be a text", "define series, round, entity, relation or document");
  return read_declaration(object, define->get<std::string>());
}

}  // namespace bayan
