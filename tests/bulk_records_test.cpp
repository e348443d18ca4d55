// A load of records leaves the store that a commit of the same records would leave.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <random>
#include <set>

#include "bayan/ingest.hpp"
#include "bayan/store.hpp"
#include "graph/bulk.hpp"
#include "graph/bulk_records.hpp"
#include "graph/database.hpp"
#include "graph/records.hpp"
#include "graph/view.hpp"
#include "tests/sound_store.hpp"
#include "tests/temporary.hpp"

using namespace bayan;

namespace {

Store open(const std::string& path) {
  OpenOptions options;
  options.create = true, options.synced = false, options.background_fold = false;
  options.clock_us = [] { return std::int64_t{1'700'000'000'000'000}; };
  auto store = Store::open(path, options);
  REQUIRE(store.has_value());
  return *store;
}

// Records that meet each other: few names, claims said again, phrases that gain concepts, documents by title and
// digest.
class Records {
 public:
  explicit Records(std::uint32_t seed) : random_(seed) {}

  Record next() {
    const int what = pick(100);
    if (what < 4) return EntityDeclaration{name("e", 12), pick(2) ? "state" : "city", {{"en", name("label ", 5)}}, {}};
    if (what < 6) return RelationDeclaration{name("r", 4), name("r", 4), {}, {}, "for", {}, {}};
    if (what < 8) return RoundDeclaration{"talks", pick(6), "2024-01-01", "2024-01-03", name("place ", 3)};
    if (what < 9) return SeriesDeclaration{name("by ", 2), {{"en", "series"}}, {}, pick(2) ? "month" : ""};
    if (what < 12) return document(true);
    return statement();
  }

 private:
  int pick(int below) { return static_cast<int>(random_() % static_cast<unsigned>(below)); }
  std::string name(const char* kind, int below) { return kind + std::to_string(pick(below)); }
  Entity entity() { return {name("e", 12), pick(4) ? "" : name("type", 3), {}}; }

  Document document(bool whole) {
    Document out;
    const int number = pick(5);
    if (pick(3)) out.sha256 = std::string(63, '0') + std::to_string(number);
    out.title = "document " + std::to_string(pick(8) ? number : pick(2));
    if (whole) out.text = std::string(1000, 'x') + out.title, out.series = "talks", out.round = pick(6);
    return out;
  }
  Node node(int depth) {
    const int what = pick(10);
    if (what < 4) return entity();
    if (what < 7) return Phrase{pick(2) ? "Some words " + name("", 8) : "some WORDS " + name("", 8), "en", about()};
    if (what < 8) return Literal{LiteralType::integer, std::to_string(pick(9)), {}, {}};
    if (what < 9 || depth > 1) return Literal{LiteralType::text, name("text ", 4), "en", {}};
    Claim claim{entity(), name("r", 4), node(depth + 1), pick(2) ? Polarity::positive : Polarity::negative};
    return std::make_shared<const Claim>(std::move(claim));
  }
  std::vector<std::string> about() {
    std::vector<std::string> out;
    while (pick(2)) out.push_back(name("e", 12));
    return out;
  }
  Statement statement() {
    Statement out;
    const auto quoted = static_cast<std::uint64_t>(pick(3));
    if (pick(5)) out.series = pick(4) ? "talks" : name("by ", 2);
    if (!out.series.empty() && pick(8)) out.round = pick(6);
    if (pick(2)) out.date = "2024-01-1" + name("", 9);
    out.subject = entity(), out.relation = name("r", 4), out.object = node(0);
    if (pick(2)) out.speaker = entity();
    if (pick(8) == 0) out.holder = entity();
    if (pick(2)) out.document = document(false);
    if (pick(3) == 0) out.evidence = Evidence{Span{quoted, quoted + 8}, "xxxxxxxx"};  // every document has it there
    if (pick(6) == 0) out.retracted_at = "2024-06-0" + std::to_string(1 + pick(3)) + "T00:00:00Z";
    if (pick(2)) out.recorded_at = "2023-01-01T00:00:00Z";
    if (pick(40) == 0) out.date = "2024-02-31";  // is refused
    return out;
  }

  std::mt19937 random_;
};

// What a store says, as lines.
std::multiset<std::string> lines_of(const Store& store) {
  std::multiset<std::string> out;
  const auto visit = [&](const Record& record) { return out.insert(to_json(record)), true; };
  REQUIRE(graph::each_record(*store.snapshot()->view(), visit).has_value());
  return out;
}

struct Done {
  std::uint64_t added = 0, known = 0, declarations = 0, refused = 0;
};

// One commit of all that it does not refuse.
Done by_commit(const Store& store, std::vector<Record> records, bool keep) {
  for (Done out;; ++out.refused) {
    Batch batch;
    batch.keep_recorded_at(keep);
    for (const Record& record : records) batch.add(record);
    const auto report = store.database()->commit(batch);
    if (report) {
      out.added = report->statements_added, out.known = report->statements_known;
      out.declarations = report->declarations;
      return out;
    }
    REQUIRE(report.error().code == ErrorCode::input);
    records.erase(records.begin() + report.error().line - 1);
  }
}

Done by_load(const Store& store, const std::vector<Record>& records, bool keep) {
  graph::BulkRecords::Options options;
  options.keep_recorded_at = keep;
  options.memory_bytes = 64 << 10;  // so that it sorts in many pieces
  auto load = graph::BulkRecords::begin(store.database(), options);
  REQUIRE(load.has_value());
  Done out;
  for (const Record& record : records) {
    const auto status = (*load)->add(record);
    if (!status && ++out.refused) CHECK(status.error().code == ErrorCode::input);
  }
  const auto report = (*load)->finish();
  REQUIRE(report.has_value());
  out.added = report->statements_added, out.known = report->statements_known;
  out.declarations = report->declarations;
  return out;
}

// Bare facts in pages, and facts with records in the delta or in pages.
void prepare(Store& store, bool packed) {
  graph::BulkLoad load(store.database());
  for (int i = 0; i < 60; ++i) {
    const std::string subject = "e" + std::to_string(i % 12), object = "e" + std::to_string(i % 5);
    graph::BulkRow row{};
    row.subject = subject, row.relation = "r1", row.object = object, row.series = "talks", row.round = i % 6;
    REQUIRE(load.add(row).has_value());
  }
  REQUIRE(load.finish().has_value());
  Records earlier(77);
  std::vector<Record> records;
  for (int i = 0; i < 300; ++i) records.push_back(earlier.next());
  by_commit(store, records, true);
  if (packed) REQUIRE(store.compact().has_value());
}

}  // namespace

TEST_CASE("a load of records says what a commit of them says, in an empty store and in one that has data") {
  for (const char* kind : {"empty", "delta", "packed"}) {
    for (const bool keep : {false, true}) {
      INFO(kind << " keeps times: " << keep);
      const Temporary folder;
      Store committed = open(folder.path() + "/committed"), loaded = open(folder.path() + "/loaded");
      if (std::string(kind) != "empty") {
        prepare(committed, std::string(kind) == "packed");
        prepare(loaded, std::string(kind) == "packed");
      }
      for (const std::uint32_t seed : {1u, 2u, 1u}) {  // new ones, some more, and those that are there
        Records random(seed);
        std::vector<Record> records;
        for (int i = 0; i < 400; ++i) records.push_back(random.next());
        const Done expected = by_commit(committed, records, keep), done = by_load(loaded, records, keep);
        CHECK(done.added == expected.added);
        CHECK(done.known == expected.known);
        CHECK(done.refused == expected.refused);
        CHECK(done.declarations == expected.declarations);
        CHECK(lines_of(loaded) == lines_of(committed));
        check_is_sound(loaded);
      }
      REQUIRE(loaded.compact().has_value());
      CHECK(lines_of(loaded) == lines_of(committed));
      check_is_sound(loaded);
    }
  }
}

TEST_CASE("a load of records that is not finished, or is stopped, leaves the store as it was") {
  const Temporary folder;
  Store store = open(folder.path() + "/store");
  prepare(store, true);
  const auto before = lines_of(store);
  std::atomic<bool> cancel{false};
  for (const bool stopped : {false, true}) {
    graph::BulkRecords::Options options;
    options.cancel = &cancel;
    auto load = graph::BulkRecords::begin(store.database(), options);
    REQUIRE(load.has_value());
    Records random(3);
    for (int i = 0; i < 500; ++i) (void)(*load)->add(random.next());
    cancel = stopped;
    if (stopped) CHECK((*load)->finish().error().code == ErrorCode::cancelled);
  }
  CHECK(lines_of(store) == before);
  CHECK_FALSE(std::filesystem::exists(folder.path() + "/store/load"));
  check_is_sound(store);
  Batch batch;
  batch.add(EntityDeclaration{"after", {}, {}, {}});
  CHECK(store.commit(batch).has_value());
}

namespace {

constexpr int many = 9000;  // of about 500 bytes: a large file

std::string line(int i) {
  const std::string number = std::to_string(i), paragraph(250, 'w');
  return R"({"subject":{"key":"s)" + std::to_string(i % 70) + R"("},"relation":"says","object":{"text":"words )" +
         number + R"(","about":["c)" + std::to_string(i % 9) + R"("]},"series":"talks","round":)" +
         std::to_string(i % 40) +
         R"(,"date":"2024-01-05","speaker":{"key":"p","type":"person"},"document":{"title":"d)" +
         std::to_string(i / 100) + R"("},"evidence":{"text":")" + paragraph + number + R"("}})" + "\n";
}

