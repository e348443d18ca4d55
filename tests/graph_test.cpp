// The store: what goes in comes out, under snapshots, as of, after retractions and merges.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <random>
#include <set>

#include "bayan/ingest.hpp"
#include "bayan/store.hpp"
#include "graph/keys.hpp"
#include "graph/records.hpp"
#include "graph/values.hpp"
#include "graph/verdicts.hpp"
#include "graph/view.hpp"
#include "tests/temporary.hpp"

using namespace bayan;
using graph::Fact;
using graph::FactPattern;
using graph::Order;
using graph::View;

namespace {

Statement said(const std::string& subject, const std::string& relation, const std::string& object,
               std::optional<std::int64_t> round) {
  Statement out;
  if (round) out.series = "talks", out.round = round;
  out.subject = Entity{subject, {}, {}};
  out.relation = relation;
  out.object = Entity{object, {}, {}};
  return out;
}

Store open(const std::string& path, std::int64_t* clock = nullptr) {
  OpenOptions options;
  options.create = true;
  options.synced = false;
  if (clock != nullptr) options.clock_us = [clock] { return *clock; };
  auto store = Store::open(path, options);
  REQUIRE_MESSAGE(store.has_value(), store.error().message);
  return *store;
}

CommitReport commit(Store& store, const std::vector<Record>& records) {
  Batch batch;
  for (const Record& record : records) batch.add(record);
  auto done = store.commit(batch);
  REQUIRE_MESSAGE(done.has_value(), done.error().message);
  return *done;
}

std::shared_ptr<const View> view_of(const Store& store) { return store.snapshot()->view(); }

std::vector<Fact> all(graph::FactScan scan) {
  std::vector<Fact> out;
  while (scan.next()) {
    for (std::size_t i = 0; i < scan.batch().size(); ++i) out.push_back(scan.batch().at(i));
  }
  REQUIRE(scan.status().has_value());
  return out;
}

// REQUIRES: sorted facts.
std::vector<Fact> first_of_each_claim(std::vector<Fact> facts) {
  const auto same = [](const Fact& a, const Fact& b) {
    return a.subject == b.subject && a.predicate == b.predicate && a.object == b.object;
  };
  facts.erase(std::unique(facts.begin(), facts.end(), same), facts.end());
  return facts;
}

}  // namespace

TEST_CASE("a statement comes back with all it came with") {
  const Temporary folder;
  Store store = open(folder.path());
  Statement s = said("Syria", "demands", "withdrawal", 21);
  s.object = Phrase{"انسحاب القوات التركية", "ar", {"withdrawal", "Turkish_forces"}};
  s.date = "2024-01-25", s.modality = "requested", s.rule = "ar.demand", s.extractor = "test", s.confidence = 0.9;
  s.speaker = Entity{"Bassam_Sabbagh", "person", {}}, s.holder = Entity{"Syria", {}, {}},
  s.addressee = Entity{"Turkey", {}, {}};
  Document document;
  document.title = "report", document.text = "وقال انسحاب القوات التركية", document.lang = "ar";
  s.document = document;
  s.evidence = Evidence{Span{9, 49}, "انسحاب القوات التركية"};
  s.object_span = Span{9, 49};
  CHECK(commit(store, {s}).statements_added == 1);
  CHECK(commit(store, {s}).statements_known == 1);

  const auto view = view_of(store);
  const auto facts = all(view->facts({}));
  REQUIRE(facts.size() == 1);
  CHECK(view->round_name(facts[0].round) == "talks:21");
  const auto statements = view->statements(facts[0]);
  REQUIRE(statements->size() == 1);
  const auto back = graph::statement_record(*view, statements->front());
  REQUIRE(back.has_value());
  CHECK(back->speaker->key == "Bassam_Sabbagh");
  CHECK(back->confidence == 0.9);
  CHECK(back->object_span == Span{9, 49});
  CHECK(std::get<Phrase>(back->object).text == "انسحاب القوات التركية");
  CHECK(std::get<Phrase>(back->object).about.size() == 2);
  CHECK(*view->document_bytes(statements->front().document, Span{9, 49}) == "انسحاب القوات التركية");
}

