// Imports of every format, plain and compressed, into stores that are empty and stores that are not.
#include <doctest/doctest.h>
#include <lzma.h>
#include <zlib.h>
#include <zstd.h>

#include <filesystem>
#include <fstream>
#include <set>

#include "bayan/ingest.hpp"
#include "bayan/store.hpp"
#include "graph/records.hpp"
#include "graph/view.hpp"
#include "tests/temporary.hpp"

using namespace bayan;

namespace {

std::string gzip(const std::string& plain) {
  z_stream stream{};
  REQUIRE(deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) == Z_OK);
  std::string out(deflateBound(&stream, plain.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(plain.data()));
  stream.avail_in = static_cast<uInt>(plain.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  REQUIRE(deflate(&stream, Z_FINISH) == Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}
std::string xz(const std::string& plain) {
  std::string out(lzma_stream_buffer_bound(plain.size()), '\0');
  std::size_t size = 0;
  REQUIRE(lzma_easy_buffer_encode(1, LZMA_CHECK_CRC64, nullptr, reinterpret_cast<const std::uint8_t*>(plain.data()),
                                  plain.size(), reinterpret_cast<std::uint8_t*>(out.data()), &size,
                                  out.size()) == LZMA_OK);
  out.resize(size);
  return out;
}
std::string zstd(const std::string& plain) {
  std::string out(ZSTD_compressBound(plain.size()), '\0');
  out.resize(ZSTD_compress(out.data(), out.size(), plain.data(), plain.size(), 3));
  return out;
}

std::string write(const Temporary& folder, const std::string& name, const std::string& bytes) {
  const std::string path = folder.path() + "/" + name;
  std::ofstream(path, std::ios::binary) << bytes;
  return path;
}

Store open(const std::string& path) {
  OpenOptions options;
  options.create = true, options.synced = false;
  auto store = Store::open(path, options);
  REQUIRE(store.has_value());
  return *store;
}

ImportReport import(Store& store, const std::string& path, const ImportOptions& options = {}) {
  const auto report = import_paths(store, {path}, options);
  REQUIRE_MESSAGE(report.has_value(), report.error().message);
  return *report;
}

std::string text_of(const Node& node) {
  if (const auto* entity = std::get_if<Entity>(&node)) return entity->key;
  if (const auto* phrase = std::get_if<Phrase>(&node)) return "'" + phrase->text + "'";
  const Literal literal = std::get<Literal>(node);
  return "\"" + literal.value + "\"" + (literal.lang.empty() ? "" : "@" + literal.lang) +
         (literal.datatype.empty() ? "" : "^^" + literal.datatype) + " " +
         std::to_string(static_cast<int>(literal.type));
}

// "subject relation object round document" of every statement.
std::multiset<std::string> statements_of(const Store& store) {
  std::multiset<std::string> out;
  const auto status = graph::each_record(*store.snapshot()->view(), [&](const Record& record) {
    if (const auto* s = std::get_if<Statement>(&record)) {
      out.insert(text_of(s->subject) + " " + s->relation + " " + text_of(s->object) +
                 (s->round ? " @" + s->series + ":" + std::to_string(*s->round) : "") +
                 (s->document ? " <" + s->document->title + ">" : ""));
    }
    return true;
  });
  REQUIRE(status.has_value());
  return out;
}

using Strings = std::multiset<std::string>;

std::string many_triples() {
  std::string out;
  for (int i = 0; i < 3'000; ++i) {
    out += "<http://example.org/item/" + std::to_string(i % 900) + "> <http://example.org/says> \"words " +
           std::to_string(i) + "\"@en .\n";
  }
  return out;
}

}  // namespace

TEST_CASE("what RDF says becomes entities, literals with type and language, and keys of blank nodes") {
  const Temporary folder;
  Store store = open(folder.path() + "/store");
  ImportOptions options;
  options.prefixes = {"ex=http://example.org/"};
  const std::string path = write(folder, "a.nt",
                                 "# a comment\n\n"
                                 "<http://example.org/a> <http://example.org/p> <http://other.org/b> .\n"
                                 "<http://example.org/a> <http://example.org/p> \"\\u0633\\n\"@ar .\n"
                                 "<http://example.org/a> <http://example.org/p> "
                                 "\"42\"^^<http://www.w3.org/2001/XMLSchema#integer> .\n"
                                 "<http://example.org/a> <http://example.org/p> "
                                 "\"2024-02-30\"^^<http://www.w3.org/2001/XMLSchema#date> .\n"
                                 "_:x <http://example.org/p> \"plain\" . # at the end\n");
  const ImportReport report = import(store, path, options);
  CHECK(report.statements == 5);
  CHECK(report.bad_lines == 0);
  Strings said = statements_of(store);
  const auto blank = said.lower_bound("_:");
  REQUIRE(blank != said.end());
  CHECK(blank->ends_with("/x ex:p \"plain\" 0"));
  said.erase(blank);
  CHECK(said == Strings{"ex:a ex:p http://other.org/b", "ex:a ex:p \"س\n\"@ar 0", "ex:a ex:p \"42\" 1",
                        "ex:a ex:p \"2024-02-30\"^^http://www.w3.org/2001/XMLSchema#date 0"});
  CHECK(import(store, path, options).statements == 0);
}

TEST_CASE("a graph is a document, or a round") {
  const Temporary folder;
  const std::string path = write(
      folder, "a.trig", "@prefix : <http://example.org/> .\n:g21 { :a :p :b }\n:g22 { :a :p :b , :c }\n:a :q :b .\n");
  ImportOptions options;
  options.prefixes = {"=http://example.org/"};
  Store documents = open(folder.path() + "/documents");
  CHECK(import(documents, path, options).statements == 4);
  CHECK(statements_of(documents) == Strings{"a p b <g21>", "a p b <g22>", "a p c <g22>", "a q b"});
  options.graphs_as = "rounds:talks";
  Store rounds = open(folder.path() + "/rounds");
  CHECK(import(rounds, path, options).statements == 4);
  CHECK(statements_of(rounds) == Strings{"a p b @talks:21", "a p b @talks:22", "a p c @talks:22", "a q b"});
  const auto refused = import(rounds,
                              write(folder, "b.nq",
                                    "<http://x.org/a> <http://x.org/p> <http://x.org/b> "
                                    "<http://x.org/2024-01-25> .\n"),
                              options);
  CHECK(refused.bad_lines == 1);
  CHECK(refused.errors.at(0).message.find("does not end in a round's number") != std::string::npos);
}

TEST_CASE("a bad line of RDF has its place and the others are stored; strict stores nothing") {
  const Temporary folder;
  const std::string path = write(folder, "a.nt",
                                 "<http://x.org/a> <http://x.org/p> <http://x.org/b> .\n"
                                 "<http://x.org/a> <http://x.org/p> <b> .\n"
                                 "<http://x.org/a> <http://x.org/p> <http://x.org/c> .\n");
  Store strict = open(folder.path() + "/strict");
  ImportOptions options;
  options.strict = true;
  const auto refused = import_paths(strict, {path}, options);
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().line == 2);
  CHECK(refused.error().column == 36);
  CHECK(statements_of(strict).empty());
  Store store = open(folder.path() + "/store");
  const ImportReport report = import(store, path);
  CHECK(report.statements == 2);
  CHECK(report.bad_lines == 1);
  CHECK(report.errors.at(0).file == path);
  CHECK(report.errors.at(0).line == 2);
}

TEST_CASE("a mistake in Turtle ends its reading, with the place and what to do") {
  const Temporary folder;
  Store store = open(folder.path() + "/store");
  const std::string path = write(folder, "a.ttl", "@prefix : <http://x.org/> .\n:a :p :b .\n:a :p ] .\n:a :p :c .\n");
  const ImportReport report = import(store, path);
  CHECK(report.statements == 1);
  REQUIRE(report.bad_lines == 1);
  CHECK(report.errors[0].line == 3);
  CHECK(report.errors[0].help.find("not read") != std::string::npos);
}

TEST_CASE("compressed inputs are known by their bytes, and say the same") {
  const Temporary folder;
  const std::string plain = many_triples();
  Store expected = open(folder.path() + "/plain");
  CHECK(import(expected, write(folder, "a.nt", plain)).statements == 3'000);
  const std::size_t half = plain.find('\n', plain.size() / 2) + 1;
  const std::pair<const char*, std::string> forms[] = {
      {"a.nt.gz", gzip(plain)},   {"two.nt.gz", gzip(plain.substr(0, half)) + gzip(plain.substr(half))},
      {"a.nt.xz", xz(plain)},     {"two.nt.xz", xz(plain.substr(0, half)) + xz(plain.substr(half))},
      {"a.nt.zst", zstd(plain)},  {"two.nt.zst", zstd(plain.substr(0, half)) + zstd(plain.substr(half))},
      {"unnamed.nt", zstd(plain)}};
  const Strings said = statements_of(expected);
  for (const auto& [name, bytes] : forms) {
    INFO(name);
    Store store = open(folder.path() + "/store-" + name);
    const std::string path = write(folder, name, bytes);
    CHECK(import(store, path).statements == 3'000);
    CHECK(statements_of(store) == said);
    CHECK(import(store, path).statements == 0);
  }
}

TEST_CASE("compressed data that break off or are damaged store nothing, and say so") {
  const Temporary folder;
  const std::string plain = many_triples();
  for (const auto& [suffix, bytes] : {std::pair{".gz", gzip(plain)}, {".xz", xz(plain)}, {".zst", zstd(plain)}}) {
    std::string flipped = bytes;
    for (std::size_t i = 0; i < 64; ++i) flipped[flipped.size() / 2 + i] ^= 0x55;
    const std::pair<const char*, std::string> kinds[] = {
        {"break off", bytes.substr(0, bytes.size() / 2)}, {"damaged", flipped}, {"no ", plain}};
    for (const auto& [said, content] : kinds) {
      INFO(suffix << " " << said);
      Store store = open(folder.path() + "/store" + suffix + said[0]);
      const std::string path = write(folder, std::string("x.nt") + suffix, content);
      const auto refused = import_paths(store, {path}, {});
      REQUIRE_FALSE(refused.has_value());
      CHECK(refused.error().message.find(said) != std::string::npos);
      CHECK(refused.error().file == path);
      CHECK(statements_of(store).empty());
    }
  }
}

TEST_CASE("importing the same file twice adds nothing, whatever its format") {
  const Temporary folder;
  std::string table = "subject\trelation\tobject\tseries\tround\n", records;
  for (int i = 0; i < 200; ++i) {
    const std::string number = std::to_string(i);
    table += "s" + number + "\tsays\to\tt\t" + std::to_string(i % 5 + 1) + "\n";
    records += R"({"subject":{"key":"s)" + number + R"("},"relation":"says","object":{"text":"some words"},)" +
               R"("speaker":{"key":"p"},"document":{"title":"d"},"series":"t","round":3})" + "\n";
  }
  const std::pair<const char*, std::string> forms[] = {
      {"a.tsv", table},
      {"a.jsonl", records},
      {"a.nq", "_:a <http://x.org/p> _:b <http://x.org/g> .\n_:b <http://x.org/p> \"v\" .\n"},
      {"a.ttl", "@prefix : <http://x.org/> . :a :p [ :q 1, 2.5, 1e3, true ] .\n"}};
  for (const auto& [name, bytes] : forms) {
    INFO(name);
    Store store = open(folder.path() + "/store-" + name);
    const std::string path = write(folder, name, bytes);
    const ImportReport first = import(store, path), second = import(store, path);
    CHECK(first.bad_lines == 0);
    CHECK(first.statements > 0);
    CHECK(second.statements == 0);
    CHECK(second.statements_known == first.statements);
  }
}