std::string write(const Temporary& folder, const std::string& name, const std::string& bytes) {
  const std::string path = folder.path() + "/" + name;
  std::ofstream(path, std::ios::binary) << bytes;
  return path;
}

std::string table() {
  std::string out = "subject\trelation\tobject\tseries\tround\n";
  for (int i = 0; i < many; ++i) {
    out += "s" + std::to_string(i) + "\thas a rather long relation\tsome object " + std::string(450, 'o') +
           std::to_string(i % 50) + "\tt\t" + std::to_string(i % 5 + 1) + "\n";
  }
  return out;
}

}  // namespace

TEST_CASE("a large file of records is one step: bad lines are left out with their places, and it is there once") {
  const Temporary folder;
  std::string whole;
  std::vector<std::string> parts(4);
  for (int i = 0; i < many; ++i) {
    std::string one = line(i);
    if (i == 5000) one += "{\"not\": JSON}\n" + line(17) + "\n# a comment\n";
    if (i == 7000)
      one += R"({"subject":{"key":"s"},"relation":"says","object":{"key":"o"},"date":"2024-02-30"})"
             "\n";
    whole += one;
    parts[static_cast<std::size_t>(i / (many / 4 + 1))] += one;
  }
  const std::string path = write(folder, "a.jsonl", whole);
  REQUIRE(whole.size() > std::size_t{4} << 20);
  Store loaded = open(folder.path() + "/loaded"), committed = open(folder.path() + "/committed");
  const auto report = import_paths(loaded, {path}, {});
  REQUIRE(report.has_value());
  CHECK(report->lines == many + 3);
  CHECK(report->statements == many);
  CHECK(report->statements_known == 1);
  REQUIRE(report->bad_lines == 2);
  CHECK(report->errors[0].file == path);
  CHECK(report->errors[0].line == 5002);
  CHECK(report->errors[1].line == 7006);
  for (std::size_t i = 0; i < parts.size(); ++i)
    REQUIRE(import_paths(committed, {write(folder, std::to_string(i) + ".jsonl", parts[i])}, {}).has_value());
  CHECK(lines_of(loaded) == lines_of(committed));
  check_is_sound(loaded);
  const auto again = import_paths(loaded, {path, path}, {});
  REQUIRE(again.has_value());
  CHECK(again->statements == 0);
  CHECK(again->statements_known == 2 * (many + 1));

  ImportOptions strict;
  strict.strict = true;
  Store refusing = open(folder.path() + "/refusing");
  const auto refused = import_paths(refusing, {path}, strict);
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().line == 5002);
  CHECK(lines_of(refusing).empty());
}

