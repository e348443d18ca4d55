// The exchange format: one record, one line of JSON. What it means is in include/bayan/statement.hpp.
#include "ingest/jsonl.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <vector>

#include "bayan/ingest.hpp"
#include "text/nearest.hpp"

namespace bayan {

namespace {

using Json = simdjson::dom::element;
using JsonType = simdjson::dom::element_type;

bool is_integer(const Json& value) { return value.type() == JsonType::INT64 || value.type() == JsonType::UINT64; }
bool is_number(const Json& value) { return is_integer(value) || value.type() == JsonType::DOUBLE; }
std::int64_t integer_of(const Json& value) {
  return value.type() == JsonType::INT64 ? value.get_int64().value_unsafe()
                                         : static_cast<std::int64_t>(value.get_uint64().value_unsafe());
}
std::string text_of(const Json& value) { return std::string(value.get_string().value_unsafe()); }
// REQUIRES: an object, a list.
simdjson::dom::object members_of(const Json& value) { return value.get_object().value_unsafe(); }
simdjson::dom::array items_of(const Json& value) { return value.get_array().value_unsafe(); }
// As it is written in JSON, numbers in their canonical form.
std::string written(const Json& value) {
  if (value.type() == JsonType::DOUBLE) return nlohmann::json(value.get_double().value_unsafe()).dump();
  return simdjson::to_string(value);
}

Error bad(std::string message, std::string help = {}) {
  return make_error(ErrorCode::input, std::move(message), std::move(help));
}

// Reads the members of one object: each is taken once, with its sort checked; what is left over is unknown.
class Reader {
 public:
  // REQUIRES: an object; `what` outlives the reader.
  Reader(const Json& object, std::string_view what) : object_(members_of(object)), what_(what) { known_.reserve(24); }

  // Of several members with the key the last one counts.
  std::optional<Json> find(std::string_view key) {
    known_.push_back(key);
    std::optional<Json> found;
    for (const auto& [name, value] : object_) {
      if (name == key) found = value;
    }
    return found && found->is_null() ? std::nullopt : found;
  }
  std::string text(const char* key, bool required = false) {
    const auto value = find(key);
    if (!value) {
      if (required) fail(fmt::format("{} needs \"{}\"", what_, key));
      return {};
    }
    if (!value->is_string()) return fail(fmt::format("\"{}\" of {} must be a text", key, what_)), std::string();
    return text_of(*value);
  }
  std::optional<std::int64_t> integer(const char* key) {
    const auto value = find(key);
    if (!value) return std::nullopt;
    if (!is_integer(*value)) return fail(fmt::format("\"{}\" of {} must be a whole number", key, what_)), std::nullopt;
    return integer_of(*value);
  }
  std::optional<double> number(const char* key) {
    const auto value = find(key);
    if (!value) return std::nullopt;
    if (!is_number(*value)) return fail(fmt::format("\"{}\" of {} must be a number", key, what_)), std::nullopt;
    return value->get_double().value_unsafe();
  }
  std::optional<Json> object(const char* key) {
    const auto value = find(key);
    if (value && !value->is_object())
      return fail(fmt::format("\"{}\" of {} must be an object", key, what_)), std::nullopt;
    return value;
  }
  std::vector<std::string> texts(const char* key) { return texts_of(find(key), key); }
  Labels labels(const char* key) {
    Labels out;
    const auto value = object(key);
    if (!value) return out;
    for (const auto& [lang, label] : members_of(*value)) {
      if (label.is_string())
        out[std::string(lang)] = text_of(label);
      else
        fail(fmt::format("\"{}\" of {} maps languages to texts", key, what_));
    }
    return out;
  }
  Aliases aliases(const char* key) {
    Aliases out;
    const auto value = object(key);
    if (!value) return out;
    for (const auto& [lang, names] : members_of(*value)) out[std::string(lang)] = texts_of(names, key);
    return out;
  }
  std::optional<Span> span(const char* key) {
    const auto value = find(key);
    if (!value) return std::nullopt;
    std::vector<std::uint64_t> ends;
    simdjson::dom::array list;
    bool numbers = value->get(list) == simdjson::SUCCESS;
    for (const Json end : numbers ? list : simdjson::dom::array()) {
      numbers = numbers && is_integer(end) && end.get(ends.emplace_back()) == simdjson::SUCCESS;
    }
    if (!numbers || ends.size() != 2 || ends[0] > ends[1]) {
      return fail(fmt::format("\"{}\" of {} must be [begin, end] in bytes", key, what_)), std::nullopt;
    }
    return Span{ends[0], ends[1]};
  }
  void fail(std::string message, std::string help = {}) {
    if (!error_) error_ = bad(std::move(message), std::move(help));
  }
  // What went wrong first; else a key that nobody asked for.
  Status done() const {
    if (error_) return *error_;
    for (const auto& [key, value] : object_) {
      if (key.starts_with("x_") || std::find(known_.begin(), known_.end(), key) != known_.end()) continue;
      const auto near = text::nearest(std::string(key), {known_.begin(), known_.end()});
      return bad(fmt::format("{} has an unknown key \"{}\"", what_, key),
                 near.empty() ? "keys of your own begin with x_" : fmt::format("did you mean \"{}\"?", near.front()));
    }
    return {};
  }

