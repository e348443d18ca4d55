// Whole documents and what is read in them. tests/reading/*.txt are texts of our own, *.expect what they say; UPDATE=1
// in the environment rewrites the expectations (review the difference). The gold reading lies beside the project.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/extract_print.hpp"

namespace fs = std::filesystem;
using namespace bayan;

namespace {

std::string slurp(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

// Which key each relation is scored as.
std::map<std::string, std::string> scored_as(const fs::path& relations) {
  std::map<std::string, std::string> out;
  std::istringstream in(slurp(relations));
  for (std::string line; std::getline(in, line);) {
    const std::string key = line.substr(0, line.find('\t'));
    out[key] = key;
    std::istringstream also(line.substr(line.rfind('\t') + 1));
    for (std::string alias; std::getline(also, alias, ',');)
      if (!alias.empty()) out[alias] = key;
  }
  return out;
}

double likeness(const Span& a, std::uint64_t begin, std::uint64_t end) {
  const std::uint64_t low = std::max(a.begin, begin), high = std::min(a.end, end);
  if (high <= low) return 0;
  return static_cast<double>(high - low) / static_cast<double>(a.end - a.begin + end - begin - (high - low));
}

}  // namespace

TEST_CASE("documents of our own are read as expected") {
  const fs::path folder = fs::path(BAYAN_SOURCE_DIR) / "tests/reading";
  const bool update = std::getenv("UPDATE") != nullptr;
  std::size_t documents = 0;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() != ".txt") continue;
    ++documents;
    auto reads = testing::read(slurp(entry.path()));
    REQUIRE(reads.has_value());
    std::string found;
    for (const Statement& s : reads->statements) found += testing::print(s) + "\n";
    for (const std::string& warning : reads->warnings) found += "warning: " + warning + "\n";
    fs::path expect = entry.path();
    expect.replace_extension(".expect");
    if (update) std::ofstream(expect, std::ios::binary) << found;
    CAPTURE(entry.path().string());
    CHECK(found == slurp(expect));
  }
  CHECK(documents >= 5);
}

TEST_CASE("the gold reading is found, object and relation") {
  const fs::path shared = BAYAN_SHARED_DIR, gold = shared / "gold/astana-21.jsonl";
  if (!fs::exists(gold)) {
    MESSAGE("skipped: no gold reading in " << shared.string());
    return;
  }
  DocumentOptions options;
  options.series = "astana";
  options.date = "2024-01-25";
  auto reads = testing::read(slurp(shared / "corpus/astana-21.ar.txt"), options);
  REQUIRE(reads.has_value());
  CHECK(reads->document.round == 21);
  const auto same = scored_as(shared / "design/relations.tsv");
  const auto key = [&](const std::string& relation) { return same.contains(relation) ? same.at(relation) : relation; };
  std::size_t wanted = 0, hit = 0;
  std::istringstream in(slurp(gold));
  for (std::string line; std::getline(in, line);) {
    const auto row = nlohmann::json::parse(line);
    if (row["tier"] != 1 || !row.contains("object_span") || row["object_span"].is_null()) continue;
    ++wanted;
    const auto& span = row["object_span"]["utf8"];
    hit += std::any_of(reads->statements.begin(), reads->statements.end(), [&](const Statement& s) {
      return s.object_span && key(s.relation) == key(row["relation"]) &&
             likeness(*s.object_span, span[0], span[1]) >= 0.5;
    });
  }
  CHECK(wanted > 20);
  CHECK(hit * 10 >= wanted * 8);
}