TEST_CASE("a large import that is stopped while it reads or sorts stores nothing") {
  const Temporary folder;
  std::string whole;
  for (int i = 0; i < many; ++i) whole += line(i);
  const std::string path = write(folder, "a.jsonl", whole);
  for (const bool sorting : {false, true}) {
    Store store = open(folder.path() + "/store" + (sorting ? "1" : "0"));
    std::atomic<bool> cancel{false};
    ImportOptions options;
    options.cancel = &cancel;
    if (sorting) options.packing = [&](std::uint64_t, std::uint64_t) { cancel = true; };
    if (!sorting) options.progress = [&](std::uint64_t done, std::uint64_t total) { cancel = done > total / 2; };
    const auto stopped = import_paths(store, {path}, options);
    REQUIRE_FALSE(stopped.has_value());
    CHECK(stopped.error().code == ErrorCode::cancelled);
    CHECK(lines_of(store).empty());
    CHECK(import_paths(store, {path}, {})->statements == many);
    check_is_sound(store);
  }
}

TEST_CASE("a strict import of tables and records is one step, and says what two imports say") {
  const Temporary folder;
  std::string records;
  for (int i = 0; i < 200; ++i) records += line(i);
  const std::string rows = write(folder, "a.tsv", table()), good = write(folder, "a.jsonl", records),
                    bad = write(folder, "b.jsonl", records + "{}\n");
  ImportOptions strict;
  strict.strict = true;
  Store store = open(folder.path() + "/store"), expected = open(folder.path() + "/expected");
  CHECK_FALSE(import_paths(store, {rows, bad}, strict).has_value());
  CHECK(lines_of(store).empty());
  const auto report = import_paths(store, {rows, good}, strict);
  REQUIRE(report.has_value());
  CHECK(report->statements == many + 200);
  REQUIRE(import_paths(expected, {rows}, {}).has_value());
  REQUIRE(import_paths(expected, {good}, {}).has_value());
  CHECK(lines_of(store) == lines_of(expected));
  check_is_sound(store);
  CHECK(import_paths(store, {rows}, {})->statements == 0);
}
