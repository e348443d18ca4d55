#include "ingest/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "graph/dates.hpp"
#include "text/nearest.hpp"

namespace bayan::ingest {

namespace {

constexpr std::array<std::string_view, table_columns> column_names = {
    "subject", "relation", "object",   "object_text", "object_value", "object_type", "series",     "round",
    "date",    "polarity", "modality", "speaker",     "holder",       "document",    "confidence", "evidence"};

constexpr std::pair<std::string_view, graph::BulkRow::Object> value_types[] = {
    {"text", graph::BulkRow::Object::text},
    {"integer", graph::BulkRow::Object::integer},
    {"decimal", graph::BulkRow::Object::decimal},
    {"boolean", graph::BulkRow::Object::boolean},
    {"date", graph::BulkRow::Object::date}};

Error bad(std::string message, std::string help = {}) {
  return make_error(ErrorCode::input, std::move(message), std::move(help));
}

std::string known_columns() { return fmt::format("columns are {}", fmt::join(column_names, " ")); }

std::string unescaped(std::string_view field) {
  std::string out;
  for (std::size_t i = 0; i < field.size(); ++i) {
    if (field[i] != '\\' || i + 1 == field.size()) {
      out += field[i];
      continue;
    }
    const char next = field[++i];
    out += next == 't' ? '\t' : next == 'n' ? '\n' : next;
  }
  return out;
}

}  // namespace

Result<TableReader> TableReader::open(std::string_view header, char separator,
                                      const std::vector<std::string>& renames) {
  TableReader out;
  out.separator_ = separator;
  out.places_.fill(-1);
  if (header.ends_with('\r')) header.remove_suffix(1);
  std::size_t begin = 0;
  for (std::size_t place = 0; begin <= header.size(); ++place) {
    const std::size_t end = std::min(header.find(separator, begin), header.size());
    std::string name(header.substr(begin, end - begin));
    begin = end + 1;
    for (const std::string& rename : renames) {
      if (const std::size_t equals = rename.find('='); rename.substr(0, equals) == name)
        name = rename.substr(equals + 1);
    }
    const auto found = std::find(column_names.begin(), column_names.end(), name);
    if (found == column_names.end()) {
      const auto near = text::nearest(name, {column_names.begin(), column_names.end()});
      return bad(fmt::format("unknown column \"{}\"", name),
                 near.empty() ? known_columns() : fmt::format("did you mean \"{}\"?", near.front()));
    }
    int& known = out.places_[static_cast<std::size_t>(found - column_names.begin())];
    if (known >= 0) return bad(fmt::format("the column \"{}\" stands twice", name), "rename one with --columns");
    known = static_cast<int>(place);
    out.fields_wanted_ = place + 1;
  }
  const auto has = [&](TableColumn column) { return out.places_[static_cast<std::size_t>(column)] >= 0; };
  if (!has(TableColumn::subject) || !has(TableColumn::relation))
    return bad("the first line must name the columns subject and relation", known_columns());
  if (!has(TableColumn::object) && !has(TableColumn::object_text) && !has(TableColumn::object_value)) {
    return bad("the first line must name a column for the object", "add object, object_text or object_value");
  }
  return out;
}

std::string_view TableReader::field(TableColumn column) const {
  const int place = places_[static_cast<std::size_t>(column)];
  return place < 0 ? std::string_view() : fields_[static_cast<std::size_t>(place)];
}

Status TableReader::split_quoted(std::string_view line) {
  unquoted_.clear();
  unquoted_.reserve(fields_wanted_ + 1);
  for (std::size_t at = 0; at <= line.size();) {
    if (at < line.size() && line[at] == '"') {
      std::string& text = unquoted_.emplace_back();
      std::size_t i = at + 1;
      for (;; ++i) {
        if (i >= line.size()) return bad("a quoted field does not end on its line");
        if (line[i] != '"')
          text += line[i];
        else if (i + 1 < line.size() && line[i + 1] == '"')
          text += line[i++];
        else
          break;
      }
      fields_.push_back(text);
      at = i + 1;
      if (at < line.size() && line[at] != separator_) return bad("text follows a quoted field");
      ++at;
      if (unquoted_.size() > fields_wanted_) break;
      continue;
    }
    const std::size_t end = std::min(line.find(separator_, at), line.size());
    fields_.push_back(line.substr(at, end - at));
    at = end + 1;
  }
  return {};
}

Status TableReader::read(std::string_view line) {
  if (line.ends_with('\r')) line.remove_suffix(1);
  fields_.clear();
  if (separator_ == ',' && line.find('"') != std::string_view::npos) {
    BAYAN_TRY(split_quoted(line));
  } else {
    for (std::size_t begin = 0; begin <= line.size();) {
      const std::size_t end = std::min(line.find(separator_, begin), line.size());
      fields_.push_back(line.substr(begin, end - begin));
      begin = end + 1;
    }
    if (separator_ == '\t' && line.find('\\') != std::string_view::npos) {
      unquoted_.clear();
      unquoted_.reserve(fields_.size());
      for (std::string_view& text : fields_) text = unquoted_.emplace_back(unescaped(text));
    }
  }
  if (fields_.size() != fields_wanted_)
    return bad(fmt::format("{} fields, the first line has {}", fields_.size(), fields_wanted_));
  return check();
}

Status TableReader::check() {
  row_ = {};
  row_.subject = field(TableColumn::subject);
  row_.relation = field(TableColumn::relation);
  if (row_.subject.empty() || row_.relation.empty()) return bad("subject and relation must not be empty");
  if (row_.object = field(TableColumn::object); row_.object.empty()) {
    row_.kind = graph::BulkRow::Object::phrase;
    if (row_.object = field(TableColumn::object_text); row_.object.empty()) {
      row_.object = field(TableColumn::object_value);
      const std::string_view type = field(TableColumn::object_type);
      const auto* found = std::find_if(std::begin(value_types), std::end(value_types),
                                       [&](const auto& known) { return known.first == type; });
      if (row_.object.empty()) return bad("the object is empty");
      if (found == std::end(value_types) && !type.empty())
        return bad(fmt::format("\"{}\" is no type of value", type), "write date, integer, decimal, boolean or text");
      row_.kind = type.empty() ? graph::BulkRow::Object::text : found->second;
    }
  }
  row_.series = field(TableColumn::series);
  if (const std::string_view round = field(TableColumn::round); !round.empty()) {
    const auto [end, code] = std::from_chars(round.data(), round.data() + round.size(), row_.round);
    if (code != std::errc() || end != round.data() + round.size() || row_.round < 0)
      return bad(fmt::format("round \"{}\" is no number", round));
    if (row_.series.empty()) return bad(fmt::format("round {} of no series", row_.round), "fill the column series");
  } else {
    row_.series = {};
  }
  row_.date = field(TableColumn::date);
  if (!row_.date.empty() && row_.date != good_date_) {
    if (!graph::days_from_iso(row_.date))
      return bad(fmt::format("date \"{}\" is no day of the calendar", row_.date), "write YYYY-MM-DD");
    good_date_ = std::string(row_.date);
  }
  const std::string_view polarity = field(TableColumn::polarity);
  if (polarity != "" && polarity != "+" && polarity != "-")
    return bad(fmt::format("\"{}\" is no polarity", polarity), "write + or -");
  if (polarity == "-") row_.polarity = Polarity::negative;
  return {};
}

bool TableReader::is_bare() const {
  for (const TableColumn column : {TableColumn::modality, TableColumn::speaker, TableColumn::holder,
                                   TableColumn::document, TableColumn::confidence, TableColumn::evidence}) {
    if (!field(column).empty()) return false;
  }
  // A date without a round may still make one, where the series makes rounds from dates.
  return !row_.series.empty() || field(TableColumn::series).empty();
}

Record TableReader::record() const {
  Statement out = graph::statement_of(row_);
  out.series = std::string(field(TableColumn::series));  // of its date too, where there is no round
  out.modality = std::string(field(TableColumn::modality));
  if (const auto speaker = field(TableColumn::speaker); !speaker.empty())
    out.speaker = Entity{std::string(speaker), {}, {}};
  if (const auto holder = field(TableColumn::holder); !holder.empty()) out.holder = Entity{std::string(holder), {}, {}};
  if (const auto title = field(TableColumn::document); !title.empty()) {
    Document document;
    document.title = std::string(title);
    out.document = std::move(document);
  }
  if (const auto quote = field(TableColumn::evidence); !quote.empty())
    out.evidence = Evidence{std::nullopt, std::string(quote)};
  if (const auto confidence = field(TableColumn::confidence); !confidence.empty()) {
    double value = -1;  // refused by validate(), unless it is a number
    std::from_chars(confidence.data(), confidence.data() + confidence.size(), value);
    out.confidence = value;
  }
  return out;
}

}  // namespace bayan::ingest
