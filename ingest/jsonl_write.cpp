// The exchange format, written: keys in the order in which product and README show them, nothing that is empty.
#include <nlohmann/json.hpp>

#include "bayan/ingest.hpp"
#include "ingest/jsonl.hpp"

namespace bayan {

namespace {

using Json = nlohmann::ordered_json;

void put(Json& out, const char* key, const std::string& value) {
  if (!value.empty()) out[key] = value;
}

Json span_json(const Span& span) { return Json::array({span.begin, span.end}); }

Json entity_json(const Entity& entity) {
  Json out;
  out["key"] = entity.key;
  put(out, "type", entity.type), put(out, "surface", entity.surface);
  return out;
}

// Numbers and truth values as JSON has them, if the text says no more than they do.
Json literal_value(const Literal& literal) {
  if (literal.type != LiteralType::integer && literal.type != LiteralType::decimal &&
      literal.type != LiteralType::boolean) {
    return literal.value;
  }
  Json parsed = Json::parse(literal.value, nullptr, false);
  const bool same = !parsed.is_discarded() && !parsed.is_structured() && parsed.dump() == literal.value;
  return same ? parsed : Json(literal.value);
}

Json node_json(const Node& node);

Json claim_json(const Claim& claim) {
  Json out;
  out["subject"] = node_json(claim.subject);
  out["relation"] = claim.relation;
  out["object"] = node_json(claim.object);
  if (claim.polarity == Polarity::negative) out["polarity"] = "-";
  return out;
}

Json node_json(const Node& node) {
  if (const auto* entity = std::get_if<Entity>(&node)) return entity_json(*entity);
  Json out;
  if (const auto* phrase = std::get_if<Phrase>(&node)) {
    out["text"] = phrase->text;
    put(out, "lang", phrase->lang);
    if (!phrase->about.empty()) out["about"] = phrase->about;
  } else if (const auto* literal = std::get_if<Literal>(&node)) {
    out["value"] = literal_value(*literal);
    out["type"] = ingest::literal_type_name(literal->type);
    put(out, "lang", literal->lang), put(out, "datatype", literal->datatype);
  } else if (const auto& claim = std::get<std::shared_ptr<const Claim>>(node)) {
    out["claim"] = claim_json(*claim);
  }
  return out;
}

Json document_json(const Document& d) {
  Json out;
  put(out, "sha256", d.sha256), put(out, "title", d.title), put(out, "lang", d.lang), put(out, "source", d.source);
  put(out, "publisher", d.publisher), put(out, "date", d.date), put(out, "status", d.status);
  if (!d.series.empty() && d.round) out["series"] = d.series, out["round"] = *d.round;
  if (d.text) out["text"] = *d.text;
  put(out, "recorded_at", d.recorded_at), put(out, "retracted_at", d.retracted_at);
  return out;
}

Json statement_json(const Statement& s) {
  Json out;
  if (!s.series.empty()) {
    out["series"] = s.series;
    if (s.round)
      out["round"] = *s.round;
    else
      out["round"] = nullptr;
  }
  put(out, "date", s.date);
  out["subject"] = node_json(s.subject);
  out["relation"] = s.relation;
  out["object"] = node_json(s.object);
  out["polarity"] = s.polarity == Polarity::negative ? "-" : "+";
  put(out, "modality", s.modality);
  const std::pair<const char*, const std::optional<Entity>*> parties[] = {
      {"speaker", &s.speaker}, {"holder", &s.holder}, {"addressee", &s.addressee}, {"on_behalf_of", &s.on_behalf_of}};
  for (const auto& [key, party] : parties) {
    if (*party) out[key] = entity_json(**party);
  }
  if (s.document) out["document"] = document_json(*s.document);
  if (s.evidence) {
    Json evidence = Json::object();
    if (s.evidence->utf8) evidence["utf8"] = span_json(*s.evidence->utf8);
    put(evidence, "text", s.evidence->text);
    out["evidence"] = std::move(evidence);
  }
  if (s.object_span) out["object_span"] = Json{{"utf8", span_json(*s.object_span)}};
  if (s.confidence) out["confidence"] = *s.confidence;
  put(out, "rule", s.rule), put(out, "extractor", s.extractor);
  put(out, "recorded_at", s.recorded_at), put(out, "retracted_at", s.retracted_at);
  return out;
}

void put_names(Json& out, const char* key, const Aliases& names) {
  if (!names.empty()) out[key] = names;
}

Json declaration_json(const Record& record) {
  Json out;
  if (const auto* s = std::get_if<SeriesDeclaration>(&record)) {
    out["define"] = "series", out["key"] = s->key;
    if (!s->labels.empty()) out["labels"] = s->labels;
    put_names(out, "aliases", s->aliases);
    put(out, "rounds_by", s->rounds_by);
  } else if (const auto* r = std::get_if<RoundDeclaration>(&record)) {
    out["define"] = "round", out["series"] = r->series, out["round"] = r->round;
    put(out, "first", r->first), put(out, "last", r->last), put(out, "place", r->place);
  } else if (const auto* e = std::get_if<EntityDeclaration>(&record)) {
    out["define"] = "entity", out["key"] = e->key;
    put(out, "type", e->type);
    if (!e->labels.empty()) out["labels"] = e->labels;
    put_names(out, "aliases", e->aliases);
    if (!e->not_the_same.empty()) out["not_the_same"] = e->not_the_same;
  } else if (const auto* n = std::get_if<RelationDeclaration>(&record)) {
    out["define"] = "relation", out["key"] = n->key;
    put(out, "parent", n->parent);
    if (!n->labels.empty()) out["labels"] = n->labels;
    put_names(out, "forms", n->forms);
    put(out, "stance", n->stance), put(out, "cameo", n->cameo), put(out, "plover", n->plover);
  } else {
    out["define"] = "document";
    out.update(document_json(std::get<Document>(record)));
  }
  return out;
}

}  // namespace

std::string to_json(const Record& record) {
  const auto* statement = std::get_if<Statement>(&record);
  const Json out = statement != nullptr ? statement_json(*statement) : declaration_json(record);
  return out.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace bayan
