// Tables: one statement a line, tab- or comma-separated, columns named by the first line in any order.
//
//   subject relation object             keys of entities; instead of object: object_text (a phrase), or object_value
//   with
//                                       object_type (date, integer, decimal, boolean, text)
//   series round date polarity modality speaker holder document confidence evidence
//
// CSV fields may stand in double quotes, doubled inside (RFC 4180), on one line; TSV writes \t \n \\ for themselves.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "bayan/result.hpp"
#include "bayan/statement.hpp"
#include "graph/bulk.hpp"

namespace bayan::ingest {

enum class TableColumn : std::uint8_t {
  subject,
  relation,
  object,
  object_text,
  object_value,
  object_type,
  series,
  round,
  date,
  polarity,
  modality,
  speaker,
  holder,
  document,
  confidence,
  evidence
};
inline constexpr std::size_t table_columns = 16;

class TableReader {
 public:
  // `renames` are "A=B": the file's column A is our column B. Errors: input (no header, an unknown or missing column).
  static Result<TableReader> open(std::string_view header, char separator, const std::vector<std::string>& renames);

  // Splits a line; what row() and record() return refers to it. Errors: input (too few or too many fields, a round that
  // is no number, an impossible date ...).
  Status read(std::string_view line);

  // Whether the line says no more than a bare fact, so that it can go into a bulk load.
  bool is_bare() const;
  const graph::BulkRow& row() const { return row_; }
  Record record() const;

 private:
  std::string_view field(TableColumn column) const;
  Status split_quoted(std::string_view line);
  Status check();

  char separator_ = '\t';
  std::array<int, table_columns> places_{};  // of each column in a line; -1 where it is missing
  std::size_t fields_wanted_ = 0;
  std::vector<std::string_view> fields_;
  std::vector<std::string> unquoted_;  // of fields that had to be rewritten
  graph::BulkRow row_;
  std::string good_date_;  // the last that was checked
};

}  // namespace bayan::ingest
