#include "ingest/source.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>

#include "ingest/extract/calendar.hpp"
#include "text/classes.hpp"
#include "text/fold.hpp"
#include "text/utf8.hpp"

namespace bayan::ingest {

namespace {

std::string_view trimmed(std::string_view s) {
  while (!s.empty() && (s.front() == ' ' || s.front() == '\t')) s.remove_prefix(1);
  while (!s.empty() && (s.back() == ' ' || s.back() == '\t' || s.back() == '\r')) s.remove_suffix(1);
  return s;
}

Error at(const std::string& name, std::uint32_t line, Error error) {
  error.file = name;
  error.line = line;
  return error;
}

Result<std::int64_t> round_of(std::string_view value) {
  std::int64_t round = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), round);
  if (error != std::errc() || end != value.data() + value.size() || round < 0 || round > 100000)
    return make_error(ErrorCode::input, fmt::format("\"{}\" is no round", value), "a round is a number: Round: 21");
  return round;
}

// Sets one header field; false when there is no such key.
Result<bool> set_field(Document& document, std::string_view key, std::string_view value) {
  const std::string folded = text::fold(key);
  const std::array<std::pair<std::string_view, std::string*>, 6> fields = {{{"series", &document.series},
                                                                            {"title", &document.title},
                                                                            {"source", &document.source},
                                                                            {"publisher", &document.publisher},
                                                                            {"language", &document.lang},
                                                                            {"status", &document.status}}};
  for (const auto& [name, field] : fields)
    if (folded == name) return *field = value, true;
  if (folded == "round") {
    BAYAN_LET(round, round_of(value));
    document.round = round;
    return true;
  }
  if (folded == "date") {
    BAYAN_LET(date, checked_date(value));
    document.date = date;
    return true;
  }
  return false;
}

Status read_header(Source& source, const std::string& name) {
  std::uint32_t line = 0;
  while (source.body < source.bytes.size()) {
    const std::size_t end = std::min(source.bytes.find('\n', source.body), source.bytes.size());
    std::string_view text = trimmed(source.bytes.substr(source.body, end - source.body));
    if (line == 0 && text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
    ++line;
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos || colon == 0 || colon > 20) return {};
    auto set = set_field(source.document, text.substr(0, colon), trimmed(text.substr(colon + 1)));
    if (!set) return at(name, line, std::move(set.error()));
    if (!*set) return {};
    source.body = std::min(end + 1, source.bytes.size());
  }
  return {};
}

Status apply(Source& source, const DocumentOptions& options) {
  const auto take = [](std::string& field, const std::string& value) {
    if (!value.empty()) field = value;
  };
  take(source.document.series, options.series);
  take(source.document.title, options.title);
  take(source.document.lang, options.lang);
  take(source.document.source, options.source);
  take(source.document.publisher, options.publisher);
  take(source.document.status, options.status);
  if (options.round) source.document.round = options.round;
  if (!options.date.empty()) {
    BAYAN_LET(date, checked_date(options.date));
    source.document.date = date;
  }
  if (!options.rounds_by.empty() && options.rounds_by != "day" && options.rounds_by != "month" &&
      options.rounds_by != "year") {
    return make_error(ErrorCode::usage, fmt::format("rounds by \"{}\"", options.rounds_by), "day, month or year");
  }
  source.rounds_by = options.rounds_by;
  return {};
}

std::string title_from(const std::string& name) {
  const std::size_t slash = name.find_last_of('/');
  std::string base = slash == std::string::npos ? name : name.substr(slash + 1);
  const std::size_t dot = base.find_last_of('.');
  if (dot != std::string::npos && dot > 0) base.resize(dot);
  return base.empty() ? "untitled" : base;
}

