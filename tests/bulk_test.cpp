// Bulk loads: a store that was loaded answers as one that was written statement by statement.
#include <doctest/doctest.h>

#include <filesystem>
#include <map>
#include <random>
#include <set>

#include "graph/database.hpp"
#include "graph/page.hpp"
#include "tests/loaded_store.hpp"

using graph::PackedRow;

TEST_CASE("a loaded store answers as a written one") {
  std::int64_t clock = 1'000'000'000;
  std::mt19937 random(9);
  for (int trial = 0; trial < 6; ++trial) {
    const Temporary first, second;
    Store loaded = open(first, &clock), written = open(second, &clock);
    std::set<Row> seen;
    for (int step = 0; step < 4; ++step) {
      std::vector<Row> rows = random_rows(random, 50 + random() % 400);
      if (random() % 2 == 0) {
        load(loaded, rows);
      } else {
        commit(loaded, rows);
      }
      std::erase_if(rows, [&](const Row& row) { return !seen.insert(row).second; });
      commit(written, rows);
    }
    check_orders(*view_of(loaded));
    CHECK(said(*view_of(loaded)) == said(*view_of(written)));
    const auto view = view_of(loaded);
    CHECK(view->counts()->statements == seen.size());
    CHECK(view->rounds().size() == view_of(written)->rounds().size());
    for (const auto& round : view->rounds()) CHECK(round.covered);
  }
}

TEST_CASE("bare statements are found by id, retracted, seen as of, and said again") {
  const Temporary folder;
  std::int64_t clock = 1'000'000;
  Store store = open(folder, &clock);
  std::mt19937 random(3);
  load(store, random_rows(random, 300));
  std::map<std::uint64_t, Fact> ids;
  REQUIRE(view_of(store)
              ->all_statements([&](const graph::StatementInfo& s) { return ids.emplace(s.id.value, s.fact).second; })
              .has_value());
  const std::size_t before = ids.size();
  for (const auto& [id, fact] : ids) {
    const auto found = view_of(store)->statement({id});
    REQUIRE(found.has_value());
    REQUIRE(found->has_value());
    CHECK((*found)->fact == fact);
  }
  clock = 2'000'000;
  Batch batch;
  std::size_t retracted = 0;
  for (const auto& [id, fact] : ids) {
    if (id % 3 == 0) batch.retract({id}), ++retracted;
  }
  CHECK(store.commit(batch)->statements_retracted == retracted);
  const auto view = view_of(store);
  check_orders(*view);
  CHECK(view->counts()->statements == before - retracted);
  CHECK(view->counts()->retracted == retracted);
  std::size_t then = 0;
  const auto earlier = view->as_of(1'500'000);
  auto scan = earlier->facts({});
  while (scan.next()) then += scan.batch().size();
  CHECK(then == before);
  for (const auto& [id, fact] : ids) {
    CHECK(view->statement({id})->has_value() == (id % 3 != 0));
    CHECK(view->statements(fact)->size() == (id % 3 != 0 ? 1 : 0));
  }
  load(store, {{"s1", "r1", "o1", false, false, 1}});
  check_orders(*view_of(store));
}

