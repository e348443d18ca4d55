// Statistics: what the planner is told is what the store says, whichever way it was written.
#include <doctest/doctest.h>

#include <atomic>
#include <thread>

#include "graph/database.hpp"
#include "tests/loaded_store.hpp"

using graph::Predicate;
using graph::PredicateStatistics;

namespace {

// What a scan of everything finds of a predicate; heavy hitters left out.
PredicateStatistics counted(const View& view, Predicate predicate) {
  PredicateStatistics out;
  std::set<std::uint64_t> subjects, objects;
  std::set<std::pair<std::uint64_t, std::uint64_t>> claims;
  auto scan = view.facts({}, Order::sro);
  while (scan.next()) {
    for (std::size_t i = 0; i < scan.batch().size(); ++i) {
      const Fact fact = scan.batch().at(i);
      if (fact.predicate != predicate) continue;
      ++out.rows;
      subjects.insert(fact.subject.value), objects.insert(fact.object.value);
      claims.insert({fact.subject.value, fact.object.value});
    }
  }
  out.claims = claims.size(), out.subjects = subjects.size(), out.objects = objects.size();
  return out;
}

std::uint64_t rows_of(const View& view, const FactPattern& pattern) {
  std::uint64_t out = 0;
  auto scan = view.facts(pattern);
  while (scan.next()) out += scan.batch().size();
  return out;
}

}  // namespace

TEST_CASE("statistics of a predicate are exact after a load and after compact, and no less than the truth in between") {
  std::mt19937 random(21);
  std::int64_t clock = 1'000'000;
  const Temporary folder;
  Store store = open(folder, &clock);
  load(store, random_rows(random, 300));
  const auto check = [&](bool exact) {
    const auto view = view_of(store);
    check_row_counts(*view);
    CHECK(view->row_counts().of_predicate.size() == 8);
    for (const auto& [predicate, rows] : view->row_counts().of_predicate) {
      PredicateStatistics told = view->statistics(predicate);
      for (const graph::HeavyHitter& one : told.heavy_subjects) {
        FactPattern pattern;
        pattern.subject = one.node, pattern.relation = predicate.relation();
        pattern.polarity = predicate.negative() ? Polarity::negative : Polarity::positive;
        if (!exact) continue;
        CHECK(rows_of(*view, pattern) == one.rows);
        CHECK(view->estimate(pattern) == doctest::Approx(static_cast<double>(one.rows)));
      }
      CHECK(!told.heavy_subjects.empty());
      CHECK(!told.heavy_objects.empty());
      told.heavy_subjects.clear(), told.heavy_objects.clear();
      const PredicateStatistics truth = counted(*view, predicate);
      if (exact) CHECK(told == truth);
      CHECK(told.rows == truth.rows);
      CHECK(told.claims >= truth.claims);
      CHECK(told.subjects >= truth.subjects);
      CHECK(told.objects >= truth.objects);
    }
  };
  check(true);
  commit(store, random_rows(random, 60));
  load(store, random_rows(random, 100));
  check(false);
  REQUIRE(store.compact({}).has_value());
  check(true);
}

TEST_CASE("an estimate for a relation in some rounds is the number of its facts there, also after a retraction") {
  std::mt19937 random(22);
  std::int64_t clock = 1'000'000;
  const Temporary folder;
  Store store = open(folder, &clock);
  load(store, random_rows(random, 200));
  commit(store, random_rows(random, 80));
  Batch gone;
  for (const auto& [id, statement] : statements_of(*view_of(store))) {
    if (id % 3 == 0) gone.retract(StatementId{id});
  }
  clock += 1'000'000;
  REQUIRE(store.commit(gone).has_value());
  const auto view = view_of(store);
  check_row_counts(*view);
  FactPattern pattern;
  CHECK(view->estimate(pattern) == doctest::Approx(static_cast<double>(rows_of(*view, pattern))));
  pattern.relation = view->find_relation("r1");
  CHECK(view->estimate(pattern) == doctest::Approx(static_cast<double>(rows_of(*view, pattern))));
  const SeriesId series = view->find_series("talks");
  pattern.rounds = {{{}, {}}, {RoundId::of(series, 2), RoundId::of(series, 4)}};
  CHECK(view->estimate(pattern) == doctest::Approx(static_cast<double>(rows_of(*view, pattern))));
  pattern.relation = {};
  pattern.polarity = Polarity::negative;
  CHECK(view->estimate(pattern) == doctest::Approx(static_cast<double>(rows_of(*view, pattern))));
}

TEST_CASE("numbers of facts are exact whichever threads commit, load, retract and fold the same facts at once") {
  const Temporary folder;
  OpenOptions options;
  options.create = true, options.fold_rows = 50;
  auto store = Store::open(folder.path(), options);
  REQUIRE(store.has_value());
  std::atomic<int> failed = 0;
  std::vector<std::thread> writers;
  for (unsigned thread = 0; thread < 4; ++thread) {
    writers.emplace_back([&, thread] {
      std::mt19937 random(thread);
      for (int i = 0; i < 12; ++i) {
        Batch batch;
        for (const Row& row : random_rows(random, 10)) batch.add(statement_of(row));
        const auto done = store->commit(batch);
        if (!done) return void(++failed);
        Batch gone;
        for (const StatementId id : done->added) {
          if (random() % 3 == 0) gone.retract(id);
        }
        if (!store->commit(gone)) ++failed;
      }
    });
  }
  std::mt19937 random(9);
  for (int i = 0; i < 4; ++i) load(*store, random_rows(random, 60));
  for (std::thread& writer : writers) writer.join();
  CHECK(failed == 0);
  check_row_counts(*view_of(*store));
  REQUIRE(store->compact({}).has_value());
  check_row_counts(*view_of(*store));
}

TEST_CASE("golden bytes: keys and values of statistics as they are drawn") {
  const auto hex = [](std::string_view bytes) {
    std::string out;
    for (const unsigned char c : bytes) out += "0123456789abcdef"[c >> 4], out += "0123456789abcdef"[c & 15];
    return out;
  };
  std::int64_t clock = 1'000'000;
  const Temporary folder;
  Store store = open(folder, &clock);
  load(store, {{"a", "r", "b", false, true, 3}});
  std::vector<std::string> found;
  const auto snapshot = store.database()->state().snapshot;
  auto cursor = snapshot->cursor(graph::Family::statistics);
  for (cursor.seek(""); cursor.valid(); cursor.next()) found.push_back(hex(cursor.key()) + " " + hex(cursor.value()));
  CHECK(found == std::vector<std::string>{"64000000010000000000000003 01010101011101012101", "700000000000000003 01",
                                          "7100000000000000030000000180000003 01", "720000000180000003 01"});
}
