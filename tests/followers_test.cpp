// Stores opened for reading beside a writer: what they see, and when. Locks are on files, so that one process can play
// both.
#include <doctest/doctest.h>

#include <filesystem>
#include <string>

#include "bayan/store.hpp"
#include "graph/bulk.hpp"
#include "graph/database.hpp"
#include "graph/view.hpp"
#include "tests/temporary.hpp"

using namespace bayan;

namespace {

struct Pair {
  Temporary folder;
  Store writer = *Store::open(folder.path(), {.create = true});
  Store reader = *Store::open(folder.path(), {.read_only = true});
};

void say(Store& store, int number) {
  Statement statement;
  statement.series = "talks", statement.round = 1 + number % 3;
  statement.subject = Entity{"party " + std::to_string(number), {}, {}};
  statement.relation = "says";
  statement.object = Phrase{"words " + std::to_string(number), "en", {}};
  Batch batch;
  batch.add(statement);
  REQUIRE(store.commit(batch).has_value());
}

void load(Store& store, int rows) {
  graph::BulkLoad bulk(store.database());
  for (int i = 0; i < rows; ++i) {
    const std::string subject = "loaded " + std::to_string(i);
    graph::BulkRow row;
    row.subject = subject, row.relation = "trades_with", row.object = "party 1";
    row.series = "talks", row.round = 1;
    REQUIRE(bulk.add(row).has_value());
  }
  REQUIRE(bulk.finish().has_value());
}

int statements_in(const Snapshot& snapshot) {
  int count = 0;
  REQUIRE(snapshot.view()->all_statements([&](const graph::StatementInfo&) { return ++count, true; }).has_value());
  return count;
}

int statements_in(const Store& store) { return statements_in(*store.snapshot()); }

bool news(Store& store) {
  const auto found = store.catch_up();
  REQUIRE_MESSAGE(found.has_value(), (found ? "" : describe(found.error())));
  return *found;
}

}  // namespace

TEST_CASE("a reader sees what was committed since when it catches up, and not before") {
  Pair pair;
  say(pair.writer, 1);
  CHECK(statements_in(pair.reader) == 0);
  CHECK(news(pair.reader));
  CHECK(statements_in(pair.reader) == 1);
  CHECK_FALSE(news(pair.reader));
  say(pair.writer, 2);
  CHECK(news(pair.reader));
  CHECK(statements_in(pair.reader) == 2);
}

TEST_CASE("a reader that catches up follows loads, folds and compactions, and its snapshots stay as they were") {
  Pair pair;
  for (int i = 0; i < 20; ++i) say(pair.writer, i);
  REQUIRE(news(pair.reader));
  const Snapshot before = *pair.reader.snapshot();
  load(pair.writer, 100);
  REQUIRE(news(pair.reader));
  CHECK(statements_in(pair.reader) == 120);
  const Snapshot loaded = *pair.reader.snapshot();
  REQUIRE(pair.writer.database()->fold({}).has_value());
  say(pair.writer, 20);
  REQUIRE(pair.writer.compact().has_value());
  REQUIRE(news(pair.reader));
  CHECK(statements_in(pair.reader) == 121);
  CHECK(statements_in(before) == 20);
  CHECK(statements_in(loaded) == 120);
}

TEST_CASE("a store opened for writing need not catch up, and says so") {
  Pair pair;
  const auto refused = pair.writer.catch_up();
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().code == ErrorCode::usage);
  CHECK(refused.error().message == "only a store that was opened for reading catches up");
}

TEST_CASE("a reader says so when another store lies where its own was") {
  const Temporary folder;
  const std::string path = folder.path() + "/store";
  {
    Store writer = *Store::open(path, {.create = true});
    say(writer, 1);
  }
  Store reader = *Store::open(path, {.read_only = true});
  std::filesystem::remove_all(path);
  {
    Store writer = *Store::open(path, {.create = true});
    say(writer, 1);
    say(writer, 2);
  }
  const auto refused = reader.catch_up();
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().message == "this is another store than the one that was opened");
  CHECK(statements_in(reader) == 1);
}
