// The care of statements: merges that are undone, documents that are forgotten.
#include "bayan/care.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <set>

#include "bayan/ingest.hpp"
#include "graph/database.hpp"
#include "graph/records.hpp"
#include "graph/view.hpp"
#include "ingest/sha256.hpp"
#include "tests/sound_store.hpp"
#include "tests/temporary.hpp"

using namespace bayan;
namespace fs = std::filesystem;

namespace {

constexpr std::int64_t second = 1'000'000;

Store open(const std::string& path, std::int64_t& clock) {
  OpenOptions options;
  options.create = true;
  options.synced = false;
  options.clock_us = [&clock] { return clock; };
  auto store = Store::open(path, options);
  REQUIRE_MESSAGE(store.has_value(), store.error().message);
  return *store;
}

Document document_of(const std::string& title, const std::string& text, std::int64_t round) {
  Document out;
  out.title = title, out.text = text, out.sha256 = ingest::sha256_hex(text);
  out.publisher = title + " press", out.series = "talks", out.round = round;
  return out;
}

Statement said(const std::string& subject, const std::string& relation, Node object, std::int64_t round) {
  Statement out;
  out.series = "talks", out.round = round, out.date = "2024-01-2" + std::to_string(round % 10);
  out.subject = Entity{subject, {}, {}}, out.relation = relation, out.object = std::move(object);
  return out;
}

void commit(Store& store, const std::vector<Record>& records) {
  Batch batch;
  for (const Record& record : records) batch.add(record);
  const auto done = store.commit(batch);
  REQUIRE_MESSAGE(done.has_value(), done.error().message);
}

// All that an export would write, one a line, sorted: two stores with the same say the same.
std::multiset<std::string> everything(const Store& store) {
  std::multiset<std::string> out;
  const auto snapshot = store.snapshot();
  REQUIRE(graph::each_record(*snapshot->view(), [&](const Record& record) { return out.insert(to_json(record)), true; }));
  return out;
}

// Whether any file of a folder has these bytes in it.
std::vector<std::string> files_with(const std::string& folder, const std::string& bytes) {
  std::vector<std::string> out;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream in(entry.path(), std::ios::binary);
    const std::string all((std::istreambuf_iterator<char>(in)), {});
    if (all.find(bytes) != std::string::npos) out.push_back(entry.path().filename().string());
  }
  return out;
}

std::vector<Record> two_spellings() {
  std::vector<Record> out;
  out.push_back(EntityDeclaration{"Turkiye", "state", {{"en", "Türkiye"}}, {{"en", {"Republic of Türkiye"}}}});
  out.push_back(EntityDeclaration{"Turkey", "state", {{"en", "Turkey"}}, {{"ar", {"تركيا"}}}});
  out.push_back(said("Turkiye", "demands", Entity{"calm", {}, {}}, 20));
  out.push_back(said("Turkey", "demands", Entity{"calm", {}, {}}, 20));
  out.push_back(said("Syria", "accuses", Entity{"Turkiye", {}, {}}, 21));
  out.push_back(said("Syria", "demands", Phrase{"withdrawal of their forces", "en", {"Turkiye", "forces"}}, 21));
  out.push_back(said("Syria", "demands", Phrase{"talks of the two", "en", {"Turkiye", "Turkey"}}, 21));
  Statement nested = said("Russia", "says", std::make_shared<const Claim>(), 21);
  Claim held;
  held.subject = Entity{"Turkiye", {}, {}}, held.relation = "violates", held.object = Entity{"law", {}, {}};
  nested.object = std::make_shared<const Claim>(held);
  nested.speaker = Entity{"Turkiye", {}, {}}, nested.holder = Entity{"Turkiye", {}, {}};
  out.push_back(nested);
  return out;
}

}  // namespace

