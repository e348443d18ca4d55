#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <set>

#include "ingest/lexicon.hpp"
#include "ingest/lexicon_rows.hpp"
#include "tests/extract_print.hpp"

namespace fs = std::filesystem;
using bayan::ingest::Lexicon;

namespace {

// A lexicon folder with one file.
class Folder {
 public:
  Folder(const std::string& path, const std::string& text) : root_(fs::temp_directory_path() / "bayan-lexicon-test") {
    fs::remove_all(root_);
    fs::create_directories((root_ / path).parent_path());
    std::ofstream(root_ / path) << text;
  }
  ~Folder() { fs::remove_all(root_); }
  std::string path() const { return root_.string(); }

 private:
  fs::path root_;
};

}  // namespace

TEST_CASE("the compiled-in lexicon loads and is large enough to read communiqués") {
  const Lexicon& lexicon = bayan::testing::lexicon();
  CHECK(lexicon.concepts().size() >= 150);
  CHECK(lexicon.entities().size() >= 60);
  std::set<std::string> relations;
  for (const auto& frame : lexicon.frames()) relations.insert(frame.relation);
  CHECK(relations.size() >= 35);
}

TEST_CASE("every entity has a label in both languages, and what it refers to exists") {
  const Lexicon& lexicon = bayan::testing::lexicon();
  for (const auto& entity : lexicon.entities()) {
    CHECK_MESSAGE(entity.labels.contains("en"), entity.key);
    CHECK_MESSAGE(entity.labels.contains("ar"), entity.key);
    for (const std::string& other : {entity.speaks_for, entity.capital_of})
      CHECK_MESSAGE((other.empty() || lexicon.entity(other) != nullptr), entity.key << " refers to " << other);
    for (const std::string& member : entity.members) CHECK_MESSAGE(lexicon.entity(member) != nullptr, member);
  }
}

TEST_CASE("a verb form names one relation only") {
  std::set<std::string> seen;
  for (const std::string key : {"demands", "calls_for", "condemns", "supports", "rejects"}) {
    const auto* relation = bayan::testing::lexicon().relation(key);
    REQUIRE(relation != nullptr);
    for (const auto& [lang, forms] : relation->forms) {
      CHECK_FALSE(forms.empty());
      for (const std::string& form : forms) CHECK_MESSAGE(seen.insert(form).second, form);
    }
  }
}

TEST_CASE("a noun of saying at the head of an object decides the relation") {
  const Lexicon& lexicon = bayan::testing::lexicon();
  CHECK(lexicon.combined("stresses", "stresses_necessity") == "stresses_necessity");
  CHECK(lexicon.combined("expresses", "regrets") == "regrets");
  CHECK(lexicon.combined("reaffirms", "commitment") == "reaffirms");
  CHECK(lexicon.combined("affirms", "commitment") == "pledges");
  CHECK(lexicon.combined("calls_for", "condemns").empty());  // "calls for condemnation" stays a call
  CHECK(lexicon.combined("says", "violates").empty());       // a violation is no saying
}

TEST_CASE("a folder adds names that are then read") {
  const Folder core("core/entities.tsv", "key\ttype\textra\nAtlantis\tstate\t\n");
  std::ofstream(core.path() + "/ignored.txt") << "not a lexicon file";
  fs::create_directories(core.path() + "/en");
  std::ofstream(core.path() + "/en/names.tsv") << "key\tlabel\taliases\tadjectives\nAtlantis\tAtlantis\t\tAtlantean\n";
  auto lexicon = Lexicon::load({core.path()});
  REQUIRE(lexicon.has_value());
  auto reads = bayan::ingest::read_document("Atlantis condemned the attack.", "t", *lexicon, {});
  REQUIRE(reads.has_value());
  REQUIRE(reads->statements.size() == 1);
  CHECK(bayan::testing::print_claim(reads->statements[0]) == "Atlantis | condemns | \"the attack\"");
}

TEST_CASE("a mistake in a lexicon is reported with its file and line") {
  struct Case {
    const char *path, *text, *message;
    std::uint32_t line;
  };
  const Case cases[] = {
      {"en/names.tsv", "key\tlabel\nNobody\tNobody\n", "no entity \"Nobody\"", 2},
      {"en/cues.tsv", "class\tvalue\tforms\nnonsense\t\tword\n", "unknown class \"nonsense\"", 2},
      {"en/verbs.tsv", "relation\tcomplements\n# comment\nflies\t_\n", "no relation \"flies\"", 3},
      {"en/months.tsv", "kind\tnumber\tforms\nmonth\t13\tUndecember\n", "no such month or weekday", 2},
      {"en/ordinals.tsv", "number\tforms\nmany\tmanieth\n", "\"many\" is no number", 2},
      {"en/concepts.tsv", "key\tpart\tforms\nx\tz\tx\n", "part \"z\"", 2},
      {"core/entities.tsv", "key\ttype\textra\nX\tstate\tcolour=red\n", "unknown extra \"colour\"", 2},
      {"core/entities.tsv", "key\tkind\n", "unknown column \"kind\"", 1},
      {"core/entities.tsv", "key\ttype\nX\tstate\tmore\tcells\n", "4 cells, the header has 2", 2},
      {"xx/names.tsv", "key\tlabel\n", "a lexicon has no such file", 0},
  };
  for (const Case& c : cases) {
    const Folder folder(c.path, c.text);
    const auto loaded = Lexicon::load({folder.path()});
    REQUIRE_MESSAGE(!loaded.has_value(), c.message);
    CHECK(loaded.error().message == c.message);
    CHECK(loaded.error().line == c.line);
    CHECK(loaded.error().file.find(c.path) != std::string::npos);
  }
  CHECK_FALSE(Lexicon::load({"/nowhere/at/all"}).has_value());
}
