// The RDF 1.1 test suites of the W3C against our readers of N-Triples, N-Quads, Turtle and TriG. The archive is given
// in BAYAN_W3C_ARCHIVE and unpacked into memory; nothing of it is kept here.
#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <set>

#include "ingest/decompress.hpp"
#include "ingest/nquads.hpp"
#include "ingest/turtle.hpp"
#include "tests/temporary.hpp"
#include "text/utf8.hpp"

using namespace bayan;
using ingest::ByteSource;
using ingest::RdfQuad;
using ingest::RdfTerm;

namespace {

std::string read_all(const std::string& path) {
  auto source = ByteSource::open(path);
  REQUIRE_MESSAGE(source.has_value(), source.error().message);
  std::string out;
  char block[1 << 16];
  for (;;) {
    const auto got = source->read(block, sizeof block);
    REQUIRE_MESSAGE(got.has_value(), got.error().message);
    if (*got == 0) return out;
    out.append(block, *got);
  }
}

// Regular files of a tar archive by path. Long names stand in an entry of their own before the file's.
std::map<std::string, std::string> untar(const std::string& tar) {
  constexpr std::size_t block = 512, name_size = 100, size_at = 124, type_at = 156, prefix_at = 345;
  std::map<std::string, std::string> out;
  std::string long_name;
  for (std::size_t at = 0; at + block <= tar.size() && tar[at] != 0;) {
    const std::size_t size = std::stoul(tar.substr(at + size_at, 11), nullptr, 8);
    const std::string body = tar.substr(at + block, size);
    const char type = tar[at + type_at];
    const std::string prefix = tar.c_str() + at + prefix_at;
    std::string name = tar.substr(at, name_size).c_str();
    if (!prefix.empty() && tar.compare(at + 257, 6, std::string("ustar\0", 6)) == 0) name = prefix + "/" + name;
    if (!long_name.empty()) name = long_name;
    long_name = type == 'L' ? body.c_str() : "";
    if (type == '0' || type == 0) out[name] = body;
    at += block + (size + block - 1) / block * block;
  }
  return out;
}

// A quad as terms of text. Blank nodes begin with "_:".
using Quad = std::array<std::string, 4>;

std::string text_of(const RdfTerm& term) {
  if (term.kind == RdfTerm::Kind::none) return "";
  if (term.kind == RdfTerm::Kind::blank) return "_:" + std::string(term.text);
  if (term.kind == RdfTerm::Kind::iri) return "<" + std::string(term.text) + ">";
  const std::string type = term.datatype == "http://www.w3.org/2001/XMLSchema#string" ? "" : std::string(term.datatype);
  return "\"" + std::string(term.text) + "\"" + std::string(term.lang) + "^^" + type;
}
Quad quad_of(const RdfQuad& quad) {
  return {text_of(quad.subject), text_of(quad.predicate), text_of(quad.object), text_of(quad.graph)};
}

// The quads of a document, or none when it was refused.
std::optional<std::vector<Quad>> read_rdf(const std::string& bytes, const std::string& format,
                                          const std::string& base) {
  const Temporary folder;
  const std::string path = folder.path() + "/document";
  std::ofstream(path, std::ios::binary) << bytes;
  std::vector<Quad> out;
  if (format == "ttl" || format == "trig") {
    auto source = ByteSource::open(path);
    REQUIRE(source.has_value());
    const auto mistake = ingest::read_turtle(*source, {format == "trig", base}, [&](const RdfQuad& quad) {
      out.push_back(quad_of(quad));
      return Status();
    });
    REQUIRE_MESSAGE(mistake.has_value(), mistake.error().message);
    if (*mistake) return std::nullopt;
    return out;
  }
  ingest::NQuadsReader reader(format == "nq");
  for (std::size_t begin = 0; begin < bytes.size();) {
    const std::size_t end = std::min(bytes.find('\n', begin), bytes.size());
    const std::string_view line = std::string_view(bytes).substr(begin, end - begin);
    begin = end + 1;
    if (text::first_bad_byte(line)) return std::nullopt;
    const auto some = reader.read(line);
    if (!some) return std::nullopt;
    if (*some) out.push_back(quad_of(reader.quad()));
  }
  return out;
}

// Blank nodes get names from what is said of them, refined until they say no more; so equal graphs have equal names.
std::set<Quad> without_labels(const std::vector<Quad>& quads) {
  std::map<std::string, std::string> colours;
  const auto coloured = [&](const std::string& term) { return term.starts_with("_:") ? "_:" + colours[term] : term; };
  for (std::size_t round = 0; round < 12; ++round) {
    std::map<std::string, std::multiset<std::string>> seen;
    for (const Quad& quad : quads) {
      for (const std::size_t at : {0u, 2u, 3u}) {
        if (!quad[at].starts_with("_:")) continue;
        std::string said = std::to_string(at);
        for (const std::string& term : quad) said += "|" + (term == quad[at] ? "self" : coloured(term));
        seen[quad[at]].insert(said);
      }
    }
    std::map<std::string, std::string> next;
    for (const auto& [label, said] : seen) {
      std::string all;
      for (const std::string& one : said) all += one + "\n";
      next[label] = std::to_string(std::hash<std::string>{}(all));
    }
    colours = std::move(next);
  }
  std::set<Quad> out;
  for (const Quad& quad : quads) out.insert({coloured(quad[0]), quad[1], coloured(quad[2]), coloured(quad[3])});
  return out;
}

struct W3cTest {
  std::string type, action, result;
};

std::map<std::string, W3cTest> tests_of(const std::string& manifest, const std::string& base) {
  const auto quads = read_rdf(manifest, "ttl", base + "manifest.ttl");
  REQUIRE(quads.has_value());
  const std::string mf = "<http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#";
  std::map<std::string, W3cTest> out;
  const auto file = [&](const std::string& iri) { return iri.substr(base.size() + 1, iri.size() - base.size() - 2); };
  for (const auto& [subject, predicate, object, graph] : *quads) {
    if (predicate == "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>") out[subject].type = object;
    if (predicate == mf + "action>") out[subject].action = file(object);
    if (predicate == mf + "result>") out[subject].result = file(object);
  }
  std::erase_if(out, [](const auto& entry) { return entry.second.action.empty(); });
  return out;
}

struct Suite {
  std::string folder, format, result_format;
  std::size_t tests;
};

void run_suite(const std::map<std::string, std::string>& files, const Suite& suite,
               const std::set<std::string>& known_to_fail) {
  const std::string folder = "w3c-rdf-tests/rdf/rdf11/" + suite.folder + "/";
  const std::string base = "https://w3c.github.io/rdf-tests/rdf/rdf11/" + suite.folder + "/";
  const auto tests = tests_of(files.at(folder + "manifest.ttl"), base);
  CHECK(tests.size() == suite.tests);
  std::set<std::string> failed;
  for (const auto& [name, test] : tests) {
    const auto quads = read_rdf(files.at(folder + test.action), suite.format, base + test.action);
    const bool negative = test.type.find("Negative") != std::string::npos;
    bool passed = quads.has_value() != negative;
    if (passed && !test.result.empty()) {
      const auto expected = read_rdf(files.at(folder + test.result), suite.result_format, base);
      REQUIRE(expected.has_value());
      passed = without_labels(*quads) == without_labels(*expected);
    }
    if (!passed) failed.insert(test.action);
  }
  for (const std::string& action : failed) {
    if (known_to_fail.count(action) == 0) FAIL_CHECK(suite.folder << "/" << action);
  }
  for (const std::string& action : known_to_fail) {
    if (failed.count(action) == 0) FAIL_CHECK(suite.folder << "/" << action << " passes now: take it off the list");
  }
}

const std::map<std::string, std::string>& archive() {
  static const std::map<std::string, std::string> files = untar(read_all(BAYAN_W3C_ARCHIVE));
  return files;
}

}  // namespace

TEST_CASE("the W3C's N-Triples tests pass") { run_suite(archive(), {"rdf-n-triples", "nt", "", 70}, {}); }
TEST_CASE("the W3C's N-Quads tests pass") { run_suite(archive(), {"rdf-n-quads", "nq", "", 87}, {}); }

// serd 0.30 resolves ".." differently where it goes above the root, and bases that are no paths.
TEST_CASE("the W3C's Turtle tests pass, but for resolving unusual relative IRIs") {
  run_suite(archive(), {"rdf-turtle", "ttl", "nt", 313},
            {"IRI-resolution-01.ttl", "IRI-resolution-02.ttl", "IRI-resolution-07.ttl", "IRI-resolution-08.ttl"});
}
TEST_CASE("the W3C's TriG tests pass, but for resolving unusual relative IRIs") {
  run_suite(archive(), {"rdf-trig", "trig", "nq", 356},
            {"IRI-resolution-01.trig", "IRI-resolution-02.trig", "IRI-resolution-07.trig", "IRI-resolution-08.trig"});
}
