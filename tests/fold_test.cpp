// Folds and merges of runs: they change where facts lie, never what a store says, now or as of any moment.
#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <map>
#include <thread>

#include "graph/database.hpp"
#include "graph/keys.hpp"
#include "graph/runs.hpp"
#include "tests/loaded_store.hpp"

namespace {

Status fold(Store& store) { return store.database()->fold({}); }

graph::CatalogPointer catalog_of(const Store& store) { return store.database()->state().catalog; }

std::vector<Fact> facts_of(const View& view, Order order) {
  std::vector<Fact> out;
  auto scan = view.facts({}, order);
  while (scan.next()) {
    for (std::size_t i = 0; i < scan.batch().size(); ++i) out.push_back(scan.batch().at(i));
  }
  REQUIRE(scan.status().has_value());
  return out;
}

void commit_batch(Store& store, const Batch& batch) {
  const auto done = store.commit(batch);
  REQUIRE_MESSAGE(done.has_value(), done.error().message);
}

// Two views of stores that were written alike say the same in every way of asking.
void check_same(const View& a, const View& b) {
  for (const Order order : {Order::sro, Order::ros, Order::osr, Order::rso, Order::round_first})
    CHECK(facts_of(a, order) == facts_of(b, order));
  const auto of_a = statements_of(a), of_b = statements_of(b);
  REQUIRE(of_a.size() == of_b.size());
  for (const auto& [id, statement] : of_b) {
    const auto found = a.statement({id});
    REQUIRE(found.has_value());
    REQUIRE(found->has_value());
    CHECK((*found)->fact == statement.fact);
    CHECK((*found)->recorded_us == statement.recorded_us);
    CHECK(a.statements(statement.fact)->size() == b.statements(statement.fact)->size());
  }
  REQUIRE(a.rounds().size() == b.rounds().size());
  for (std::size_t i = 0; i < a.rounds().size(); ++i) CHECK(a.rounds()[i].covered == b.rounds()[i].covered);
}

// Two stores: what is done to one is done to the other, but only the first is ever folded.
class Twins {
 public:
  explicit Twins(unsigned seed) : random_(seed) {}

  void step() {
    clock_ += 1000;
    switch (random_() % 6) {
      case 0:
        return load_rows();
      case 1:
      case 2:
        return say();
      case 3:
        return retract();
      case 4:
        return fold_one();
      default:
        if (random_() % 3 == 0) return merge();
        if (random_() % 3 == 0) folded_.reset(), folded_ = open(first_, &clock_);
    }
  }

  void check() {
    const auto a = view_of(*folded_), b = view_of(*plain_);
    CHECK(said(*a, true) == said(*b, true));
    check_orders(*a);
    check_same(*a, *b);
    const auto report = folded_->check();
    REQUIRE(report.has_value());
    for (const std::string& fault : report->messages) CHECK_MESSAGE(report->faults == 0, fault);
    for (std::int64_t moment = 1500; moment < clock_ + 1000; moment += 3000)
      check_same(*a->as_of(moment), *b->as_of(moment));
  }

 private:
  void load_rows() {
    std::vector<Row> rows = random_rows(random_, 20 + random_() % 200);
    load(*folded_, rows);
    load(*plain_, rows);
  }
  void say() {
    Batch batch;
    for (const Row& row : random_rows(random_, 1 + random_() % 60)) {
      Statement statement = statement_of(row);
      if (random_() % 2 == 0) statement.speaker = Entity{"speaker", {}, {}};
      if (random_() % 3 == 0) statement.modality = "wish";
      batch.add(statement);
    }
    both([&](Store& store) { commit_batch(store, batch); });
  }
  void retract() {
    Batch batch;
    for (const auto& [id, statement] : statements_of(*view_of(*plain_))) {
      if (random_() % 7 == 0) batch.retract({id});
    }
    both([&](Store& store) { commit_batch(store, batch); });
  }
  void fold_one() {
    const auto done = random_() % 3 == 0 ? folded_->compact() : fold(*folded_);
    REQUIRE_MESSAGE(done.has_value(), done.error().message);
  }
  void merge() {
    const std::string from = "s" + std::to_string(random_() % 12), into = "o" + std::to_string(random_() % 15);
    std::vector<std::optional<std::uint64_t>> changed;
    both([&](Store& store) {
      const auto done = store.merge(from, into);
      changed.push_back(done ? std::optional(*done) : std::nullopt);
    });
    CHECK(changed[0] == changed[1]);
  }
  template <class Do>
  void both(Do act) {
    act(*folded_);
    act(*plain_);
  }

