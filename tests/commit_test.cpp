// Commits of many threads, and what they cost.
#include <doctest/doctest.h>

#include <map>
#include <random>
#include <thread>
#include <vector>

#include "bayan/store.hpp"
#include "graph/database.hpp"
#include "graph/shared_map.hpp"
#include "graph/view.hpp"
#include "tests/temporary.hpp"

using namespace bayan;

namespace {

Batch one_statement(int thread, int number) {
  Statement statement;
  statement.series = "talks", statement.round = thread + 1;
  statement.subject = Entity{"thread " + std::to_string(thread), {}, {}};
  statement.relation = "says";
  statement.object = Entity{"word " + std::to_string(number), {}, {}};
  Batch out;
  out.add(std::move(statement));
  return out;
}

}  // namespace

TEST_CASE("a copy of a shared map stays as it is while the map changes") {
  std::mt19937 random(7);
  graph::SharedMap<std::uint64_t, int> shared;
  std::map<std::uint64_t, int> plain;
  std::vector<std::pair<graph::SharedMap<std::uint64_t, int>, std::map<std::uint64_t, int>>> copies;
  for (int step = 0; step < 3000; ++step) {
    const std::uint64_t key = random() % 400;
    if (random() % 3 == 0) {
      shared.erase(key), plain.erase(key);
    } else {
      shared.set(key, step), plain[key] = step;
    }
    if (step % 300 == 0) copies.emplace_back(shared, plain);
  }
  copies.emplace_back(shared, plain);
  for (const auto& [copy, expected] : copies) {
    std::map<std::uint64_t, int> found;
    for (const auto& [key, value] : copy) found.emplace_hint(found.end(), key, value);
    CHECK(found == expected);
    CHECK(copy.size() == expected.size());
    for (std::uint64_t key = 0; key < 400; ++key) CHECK(copy.contains(key) == expected.contains(key));
  }
}

TEST_CASE("threads that commit at once lose nothing, and each sees its own commit when it returns") {
  const Temporary folder;
  auto store = Store::open(folder.path() + "/s", {.create = true});
  REQUIRE(store);
  constexpr int threads = 8, commits = 25;
  std::vector<std::thread> writers;
  std::atomic<int> unseen{0};
  for (int thread = 0; thread < threads; ++thread) {
    writers.emplace_back([&, thread] {
      for (int i = 0; i < commits; ++i) {
        const auto report = store->commit(one_statement(thread, i));
        if (!report || report->added.size() != 1) return unseen += 1000, void();
        const auto seen = store->snapshot()->view()->statement(report->added.front());
        if (!seen || !*seen) ++unseen;
      }
    });
  }
  for (std::thread& writer : writers) writer.join();
  CHECK(unseen == 0);
  const auto counts = store->snapshot()->view()->counts();
  REQUIRE(counts);
  CHECK(counts->statements == threads * commits);
  CHECK(counts->facts == threads * commits);
  CHECK(store->snapshot()->view()->rounds().size() == threads);
}

TEST_CASE("a batch that cannot be committed fails alone, whoever commits beside it") {
  const Temporary folder;
  auto store = Store::open(folder.path() + "/s", {.create = true});
  REQUIRE(store);
  constexpr int threads = 8, commits = 25;
  std::vector<std::thread> writers;
  std::atomic<int> wrong{0};
  for (int thread = 0; thread < threads; ++thread) {
    writers.emplace_back([&, thread] {
      for (int i = 0; i < commits; ++i) {
        Batch batch = one_statement(thread, i);
        const bool bad = (thread + i) % 5 == 0;
        if (bad) batch.add(RoundDeclaration{"talks", 1, "2024-13-01", {}, {}});
        const auto done = store->commit(batch);
        if (done.has_value() == bad || (bad && done.error().line != 2)) ++wrong;
      }
    });
  }
  for (std::thread& writer : writers) writer.join();
  CHECK(wrong == 0);
  CHECK(store->snapshot()->view()->counts()->statements == threads * commits * 4 / 5);
  CHECK(store->check()->faults == 0);
}

TEST_CASE("a commit that changes no round keeps the lists of rounds that readers have made") {
  const Temporary folder;
  auto store = Store::open(folder.path() + "/s", {.create = true});
  REQUIRE(store->commit(one_statement(1, 1)));
  const auto before = store->snapshot()->view();
  const auto* const listed = &before->rounds();
  REQUIRE(store->commit(one_statement(1, 2)));
  CHECK(&store->snapshot()->view()->rounds() == listed);
  REQUIRE(store->commit(one_statement(2, 1)));
  CHECK(store->snapshot()->view()->rounds().size() == 2);
  CHECK(before->rounds().size() == 1);
}

TEST_CASE("a commit of very many statements is one commit as any other") {
  const Temporary folder;
  auto store = Store::open(folder.path() + "/s", {.create = true, .synced = false});
  REQUIRE(store);
  constexpr int statements = 60'000;
  const auto batch_of = [](int first, int last) {
    Batch out;
    for (int i = first; i < last; ++i) {
      Batch one = one_statement(i % 7, i / 7);
      out.add(one.records().front());
    }
    return out;
  };
  REQUIRE(store->commit(batch_of(0, 100)));
  const auto done = store->commit(batch_of(0, statements));
  REQUIRE_MESSAGE(done.has_value(), done.error().message);
  CHECK(done->statements_known == 100);
  CHECK(done->statements_added == statements - 100);
  REQUIRE(done->added.size() == statements - 100);
  const auto view = store->snapshot()->view();
  const auto first = *view->statement(done->added.front()), last = *view->statement(done->added.back());
  CHECK(view->entity(first->fact.object).key == "word " + std::to_string(100 / 7));
  CHECK(view->entity(last->fact.object).key == "word " + std::to_string((statements - 1) / 7));

  Batch bad = batch_of(statements, 2 * statements);
  bad.add(RoundDeclaration{"talks", 1, "2024-13-01", {}, {}});
  const auto refused = store->commit(bad);
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().line == statements + 1);
  CHECK(store->snapshot()->view()->counts()->statements == statements);
  CHECK(store->check()->faults == 0);
}
