#include "shell/table.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <numeric>

#include "text/display.hpp"
#include "text/utf8.hpp"

namespace bayan::shell {

namespace {

constexpr std::size_t rows_measured = 2000;  // widths are those of the first rows; later ones wrap
constexpr std::size_t least_width = 8;       // below this a column is not narrowed
constexpr std::size_t gap = 2;

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> out;
  std::size_t begin = 0;
  for (std::size_t at = 0; at <= text.size(); ++at) {
    if (at < text.size() && text[at] != '\n') continue;
    out.push_back(text.substr(begin, at - begin));
    begin = at + 1;
  }
  return out;
}

// Breaks one word that is wider than the column.
void break_word(std::string word, std::size_t width, std::vector<std::string>& out) {
  while (text::width(word) > width) {
    std::size_t at = 0;
    for (std::size_t cells = 0; at < word.size();) {
      const std::size_t size = text::code_point_at(word, at).size;
      cells += text::width(std::string_view(word).substr(at, size));
      if (cells > width && at > 0) break;
      at += size;
    }
    out.push_back(word.substr(0, at));
    word.erase(0, at);
  }
  out.push_back(word);
}

std::vector<std::string> wrap(const std::string& text, std::size_t width) {
  std::vector<std::string> out;
  for (const std::string& line : lines_of(text)) {
    std::string now;
    std::size_t begin = 0;
    while (begin <= line.size()) {
      const std::size_t end = std::min(line.find(' ', begin), line.size());
      const std::string word = line.substr(begin, end - begin);
      begin = end + 1;
      if (!now.empty() && text::width(now) + 1 + text::width(word) <= width) {
        now += " " + word;
        continue;
      }
      if (!now.empty()) out.push_back(now);
      now.clear();
      break_word(word, width, out);
      now = out.back();
      out.pop_back();
    }
    out.push_back(now);
  }
  return out;
}

std::string padded(const std::string& text, std::size_t width, bool right) {
  const std::string spaces(width - std::min(width, text::width(text)), ' ');
  return right ? spaces + text::isolate(text) : text::isolate(text) + spaces;
}

class TablePrinter final : public Printer {
 public:
  TablePrinter(std::vector<Column> columns, Output& output, std::size_t width) : output_(output), width_(width) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (columns[i].in_table) shown_.push_back(i);
    }
    columns_ = std::move(columns);
  }

  void row(const std::vector<Cell>& cells) override {
    std::vector<std::string> texts;
    for (const std::size_t i : shown_) texts.push_back(cells[i].text);
    if (measured_) return print(texts, false);
    waiting_.push_back(std::move(texts));
    if (waiting_.size() >= rows_measured) begin();
  }
  void end() override {
    if (!measured_) begin();
  }

 private:
  void begin() {
    measured_ = true;
    measure();
    std::vector<std::string> headings;
    for (const std::size_t i : shown_)
      headings.push_back(columns_[i].heading.empty() ? columns_[i].name : columns_[i].heading);
    if (!shown_.empty()) {
      print(headings, true);
      std::string rule;
      for (std::size_t i = 0; i < shown_.size(); ++i) {
        if (i > 0) rule += std::string(gap, ' ');
        for (std::size_t n = 0; n < widths_[i]; ++n) rule += "─";
      }
      output_.write(rule + "\n");
    }
    for (const auto& texts : waiting_) print(texts, false);
    waiting_.clear();
  }

  // Natural widths, then the widest columns give way until all fit.
  void measure() {
    widths_.assign(shown_.size(), 1);
    const auto widen = [&](std::size_t i, const std::string& text) {
      for (const std::string& line : lines_of(text)) widths_[i] = std::max(widths_[i], text::width(line));
    };
    for (std::size_t i = 0; i < shown_.size(); ++i) {
      widen(i, columns_[shown_[i]].heading.empty() ? columns_[shown_[i]].name : columns_[shown_[i]].heading);
      for (const auto& texts : waiting_) widen(i, texts[i]);
    }
    const std::size_t gaps = shown_.empty() ? 0 : gap * (shown_.size() - 1);
    while (std::accumulate(widths_.begin(), widths_.end(), gaps) > width_) {
      std::size_t widest = shown_.size();
      for (std::size_t i = 0; i < shown_.size(); ++i) {
        if (columns_[shown_[i]].rigid || widths_[i] <= least_width) continue;
        if (widest == shown_.size() || widths_[i] > widths_[widest]) widest = i;
      }
      if (widest == shown_.size()) break;
      --widths_[widest];
    }
  }

  // Headings stand on the line above the rule, cells begin at the top.
  void print(const std::vector<std::string>& texts, bool heading) {
    std::vector<std::vector<std::string>> cells;
    std::size_t height = 1;
    for (std::size_t i = 0; i < texts.size(); ++i) {
      cells.push_back(columns_[shown_[i]].rigid ? lines_of(texts[i]) : wrap(texts[i], widths_[i]));
      height = std::max(height, cells.back().size());
    }
    for (std::size_t line = 0; line < height; ++line) {
      std::string out;
      for (std::size_t i = 0; i < cells.size(); ++i) {
        const std::size_t above = heading ? height - cells[i].size() : 0;
        const bool has = line >= above && line - above < cells[i].size();
        if (i > 0) out += std::string(gap, ' ');
        out += padded(has ? cells[i][line - above] : "", widths_[i], columns_[shown_[i]].right);
      }
      out.erase(out.find_last_not_of(' ') + 1);
      output_.write(out + "\n");
    }
  }

  std::vector<Column> columns_;
  std::vector<std::size_t> shown_;
  Output& output_;
  std::size_t width_;
  std::vector<std::vector<std::string>> waiting_;
  std::vector<std::size_t> widths_;
  bool measured_ = false;
};

