// Loads beside commits: whatever commits do while a load is prepared, both are in the store, once.
#include <doctest/doctest.h>

#include <atomic>
#include <functional>
#include <thread>

#include "graph/database.hpp"
#include "tests/loaded_store.hpp"
#include "tests/sound_store.hpp"

namespace {

const std::vector<Row> rows = {{"Syria", "demands", "withdrawal", false, false, 1},
                               {"Syria", "demands", "withdrawal", false, false, 2},
                               {"Turkey", "rejects", "Some Words", true, false, 2},
                               {"Iran", "supports", "talks", false, true, 3}};

// Loads the rows, and calls `meanwhile` once while they are prepared. Returns how often they were prepared.
int load_beside(Store& store, const std::function<void()>& meanwhile) {
  BulkLoad load(store.database());
  int prepared = 0;
  std::uint64_t last = ~std::uint64_t{0};
  load.on_progress([&](std::uint64_t done, std::uint64_t) {
    if (done <= last && ++prepared == 1) meanwhile();
    last = done;
  });
  for (const Row& row : rows) add(load, row);
  const auto done = load.finish();
  REQUIRE_MESSAGE(done.has_value(), done.error().message);
  return prepared;
}

struct Beside {
  const char* name;
  std::function<void(Store&)> commits;
  int prepared;  // 2: it stood against what was prepared
};

const Beside besides[] = {
    {"a statement of other things", [](Store& s) { commit(s, {{"Egypt", "hosts", "summit", false, false, 2}}); }, 1},
    {"a statement of known things", [](Store& s) { commit(s, {{"Syria", "greets", "Syria", false, false, 2}}); }, 1},
    {"a name that the load has, too", [](Store& s) { commit(s, {{"Egypt", "hosts", "talks", false, false, 2}}); }, 2},
    {"a phrase that the load has, too", [](Store& s) { commit(s, {{"Egypt", "says", "Some Words", true, false, 1}}); }, 2},
    {"a relation that the load has, too", [](Store& s) { commit(s, {{"Egypt", "rejects", "Egypt", false, false, 1}}); }, 2},
    {"a fact that the load has, too", [](Store& s) { commit(s, {{"Iran", "supports", "talks", false, true, 3}}); }, 2},
    {"a merge", [](Store& s) { REQUIRE(s.merge("Syria", "Cyprus")); }, 2},
};

// What every store of these tests has before.
void begin(Store& store) {
  commit(store, {{"Syria", "greets", "Cyprus", false, false, 1}, {"Syria", "demands", "withdrawal", false, false, 1}});
}

}  // namespace

TEST_CASE("a load and a commit beside it are both in the store, prepared again where one stands against the other") {
  for (const Beside& beside : besides) {
    CAPTURE(beside.name);
    std::int64_t clock = 1'000'000;
    const Temporary first, second;
    Store store = open(first, &clock), after = open(second, &clock);
    begin(store), begin(after);
    CHECK(load_beside(store, [&] { beside.commits(store); }) == beside.prepared);
    beside.commits(after);
    commit(after, rows);
    CHECK(said(*view_of(store)) == said(*view_of(after)));
    check_is_sound(store);
    REQUIRE(store.compact());
    CHECK(said(*view_of(store)) == said(*view_of(after)));
    check_is_sound(store);
  }
}

TEST_CASE("a load that is stopped leaves no run and no name") {
  std::int64_t clock = 1'000'000;
  const Temporary folder;
  Store store = open(folder, &clock);
  begin(store);
  const auto before = said(*view_of(store));
  {
    std::atomic<bool> cancel{false};
    BulkLoad load(store.database());
    load.stop_when(&cancel);
    load.on_progress([&](std::uint64_t, std::uint64_t) { cancel = true; });
    for (const Row& row : rows) add(load, row);
    CHECK(load.finish().error().code == ErrorCode::cancelled);
  }
  CHECK(said(*view_of(store)) == before);
  CHECK(view_of(store)->entities_named("iran").empty());
  auto left = store.database()->kv()->snapshot()->cursor(graph::Family::runs);
  left.seek("");
  CHECK_FALSE(left.valid());
  check_is_sound(store);
}

TEST_CASE("loads and commits of many threads lose nothing and say nothing twice") {
  std::int64_t clock = 1'000'000;
  const Temporary first, second;
  OpenOptions options;
  options.create = true, options.synced = false, options.fold_rows = 200;
  options.clock_us = [&clock] { return clock; };
  auto store = Store::open(first.path(), options);
  REQUIRE(store);
  std::vector<std::vector<Row>> all;
  std::mt19937 random(3);
  for (int i = 0; i < 24; ++i) all.push_back(random_rows(random, 120));
  std::vector<std::thread> threads;
  std::atomic<std::size_t> next{0};
  for (int i = 0; i < 3; ++i) {
    threads.emplace_back([&, i] {
      for (std::size_t at = next++; at < all.size(); at = next++) {
        if (i > 0) {
          for (const Row& row : all[at]) commit(*store, {row});
        } else {
          load(*store, all[at]);
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  Store after = open(second, &clock);
  for (const auto& some : all) commit(after, some);
  CHECK(said(*view_of(*store)) == said(*view_of(after)));
  check_is_sound(*store);
}