TEST_CASE("every order and every pattern give the same facts as a list") {
  const Temporary folder;
  Store store = open(folder.path());
  std::mt19937 random(7);
  const auto pick = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  std::vector<Record> records;
  for (int i = 0; i < 400; ++i) {
    const std::optional<std::int64_t> round = pick(6) == 0 ? std::nullopt : std::optional<std::int64_t>(pick(5) + 1);
    Statement s =
        said("s" + std::to_string(pick(6)), "r" + std::to_string(pick(4)), "o" + std::to_string(pick(6)), round);
    if (pick(4) == 0) s.polarity = Polarity::negative;
    records.push_back(s);
  }
  commit(store, records);
  const auto view = view_of(store);
  const std::vector<Fact> facts = all(view->facts({}, Order::sro));
  CHECK(std::is_sorted(facts.begin(), facts.end()));
  const auto some = [&](auto value, auto none) { return pick(2) == 0 ? value : none; };
  for (int i = 0; i < 500; ++i) {
    const Fact& like = facts[static_cast<std::size_t>(pick(static_cast<int>(facts.size())))];
    FactPattern pattern;
    pattern.subject = some(like.subject, TermId{});
    pattern.relation = some(like.predicate.relation(), RelationId{});
    pattern.object = some(like.object, TermId{});
    if (pick(2) == 0) pattern.polarity = pick(2) == 0 ? Polarity::positive : Polarity::negative;
    if (pick(2) == 0) {
      if (pick(2) == 0) pattern.rounds.push_back({RoundId{}, RoundId{}});
      const SeriesId series = view->find_series("talks");
      pattern.rounds.push_back({RoundId::of(series, 1), RoundId::of(series, pick(2) + 1)});
      if (pick(2) == 0) pattern.rounds.push_back({RoundId::of(series, 4), RoundId::of(series, 4)});
    }
    std::vector<Fact> expected;
    for (const Fact& fact : facts) {
      const bool in_rounds = pattern.rounds.empty() ||
                             std::any_of(pattern.rounds.begin(), pattern.rounds.end(),
                                         [&](const auto& r) { return r.first <= fact.round && fact.round <= r.last; });
      if ((!pattern.subject || pattern.subject == fact.subject) && (!pattern.object || pattern.object == fact.object) &&
          (!pattern.relation || pattern.relation == fact.predicate.relation()) &&
          (!pattern.polarity || (*pattern.polarity == Polarity::negative) == fact.predicate.negative()) && in_rounds) {
        expected.push_back(fact);
      }
    }
    for (const Order order : {Order::sro, Order::ros, Order::osr, Order::rso}) {
      std::vector<Fact> got = all(view->facts(pattern, order));
      std::sort(got.begin(), got.end());
      CHECK(got == expected);
      pattern.earliest = true;
      got = all(view->facts(pattern, order));
      pattern.earliest = false;
      std::sort(got.begin(), got.end());
      CHECK(got == first_of_each_claim(expected));
    }
    std::vector<Fact> best = all(view->facts(pattern));
    std::sort(best.begin(), best.end());
    CHECK(best == expected);
    std::vector<Fact> by_round = all(view->facts(pattern, Order::round_first));
    std::sort(by_round.begin(), by_round.end());
    CHECK(by_round == expected);
  }
}