TEST_CASE("as of a moment before, between and after two loads sees what was loaded by then, in every order") {
  const Temporary folder;
  std::int64_t clock = 1'000'000;
  Store store = open(folder, &clock);
  std::mt19937 random(8);
  const auto count = [](const View& view) {
    std::size_t rows = 0;
    auto scan = view.facts({}, Order::osr);
    while (scan.next()) rows += scan.batch().size();
    REQUIRE(scan.status().has_value());
    return rows;
  };
  load(store, random_rows(random, 300));
  const std::size_t first = count(*view_of(store));
  clock = 2'000'000;
  load(store, random_rows(random, 300));
  const auto check_moments = [&](std::size_t all) {
    const auto now = view_of(store);
    const std::map<std::int64_t, std::size_t> expected{{500'000, 0}, {1'500'000, first}, {2'500'000, all}};
    for (const auto& [moment, facts] : expected) {
      const auto then = now->as_of(moment);
      check_orders(*then, false);
      CHECK(count(*then) == facts);
    }
  };
  const std::size_t both = count(*view_of(store));
  check_moments(both);
  clock = 3'000'000;
  Batch batch;
  batch.retract(StatementId{statements_of(*view_of(store)).begin()->first});
  REQUIRE(store.commit(batch).has_value());
  check_moments(both);
  REQUIRE(store.compact().has_value());
  check_moments(both);
}

TEST_CASE("a background row with a date, and a row of another date than its round, are not bare") {
  const Temporary folder;
  std::int64_t clock = 1'000'000;
  Store store = open(folder, &clock);
  BulkLoad bulk(store.database());
  BulkRow row;
  row.subject = "s", row.relation = "r", row.object = "o", row.date = "2024-01-01";
  CHECK_FALSE(*bulk.add(row));
  row.date = "";
  CHECK(*bulk.add(row));
  row.series = "talks", row.round = 1, row.date = "2024-01-01";
  CHECK(*bulk.add(row));
  row.date = "2024-01-02";
  CHECK_FALSE(*bulk.add(row));
}

TEST_CASE("a loaded phrase is shown as first written") {
  const Temporary folder;
  std::int64_t clock = 1'000'000;
  Store store = open(folder, &clock);
  load(store, {{"s", "r", "some words", true, false, 1}, {"s", "r", "Some Words", true, false, 2}});
  const auto view = view_of(store);
  CHECK(view->phrase(view->find_phrase("some words")).text == "some words");
}

TEST_CASE("a merge counts a statement once that names the entity twice") {
  const Temporary first, second;
  std::int64_t clock = 1'000'000;
  Store loaded = open(first, &clock), written = open(second, &clock);
  const std::vector<Row> rows = {{"a", "r", "a", false, false, 1}, {"b", "r", "a", false, false, 1}};
  load(loaded, rows);
  commit(written, rows);
  CHECK(*written.merge("a", "b") == 2);
  CHECK(*loaded.merge("a", "b") == 2);
  CHECK(said(*view_of(loaded)) == said(*view_of(written)));
}

TEST_CASE("a merge takes bare statements along") {
  const Temporary first, second;
  std::int64_t clock = 1'000'000;
  Store loaded = open(first, &clock), written = open(second, &clock);
  std::mt19937 random(4);
  std::vector<Row> rows = random_rows(random, 200);
  load(loaded, rows);
  std::set<Row> seen;
  std::erase_if(rows, [&](const Row& row) { return !seen.insert(row).second; });
  commit(written, rows);
  const auto merged = loaded.merge("s1", "s2");
  REQUIRE(merged.has_value());
  CHECK(*merged == *written.merge("s1", "s2"));
  check_orders(*view_of(loaded));
  CHECK(said(*view_of(loaded)) == said(*view_of(written)));
}

TEST_CASE("a loaded store opens again with all it had, and a half load leaves nothing") {
  const Temporary folder;
  std::int64_t clock = 1'000'000;
  std::multiset<std::string> before;
  {
    Store store = open(folder, &clock);
    std::mt19937 random(6);
    load(store, random_rows(random, 500));
    before = said(*view_of(store), true);
    BulkLoad abandoned(store.database());
    BulkRow row;
    row.subject = "x", row.relation = "y", row.object = "z";
    REQUIRE(abandoned.add(row).has_value());
  }
  Store store = open(folder, &clock);
  CHECK(said(*view_of(store), true) == before);
  check_orders(*view_of(store));
}

TEST_CASE("a store knows when it has no delta") {
  Temporary folder;
  std::int64_t clock = 1000;
  std::mt19937 random(4);
  const auto delta_rows = [](const Store& store) { return store.database()->state().catalog->delta_rows; };
  {
    Store store = open(folder, &clock);
    load(store, random_rows(random, 50));
    CHECK(delta_rows(store) == 0);
    commit(store, random_rows(random, 20));
    CHECK(delta_rows(store) > 0);
    load(store, random_rows(random, 50));
    CHECK(delta_rows(store) > 0);
  }
  CHECK(delta_rows(open(folder, &clock)) > 0);
}

TEST_CASE("names that do not fit in memory are sorted in pieces, and known ones keep their ids") {
  const Temporary loaded_folder, committed_folder;
  std::int64_t clock = 1;
  Store loaded = open(loaded_folder, &clock), committed = open(committed_folder, &clock);
  std::vector<Row> first, second;
  for (int i = 0; i < 20'000; ++i) {
    // Each name comes again long after it was first met, and every second name of the second load is new.
    const Row row{"Subject " + std::to_string(i * 7 % 6000), "r", "Some Words " + std::to_string(i * 11 % 9000),
                  i % 2 == 0};
    first.push_back(row);
    second.push_back({row.subject + (i % 2 == 0 ? "" : " new"), "r", row.object, row.phrase});
  }
  load(loaded, first);
  const TermId before = view_of(loaded)->find_entity("Subject 7");
  load(loaded, second);
  CHECK(view_of(loaded)->find_entity("Subject 7") == before);
  commit(committed, first);
  commit(committed, second);
  CHECK(said(*view_of(loaded)) == said(*view_of(committed)));
}

TEST_CASE("a load that is stopped leaves nothing behind") {
  const Temporary folder;
  std::int64_t clock = 1;
  Store store = open(folder, &clock);
  const std::atomic<bool> cancel{true};
  BulkLoad bulk(store.database(), 1 << 16);
  bulk.stop_when(&cancel);
  BulkRow row;
  row.subject = "s", row.relation = "r", row.object = "o";
  REQUIRE(bulk.add(row).has_value());
  const auto done = bulk.finish();
  REQUIRE_FALSE(done.has_value());
  CHECK(done.error().code == ErrorCode::cancelled);
  CHECK(said(*view_of(store)).empty());
  CHECK_FALSE(std::filesystem::exists(folder.path() + "/load"));
}
