// Values as they are printed: the public Value of a cell, and a Value as JSON.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "query/values.hpp"

namespace bayan {
namespace {

void append_quoted(std::string& out, std::string_view text) {
  out += '"';
  for (const char c : text) {
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          out += fmt::format("\\u{:04x}", static_cast<unsigned>(static_cast<unsigned char>(c)));
        } else {
          out += c;
        }
    }
  }
  out += '"';
}

void append(std::string& out, const Value& value);

void append_object(std::string& out, const std::vector<std::pair<std::string, Value>>& fields) {
  out += '{';
  for (const auto& [name, field] : fields) {
    if (out.back() != '{') out += ',';
    append_quoted(out, name);
    out += ':';
    append(out, field);
  }
  out += '}';
}

void append_list(std::string& out, const std::vector<Value>& items) {
  out += '[';
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) out += ',';
    append(out, items[i]);
  }
  out += ']';
}

// {"key":…,"label":…}
void append_named(std::string& out, const Value& value) {
  out += "{\"key\":";
  append_quoted(out, value.key);
  out += ",\"label\":";
  append_quoted(out, value.text);
  out += value.negative ? ",\"not\":true}" : "}";
}

void append_phrase(std::string& out, const Value& value) {
  out += "{\"text\":";
  append_quoted(out, value.text);
  if (!value.lang.empty()) {
    out += ",\"lang\":";
    append_quoted(out, value.lang);
  }
  out += '}';
}

void append_claim(std::string& out, const Value& value) {
  constexpr std::string_view names[] = {"{\"claim\":{\"subject\":", ",\"relation\":", ",\"object\":"};
  for (std::size_t i = 0; i < value.items.size() && i < 3; ++i) {
    out += names[i];
    append(out, value.items[i]);
  }
  out += "}}";
}

void append(std::string& out, const Value& value) {
  switch (value.kind) {
    case Value::Kind::null:
      out += "null";
      return;
    case Value::Kind::entity:
    case Value::Kind::relation:
      append_named(out, value);
      return;
    case Value::Kind::phrase:
      append_phrase(out, value);
      return;
    case Value::Kind::text:
    case Value::Kind::date:
      append_quoted(out, value.text);
      return;
    case Value::Kind::integer:
      out += std::to_string(value.integer);
      return;
    case Value::Kind::decimal:
      out += fmt::format("{}", value.decimal);
      return;
    case Value::Kind::boolean:
      out += value.boolean ? "true" : "false";
      return;
    case Value::Kind::claim:
      append_claim(out, value);
      return;
    case Value::Kind::round:
      append_quoted(out, value.key);
      return;
    case Value::Kind::list:
      append_list(out, value.items);
      return;
    case Value::Kind::statement:
    case Value::Kind::map:
      append_object(out, value.fields);
      return;
  }
}

}  // namespace

std::string Value::json() const {
  std::string out;
  append(out, *this);
  return out;
}

}  // namespace bayan