TEST_CASE("a merge that is undone leaves the store as it was") {
  for (const bool packed : {false, true}) {
    CAPTURE(packed);
    const Temporary folder;
    std::int64_t clock = second;
    Store store = open(folder.path(), clock);
    commit(store, two_spellings());
    if (packed) REQUIRE(store.compact());
    const auto before = everything(store);
    const auto merged = store.merge("Turkiye", "Turkey");
    REQUIRE(merged.has_value());
    CHECK(*merged == 3);
    CHECK(everything(store) != before);
    check_is_sound(store);
    const auto undone = store.undo_merge("Turkiye");
    REQUIRE_MESSAGE(undone.has_value(), undone.error().message);
    CHECK(*undone == 3);
    CHECK(everything(store) == before);
    check_is_sound(store);
    CHECK(store.undo_merge("Turkiye").error().code == ErrorCode::unknown);
  }
}

TEST_CASE("undoing a merge leaves what came after it") {
  const Temporary folder;
  std::int64_t clock = second;
  Store store = open(folder.path(), clock);
  commit(store, two_spellings());
  REQUIRE(store.merge("Turkiye", "Turkey"));
  commit(store, {said("Turkiye", "rejects", Entity{"sanctions", {}, {}}, 22)});
  commit(store, {EntityDeclaration{"Turkey", {}, {{"fr", "Turquie"}}, {}}});
  REQUIRE(store.undo_merge("Turkiye"));
  const auto snapshot = store.snapshot();
  const graph::View& view = *snapshot->view();
  graph::FactPattern rejects;
  rejects.relation = view.find_relation("rejects");
  auto facts = view.facts(rejects);
  REQUIRE(facts.next());
  CHECK(view.entity(facts.batch().at(0).subject).key == "Turkey");
  CHECK(view.entity(view.find_entity("Turkey")).labels.at("fr") == "Turquie");
  CHECK(view.entities_named("republic of turkiye") == std::vector{view.find_entity("Turkiye")});
  check_is_sound(store);
}

TEST_CASE("merges that build on each other are undone from the last to the first") {
  const Temporary folder;
  std::int64_t clock = second;
  Store store = open(folder.path(), clock);
  commit(store, two_spellings());
  commit(store, {said("Anatolia", "demands", Entity{"calm", {}, {}}, 21)});
  const auto before = everything(store);
  REQUIRE(store.merge("Turkiye", "Turkey"));
  REQUIRE(store.merge("Turkey", "Anatolia"));
  const auto refused = store.undo_merge("Turkiye");
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().code == ErrorCode::input);
  CHECK(refused.error().help.find("\"Turkey\"") != std::string::npos);
  REQUIRE(store.undo_merge("Turkey"));
  REQUIRE(store.undo_merge("Turkiye"));
  CHECK(everything(store) == before);
  check_is_sound(store);
}

namespace {

// Words that only the second document has end in "zx".
std::vector<Record> two_documents() {
  const Document kept = document_of("Kept", "Syria demands calm.", 20);
  const Document gone = document_of("Titlezx", "Namezx of Syria said: hiddenzx phrasezx. Quotezx.", 21);
  std::vector<Record> out = {kept, gone};
  Statement first = said("Syria", "demands", Entity{"calm", {}, {}}, 20);
  first.document = kept;
  Statement again = first;
  again.document = gone, again.round = 21;
  Statement phrase = said("Syria", "demands", Phrase{"hiddenzx phrasezx", "en", {"conceptzx", "calm"}}, 21);
  phrase.document = gone, phrase.date = "2024-02-02";
  phrase.speaker = Entity{"Namezx", "person", {}};
  phrase.evidence = Evidence{std::nullopt, "Quotezx"};
  Statement nested = said("Russia", "says", std::make_shared<const Claim>(), 21);
  Claim held;
  held.subject = Entity{"Partyzx", {}, {}}, held.relation = "demands",
  held.object = Literal{LiteralType::text, "literalzx", {}, {}};
  nested.object = std::make_shared<const Claim>(held), nested.document = gone;
  Statement elsewhere = said("Russia", "rejects", Entity{"calm", {}, {}}, 21);
  elsewhere.date = "2024-01-21";
  for (const Statement& statement : {first, again, phrase, nested, elsewhere}) out.push_back(statement);
  out.push_back(EntityDeclaration{"Namezx", "person", {{"en", "Labelzx"}}, {{"ar", {"اسمzx"}}}});
  return out;
}

}  // namespace

