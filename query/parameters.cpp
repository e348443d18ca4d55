// Parameters from a JSON object.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "bayan/query.hpp"

namespace bayan {
namespace {

using nlohmann::json;

Error wrong(const std::string& name, std::string_view what) {
  return make_error(
      ErrorCode::param, fmt::format("parameter ${} {}", name, what),
      "a parameter is a text, number, boolean, {\"key\":…}, {\"value\":…,\"type\":…}, or an array of these");
}

std::string written(const json& value) {
  if (value.is_string()) return value.get<std::string>();
  return value.dump();
}

Result<Parameters::Item> typed_literal(const std::string& name, const json& value) {
  constexpr std::pair<std::string_view, LiteralType> types[] = {{"text", LiteralType::text},
                                                                {"integer", LiteralType::integer},
                                                                {"decimal", LiteralType::decimal},
                                                                {"boolean", LiteralType::boolean},
                                                                {"date", LiteralType::date}};
  for (const auto& [word, type] : types) {
    if (value.at("type") == word) return Parameters::Item(Parameters::TypedLiteral{written(value.at("value")), type});
  }
  return wrong(name, "has a type that there is not: it is text, integer, decimal, boolean or date");
}

Result<Parameters::Item> item_of(const std::string& name, const json& value) {
  if (value.is_string()) return Parameters::Item(value.get<std::string>());
  if (value.is_boolean()) return Parameters::Item(value.get<bool>());
  if (value.is_number_unsigned() && value.get<std::uint64_t>() > std::uint64_t{INT64_MAX}) {
    return wrong(name, "is a number over 64 bits");
  }
  if (value.is_number_integer()) return Parameters::Item(value.get<std::int64_t>());
  if (value.is_number_float()) return Parameters::Item(value.get<double>());
  if (value.is_object() && value.contains("key") && value["key"].is_string()) {
    return Parameters::Item(Parameters::EntityKey{value["key"].get<std::string>()});
  }
  if (value.is_object() && value.contains("value") && value.contains("type")) return typed_literal(name, value);
  return wrong(name, "is of a sort that no parameter has");
}

}  // namespace

Result<Parameters> Parameters::from_json(std::string_view text) {
  const json object = json::parse(text, nullptr, false);
  if (object.is_discarded() || !object.is_object()) {
    return make_error(ErrorCode::param, "parameters are a JSON object", "as in {\"who\":\"a name\",\"round\":21}");
  }
  Parameters out;
  for (const auto& [name, value] : object.items()) {
    if (value.is_null()) continue;  // a null is a parameter that is missing
    if (!value.is_array()) {
      BAYAN_LET(item, item_of(name, value));
      out.set(name, std::visit([](const auto& one) { return Any(one); }, item));
      continue;
    }
    std::vector<Item> list;
    for (const auto& one : value) {
      BAYAN_LET(item, item_of(name, one));
      list.push_back(std::move(item));
    }
    out.set(name, std::move(list));
  }
  return out;
}

}  // namespace bayan
