#include "query/cell.hpp"

#include <bit>
#include <charconv>
#include <functional>

namespace bayan::ql {
namespace {

const CellData no_data;

const CellData& data_of(const Cell& cell) { return cell.data ? *cell.data : no_data; }

void mix(std::size_t& seed, std::size_t value) { seed ^= value + 0x9e3779b97f4a7c15u + (seed << 6) + (seed >> 2); }

Cell with_data(Cell::Kind kind, CellData data) { return {kind, 0, std::make_shared<const CellData>(std::move(data))}; }

}  // namespace

double Cell::decimal() const { return std::bit_cast<double>(bits); }
const std::string& Cell::text() const { return data_of(*this).text; }
const std::vector<Cell>& Cell::items() const { return data_of(*this).items; }
const std::vector<std::pair<std::string, Cell>>& Cell::fields() const { return data_of(*this).fields; }

Cell Cell::of_text(std::string text) { return with_data(Kind::text, {std::move(text), {}, {}, {}}); }
Cell Cell::of_date(std::string date) { return with_data(Kind::date, {std::move(date), {}, {}, {}}); }
Cell Cell::of_decimal(double decimal) { return {Kind::decimal, std::bit_cast<std::uint64_t>(decimal), nullptr}; }
Cell Cell::of_list(std::vector<Cell> items) { return with_data(Kind::list, {{}, std::move(items), {}, {}}); }
Cell Cell::of_map(std::vector<std::pair<std::string, Cell>> fields) {
  return with_data(Kind::map, {{}, {}, std::move(fields), {}});
}

Cell Cell::of_timeline(std::vector<Cell> said, std::shared_ptr<const Reach> reach) {
  return with_data(Kind::timeline, {{}, std::move(said), {}, std::move(reach)});
}

bool Cell::operator==(const Cell& other) const {
  if (kind != other.kind || bits != other.bits) return false;
  return data == other.data || data_of(*this) == data_of(other);
}

std::size_t Cell::hash() const {
  std::size_t seed = static_cast<std::size_t>(kind);
  mix(seed, static_cast<std::size_t>(bits));
  if (!data) return seed;
  mix(seed, std::hash<std::string>{}(data->text));
  for (const auto& item : data->items) mix(seed, item.hash());
  for (const auto& [name, value] : data->fields) {
    mix(seed, std::hash<std::string>{}(name));
    mix(seed, value.hash());
  }
  return seed;
}

std::size_t CellsHash::operator()(const std::vector<Cell>& cells) const {
  std::size_t seed = cells.size();
  for (const auto& cell : cells) mix(seed, cell.hash());
  return seed;
}

Cell Cell::of_literal(const Literal& literal) {
  const char* begin = literal.value.data();
  const char* end = begin + literal.value.size();
  switch (literal.type) {
    case LiteralType::integer: {
      std::int64_t value = 0;
      if (std::from_chars(begin, end, value).ec == std::errc{}) return Cell::of_integer(value);
      [[fallthrough]];
    }
    case LiteralType::decimal: {
      double value = 0;
      std::from_chars(begin, end, value);
      return Cell::of_decimal(value);
    }
    case LiteralType::boolean:
      return Cell::of_boolean(literal.value == "true");
    case LiteralType::date:
      return Cell::of_date(literal.value);
    case LiteralType::text:
      return Cell::of_text(literal.value);
  }
  return {};
}

}  // namespace bayan::ql
