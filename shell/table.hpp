// Rows on their way out: a table for people, or a machine format. Tables align by display width, wrap what is wide and
// isolate right-to-left text; machine formats have no marks and are never cut.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "shell/invocation.hpp"
#include "shell/terminal.hpp"

namespace bayan::shell {

struct Column {
  std::string name{};
  std::string heading{};  // in tables; may have several lines; the name where empty
  bool right = false;     // numbers
  bool rigid = false;     // never wrapped or narrowed: marks of a timeline
  bool in_table = true;
};

struct Cell {
  std::string text;  // as people read it
  std::string json;  // as JSON
};

class Printer {
 public:
  virtual ~Printer() = default;
  virtual void row(const std::vector<Cell>& cells) = 0;
  // A last object that is no row: how the result is not whole. Machine formats of objects only.
  virtual void mark(const std::string& json) { (void)json; }
  virtual void end() = 0;
};

// `width` is how many columns a table may use.
std::unique_ptr<Printer> make_printer(Format format, std::vector<Column> columns, Output& output, std::size_t width);

// A cell of plain text, a number, a truth value.
Cell text_cell(const std::string& text);
Cell number_cell(std::uint64_t number);

}  // namespace bayan::shell
