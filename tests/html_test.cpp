// Pages of HTML as documents. tests/reading/html/*.html are pages of our own; *.expect is what they say about
// themselves, the article, and the statements. UPDATE=1 in the environment rewrites the expectations.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "ingest/html/page.hpp"
#include "tests/extract_print.hpp"
#include "text/encoding.hpp"

namespace fs = std::filesystem;
using namespace bayan;

namespace {

std::string slurp(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

Result<ingest::Reads> read_page(std::string_view bytes, const DocumentOptions& options = {},
                                const std::string& name = "page.html") {
  ingest::ExtractOptions own;
  own.document = options;
  own.explain = true;
  return ingest::read_document(bytes, name, testing::lexicon(), own);
}

std::string article_of(std::string_view bytes) {
  const auto reads = read_page(bytes);
  return reads ? *reads->article : describe(reads.error());
}

// What a page says, for an expectation.
std::string print(const ingest::Reads& reads) {
  const Document& d = reads.document;
  std::string out = fmt::format("title: {}\ndate: {}\nlang: {}\nsource: {}\npublisher: {}\nround: {}\n\n", d.title,
                                d.date, d.lang, d.source, d.publisher, d.round ? std::to_string(*d.round) : "none");
  out += *reads.article + "\n";
  for (const ingest::Explanation& e : reads.explanations)
    if (e.tokens.empty()) out += fmt::format("line {}: {}\n", e.line, e.notes.front());
  for (const Statement& s : reads.statements) out += testing::print(s) + "\n";
  for (const std::string& warning : reads.warnings) out += "warning: " + warning + "\n";
  return out;
}

}  // namespace

TEST_CASE("pages of our own are read as expected") {
  const fs::path folder = fs::path(BAYAN_SOURCE_DIR) / "tests/reading/html";
  const bool update = std::getenv("UPDATE") != nullptr;
  std::size_t pages = 0;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() != ".html") continue;
    ++pages;
    CAPTURE(entry.path().string());
    auto reads = read_page(slurp(entry.path()));
    REQUIRE_MESSAGE(reads.has_value(), describe(reads.error()));
    const std::string found = print(*reads);
    fs::path expect = entry.path();
    expect.replace_extension(".expect");
    if (update) std::ofstream(expect, std::ios::binary) << found;
    CHECK(found == slurp(expect));
    for (const Statement& s : reads->statements) {
      REQUIRE(s.evidence);
      const Span span = s.evidence->utf8.value();
      CHECK(reads->article->substr(span.begin, span.end - span.begin) == s.evidence->text);
    }
  }
  CHECK(pages >= 6);
}

TEST_CASE("options and a header go before what the page says") {
  const std::string page =
      "Series: talks\nRound: 3\nDate: 2020-02-02\n\n<html lang=en><head><title>Of the page</title>"
      "<meta property='article:published_time' content='2024-01-25'></head>"
      "<body><p>Syria demanded the withdrawal of Turkish forces from its territory.</p></body></html>";
  DocumentOptions options;
  options.title = "Of the options";
  for (const char* name : {"page.html", "standard input"}) {
    const auto reads = read_page(page, options, name);
    REQUIRE(reads.has_value());
    CHECK(reads->document.series == "talks");
    CHECK(reads->document.round == 3);
    CHECK(reads->document.date == "2020-02-02");
    CHECK(reads->document.title == "Of the options");
    CHECK(*reads->article == "Syria demanded the withdrawal of Turkish forces from its territory.\n");
    CHECK(reads->statements.size() == 1);
  }
}

TEST_CASE("a page that is not in UTF-8 is transcoded when it says so, and refused with the byte when not") {
  const auto undeclared = read_page("<html><body><p>\xe5\xe4\xc7</p></body></html>");
  REQUIRE_FALSE(undeclared.has_value());
  CHECK(undeclared.error().message == "not UTF-8 at byte 15");
  CHECK(undeclared.error().help.find("charset") != std::string::npos);
  CHECK(undeclared.error().file == "page.html");
  const auto wrong = read_page("<html><meta charset=utf-8><body><p>\xe5\xe4\xc7</p></body></html>");
  REQUIRE_FALSE(wrong.has_value());
  CHECK(wrong.error().message == "not UTF-8 at byte 35");
  const auto nowhere = read_page("<html><meta charset=klingon-8><body><p>\xe5\xe4\xc7</p></body></html>");
  REQUIRE_FALSE(nowhere.has_value());
  CHECK(nowhere.error().message == "there is no encoding \"klingon-8\"");
  CHECK(article_of("<meta charset=iso-8859-1><p>They said: \x93yes\x94 \x96 caf\xe9.</p>") ==
        "They said: “yes” – café.\n");
  CHECK(article_of("<meta charset=iso-8859-6><p>\xe7\xd0\xc7 \xe6\xd5.</p>") == "هذا نص.\n");
  const auto still_utf8 = read_page("<meta charset=windows-1256><p>قالت روسيا إنها ترفض الخطة.</p>");
  REQUIRE(still_utf8.has_value());
  CHECK(still_utf8->warnings.front() == "the page declares windows-1256 and is in UTF-8");
  CHECK(article_of(std::string("\xff\xfe<\0p\0>\0O\0k\0.\0", 14)) == "Ok.\n");
}

TEST_CASE("bytes that an encoding does not have are named with their place, also behind a block") {
  std::string bytes(5000, 'a');
  bytes[4321] = '\xff';
  const auto bad = text::to_utf8(bytes, "euc-jp");
  REQUIRE_FALSE(bad.has_value());
  CHECK(bad.error().message == "not euc-jp at byte 4321");
  CHECK(text::to_utf8(std::string(5000, '\xc7'), "windows-1256").value().size() == 10000);
}

TEST_CASE("a page without an article, too deep or too large is refused with a next step") {
  for (const char* empty : {"<html><body></body></html>", "<html><body><nav><a href=1>Home</a></nav></body></html>",
                            "<html><script>Syria demands a script.</script></html>"}) {
    const auto reads = read_page(empty);
    REQUIRE_FALSE(reads.has_value());
    CHECK(reads.error().message == "there is no article in this page");
    CHECK_FALSE(reads.error().help.empty());
  }
  std::string deep;
  for (int i = 0; i < 30000; ++i) deep += "<div>";
  CHECK_FALSE(read_page(deep + "text").has_value());
  std::string still_read;
  for (int i = 0; i < 5000; ++i) still_read += "<div><p>";
  CHECK(article_of(still_read + "Deep text ends here.") == "Deep text ends here.\n");
  CHECK_FALSE(read_page("<p>" + std::string(ingest::largest_page, 'a')).has_value());
}

TEST_CASE("an element that holds most of the text is text whatever its class says") {
  CHECK(article_of("<body class='sidebar'><div class='share comments'><p>Syria demanded a lot of things of "
                   "everybody.</p><p>Turkey rejected all of them in the end.</p></div></body>") ==
        "Syria demanded a lot of things of everybody.\nTurkey rejected all of them in the end.\n");
}

TEST_CASE("files that end in .html, .htm, .xhtml are pages, and texts that begin as one") {
  for (const char* name : {"a.html", "b.HTM", "dir.d/c.xhtml"}) CHECK(ingest::is_page_name(name));
  for (const char* name : {"a.txt", "html", "a.html/b", "a.html.txt"}) CHECK_FALSE(ingest::is_page_name(name));
  CHECK(ingest::is_page("\n <!DOCTYPE HTML><p>x", "-"));
  CHECK_FALSE(ingest::is_page("In <html> there is", "-"));
}