namespace bayan::ql {
namespace {

Value text_value(std::string text) {
  Value out;
  out.kind = Value::Kind::text;
  out.text = std::move(text);
  return out;
}

Value integer_value(std::int64_t number) {
  Value out;
  out.kind = Value::Kind::integer;
  out.integer = number;
  out.text = std::to_string(number);
  return out;
}

}  // namespace

Value Values::relation_value(graph::Predicate predicate) const {
  Value out;
  out.kind = Value::Kind::relation;
  out.key = view_.relation(predicate.relation()).key;
  out.text = label(predicate.relation());
  out.negative = predicate.negative();
  return out;
}

Value Values::node_value(TermId id) const {
  Value out;
  switch (graph::View::kind(id)) {
    case graph::TermKind::entity:
      out.kind = Value::Kind::entity;
      out.key = view_.entity(id).key;
      break;
    case graph::TermKind::phrase:
      out.kind = Value::Kind::phrase;
      out.lang = view_.phrase(id).lang;
      break;
    case graph::TermKind::literal:
      return value(plain(Cell::of(id)));
    case graph::TermKind::claim: {
      out.kind = Value::Kind::claim;
      const auto claim = view_.claim(id);
      out.items = {node_value(claim.subject), relation_value(claim.predicate), node_value(claim.object)};
      break;
    }
  }
  out.text = label(Cell::of(id));
  return out;
}

Value Values::timeline_value(const Cell& cell) const {
  Value out;
  out.kind = Value::Kind::map;
  const auto& said = cell.items();
  auto next = said.begin();
  for (const auto& [round, covered] : *cell.data->reach) {
    while (next != said.end() && next->round() < round) ++next;
    const bool here = next != said.end() && next->round() == round;
    out.fields.emplace_back(view_.round_name(round), text_value(here ? "said" : covered ? "no" : "unknown"));
  }
  return out;
}

Value Values::value(const Cell& cell) const {
  Value out;
  switch (cell.kind) {
    case Cell::Kind::null:
      return out;
    case Cell::Kind::node:
      return node_value(cell.node());
    case Cell::Kind::relation:
      return relation_value(cell.relation());
    case Cell::Kind::statement:
      return statement_value(cell.statement());
    case Cell::Kind::text:
      return text_value(cell.text());
    case Cell::Kind::integer:
      return integer_value(cell.integer());
    case Cell::Kind::round:
      out.kind = Value::Kind::round;
      out.key = out.text = label(cell);
      return out;
    case Cell::Kind::date:
      out.kind = Value::Kind::date;
      out.text = cell.text();
      return out;
    case Cell::Kind::decimal:
      out.kind = Value::Kind::decimal;
      out.decimal = cell.decimal();
      out.text = label(cell);
      return out;
    case Cell::Kind::boolean:
      out.kind = Value::Kind::boolean;
      out.boolean = cell.bits != 0;
      out.text = label(cell);
      return out;
    case Cell::Kind::list:
      out.kind = Value::Kind::list;
      for (const auto& item : cell.items()) out.items.push_back(value(item));
      return out;
    case Cell::Kind::timeline:
      return timeline_value(cell);
    case Cell::Kind::map:
      out.kind = Value::Kind::map;
      for (const auto& [name, field] : cell.fields()) out.fields.emplace_back(name, value(field));
      return out;
  }
  return out;
}

Value Values::statement_value(StatementId id) const {
  Value out;
  const auto* info = statement(id);
  if (info == nullptr) return out;
  out.kind = Value::Kind::statement;
  out.text = label(Cell::of(id));
  const auto add = [&](const char* name, Value field) { out.fields.emplace_back(name, std::move(field)); };
  const auto add_text = [&](const char* name, const std::string& text) {
    if (!text.empty()) add(name, text_value(text));
  };
  const auto add_node = [&](const char* name, TermId node) {
    if (node) add(name, node_value(node));
  };
  add("subject", node_value(info->fact.subject));
  add("relation", relation_value(info->fact.predicate));
  add("object", node_value(info->fact.object));
  if (info->fact.round) add("round", value(Cell::of(info->fact.round)));
  add_text("date", info->date);
  add_node("speaker", info->speaker);
  add_node("holder", info->holder);
  add_node("addressee", info->addressee);
  add_node("on_behalf_of", info->on_behalf_of);
  add_text("modality", info->modality);
  if (info->confidence) add("confidence", value(Cell::of_decimal(*info->confidence)));
  add_text("quote", info->quote);
  add_document(*info, out);
  add_text("rule", info->rule);
  return out;
}

void Values::add_document(const graph::StatementInfo& info, Value& out) const {
  const auto* from = document(info.document);
  if (from != nullptr) {
    out.fields.emplace_back("document", text_value(from->title));
    if (!from->source.empty()) out.fields.emplace_back("source", text_value(from->source));
  }
  if (!info.utf8) return;
  Value span;
  span.kind = Value::Kind::list;
  span.items = {integer_value(static_cast<std::int64_t>(info.utf8->begin)),
                integer_value(static_cast<std::int64_t>(info.utf8->end))};
  out.fields.emplace_back("utf8", std::move(span));
  if (from == nullptr || !from->has_text) return;
  if (const auto before = view_.document_bytes(info.document, {0, info.utf8->begin})) {
    out.fields.emplace_back("line", integer_value(1 + std::count(before->begin(), before->end(), '\n')));
  }
}

}  // namespace bayan::ql
