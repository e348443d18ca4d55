#include <doctest/doctest.h>

#include "ingest/source.hpp"
#include "tests/extract_print.hpp"

using bayan::ingest::read_source;

TEST_CASE("the header block is read, and spans count it") {
  const std::string text = "Series: astana\nround: 21\nDate: 2024-01-25\nTitle: A day\nLanguage: en\n\nRussia spoke.\n";
  const auto source = read_source(text, "folder/file.txt", {});
  REQUIRE(source.has_value());
  CHECK(source->document.series == "astana");
  CHECK(source->document.round == 21);
  CHECK(source->document.date == "2024-01-25");
  CHECK(source->document.title == "A day");
  CHECK(source->text() == "\nRussia spoke.\n");
}

TEST_CASE("a line that is no header begins the text") {
  const std::string text = "Series: astana\nGeir Pedersen: “We agree.”\n";
  const auto source = read_source(text, "x", {});
  REQUIRE(source.has_value());
  CHECK(source->text() == "Geir Pedersen: “We agree.”\n");
}

TEST_CASE("options go before the header") {
  bayan::DocumentOptions options;
  options.round = 22;
  options.date = "2024-11-12";
  const auto source = read_source("Round: 21\nDate: 2024-01-25\n\nText.", "x", options);
  REQUIRE(source.has_value());
  CHECK(source->document.round == 22);
  CHECK(source->document.date == "2024-11-12");
}

TEST_CASE("without a title the file's name is one; the language is told by the letters") {
  const auto source = read_source("قالت روسيا شيئاً عن OPEC.", "folder/some-news.ar.txt", {});
  REQUIRE(source.has_value());
  CHECK(source->document.title == "some-news.ar");
  CHECK(source->document.lang == "ar");
}

TEST_CASE("a document that cannot be is refused with its place") {
  const auto bad_date = read_source("Series: a\nDate: 2024-02-30\n\nText.", "x.txt", {});
  REQUIRE_FALSE(bad_date.has_value());
  CHECK(bad_date.error().line == 2);
  CHECK(bad_date.error().file == "x.txt");
  const auto bad_round = read_source("Round: twenty\n\nText.", "x.txt", {});
  REQUIRE_FALSE(bad_round.has_value());
  CHECK(bad_round.error().line == 1);
  const auto empty = read_source("Series: a\n\n \n", "x.txt", {});
  REQUIRE_FALSE(empty.has_value());
  CHECK(empty.error().message == "the document is empty");
  const auto bytes = read_source("Good line.\nBad \xff byte.", "x.txt", {});
  REQUIRE_FALSE(bytes.has_value());
  CHECK(bytes.error().message == "not UTF-8 at byte 15");
  CHECK(bytes.error().line == 2);
}
