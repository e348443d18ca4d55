// What stands in a column while a query runs: an id of the store, or a value that a verb computed. Cells are decoded to
// public Values only when they are printed.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "graph/model.hpp"

namespace bayan::ql {

// The rounds that a timeline has marks for, shared by all rows of a series.
struct ReachMark {
  RoundId round;
  bool covered = false;

  bool operator==(const ReachMark&) const = default;
};
using Reach = std::vector<ReachMark>;

struct CellData;

struct Cell {
  enum class Kind : std::uint8_t {
    null,
    node,
    relation,
    round,
    statement,
    text,
    integer,
    decimal,
    boolean,
    date,
    list,
    map,
    timeline
  };

  Kind kind = Kind::null;
  std::uint64_t bits = 0;                // an id; an integer, a decimal or a boolean by its bits
  std::shared_ptr<const CellData> data;  // a text, a date, a list, a map, a timeline

  explicit operator bool() const { return kind != Kind::null; }
  TermId node() const { return {bits}; }
  graph::Predicate relation() const { return {bits}; }
  RoundId round() const { return {bits}; }
  StatementId statement() const { return {bits}; }
  std::int64_t integer() const { return static_cast<std::int64_t>(bits); }
  double decimal() const;
  const std::string& text() const;
  const std::vector<Cell>& items() const;
  const std::vector<std::pair<std::string, Cell>>& fields() const;

  // Null when the id is none.
  static Cell of(TermId id) { return from_id(Kind::node, id.value); }
  static Cell of(graph::Predicate predicate) { return from_id(Kind::relation, predicate.value); }
  static Cell of(RoundId id) { return from_id(Kind::round, id.value); }
  static Cell of(StatementId id) { return from_id(Kind::statement, id.value); }
  static Cell from_id(Kind kind, std::uint64_t id) { return id == 0 ? Cell{} : Cell{kind, id, nullptr}; }
  static Cell of_text(std::string text);
  static Cell of_date(std::string date);
  static Cell of_integer(std::int64_t integer) { return {Kind::integer, static_cast<std::uint64_t>(integer), nullptr}; }
  static Cell of_decimal(double decimal);
  static Cell of_boolean(bool value) { return {Kind::boolean, value ? 1u : 0u, nullptr}; }
  static Cell of_literal(const Literal& literal);  // its value: a number, a date ...
  static Cell of_list(std::vector<Cell> items);
  static Cell of_map(std::vector<std::pair<std::string, Cell>> fields);
  // The marks of a timeline are made when it is printed.
  static Cell of_timeline(std::vector<Cell> said, std::shared_ptr<const Reach> reach);

  bool operator==(const Cell& other) const;
  std::size_t hash() const;
};

struct CellData {
  std::string text;
  std::vector<Cell> items;  // of a timeline: the rounds where the row was said, sorted by id
  std::vector<std::pair<std::string, Cell>> fields;
  std::shared_ptr<const Reach> reach;

  bool operator==(const CellData&) const = default;
};

struct CellsHash {
  std::size_t operator()(const std::vector<Cell>& cells) const;
};

}  // namespace bayan::ql