TEST_CASE("a document that is forgotten leaves nothing in any file") {
  for (const bool packed : {false, true}) {
    CAPTURE(packed);
    const Temporary folder;
    std::int64_t clock = second;
    {
      Store store = open(folder.path(), clock);
      commit(store, two_documents());
      if (packed) REQUIRE(store.compact());
      clock += second;
      REQUIRE(withdraw(store, "Titlezx"));
      clock += second;
      const auto done = forget(store, "Titlezx");
      REQUIRE_MESSAGE(done.has_value(), done.error().message);
      CHECK(done->statements_forgotten == 3);
      CHECK_FALSE(files_with(folder.path(), "zx").empty());  // until it is compacted
      check_is_sound(store);
      for (const std::string& record : everything(store)) CHECK(record.find("zx") == std::string::npos);
      const auto snapshot = store.snapshot();
      const auto then = snapshot->view()->as_of(second);
      CHECK(then->all_documents().size() == 1);
      CHECK(snapshot->view()->entities_named("namezx").empty());
      CHECK(snapshot->view()->find_entity("calm"));
      const RoundId round = RoundId::of(snapshot->view()->find_series("talks"), 21);
      CHECK(snapshot->view()->days(round) == std::pair<std::string, std::string>("2024-01-21", "2024-01-21"));
    }
    {
      Store store = open(folder.path(), clock);
      REQUIRE(store.compact());
      check_is_sound(store);
    }
    { const Store store = open(folder.path(), clock); }
    for (const std::string& file : files_with(folder.path(), "zx")) FAIL_CHECK(file);
  }
}

TEST_CASE("a document that was forgotten is refused, by its day") {
  const Temporary folder;
  std::int64_t clock = second;
  Store store = open(folder.path(), clock);
  commit(store, two_documents());
  clock = 1'700'000'000 * second;
  REQUIRE(forget(store, "Titlezx press"));
  Batch batch;
  batch.add(two_documents()[1]);
  const auto refused = store.commit(batch);
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().code == ErrorCode::input);
  CHECK(refused.error().message == "this document was forgotten on 2023-11-14, and is not taken in again");
  const auto read = ingest_text(store, *std::get<Document>(two_documents()[1]).text, "again.txt", {});
  REQUIRE_FALSE(read.has_value());
  CHECK(read.error().message == refused.error().message);
  const auto forgotten = store.snapshot()->view()->forgotten_documents();
  REQUIRE(forgotten->size() == 1);
  CHECK(forgotten->front().statements == 3);
  CHECK(forget(store, "Titlezx").error().code == ErrorCode::unknown);
}

TEST_CASE("forgetting keeps what others say, also in pages of bare statements") {
  const Temporary folder;
  std::int64_t clock = second;
  Store store = open(folder.path(), clock);
  std::vector<Record> records = two_documents();
  records.push_back(said("Someone", "demands", Entity{"Partyzx", {}, {}}, 20));
  Statement as_holder = said("Someone", "demands", Entity{"calm", {}, {}}, 20);
  as_holder.holder = Entity{"conceptzx", {}, {}};
  records.push_back(as_holder);
  commit(store, records);
  REQUIRE(store.compact());
  REQUIRE(forget(store, "Titlezx"));
  const auto snapshot = store.snapshot();
  CHECK(snapshot->view()->find_entity("Partyzx"));
  CHECK(snapshot->view()->find_entity("conceptzx"));
  CHECK_FALSE(snapshot->view()->find_entity("Namezx"));
  CHECK_FALSE(snapshot->view()->find_phrase("hiddenzx phrasezx"));
  check_is_sound(store);
}

TEST_CASE("forgetting the one document of a merged entity forgets the merge") {
  const Temporary folder;
  std::int64_t clock = second;
  Store store = open(folder.path(), clock);
  std::vector<Record> records = two_documents();
  Statement other = said("Namezx2", "demands", Entity{"calm", {}, {}}, 21);
  other.document = std::get<Document>(records[1]);
  records.push_back(other);
  commit(store, records);
  REQUIRE(store.merge("Namezx2", "Namezx"));
  REQUIRE(forget(store, "Titlezx"));
  CHECK(store.undo_merge("Namezx2").error().code == ErrorCode::unknown);
  check_is_sound(store);
}
