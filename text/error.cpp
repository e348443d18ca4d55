// The parts of bayan/result.hpp that are not templates. They stand here because a caret needs to know how wide text is.
#include <fmt/format.h>

#include <array>
#include <string>

#include "bayan/result.hpp"
#include "text/display.hpp"
#include "text/utf8.hpp"

namespace bayan {

namespace {

constexpr std::array<std::string_view, 16> code_names = {"text",   "syntax", "unknown", "ambiguous", "unbound", "kind",
                                                         "column", "param",  "place",   "round",     "limit",   "input",
                                                         "usage",  "store",  "busy",    "cancelled"};

// The line of `source` that a place is in, without its end.
std::string_view line_at(std::string_view source, std::uint32_t line) {
  for (; line > 1; --line) {
    const std::size_t newline = source.find('\n');
    if (newline == std::string_view::npos) return {};
    source.remove_prefix(newline + 1);
  }
  return source.substr(0, source.find('\n'));
}

// The line with a caret under the column. Right-to-left lines get the caret by name of the place only: a terminal
// decides where it draws them.
std::string caret(std::string_view source, std::uint32_t line, std::uint32_t column) {
  const std::string_view shown = line_at(source, line);
  if (text::first_bad_byte(shown) || text::isolate(shown) != shown) return fmt::format("  {}\n", text::isolate(shown));
  std::size_t bytes = 0;
  for (std::uint32_t i = 1; i < column && bytes < shown.size(); ++i) bytes += text::code_point_at(shown, bytes).size;
  return fmt::format("  {}\n  {}^\n", shown, std::string(text::width(shown.substr(0, bytes)), ' '));
}

}  // namespace

std::string_view name(ErrorCode code) { return code_names.at(static_cast<std::size_t>(code)); }

Error make_error(ErrorCode code, std::string message, std::string help) {
  Error error;
  error.code = code;
  error.message = std::move(message);
  error.help = std::move(help);
  return error;
}

std::string describe(const Error& error, std::string_view source) {
  std::string place = error.file;
  if (error.line != 0) {
    place += place.empty() ? fmt::format("line {}", error.line) : fmt::format(":{}", error.line);
    if (error.column != 0)
      place += place.starts_with("line") ? fmt::format(", column {}", error.column) : fmt::format(":{}", error.column);
  }
  std::string out =
      place.empty() ? fmt::format("error: {}\n", error.message) : fmt::format("error: {}: {}\n", place, error.message);
  if (!source.empty() && error.line != 0 && error.column != 0) out += caret(source, error.line, error.column);
  if (!error.help.empty()) out += fmt::format("help: {}\n", error.help);
  return out;
}

}  // namespace bayan