 private:
  std::vector<std::string> texts_of(const std::optional<Json>& value, const char* key) {
    std::vector<std::string> out;
    if (!value) return out;
    if (!value->is_array()) return fail(fmt::format("\"{}\" of {} must be a list of texts", key, what_)), out;
    for (const Json item : items_of(*value)) {
      if (!item.is_string()) return fail(fmt::format("\"{}\" of {} must be a list of texts", key, what_)), out;
      out.push_back(text_of(item));
    }
    return out;
  }

  simdjson::dom::object object_;
  std::string_view what_;
  std::vector<std::string_view> known_;
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
  const auto value = in.find("value");
  if (!value) return bad(fmt::format("{} has no value", what));
  out.value = value->is_string() ? text_of(*value) : written(*value);
  const std::string type = in.text("type", true);
  out.lang = in.text("lang"), out.datatype = in.text("datatype");
  BAYAN_TRY(in.done());
  const auto* found =
      std::find_if(std::begin(literal_types), std::end(literal_types), [&](const auto& t) { return t.first == type; });
  if (found == std::end(literal_types))
    return bad(fmt::format("\"{}\" is no type of value", type), "write date, integer, decimal, boolean or text");
  out.type = found->second;
  const bool sort_fits = (out.type == LiteralType::integer && is_integer(*value)) ||
                         (out.type == LiteralType::decimal && is_number(*value)) ||
                         (out.type == LiteralType::boolean && value->is_bool()) || value->is_string();
  if (!sort_fits) return bad(fmt::format("{} is no {}", written(*value), type));
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
  const auto subject = in.object("subject");
  const auto held = in.object("object");
  if (!subject || !held) return bad("a claim needs subject, relation and object");
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

bool has(const Json& object, std::string_view key) { return object.at_key(key).error() == simdjson::SUCCESS; }

Result<Node> read_node(const Json& object, const char* what, unsigned depth) {
  if (has(object, "key")) {
    BAYAN_LET(entity, read_entity(object, what));
    return Node(entity);
  }
  if (has(object, "claim")) {
    Reader in(object, what);
    const auto inside = in.object("claim");
    BAYAN_TRY(in.done());
    if (!inside) return bad("a claim needs subject, relation and object");
    BAYAN_LET(claim, read_claim(*inside, depth));
    return Node(claim);
  }
  if (has(object, "value")) {
    BAYAN_LET(literal, read_literal(object, what));
    return Node(literal);
  }
  if (!has(object, "text"))
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
  if (const auto text = in.find("text")) {
    if (!text->is_string()) return bad("\"text\" of document must be a text");
    out.text = text_of(*text);
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
    const auto object = in.object(key);
    if (!object) continue;
    BAYAN_LET(entity, read_entity(*object, key));
    *party = entity;
  }
  return {};
}

// The words of an object's span are not kept, so they are looked at here: against the quotation that they lie in.
Status check_object_text(const Statement& s, const std::string& text) {
  const Span& span = *s.object_span;
  if (span.end - span.begin != text.size())
    return bad(fmt::format("object_span.utf8 is [{}, {}), {} bytes, but object_span.text has {}: \"{}\"", span.begin,
                           span.end, span.end - span.begin, text.size(), text),
               "spans count bytes of UTF-8, not letters");
  if (!s.evidence || !s.evidence->utf8) return {};
  const Span& around = *s.evidence->utf8;
  const bool inside =
      around.begin <= span.begin && span.end <= around.end && s.evidence->text.size() == around.end - around.begin;
  if (!inside || s.evidence->text.compare(span.begin - around.begin, text.size(), text) == 0) return {};
  return bad(
      fmt::format("object_span.utf8 is [{}, {}), where evidence.text does not have \"{}\"", span.begin, span.end, text),
      "spans are [begin, end) in bytes of the document, not of the quotation");
}

Status read_places(Reader& in, Statement& out) {
  if (const auto object = in.object("evidence")) {
    Reader evidence(*object, "evidence");
    out.evidence = Evidence{evidence.span("utf8"), evidence.text("text")};
    BAYAN_TRY(evidence.done());
  }
  if (const auto object = in.object("object_span")) {
    Reader span(*object, "object_span");
    out.object_span = span.span("utf8");
    const std::string text = span.text("text");
    BAYAN_TRY(span.done());
    if (out.object_span && !text.empty()) BAYAN_TRY(check_object_text(out, text));
  }
  return {};
}

Result<Record> read_statement(const Json& object) {
  Reader in(object, "a statement");
  Statement out;
  const auto subject = in.object("subject");
  const auto held = in.object("object");
  out.relation = in.text("relation");
  out.series = in.text("series"), out.round = in.integer("round"), out.date = in.text("date");
  out.modality = in.text("modality"), out.rule = in.text("rule"), out.extractor = in.text("extractor");
  out.confidence = in.number("confidence");
  out.recorded_at = in.text("recorded_at"), out.retracted_at = in.text("retracted_at");
  BAYAN_LET(polarity, read_polarity(in));
  out.polarity = polarity;
  BAYAN_TRY(read_parties(in, out));
  BAYAN_TRY(read_places(in, out));
  if (const auto document = in.object("document")) {
    BAYAN_LET(read, read_document(*document, false));
    out.document = read;
  }
  BAYAN_TRY(in.done());
  if (!subject || !held || out.relation.empty()) return bad("a statement needs subject, relation and object");
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
    out = EntityDeclaration{in.text("key", true), in.text("type"), in.labels("labels"), in.aliases("aliases"),
                            in.texts("not_the_same")};
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

// simdjson is many times as fast as nlohmann, but only that can say where a mistake is.
Error ingest::JsonReader::mistake(std::string_view line, simdjson::error_code code) {
  try {
    const auto parsed = nlohmann::json::parse(line);
    return bad(fmt::format("this JSON cannot be read: {}", simdjson::error_message(code)),
               "numbers have at most 64 bits, and objects do not nest a thousand times");
  } catch (const nlohmann::json::parse_error& problem) {
    Error error = bad("not JSON: " + std::string(problem.what()).substr(std::string(problem.what()).find(": ") + 2),
                      "a record is one JSON object on one line");
    error.column = static_cast<std::uint32_t>(problem.byte);
    return error;
  }
}

Result<Record> ingest::JsonReader::read(std::string_view line) {
  Json object;
  if (const auto code = parser_.parse(line.data(), line.size()).get(object); code != simdjson::SUCCESS)
    return mistake(line, code);
  if (!object.is_object()) return bad("a record is a JSON object", R"(write {"subject":…,"relation":…,"object":…})");
  Json define;
  if (object.at_key("define").get(define) != simdjson::SUCCESS) return read_statement(object);
  if (!define.is_string())
    return bad("\"define\" must be a text", "define series, round, entity, relation or document");
  return read_declaration(object, text_of(define));
}

Result<Record> record_from_json(std::string_view line) { return ingest::JsonReader().read(line); }

}  // namespace bayan
