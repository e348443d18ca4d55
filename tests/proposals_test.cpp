// Entities that may be one are proposed, never merged; a verdict that they are two is kept.
#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>

#include "bayan/care.hpp"
#include "bayan/ingest.hpp"
#include "bayan/store.hpp"
#include "graph/records.hpp"
#include "graph/view.hpp"
#include "tests/sound_store.hpp"
#include "tests/temporary.hpp"

using namespace bayan;

namespace {

Store open(const std::string& path) {
  OpenOptions options;
  options.create = true, options.synced = false;
  auto store = Store::open(path, options);
  REQUIRE(store.has_value());
  return *store;
}

void commit(Store& store, const std::vector<Record>& records) {
  Batch batch;
  for (const Record& record : records) batch.add(record);
  const auto done = store.commit(batch);
  REQUIRE_MESSAGE(done.has_value(), done.error().message);
}

EntityDeclaration entity(const std::string& key, const std::string& type) { return {key, type, {}, {}}; }

EntityDeclaration person(const std::string& key) { return entity(key, "person"); }

std::vector<MergeProposal> proposals(const Store& store) {
  const auto found = store.merge_proposals();
  REQUIRE_MESSAGE(found.has_value(), found.error().message);
  return *found;
}

Statement said(const std::string& who, const std::string& relation, Node what, Span span = {0, 9}) {
  Statement out;
  out.subject = Entity{who, "person", {}}, out.relation = relation, out.object = std::move(what);
  out.series = "talks", out.round = 1;
  out.document = Document{};
  out.document->title = "report";
  out.evidence = Evidence{span, {}};
  return out;
}

std::set<std::string> export_of(const Store& store) {
  std::set<std::string> out;
  REQUIRE(graph::each_record(*store.snapshot()->view(), [&](const Record& record) {
            return out.insert(to_json(record)), true;
          }).has_value());
  return out;
}

}  // namespace

TEST_CASE("names that are spelled, transliterated or shortened alike are proposed, and others are not") {
  std::ifstream file(BAYAN_SOURCE_DIR "/tests/proposals.tsv");
  REQUIRE(file.is_open());
  int rows = 0;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] == '#') continue;
    std::istringstream fields(line);
    std::string type, one, other, expected;
    for (std::string* field : {&type, &one, &other, &expected}) std::getline(fields, *field, '\t');
    const Temporary folder;
    Store store = open(folder.path());
    commit(store, {entity(one, type), entity(other, type)});
    const auto found = proposals(store);
    CHECK_MESSAGE(found.empty() == (expected == "no"), line);
    if (!found.empty()) CHECK_MESSAGE(!found.front().reasons.empty(), line);
    ++rows;
  }
  CHECK(rows > 20);
}

TEST_CASE("two who stand in one sentence are two") {
  const Temporary folder;
  Store store = open(folder.path());
  SUBCASE("as subject and object") {
    commit(store, {said("Omar_Bathily", "meets", Entity{"Omar_Bathili", "person", {}})});
    CHECK(proposals(store).empty());
  }
  SUBCASE("each in a statement of its own") {
    commit(store, {said("Omar_Bathily", "demands", Phrase{"peace", "en", {}}, {10, 60}),
                   said("Omar_Bathili", "rejects", Phrase{"peace", "en", {}}, {40, 90})});
    CHECK(proposals(store).empty());
  }
  SUBCASE("and in two sentences they may be one") {
    commit(store, {said("Omar_Bathily", "demands", Phrase{"peace", "en", {}}, {10, 40}),
                   said("Omar_Bathili", "rejects", Phrase{"war", "en", {}}, {40, 90})});
    CHECK(proposals(store).size() == 1);
  }
}

TEST_CASE("an office that both hold speaks for a merge, and the one that says more stays") {
  const Temporary folder;
  Store store = open(folder.path());
  commit(store, {said("Omar_Bathily", "demands", Phrase{"peace", "en", {}}, {10, 40}),
                 said("Omar_Bathili", "rejects", Phrase{"war", "en", {}}, {40, 90}),
                 said("Omar_Bathily", "rejects", Phrase{"war", "en", {}}, {90, 99})});
  const double before = proposals(store).front().score;
  commit(store, {said("Omar_Bathily", "holds_role", Phrase{"UN envoy", "en", {}}, {100, 110}),
                 said("Omar_Bathili", "holds_role", Phrase{"UN Envoy", "en", {}}, {120, 130})});
  const auto found = proposals(store);
  REQUIRE(found.size() == 1);
  CHECK(found[0].from_key == "Omar_Bathili");
  CHECK(found[0].into_key == "Omar_Bathily");
  CHECK(found[0].type == "person");
  CHECK(found[0].score > before);
  CHECK(found[0].reasons.back() == "both are \"un envoy\"");
}

TEST_CASE("a verdict that two are not the same survives reading again, merges and their undoing, and an export") {
  const Temporary folder;
  Store store = open(folder.path() + "/a");
  commit(store, {person("Omar_Bathily"), person("Omar_Bathili"), person("Omar_Batily")});
  CHECK(proposals(store).size() == 3);
  CHECK(*store.tell_apart("Omar_Bathily", "Omar_Bathili"));
  CHECK_FALSE(*store.tell_apart("Omar_Bathili", "Omar_Bathily"));
  CHECK(proposals(store).size() == 2);
  commit(store, {person("Omar_Bathily"), person("Omar_Bathili")});
  CHECK(proposals(store).size() == 2);

  Store copy = open(folder.path() + "/b");
  for (const std::string& line : export_of(store)) commit(copy, {*record_from_json(line)});
  CHECK(proposals(copy).size() == 2);
  CHECK(export_of(copy) == export_of(store));

  REQUIRE(store.merge("Omar_Bathili", "Omar_Batily").has_value());
  CHECK(proposals(store).empty());
  CHECK(store.tell_apart("Omar_Bathili", "Omar_Batily").error().code == ErrorCode::input);
  REQUIRE(store.undo_merge("Omar_Bathili").has_value());
  CHECK(proposals(store).size() == 2);
  CHECK(store.tell_apart("Omar_Bathili", "Nobody").error().code == ErrorCode::unknown);
  check_is_sound(store);
}

TEST_CASE("what is forgotten leaves no verdict that names it") {
  const Temporary folder;
  Store store = open(folder.path());
  commit(store, {said("Omar_Bathily", "demands", Phrase{"peace", "en", {}}), person("Omar_Bathili")});
  REQUIRE(store.tell_apart("Omar_Bathily", "Omar_Bathili").has_value());
  REQUIRE(forget(store, "report").has_value());
  for (const std::string& line : export_of(store)) CHECK(line.find("Omar_Bathily") == std::string::npos);
  CHECK(store.snapshot()->view()->told_apart()->empty());
}

TEST_CASE("very many names that sound alike are compared with some of them each, not all with all") {
  const Temporary folder;
  Store store = open(folder.path());
  std::vector<Record> records;
  for (int i = 0; i < 4000; ++i) records.push_back(person("Given" + std::to_string(i) + "_Mohammed"));
  commit(store, records);
  ProposalOptions options;
  std::atomic<bool> cancel = false;
  options.cancel = &cancel;
  CHECK(store.merge_proposals(options).has_value());
  cancel = true;
  CHECK(store.merge_proposals(options).error().code == ErrorCode::cancelled);
}