// The language with more letters: Arabic text is full of Latin names, and the other way round.
std::string language_of(std::string_view text) {
  std::size_t arabic = 0, latin = 0;
  const std::string_view sample = text.substr(0, 20000);
  for (std::size_t i = 0; i < sample.size(); ++i) {
    const auto byte = static_cast<unsigned char>(sample[i]);
    if (byte >= 0xd8 && byte <= 0xdb) ++arabic;
    if ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z') ++latin;
  }
  return arabic * 2 > latin ? "ar" : "en";
}

Error in_file(const std::string& name, Error error) {
  error.file = name;
  return error;
}

Error not_utf8(std::string_view bytes, std::size_t bad, const std::string& name) {
  const text::Place place = text::place_of(bytes.substr(0, bad), bad);
  Error error = make_error(ErrorCode::text, fmt::format("not UTF-8 at byte {}", bad), "convert the document to UTF-8");
  error.line = place.line;
  error.column = place.column;
  return in_file(name, std::move(error));
}

// The article becomes the text; what the page says about itself stands where the header says nothing.
void take_page(Source& source, Page page) {
  source.article = std::make_shared<const std::string>(std::move(page.text));
  source.bytes = *source.article, source.body = 0;
  source.asides = std::move(page.asides);
  PageMetadata& said = page.metadata;
  const std::string seen = language_of(source.text());
  // Templates say "en" on pages in any language: the letters decide between the two that they tell apart.
  if ((said.lang == "ar" || said.lang == "en") && said.lang != seen) {
    source.warnings.push_back(
        fmt::format("the page says that it is in \"{}\", its text is in \"{}\"", said.lang, seen));
    said.lang = seen;
  }
  if (said.lang.empty() && said.right_to_left && text::has_arabic(source.text())) said.lang = "ar";
  Document& document = source.document;
  const std::array<std::pair<std::string*, std::string*>, 5> fields = {{{&document.title, &said.title},
                                                                        {&document.date, &said.date},
                                                                        {&document.lang, &said.lang},
                                                                        {&document.source, &said.source},
                                                                        {&document.publisher, &said.publisher}}};
  for (const auto& [field, value] : fields)
    if (field->empty()) *field = std::move(*value);
  for (std::string& warning : said.warnings) source.warnings.push_back(std::move(warning));
}

}  // namespace

Result<std::string> checked_date(std::string_view date) {
  const auto day = parse_day(date);
  if (!day) return make_error(ErrorCode::input, fmt::format("\"{}\" is no date", date), "dates are YYYY-MM-DD");
  return to_string(*day);
}

Result<Source> read_source(std::string_view bytes, const std::string& name, const DocumentOptions& options,
                           const std::vector<std::string>& box_labels) {
  Source source;
  std::string utf8;  // of a page
  source.bytes = bytes;
  const bool page = is_page(bytes, name);
  if (page) {
    auto converted = page_in_utf8(bytes, source.warnings);
    if (!converted) return in_file(name, std::move(converted.error()));
    utf8 = std::move(*converted);
    source.bytes = utf8;
  } else if (const auto bad = text::first_bad_byte(bytes)) {
    return not_utf8(bytes, *bad, name);
  }
  BAYAN_TRY(read_header(source, name));
  if (page || is_page(source.text(), {})) {
    auto article = read_page(source.text(), box_labels);
    if (!article) return in_file(name, std::move(article.error()));
    take_page(source, std::move(*article));
  }
  BAYAN_TRY(apply(source, options));
  if (text::fold(source.text().substr(0, 4096)).empty() && text::fold(source.text()).empty()) {
    return in_file(name, make_error(ErrorCode::input, "the document is empty", "it needs text below its header"));
  }
  if (source.document.title.empty()) source.document.title = title_from(name);
  if (source.document.lang.empty()) source.document.lang = language_of(source.text());
  return source;
}

std::string Source::dump() const {
  return fmt::format("title={} lang={} series={} round={} date={} status={} body={}\n", document.title, document.lang,
                     document.series, document.round ? std::to_string(*document.round) : "none", document.date,
                     document.status, body);
}

}  // namespace bayan::ingest
