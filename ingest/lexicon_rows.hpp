// Rows of a lexicon file: tab-separated, a header line, "#" comments, "|" between the values of a cell.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "bayan/result.hpp"

namespace bayan::ingest {

struct Row {
  std::vector<std::string> cells;  // one for each column of the table
  std::uint32_t line = 0;

  const std::string& operator[](std::size_t column) const { return cells[column]; }
};

// Rows with their cells in the order of `columns`. Columns may stand in any order in the file and may be absent when
// `required` is smaller than their place. Errors: input, with file and line (unknown or missing column, too many
// cells).
Result<std::vector<Row>> parse_rows(std::string_view text, const std::string& file,
                                    const std::vector<std::string>& columns, std::size_t required);

// The parts of a cell; none for an empty one.
std::vector<std::string> split(std::string_view cell, char separator = '|');

Error row_error(const std::string& file, std::uint32_t line, std::string message, std::string help = {});

}  // namespace bayan::ingest
