// A span is what its statement quotes, byte for byte, whoever made the record.
#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>

#include "bayan/ingest.hpp"
#include "bayan/store.hpp"
#include "graph/view.hpp"
#include "tests/temporary.hpp"

using namespace bayan;

namespace {

Store open(const Temporary& folder) {
  OpenOptions options;
  options.create = true, options.synced = false;
  auto store = Store::open(folder.path() + "/store", options);
  REQUIRE(store.has_value());
  return *store;
}

const std::string text = "قالت سوريا إنها ترفض ذلك. Syria rejects it.";
const std::string document =
    R"({"define":"document","title":"report","lang":"ar","text":"قالت سوريا إنها ترفض ذلك. Syria rejects it."})";

std::string quoting(const std::string& span, const std::string& quote, const std::string& more = "") {
  return R"({"subject":{"key":"Syria"},"relation":"rejects","object":{"text":"it"},"series":"talks","round":1,)"
         R"("document":{"title":"report"},"extractor":"another/1","evidence":{"utf8":)" +
         span + R"(,"text":")" + quote + "\"}" + more + "}";
}

ImportReport import(Store& store, const Temporary& folder, const std::vector<std::string>& lines) {
  const std::string path = folder.path() + "/records.jsonl";
  std::ofstream out(path, std::ios::binary);
  for (const std::string& line : lines) out << line << "\n";
  out.close();
  const auto done = import_paths(store, {path}, {});
  REQUIRE_MESSAGE(done.has_value(), done.error().message);
  return *done;
}

std::string span_of(const std::string& quote, std::size_t more = 0) {
  const std::size_t at = text.find(quote) + more;
  return "[" + std::to_string(at) + "," + std::to_string(at + quote.size()) + "]";
}

}  // namespace

TEST_CASE("a quotation that stands where its record says is taken in") {
  const Temporary folder;
  Store store = open(folder);
  const auto done = import(store, folder, {document, quoting(span_of("سوريا"), "سوريا"), quoting(span_of("it"), "it")});
  CHECK(done.bad_lines == 0);
  CHECK(done.statements == 2);
}

TEST_CASE("a quotation that stands elsewhere is refused with its line, its field and what stands there") {
  const Temporary folder;
  Store store = open(folder);
  const auto done = import(
      store, folder,
      {document, quoting(span_of("سوريا"), "سوريا"), quoting(span_of("سوريا", 1), "سوريا"), quoting("[5,10]", "سوريا"),
       quoting("[10,20]", "لا يوجد"), quoting("[9000,9010]", "سوريا"), quoting(span_of("Syria"), "Libya")});
  CHECK(done.statements == 1);
  REQUIRE(done.bad_lines == 5);
  std::vector<std::string> said;
  for (const Error& error : done.errors) {
    CHECK(error.file.ends_with("records.jsonl"));
    said.push_back(std::to_string(error.line) + ": " + error.message + " / " + error.help);
  }
  std::sort(said.begin(), said.end());
  CHECK(said[0].starts_with(
      "3: evidence.utf8 is [10, 20), where \"report\" has \"سوريا \", but evidence.text is \"سوريا\""));
  CHECK(said[0].find("these words stand at [9, 19)") != std::string::npos);
  CHECK(said[1].starts_with("4: evidence.utf8 is [5, 10), 5 bytes, but evidence.text has 10: \"سوريا\""));
  CHECK(said[1].find("not letters") != std::string::npos);
  CHECK(said[2].starts_with("5: evidence.utf8 is [10, 20), 10 bytes, but evidence.text has 13"));
  CHECK(said[3].starts_with("6: evidence.utf8 is [9000, 9010), and the text of \"report\" has "));
  CHECK(said[4].starts_with("7: evidence.utf8 is "));
  CHECK(said[4].find("has \"Syria\", but evidence.text is \"Libya\"") != std::string::npos);
  CHECK(said[4].find("does not have these words anywhere") != std::string::npos);
}

TEST_CASE("a text that comes after its statements must have what they quote") {
  const Temporary folder;
  Store store = open(folder);
  SUBCASE("in one import") {
    const auto done = import(store, folder, {quoting(span_of("Syria"), "Libya"), document});
    REQUIRE(done.bad_lines == 1);
    CHECK(done.errors[0].line == 2);
    CHECK(done.errors[0].message.find("a statement quotes this document otherwise: evidence.utf8") == 0);
  }
  SUBCASE("in a later one") {
    CHECK(import(store, folder, {quoting(span_of("Syria"), "Libya")}).bad_lines == 0);
    CHECK(import(store, folder, {document}).bad_lines == 1);
    CHECK(store.snapshot()->view()->all_documents().front().has_text == false);
  }
  SUBCASE("and may come when it does") {
    CHECK(import(store, folder, {quoting(span_of("Syria"), "Syria"), document}).bad_lines == 0);
    CHECK(store.snapshot()->view()->all_documents().front().has_text);
  }
}

TEST_CASE("the words of an object's span are looked at, too") {
  const auto read = [](const std::string& object_span) {
    return record_from_json(quoting("[100,113]", "Syria rejects", R"(,"object_span":)" + object_span));
  };
  CHECK(read(R"({"utf8":[106,113],"text":"rejects"})").has_value());
  CHECK(read(R"({"utf8":[6,13],"text":"rejects"})").has_value());  // not in the quotation: nothing is known
  CHECK(read(R"({"utf8":[106,113],"text":"demands"})").error().message ==
        "object_span.utf8 is [106, 113), where evidence.text does not have \"demands\"");
  CHECK(read(R"({"utf8":[106,112],"text":"rejects"})").error().message ==
        "object_span.utf8 is [106, 112), 6 bytes, but object_span.text has 7: \"rejects\"");
}

TEST_CASE("an import of which every record quotes wrongly looks at each once, and keeps what is right") {
  const Temporary folder;
  Store store = open(folder);
  std::vector<std::string> lines = {document};
  for (int i = 0; i < 300; ++i) lines.push_back(quoting(span_of("Syria", 1), "Syria"));
  lines.push_back(quoting(span_of("Syria"), "Syria"));
  const auto done = import(store, folder, lines);
  CHECK(done.bad_lines == 300);
  CHECK(done.statements == 1);
  CHECK(store.check()->faults == 0);
}
