#include "ingest/lexicon_rows.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "text/utf8.hpp"

namespace bayan::ingest {

namespace {

std::vector<std::string> cells_of(std::string_view line) {
  std::vector<std::string> out;
  for (std::size_t begin = 0;;) {
    const std::size_t tab = line.find('\t', begin);
    out.emplace_back(line.substr(begin, tab == std::string_view::npos ? tab : tab - begin));
    if (tab == std::string_view::npos) return out;
    begin = tab + 1;
  }
}

// For each column of the file, its place in the table.
Result<std::vector<std::size_t>> columns_of(const std::vector<std::string>& header, const std::string& file,
                                            std::uint32_t line, const std::vector<std::string>& columns,
                                            std::size_t required) {
  std::vector<std::size_t> places;
  for (const std::string& name : header) {
    const auto found = std::find(columns.begin(), columns.end(), name);
    if (found == columns.end()) {
      return row_error(file, line, fmt::format("unknown column \"{}\"", name),
                       fmt::format("the columns are {}", fmt::join(columns, ", ")));
    }
    places.push_back(static_cast<std::size_t>(found - columns.begin()));
  }
  for (std::size_t i = 0; i < required; ++i) {
    if (std::find(places.begin(), places.end(), i) == places.end())
      return row_error(file, line, fmt::format("column \"{}\" is missing", columns[i]));
  }
  return places;
}

}  // namespace

Error row_error(const std::string& file, std::uint32_t line, std::string message, std::string help) {
  Error error = make_error(ErrorCode::input, std::move(message), std::move(help));
  error.file = file;
  error.line = line;
  return error;
}

std::vector<std::string> split(std::string_view cell, char separator) {
  std::vector<std::string> out;
  for (std::size_t begin = 0; begin <= cell.size();) {
    const std::size_t end = std::min(cell.find(separator, begin), cell.size());
    if (end > begin) out.emplace_back(cell.substr(begin, end - begin));
    begin = end + 1;
  }
  return out;
}

Result<std::vector<Row>> parse_rows(std::string_view text, const std::string& file,
                                    const std::vector<std::string>& columns, std::size_t required) {
  std::vector<Row> rows;
  std::vector<std::size_t> places;
  std::uint32_t number = 0;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    std::string_view line = text.substr(begin, end - begin);
    begin = end + 1;
    ++number;
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (line.empty() || line.front() == '#') continue;
    if (const auto bad = text::first_bad_byte(line))
      return row_error(file, number, fmt::format("not UTF-8 at byte {} of the line", *bad + 1));
    std::vector<std::string> cells = cells_of(line);
    if (places.empty()) {
      BAYAN_LET(header, columns_of(cells, file, number, columns, required));
      places = std::move(header);
      continue;
    }
    if (cells.size() > places.size()) {
      return row_error(file, number, fmt::format("{} cells, the header has {}", cells.size(), places.size()),
                       "cells are separated by one tab");
    }
    Row row{std::vector<std::string>(columns.size()), number};
    for (std::size_t i = 0; i < cells.size(); ++i) row.cells[places[i]] = std::move(cells[i]);
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace bayan::ingest