  std::mt19937 random_;
  std::int64_t clock_ = 1000;
  Temporary first_, second_;
  std::optional<Store> folded_ = open(first_, &clock_), plain_ = open(second_, &clock_);
};

// How many keys of pages belong to runs that no catalog lists.
std::size_t stray_pages(const Store& store) {
  std::set<std::uint32_t> listed;
  const auto state = store.database()->state();
  for (const auto& run : state.catalog->runs) listed.insert(run->info().number);
  for (const auto& run : state.catalog->retired) listed.insert(run->info().number);
  std::size_t out = 0;
  for (const auto& order : graph::orders) {
    auto cursor = state.snapshot->cursor(graph::page_family(order.order));
    for (cursor.seek(""); cursor.valid(); cursor.next()) out += listed.count(graph::run_of_page_key(cursor.key())) == 0;
  }
  return out;
}

}  // namespace

TEST_CASE("a store that folds says what one says that does not, now and as of every moment") {
  for (unsigned seed = 1; seed <= 6; ++seed) {
    CAPTURE(seed);
    Twins twins(seed);
    for (int step = 0; step < 24; ++step) {
      twins.step();
      if (step % 6 == 5) twins.check();
    }
  }
}

TEST_CASE("a fold empties the delta; rows that mask a page stay until the page is rewritten") {
  const Temporary folder;
  std::int64_t clock = 1000;
  std::mt19937 random(2);
  Store store = open(folder, &clock);
  commit(store, random_rows(random, 100));
  REQUIRE(fold(store).has_value());
  CHECK(catalog_of(store)->delta_rows == 0);
  CHECK(catalog_of(store)->runs.size() == 1);
  check_orders(*view_of(store));

  clock = 2000;
  Batch batch;
  batch.retract(StatementId{statements_of(*view_of(store)).begin()->first});
  commit_batch(store, batch);
  const std::size_t facts = facts_of(*view_of(store), Order::sro).size();
  REQUIRE(fold(store).has_value());
  CHECK(catalog_of(store)->delta_rows == 1);
  CHECK(facts_of(*view_of(store), Order::sro).size() == facts);
  REQUIRE(store.compact().has_value());
  CHECK(catalog_of(store)->delta_rows == 0);
  CHECK(catalog_of(store)->runs.size() == 1);
  CHECK(catalog_of(store)->runs.front()->info().facts == facts);
  CHECK(catalog_of(store)->retired.size() == 1);
  CHECK(facts_of(*view_of(store), Order::sro).size() == facts);
  CHECK(facts_of(*view_of(store)->as_of(1000), Order::sro).size() == facts + 1);
}

TEST_CASE("a view reads its runs to the end after they were merged, and their pages go when it does") {
  const Temporary folder;
  std::int64_t clock = 1000;
  std::mt19937 random(3);
  Store store = open(folder, &clock);
  for (int i = 0; i < 3; ++i) load(store, random_rows(random, 2000));
  auto view = view_of(store);
  const auto before = facts_of(*view, Order::osr);
  REQUIRE(store.compact().has_value());
  CHECK(catalog_of(store)->runs.size() == 1);
  CHECK(stray_pages(store) > 0);
  CHECK(facts_of(*view, Order::rso).size() == before.size());
  CHECK(facts_of(*view, Order::osr) == before);
  view.reset();
  REQUIRE(fold(store).has_value());
  CHECK(stray_pages(store) == 0);
  CHECK(facts_of(*view_of(store), Order::osr) == before);
}

TEST_CASE("a store that was opened for reading reads all rows after another merged them") {
  const Temporary folder;
  std::int64_t clock = 1000;
  std::mt19937 random(4);
  Store store = open(folder, &clock);
  for (int i = 0; i < 3; ++i) load(store, random_rows(random, 2000)), commit(store, random_rows(random, 50));
  OpenOptions reading;
  reading.read_only = true;
  auto reader = Store::open(folder.path(), reading);
  REQUIRE(reader.has_value());
  const auto before = facts_of(*view_of(store), Order::ros);
  REQUIRE(store.compact().has_value());
  REQUIRE(stray_pages(store) == 0);
  for (const Order order : {Order::sro, Order::ros, Order::osr, Order::rso, Order::round_first})
    CHECK(facts_of(*view_of(*reader), order).size() == before.size());
  CHECK(facts_of(*view_of(*reader), Order::ros) == before);
}

