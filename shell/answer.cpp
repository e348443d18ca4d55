#include "shell/answer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>

#include "shell/table.hpp"

namespace bayan::shell {

namespace {

constexpr std::string_view said = "●", silent = "·", unknown = "?";

// "astana:21" without its series.
std::string ordinal_of(const std::string& round) { return round.substr(round.find(':') + 1); }
std::string series_of(const std::string& round) { return round.substr(0, round.find(':')); }

bool is_timeline(const Value& value) {
  return value.kind == Value::Kind::map && !value.fields.empty() &&
         std::all_of(value.fields.begin(), value.fields.end(), [](const auto& field) {
           return field.second.text == "said" || field.second.text == "no" || field.second.text == "unknown";
         });
}

// The rounds of a timeline, read downwards, one column a round: the heading above its marks.
std::string timeline_heading(const Value& timeline, const std::string& name) {
  std::size_t height = 0;
  for (const auto& [round, mark] : timeline.fields) height = std::max(height, ordinal_of(round).size());
  std::string out = name;
  for (std::size_t line = 0; line < height; ++line) {
    out += "\n";
    for (const auto& [round, mark] : timeline.fields) {
      const std::string ordinal = ordinal_of(round);
      const std::size_t above = height - ordinal.size();
      out += line < above ? ' ' : ordinal[line - above];
    }
  }
  return out;
}

std::string joined(const std::vector<std::string>& items) { return fmt::format("{}", fmt::join(items, " ")); }

// Rounds with the series said once: "astana: 15 16 18".
std::string short_rounds(const std::vector<std::string>& rounds) {
  std::string out, series;
  for (const std::string& round : rounds) {
    if (series_of(round) != series) out += fmt::format("{}{}:", out.empty() ? "" : "; ", series_of(round));
    series = series_of(round);
    out += " " + ordinal_of(round);
  }
  return out;
}

bool is_number(const Value& value) { return value.kind == Value::Kind::integer || value.kind == Value::Kind::decimal; }

std::string rounds_json(const std::vector<std::string>& rounds) { return nlohmann::json(rounds).dump(); }

std::vector<Column> columns_of(const Rows& rows, const Row& first) {
  std::vector<Column> out;
  bool timeline = false;
  for (std::size_t i = 0; i < rows.columns().size(); ++i) {
    Column column{rows.columns()[i], {}, is_number(first.values[i]), false, true};
    if (is_timeline(first.values[i])) {
      column.rigid = timeline = true;
      column.heading = timeline_heading(first.values[i], column.name);
    }
    out.push_back(std::move(column));
  }
  // A timeline shows the rounds already.
  if (rows.has_rounds()) out.push_back({"rounds", {}, false, false, !timeline});
  return out;
}

QueryOptions options_of(const Invocation& in) {
  QueryOptions out;
  out.lang = in.lang;
  out.series = in.document.series;
  out.as_of = in.as_of;
  out.rows = in.rows, out.timeout_ms = in.timeout_ms, out.memory_bytes = in.memory_bytes;
  out.cancel = &Interrupts::stopped();
  return out;
}

// K=V: V as JSON where it is JSON, else as a text.
Result<Parameters> parameters_of(const std::vector<std::string>& params) {
  nlohmann::json object = nlohmann::json::object();
  for (const std::string& param : params) {
    const std::size_t equals = param.find('=');
    if (equals == std::string::npos || equals == 0) {
      return make_error(ErrorCode::usage, fmt::format("--param {} has no name", param), "write it as --param r=21");
    }
    const std::string value = param.substr(equals + 1);
    const auto json = nlohmann::json::parse(value, nullptr, false);
    object[param.substr(0, equals)] = json.is_discarded() ? nlohmann::json(value) : json;
  }
  return Parameters::from_json(object.dump());
}

std::vector<Cell> cells_of(const Rows& rows, const Row& row, Format format) {
  const bool json = format == Format::json || format == Format::jsonl;
  std::vector<Cell> out;
  for (const Value& value : row.values) out.push_back(json ? Cell{{}, value.json()} : Cell{printed(value), {}});
  if (rows.has_rounds()) {
    const std::string text = format == Format::table ? short_rounds(row.rounds) : joined(row.rounds);
    out.push_back(json ? Cell{{}, rounds_json(row.rounds)} : Cell{text, {}});
  }
  return out;
}

// A partial result says so in every format.
void mark_partial(const std::string& reason, Printer& printer) {
  printer.mark(fmt::format(R"({{"partial":true,"reason":{}}})", nlohmann::json(reason).dump()));
  fmt::print(stderr, "partial: {}\n", reason);
}

}  // namespace

std::string printed(const Value& value) {
  if (is_timeline(value)) {
    std::string out;
    for (const auto& [round, mark] : value.fields)
      out += mark.text == "said" ? said : mark.text == "no" ? silent : unknown;
    return out;
  }
  std::vector<std::string> parts;
  switch (value.kind) {
    case Value::Kind::null:
      return {};
    case Value::Kind::list:
      for (const Value& item : value.items) parts.push_back(printed(item));
      return fmt::format("{}", fmt::join(parts, " · "));
    case Value::Kind::map:
      for (const auto& [name, item] : value.fields) parts.push_back(fmt::format("{} {}", name, printed(item)));
      return fmt::format("{}", fmt::join(parts, " "));
    case Value::Kind::statement:
      for (const auto& [name, item] : value.fields) {
        if (name != "utf8") parts.push_back(fmt::format("{}: {}", name, printed(item)));
      }
      return fmt::format("{}", fmt::join(parts, "\n"));
    case Value::Kind::round:
      return value.key;
    default:
      return value.text;
  }
}

int answer(Store& store, const std::string& question, const Invocation& in, Output& output) {
  const auto parameters = parameters_of(in.params);
  if (!parameters) return report(parameters.error());
  auto rows = query(store, question, *parameters, options_of(in));
  if (!rows) return report(rows.error(), question);
  for (const std::string& warning : rows->warnings()) fmt::print(stderr, "warning: {}\n", warning);

  std::unique_ptr<Printer> printer;
  std::uint64_t count = 0;
  while (rows->next()) {
    const Row& row = rows->row();
    if (!printer) printer = make_printer(in.format, columns_of(*rows, row), output, columns_of_output());
    printer->row(cells_of(*rows, row, in.format));
    ++count;
  }
  if (!printer) {
    Row empty;
    empty.values.resize(rows->columns().size());
    printer = make_printer(in.format, columns_of(*rows, empty), output, columns_of_output());
  }
  const auto partial = rows->partial();
  if (partial) mark_partial(*partial, *printer);
  printer->end();
  if (auto status = rows->status(); !status) return report(status.error(), question);
  if (auto status = output.finish(); !status) return report(status.error());
  if (in.format == Format::table && !in.quiet) fmt::print(stderr, "{} {}\n", count, count == 1 ? "row" : "rows");
  return partial ? exit_partial : exit_done;
}

}  // namespace bayan::shell
