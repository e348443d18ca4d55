// The check of a store: it finds nothing where nothing is wrong, and names what is.
#include <doctest/doctest.h>

#include "graph/database.hpp"
#include "graph/keys.hpp"
#include "graph/kv.hpp"
#include "tests/loaded_store.hpp"

namespace {

CheckReport check(const Store& store) {
  const auto report = store.check();
  REQUIRE(report.has_value());
  return *report;
}

void check_sound(const Store& store) {
  const CheckReport report = check(store);
  CHECK_MESSAGE(report.faults == 0, (report.messages.empty() ? "" : report.messages.front()));
}

// A statement with all that a store indexes of one.
Statement rich_statement(int number) {
  Statement out = statement_of({"s1", "r1", "Rich Words", true, false, 3});
  out.subject = std::make_shared<const Claim>(
      Claim{Entity{"inner", {}, {}}, "holds", Literal{LiteralType::text, "a text value", {}, {}}, Polarity::positive});
  out.object = Phrase{"Rich Words " + std::to_string(number), "en", {"concept_a", "concept_b"}};
  out.speaker = Entity{"Speaker", "person", {}};
  Document document;
  document.sha256 = std::string(63, 'a') + std::to_string(number % 10);
  document.title = "Document " + std::to_string(number);
  document.publisher = "Publisher";
  document.series = "talks", document.round = 3;
  document.text = std::string(300'000, 'x');
  out.document = document;
  return out;
}

void fill(Store& store, std::mt19937& random) {
  load(store, random_rows(random, 400));
  commit(store, random_rows(random, 60));
  Batch batch;
  for (int i = 0; i < 3; ++i) batch.add(rich_statement(i));
  REQUIRE(store.commit(batch).has_value());
  load(store, random_rows(random, 200));
}

}  // namespace

TEST_CASE("a store is sound after loads, commits, retractions, merges, folds and compactions") {
  for (unsigned seed = 1; seed <= 5; ++seed) {
    const Temporary folder;
    std::int64_t clock = 1'000'000;
    Store store = open(folder, &clock);
    std::mt19937 random(seed);
    check_sound(store);
    fill(store, random);
    check_sound(store);
    Batch retractions;
    for (const auto& [id, statement] : statements_of(*view_of(store))) {
      if (random() % 4 == 0) retractions.retract({id});
    }
    clock += 1000;
    REQUIRE(store.commit(retractions).has_value());
    check_sound(store);
    REQUIRE(store.merge("s2", "s3").has_value());
    check_sound(store);
    REQUIRE(store.database()->fold({}).has_value());
    check_sound(store);
    commit(store, random_rows(random, 40));
    load(store, random_rows(random, 100));
    check_sound(store);
    REQUIRE(store.compact().has_value());
    check_sound(store);
  }
}

TEST_CASE("what is taken out of any family is missed") {
  using graph::Family;
  constexpr std::pair<Family, const char*> families[] = {
      {Family::terms, "e"},        {Family::lookup, ""},     {Family::names, "e"},       {Family::sro, ""},
      {Family::ros, ""},           {Family::osr, ""},        {Family::rso, ""},          {Family::round_first, ""},
      {Family::statements, ""},    {Family::statement_id, ""}, {Family::by_speaker, ""}, {Family::by_document, ""},
      {Family::about, ""},         {Family::claims, ""},     {Family::documents, ""},    {Family::chunks, ""},
      {Family::rounds, "c"},       {Family::rounds, "m"},    {Family::page_sro, ""},     {Family::page_ros, ""},
      {Family::page_osr, ""},      {Family::page_rso, ""},   {Family::page_round, ""},   {Family::runs, "I"},
      {Family::meta, "nexte"},      {Family::statistics, "p"},   {Family::words, ""}};
  for (const auto& [family, prefix] : families) {
    CAPTURE(static_cast<int>(family));
    const Temporary folder;
    std::int64_t clock = 1'000'000;
    std::mt19937 random(7);
    {
      Store store = open(folder, &clock);
      fill(store, random);
    }
    {
      graph::KvOptions options;
      const auto kv = graph::Kv::open(folder.path(), options);
      REQUIRE(kv.has_value());
      const auto snapshot = (*kv)->snapshot();
      auto cursor = snapshot->cursor(family);
      cursor.seek(family == Family::terms ? "" : prefix);
      REQUIRE(cursor.valid());
      const auto batch = (*kv)->batch();
      batch->remove(family, cursor.key());
      REQUIRE((*kv)->commit(*batch, true).has_value());
    }
    const auto store = Store::open(folder.path());
    if (!store) {  // a store does not open without what every read needs
      CHECK(store.error().code == ErrorCode::store);
      continue;
    }
    const CheckReport report = check(*store);
    CHECK(report.faults > 0);
    CHECK(!report.messages.empty());
  }
}

TEST_CASE("a check stops when it is told to") {
  const Temporary folder;
  std::int64_t clock = 1'000'000;
  std::mt19937 random(3);
  Store store = open(folder, &clock);
  fill(store, random);
  const std::atomic<bool> cancel = true;
  CheckOptions options;
  options.cancel = &cancel;
  const auto report = store.check(options);
  REQUIRE(!report.has_value());
  CHECK(report.error().code == ErrorCode::cancelled);
}
