// The index of words: it finds what a look at every node finds, whatever was done to the store.
#include <doctest/doctest.h>

#include "graph/database.hpp"
#include "graph/keys.hpp"
#include "graph/kv.hpp"
#include "graph/values.hpp"
#include "graph/words.hpp"
#include "tests/loaded_store.hpp"

using graph::Words;

namespace {

constexpr std::size_t no_limit = 1 << 20;

// Few words, some much more frequent than others, in two scripts and several forms.
const std::vector<std::string>& vocabulary() {
  static const std::vector<std::string> words = {
      "talks",  "Talk",   "withdrawal", "withdrawals", "of",     "border",    "2017",   "الانسحاب",
      "انسحاب", "الحدود", "محادثات",    "Astana",      "أستانا", "ceasefire", "القوات", "forces"};
  return words;
}

std::string random_text(std::mt19937& random) {
  std::string out;
  const std::size_t count = 1 + random() % 4;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t range = random() % 3 == 0 ? vocabulary().size() : 4;
    out += (i == 0 ? "" : " ") + vocabulary()[random() % range];
  }
  return out;
}

std::map<std::uint64_t, Words> words_of_nodes(const Store& store) {
  std::map<std::uint64_t, Words> out;
  const auto snapshot = store.database()->state().snapshot;
  auto cursor = snapshot->cursor(graph::Family::terms);
  for (cursor.seek(""); cursor.valid(); cursor.next()) {
    const TermId id = graph::term_of_key(cursor.key());
    if (graph::tag_of(id) == graph::Tag::entity) out[id.value] = graph::words_of(*graph::decode_entity(cursor.value()));
    if (graph::tag_of(id) == graph::Tag::phrase)
      out[id.value] = graph::words_of(graph::decode_phrase(cursor.value())->text);
    if (graph::tag_of(id) == graph::Tag::literal)
      out[id.value] = graph::words_of(graph::decode_literal(cursor.value())->value);
  }
  return out;
}

std::map<std::uint64_t, Words> words_of_quotes(const View& view) {
  std::map<std::uint64_t, Words> out;
  REQUIRE(view.every_statement([&](const graph::StatementInfo& statement) {
                return out[statement.id.value] = graph::words_of(statement.quote), true;
              })
              .has_value());
  return out;
}

template <class Id>
std::vector<Id> with_words(const std::map<std::uint64_t, Words>& all, const Words& wanted) {
  std::vector<Id> out;
  for (const auto& [id, words] : all) {
    if (std::includes(words.begin(), words.end(), wanted.begin(), wanted.end())) out.push_back({id});
  }
  return out;
}

void check_words(const Store& store, std::mt19937& random) {
  const auto view = view_of(store);
  const auto nodes = words_of_nodes(store), quotes = words_of_quotes(*view);
  for (int i = 0; i < 40; ++i) {
    const Words wanted = graph::words_of(random_text(random));
    const auto found = view->nodes_with_words(wanted, no_limit);
    REQUIRE(found.has_value());
    CHECK(*found == with_words<TermId>(nodes, wanted));
    const auto said = view->statements_with_words(wanted, no_limit);
    REQUIRE(said.has_value());
    CHECK(*said == with_words<StatementId>(quotes, wanted));
  }
  const auto report = store.check();
  REQUIRE(report.has_value());
  CHECK_MESSAGE(report->faults == 0, (report->messages.empty() ? "" : report->messages.front()));
}

Statement random_statement(std::mt19937& random) {
  Statement out = statement_of({"s" + std::to_string(random() % 12), "r1", random_text(random), random() % 2 == 0});
  if (random() % 4 == 0) out.object = Literal{LiteralType::text, random_text(random), "en", {}};
  if (random() % 6 == 0) out.object = Literal{LiteralType::decimal, "2017.5", {}, {}};
  if (random() % 2 == 0) out.evidence = Evidence{{}, random_text(random)};
  return out;
}

void add_names(Store& store, std::mt19937& random) {
  Batch batch;
  for (int i = 0; i < 6; ++i) {
    EntityDeclaration entity;
    entity.key = "s" + std::to_string(random() % 12);
    entity.labels[random() % 2 == 0 ? "ar" : "en"] = random_text(random);
    if (random() % 2 == 0) entity.aliases["en"] = {random_text(random)};
    batch.add(entity);
  }
  REQUIRE(store.commit(batch).has_value());
}

}  // namespace

TEST_CASE("the index of words finds what a look at every node finds") {
  for (unsigned seed = 1; seed <= 3; ++seed) {
    CAPTURE(seed);
    const Temporary folder;
    std::int64_t clock = 1'000'000;
    Store store = open(folder, &clock);
    std::mt19937 random(seed);
    for (int round = 0; round < 4; ++round) {
      Batch batch;
      for (int i = 0; i < 40; ++i) batch.add(random_statement(random));
      REQUIRE(store.commit(batch).has_value());
      add_names(store, random);
      check_words(store, random);
      std::vector<Row> rows;
      for (int i = 0; i < 40; ++i)
        rows.push_back({random_text(random), "r2", random_text(random), random() % 2 == 0, false, 1});
      load(store, rows);
      check_words(store, random);
      Batch retractions;
      for (const auto& [id, statement] : statements_of(*view_of(store))) {
        if (random() % 5 == 0) retractions.retract({id});
      }
      REQUIRE(store.commit(retractions).has_value());
      if (round < 3) {
        REQUIRE(store.merge("s" + std::to_string(round), "s" + std::to_string(round + 5)).has_value());
        check_words(store, random);
        add_names(store, random);
      }
      if (round == 2) REQUIRE(store.compact().has_value());
      check_words(store, random);
    }
  }
}

TEST_CASE("a label that is replaced is no longer found, but for the words that another name has") {
  const Temporary folder;
  std::int64_t clock = 1'000'000;
  Store store = open(folder, &clock);
  const auto declare = [&](const std::string& label) {
    Batch batch;
    EntityDeclaration entity;
    entity.key = "ceasefire_zone", entity.labels["en"] = label;
    batch.add(entity);
    REQUIRE(store.commit(batch).has_value());
  };
  const auto finds = [&](const std::string& text) {
    return view_of(store)->nodes_with_words(graph::words_of(text), no_limit)->size() == 1;
  };
  declare("Calm zones");
  CHECK(finds("calm"));
  declare("Quiet zones");
  CHECK(!finds("calm"));
  for (const auto* const word : {"quiet", "zone", "ceasefire", "ZONES quiet"}) CHECK(finds(word));
}

TEST_CASE("a search of words stops at what it may read") {
  const Temporary folder;
  std::int64_t clock = 1'000'000;
  Store store = open(folder, &clock);
  std::vector<Row> rows;
  for (int i = 0; i < 1000; ++i)
    rows.push_back({"node " + std::to_string(i), "r", i % 500 == 0 ? "rare node" : "node", true});
  load(store, rows);
  const auto view = view_of(store);
  CHECK(!view->nodes_with_words({"node"}, 100));
  CHECK(view->nodes_with_words({"node"}, 3000)->size() == 1002);
  // The rare word decides how much is read of the frequent one.
  CHECK(view->nodes_with_words(graph::words_of("rare node"), 100)->size() == 1);
  CHECK(view->nodes_with_words(graph::words_of("node absent"), 100)->empty());
}
