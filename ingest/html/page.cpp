#include "ingest/html/page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "ingest/html/main_text.hpp"
#include "text/encoding.hpp"
#include "text/utf8.hpp"

namespace bayan::ingest {

namespace {

// Where browsers look for the declaration of an encoding is the first 1,024 bytes; real pages put scripts before it.
constexpr std::size_t declaration_bytes = 64 * 1024;

bool begins_with(std::string_view text, std::string_view lower_case) {
  if (text.size() < lower_case.size()) return false;
  return std::equal(lower_case.begin(), lower_case.end(), text.begin(),
                    [](char a, char b) { return a == (b >= 'A' && b <= 'Z' ? static_cast<char>(b + 32) : b); });
}

std::optional<std::string> by_mark(std::string_view bytes) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 3> marks = {
      {{"\xef\xbb\xbf", "utf-8"}, {"\xff\xfe", "utf-16le"}, {"\xfe\xff", "utf-16be"}}};
  for (const auto& [mark, label] : marks)
    if (bytes.starts_with(mark)) return std::string(label);
  return std::nullopt;
}

Error not_utf8(std::size_t at, bool declared) {
  return make_error(ErrorCode::text, fmt::format("not UTF-8 at byte {}", at),
                    declared ? "the page declares UTF-8: correct that, or convert the page"
                             : "convert the page to UTF-8, or declare its encoding: <meta charset=\"windows-1256\">");
}

}  // namespace

bool is_page_name(std::string_view path) {
  const std::size_t dot = path.find_last_of("./");
  if (dot == std::string_view::npos || path[dot] != '.') return false;
  const std::string_view ending = path.substr(dot + 1);
  for (const std::string_view known : {"html", "htm", "xhtml"})
    if (ending.size() == known.size() && begins_with(ending, known)) return true;
  return false;
}

bool is_page(std::string_view bytes, const std::string& name) {
  if (is_page_name(name)) return true;
  if (bytes.starts_with("\xef\xbb\xbf")) bytes.remove_prefix(3);
  bytes.remove_prefix(std::min(bytes.find_first_not_of(" \t\r\n"), bytes.size()));
  return begins_with(bytes, "<!doctype html") || begins_with(bytes, "<html");
}

Result<std::string> page_in_utf8(std::string_view bytes, std::vector<std::string>& warnings) {
  const auto mark = by_mark(bytes);
  const auto bad = text::first_bad_byte(bytes);
  if (mark && *mark != "utf-8") return text::to_utf8(bytes.substr(2), *mark);
  std::string declared;
  if (!mark) {
    BAYAN_LET(top, parse_html(bytes.substr(0, declaration_bytes)));
    declared = declared_encoding(top);
  }
  // A page that could be parsed for its <meta> is not in UTF-16 (which the HTML standard takes for UTF-8, too).
  const bool utf8 = mark || declared.empty() || text::names_utf8(declared) || begins_with(declared, "utf-16");
  if (utf8 && bad) return not_utf8(*bad, mark || !declared.empty());
  if (utf8) return std::string(bytes.substr(mark ? 3 : 0));
  if (bad) return text::to_utf8(bytes, declared);
  const bool ascii =
      std::all_of(bytes.begin(), bytes.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  // Text of another encoding that happens to be UTF-8 through and through does not occur.
  if (!ascii) warnings.push_back(fmt::format("the page declares {} and is in UTF-8", declared));
  return std::string(bytes);
}

Result<Page> read_page(std::string_view utf8, const std::vector<std::string>& box_labels) {
  BAYAN_LET(tree, parse_html(utf8));
  const MainText found = main_text(tree, box_labels);
  Page out;
  out.metadata = metadata_of(tree, found.headline);
  for (const HtmlBlock& block : found.blocks) {
    if (block.text == out.metadata.title) continue;
    const auto begin = static_cast<std::uint32_t>(out.text.size());
    out.text += block.item + block.text;
    const auto end = static_cast<std::uint32_t>(out.text.size());
    if (block.place == Place::caption) out.asides.push_back({{begin, end}, "a caption"});
    if (block.place == Place::related) out.asides.push_back({{begin, end}, "a headline of another article"});
    out.text += '\n';
  }
  if (found.blocks.empty())
    return make_error(ErrorCode::input, "there is no article in this page",
                      "save the article's text in a file with a header (Title:, Date:, Source:)");
  return out;
}

}  // namespace bayan::ingest