TEST_CASE("a retraction hides a statement from now on and keeps it for as of") {
  const Temporary folder;
  std::int64_t clock = 1'000'000;
  Store store = open(folder.path(), &clock);
  const StatementId id = commit(store, {said("Syria", "demands", "withdrawal", 21)}).added.front();
  const auto before = view_of(store);
  clock = 2'000'000;
  Batch batch;
  batch.retract(id);
  CHECK(store.commit(batch)->statements_retracted == 1);
  const auto now = view_of(store);
  CHECK(all(now->facts({})).empty());
  CHECK(now->rounds().empty());
  CHECK(all(before->facts({})).size() == 1);
  CHECK(all(now->as_of(1'500'000)->facts({})).size() == 1);
  CHECK(now->as_of(1'500'000)->rounds().size() == 1);
  CHECK(all(now->as_of(500'000)->facts({})).empty());
  commit(store, {said("Syria", "demands", "withdrawal", 21)});
  CHECK(all(view_of(store)->facts({})).size() == 1);
}

TEST_CASE("a snapshot does not see later commits") {
  const Temporary folder;
  Store store = open(folder.path());
  commit(store, {said("Syria", "demands", "withdrawal", 20)});
  const auto before = view_of(store);
  commit(store, {said("Syria", "demands", "withdrawal", 21), SeriesDeclaration{"other", {}, {}, {}}});
  CHECK(all(before->facts({})).size() == 1);
  CHECK(before->rounds().size() == 1);
  CHECK_FALSE(before->find_series("other"));
  CHECK(all(view_of(store)->facts({})).size() == 2);
}

TEST_CASE("a batch with a bad record stores nothing, and says which") {
  const Temporary folder;
  Store store = open(folder.path());
  Statement bad = said("Syria", "demands", "withdrawal", 21);
  bad.date = "2024-02-30";
  Batch batch;
  batch.add(said("Syria", "demands", "aid", 21));
  batch.add(bad);
  const auto done = store.commit(batch);
  REQUIRE_FALSE(done.has_value());
  CHECK(done.error().code == ErrorCode::input);
  CHECK(done.error().line == 2);
  CHECK(done.error().message.find("2024-02-30") != std::string::npos);
  CHECK(all(view_of(store)->facts({})).empty());
}

TEST_CASE("names are found in any language, folded") {
  const Temporary folder;
  Store store = open(folder.path());
  commit(
      store,
      {EntityDeclaration{"Syria", "state", {{"en", "Syria"}, {"ar", "سوريا"}}, {{"en", {"Syrian Arab Republic"}}}},
       RelationDeclaration{"demands", "calls_for", {{"en", "demands"}}, {{"ar", {"تطالب"}}}, "for", "100", "REQUEST"}});
  const auto view = view_of(store);
  const TermId syria = view->find_entity("Syria");
  REQUIRE(syria);
  CHECK(view->entities_named("سوريا") == std::vector{syria});
  CHECK(view->entities_named("syrian arab republic") == std::vector{syria});
  CHECK(view->entities_named("iran").empty());
  CHECK(view->relations_named("تطالب").size() == 1);
  CHECK(view->relation(view->relation(view->find_relation("demands")).parent).key == "calls_for");
}

TEST_CASE("a merge moves names and statements, and what phrases and claims are about") {
  const Temporary folder;
  Store store = open(folder.path());
  Statement nested = said("Syria", "says", "x", 21);
  auto claim = std::make_shared<Claim>();
  claim->subject = Entity{"Turkiye", {}, {}}, claim->relation = "violates",
  claim->object = Phrase{"sovereignty", "en", {"Turkiye"}};
  nested.object = std::shared_ptr<const Claim>(claim);
  commit(store, {EntityDeclaration{"Turkiye", "state", {{"en", "Türkiye"}}, {}},
                 EntityDeclaration{"Turkey", "state", {{"en", "Turkey"}}, {}},
                 said("Turkiye", "rejects", "withdrawal", 20), nested});
  const auto merged = store.merge("Turkiye", "Turkey");
  REQUIRE(merged.has_value());
  CHECK(*merged == 2);
  const auto view = view_of(store);
  const TermId turkey = view->find_entity("Turkey");
  CHECK(view->find_entity("Turkiye") == turkey);
  CHECK(view->entities_named("turkiye") == std::vector{turkey});
  FactPattern pattern;
  pattern.subject = turkey;
  CHECK(all(view->facts(pattern)).size() == 1);
  const auto claims = view->claims({}, {}, {});
  REQUIRE(claims.size() == 1);
  CHECK(view->claim(claims[0]).subject == turkey);
  CHECK(view->about(view->claim(claims[0]).object) == std::vector{turkey});
  CHECK_FALSE(store.merge("Nobody", "Turkey").has_value());
}

TEST_CASE("coverage follows documents, and a document with a round covers no other") {
  const Temporary folder;
  Store store = open(folder.path());
  Document placed, loose;
  placed.title = "communique 20", placed.series = "talks", placed.round = 20;
  loose.title = "loose";
  Statement cited = said("Syria", "demands", "aid", 19);
  cited.document = placed;
  Statement from_loose = said("Syria", "demands", "aid", 18);
  from_loose.document = loose;
  commit(store, {placed, cited, from_loose, said("Syria", "demands", "aid", 17),
                 RoundDeclaration{"talks", 16, "2022-01-01", "2022-01-02", "Sochi"}});
  const auto view = view_of(store);
  std::map<std::string, bool> covered;
  for (const auto& round : view->rounds()) covered[view->round_name(round.id)] = round.covered;
  CHECK(covered ==
        std::map<std::string, bool>{
            {"talks:16", false}, {"talks:17", true}, {"talks:18", true}, {"talks:19", false}, {"talks:20", true}});
}

TEST_CASE("export then import gives an equal store") {
  const Temporary folder, other;
  std::int64_t clock = 5'000'000;
  Store store = open(folder.path(), &clock);
  Document document;
  document.title = "report", document.text = "Syria demands aid.", document.series = "talks", document.round = 21;
  Statement s = said("Syria", "demands", "aid", 21);
  s.document = document;
  const StatementId id = commit(store, {s, said("Russia", "guarantor_of", "format", std::nullopt)}).added.front();
  clock = 7'000'000;
  Batch batch;
  batch.retract(id);
  REQUIRE(store.commit(batch).has_value());
  const auto lines = [](const Store& from) {
    std::multiset<std::string> out;
    REQUIRE(graph::each_record(*view_of(from), [&](const Record& record) {
              out.insert(to_json(record));
              return true;
            }).has_value());
    return out;
  };
  const auto before = lines(store);
  Store again = open(other.path());
  Batch records;
  records.keep_recorded_at(true);
  REQUIRE(graph::each_record(*view_of(store), [&](const Record& record) {
            const auto parsed = record_from_json(to_json(record));
            REQUIRE_MESSAGE(parsed.has_value(), parsed.error().message);
            records.add(*parsed);
            return true;
          }).has_value());
  REQUIRE(again.commit(records).has_value());
  CHECK(lines(again) == before);
}

TEST_CASE("what is no store is refused by name") {
  const Temporary folder;
  const auto code_of = [](const std::string& path, bool create) {
    OpenOptions options;
    options.create = create;
    const auto store = Store::open(path, options);
    REQUIRE_FALSE(store.has_value());
    CHECK_FALSE(store.error().help.empty());
    return store.error().code;
  };
  CHECK(code_of(folder.path() + "/missing", false) == ErrorCode::store);
  std::ofstream(folder.path() + "/file") << "x";
  CHECK(code_of(folder.path() + "/file", true) == ErrorCode::store);
  CHECK(code_of(folder.path(), true) == ErrorCode::store);  // a folder with something else in it
}

TEST_CASE("a second writer is refused with the holder's process id") {
  const Temporary folder;
  const Store store = open(folder.path());
  const auto second = Store::open(folder.path(), {.create = true});
  REQUIRE_FALSE(second.has_value());
  CHECK(second.error().code == ErrorCode::busy);
  CHECK(second.error().message.find(std::to_string(::getpid())) != std::string::npos);
  CHECK(Store::open(folder.path(), {.read_only = true}).has_value());
}

TEST_CASE("damaged values are errors, never crashes") {
  std::mt19937 random(11);
  graph::StatementInfo s;
  s.date = "2024-01-25", s.quote = "some words", s.utf8 = Span{1, 11}, s.confidence = 0.5;
  const std::string good = graph::encode(s);
  CHECK(graph::decode_statement(good).has_value());
  for (std::size_t cut = 0; cut < good.size(); ++cut)
    CHECK_FALSE(graph::decode_statement(good.substr(0, cut)).has_value());
  for (int i = 0; i < 2000; ++i) {
    std::string bytes = good;
    for (int n = 0; n < 3; ++n) bytes[random() % bytes.size()] = static_cast<char>(random());
    (void)graph::decode_statement(bytes);
    (void)graph::decode_entity(bytes);
    (void)graph::decode_document(bytes);
  }
}

TEST_CASE("golden bytes: keys and values as they are drawn") {
  const auto hex = [](std::string_view bytes) {
    std::string out;
    for (const unsigned char c : bytes) out += "0123456789abcdef"[c >> 4], out += "0123456789abcdef"[c & 15];
    return out;
  };
  CHECK(hex(graph::Key('e').id(graph::make_term(graph::Tag::entity, 2)).str()) == "650000000000000021");
  CHECK(hex(graph::verdict_key("bc", "a")) == "6e00000001616263");
  CHECK(RoundId::of({1}, 21).value == 0x0000000180000015u);
  CHECK(hex(graph::encode(graph::PhraseInfo{"ab", "en", {graph::make_term(graph::Tag::entity, 1)}})) ==
        "02616202656e0111");
  graph::StatementInfo s;
  s.document = {3}, s.date = "2024-01-25", s.utf8 = Span{1, 300}, s.confidence = 0.5, s.recorded_us = 5;
  CHECK(hex(graph::encode(s)) ==
        "03000000000a323032342d30312d3235000000"
        "01c0843d"
        "0101ac02"
        "00"
        "00"
        "0a"
        "feffffffffffffffff01");
  const graph::MergeInfo merge{7, {1}, {2}, {"a", "", {}, {}, {}}, {"b", "", {}, {}, {}}, 5, 0};
  CHECK(hex(graph::encode(merge)) == "010206016100000000060162000000000a00");
  CHECK(hex(graph::encode(graph::StatementParts{{1}, {}, {}, {2}, {}, {}})) == "010000020000");
  CHECK(hex(graph::encode(graph::RenamedClaim{{20}, {{1}, {2}, {3}}})) == "1403010203");
  CHECK(hex(graph::encode(graph::ForgottenInfo{{}, "ab", 3, 5})) == "026162030a");
}

TEST_CASE("a document that comes again with another text has that text, longer, shorter or as long") {
  const Temporary folder;
  Store store = open(folder.path());
  const std::string chunks(600'000, 'a');
  for (const std::string& text : {std::string("one text"), chunks, std::string("two text"), std::string("2")}) {
    Document document;
    document.sha256 = std::string(64, 'a');
    document.title = "page", document.text = text;
    commit(store, {document});
    const auto view = view_of(store);
    const auto id = view->find_document_sha256(document.sha256);
    REQUIRE(id);
    CHECK(view->document_text(*id).value() == text);
    CHECK(store.check()->faults == 0);
  }
}

TEST_CASE("a text may change in the batch that retracts what quoted it, and not without") {
  const Temporary folder;
  Store store = open(folder.path());
  Document document;
  document.sha256 = std::string(64, 'b');
  document.title = "page", document.text = "Menu. Syria spoke.";
  Statement s = said("Syria", "says", "something", 1);
  s.document = document;
  s.evidence = Evidence{Span{6, 18}, "Syria spoke."};
  commit(store, {s});
  document.text = "Syria spoke.";
  Batch alone;
  alone.add(document);
  CHECK_FALSE(store.commit(alone).has_value());
  const auto view = view_of(store);
  const auto facts = all(view->facts({}));
  REQUIRE(facts.size() == 1);
  Batch again;
  again.retract(view->statements(facts[0])->front().id);
  s.document->text = document.text, s.evidence->utf8 = Span{0, 12};
  again.add(document);
  again.add(s);
  const auto done = store.commit(again);
  REQUIRE_MESSAGE(done.has_value(), done.error().message);
  CHECK(view_of(store)->document_text(*view->find_document_sha256(document.sha256)).value() == "Syria spoke.");
  CHECK(store.check()->faults == 0);
}