TEST_CASE("a compaction that is stopped changes nothing and leaves nothing") {
  const Temporary folder;
  std::int64_t clock = 1000;
  std::mt19937 random(5);
  Store store = open(folder, &clock);
  for (int i = 0; i < 2; ++i) load(store, random_rows(random, 4000)), commit(store, random_rows(random, 50));
  const auto before = said(*view_of(store), true);
  std::atomic<bool> cancel{false};
  CompactOptions options;
  options.cancel = &cancel;
  options.progress = [&](std::uint64_t done, std::uint64_t total) { cancel = done > total / 2; };
  const auto done = store.compact(options);
  REQUIRE_FALSE(done.has_value());
  CHECK(done.error().code == ErrorCode::cancelled);
  CHECK(catalog_of(store)->runs.size() == 2);
  CHECK(stray_pages(store) == 0);
  CHECK(said(*view_of(store), true) == before);
}

TEST_CASE("runs are merged when there are several of a size, and when there are many") {
  const auto sizes_merged = [](const std::vector<std::uint64_t>& sizes) {
    graph::Runs runs;
    for (const std::uint64_t size : sizes)
      runs.push_back(std::make_shared<const graph::Run>(nullptr, nullptr, graph::RunInfo{1, size, {}}));
    std::vector<std::uint64_t> out;
    for (const auto& run : graph::runs_to_merge(runs)) out.push_back(run->info().facts);
    return out;
  };
  using Sizes = std::vector<std::uint64_t>;
  CHECK(sizes_merged({}) == Sizes{});
  CHECK(sizes_merged({50'000'000, 1000, 2000, 3000}) == Sizes{});
  CHECK(sizes_merged({50'000'000, 1000, 2000, 3000, 4000}) == Sizes{1000, 2000, 3000, 4000});
  CHECK(sizes_merged({9'000'000, 100, 9'000'000, 9'000'000, 9'000'000}) ==
        Sizes{100, 9'000'000, 9'000'000, 9'000'000, 9'000'000});
  CHECK(sizes_merged({1'000, 1'000, 100'000, 400'000, 1'700'000, 7'000'000, 30'000'000, 120'000'000, 500'000'000})
            .size() == 8);
}

TEST_CASE("the background folds while commits and readers go on") {
  const Temporary folder;
  OpenOptions options;
  options.create = true, options.synced = false, options.fold_rows = 200;
  auto store = Store::open(folder.path(), options);
  REQUIRE(store.has_value());
  std::atomic<bool> done{false};
  std::atomic<int> reads{0};
  std::thread reader([&] {
    std::size_t rows = 0;
    while (!done) {
      const auto view = view_of(*store);
      const auto facts = facts_of(*view, Order::osr);
      CHECK(facts.size() >= rows);
      CHECK(facts_of(*view, Order::round_first).size() == facts.size());
      rows = facts.size(), ++reads;
    }
  });
  std::size_t written = 0;
  for (int commits = 0; commits < 60 || reads < 3; ++commits) {
    std::vector<Row> rows;
    for (int i = 0; i < 40; ++i)
      rows.push_back({"s" + std::to_string(written++), "r", "o" + std::to_string(i), false, false, 1 + i % 9});
    commit(*store, rows);
  }
  for (int tries = 0; catalog_of(*store)->delta_rows >= 200 && tries < 400; ++tries)
    std::this_thread::sleep_for(std::chrono::milliseconds(25));
  done = true;
  reader.join();
  CHECK(catalog_of(*store)->delta_rows < 200);
  CHECK(catalog_of(*store)->runs.size() > 0);
  CHECK(facts_of(*view_of(*store), Order::sro).size() == written);
  REQUIRE(store->compact().has_value());
  CHECK(facts_of(*view_of(*store), Order::sro).size() == written);
  check_orders(*view_of(*store));
}