std::string object_of(const std::vector<Column>& columns, const std::vector<Cell>& cells) {
  std::string out = "{";
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (i > 0) out += ",";
    out += nlohmann::json(columns[i].name).dump() + ":" + cells[i].json;
  }
  return out + "}";
}

class JsonPrinter final : public Printer {
 public:
  JsonPrinter(std::vector<Column> columns, Output& output, bool lines)
      : columns_(std::move(columns)), output_(output), lines_(lines) {}
  void row(const std::vector<Cell>& cells) override { object(object_of(columns_, cells)); }
  void mark(const std::string& json) override { object(json); }
  void end() override {
    if (!lines_) output_.write(begun_ ? "]\n" : "[]\n");
  }

 private:
  void object(const std::string& json) {
    if (!lines_) output_.write(begun_ ? ",\n" : "[");
    begun_ = true;
    output_.write(json + (lines_ ? "\n" : ""));
  }

  std::vector<Column> columns_;
  Output& output_;
  bool lines_;
  bool begun_ = false;
};

// csv quotes as RFC 4180 says; tsv writes tabs and line ends as \t and \n.
std::string quoted(const std::string& text, Format format) {
  if (format == Format::csv) {
    if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
    std::string out = "\"";
    for (const char c : text) out += c == '"' ? "\"\"" : std::string(1, c);
    return out + "\"";
  }
  std::string out;
  for (const char c : text) {
    if (format == Format::tsv && c == '\t')
      out += "\\t";
    else if (format == Format::tsv && c == '\n')
      out += "\\n";
    else if (format == Format::tsv && c == '\\')
      out += "\\\\";
    else if (format == Format::markdown && c == '\n')
      out += " ";
    else if (format == Format::markdown && c == '|')
      out += "\\|";
    else
      out += c;
  }
  return out;
}

class LinePrinter final : public Printer {
 public:
  LinePrinter(const std::vector<Column>& columns, Output& output, Format format) : output_(output), format_(format) {
    std::vector<Cell> names;
    for (const Column& column : columns) names.push_back({column.name, {}});
    row(names);
    if (format != Format::markdown) return;
    std::string rule = "|";
    for (const Column& column : columns) rule += column.right ? " ---: |" : " --- |";
    output_.write(rule + "\n");
  }
  void row(const std::vector<Cell>& cells) override {
    std::string out = format_ == Format::markdown ? "| " : "";
    const char* const between = format_ == Format::csv ? "," : format_ == Format::tsv ? "\t" : " | ";
    for (std::size_t i = 0; i < cells.size(); ++i) out += (i > 0 ? between : "") + quoted(cells[i].text, format_);
    output_.write(out + (format_ == Format::markdown ? " |\n" : "\n"));
  }
  void end() override {}

 private:
  Output& output_;
  Format format_;
};

}  // namespace

const std::map<std::string, Format>& formats() {
  static const std::map<std::string, Format> all = {{"table", Format::table}, {"json", Format::json},
                                                    {"jsonl", Format::jsonl}, {"csv", Format::csv},
                                                    {"tsv", Format::tsv},     {"markdown", Format::markdown}};
  return all;
}

std::unique_ptr<Printer> make_printer(Format format, std::vector<Column> columns, Output& output, std::size_t width) {
  switch (format) {
    case Format::table:
      return std::make_unique<TablePrinter>(std::move(columns), output, width);
    case Format::json:
      return std::make_unique<JsonPrinter>(std::move(columns), output, false);
    case Format::jsonl:
      return std::make_unique<JsonPrinter>(std::move(columns), output, true);
    case Format::csv:
    case Format::tsv:
    case Format::markdown:
      break;
  }
  return std::make_unique<LinePrinter>(columns, output, format);
}

Cell text_cell(const std::string& text) {
  return {text, nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)};
}

Cell number_cell(std::uint64_t number) { return {std::to_string(number), std::to_string(number)}; }

}  // namespace bayan::shell
