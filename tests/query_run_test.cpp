// Running queries: plans, budgets, cancelling, streaming.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <thread>

#include "tests/query_store.hpp"

namespace {

// Many who ask for many things, one who refuses one of them.
std::vector<std::string> crowd(int parties, int things, int rounds) {
  std::vector<std::string> out;
  for (int p = 0; p < parties; ++p) {
    for (int t = 0; t < things; ++t) {
      for (int r = 1; r <= rounds; ++r) {
        if ((p * 7 + t * 3 + r) % 4 == 0)
          out.push_back(said("p" + std::to_string(p), "asks", "t" + std::to_string(t), r));
      }
    }
  }
  out.push_back(said("nay", "refuses", "t1", 2));
  return out;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string out;
  for (const auto& line : lines) out += line + "\n";
  return out;
}

}  // namespace

TEST_CASE("the pattern with the fewest facts comes first, however it is written") {
  QueryStore store(crowd(30, 20, 4));
  for (const char* query : {"explain ?a asks ?x, ?b refuses ?x", "explain ?b refuses ?x, ?a asks ?x"}) {
    const std::string plan = joined(store.ask(query));
    const auto rare = plan.find("?b refuses ?x"), common = plan.find("?a asks ?x");
    REQUIRE(rare != std::string::npos);
    REQUIRE(common != std::string::npos);
    CHECK_MESSAGE(rare < common, plan);
  }
}

TEST_CASE("a pattern that shares no variable waits for those that do") {
  QueryStore store(crowd(30, 20, 4));
  const std::string plan = joined(store.ask("explain ?b refuses ?x, p1 asks t1, ?a asks ?x"));
  CHECK_MESSAGE(plan.find("p1 asks t1") < plan.find("?a asks ?x"), plan);
  const std::string cross = joined(store.ask("explain ?c refuses ?y, ?d asks t3, ?b asks ?y"));
  CHECK_MESSAGE(cross.find("?b asks ?y") < cross.find("?d asks t3"), cross);
}

TEST_CASE("facts looked up in memory are those that seeks would find, whatever rounds they must be in") {
  // Enough rows for a join to load the other pattern; each half alone is small enough for seeks.
  QueryStore store(crowd(40, 12, 8));
  for (const char* rest :
       {" then ?a asks ?x", " then ?b refuses ?x", ", not (nay refuses ?x)",
        " then not (?a asks ?x, ?a asks _) within 3", ", ?a asks ?y @2..5", " @..4 then not (_ _ ?x, ?a asks _)"}) {
    const std::string query = std::string("?a asks ?x") + rest;
    auto whole = store.ask(query);
    std::vector<std::string> parts;
    for (int p = 0; p < 40; ++p) {
      const std::string one = "\"p" + std::to_string(p) + "\"";
      for (const auto& row : store.ask("?a asks ?x" + std::string(rest) + " where ?a = " + one)) parts.push_back(row);
    }
    std::sort(whole.begin(), whole.end());
    std::sort(parts.begin(), parts.end());
    CHECK_MESSAGE(whole == parts, query);
  }
}

TEST_CASE("profile counts the rows of every step") {
  QueryStore store(crowd(5, 5, 4));
  const std::string plan = joined(store.ask("profile ?a asks ?x | count"));
  CHECK_MESSAGE(plan.find("1 rows in") != std::string::npos, plan);
  CHECK_MESSAGE(plan.find("1 rows\"}") != std::string::npos, plan);
}

TEST_CASE("a read-only call refuses to write") {
  QueryStore store({said("a", "asks", "b", 1)});
  const auto snapshot = store.store().snapshot();
  REQUIRE(snapshot.has_value());
  const auto rows = bayan::query(*snapshot, "add a asks \"c\" @1");
  REQUIRE(!rows.has_value());
  CHECK(rows.error().code == bayan::ErrorCode::place);
  CHECK(bayan::is_write("add a asks \"c\" @1"));
  CHECK(!bayan::is_write("a asks ?c"));
  CHECK(!bayan::is_write("add add add"));
}

TEST_CASE("the row budget cuts and says so; a result of just that size is whole") {
  QueryStore store({said("a", "asks", "x", 1), said("a", "asks", "y", 1), said("a", "asks", "z", 1)});
  bayan::QueryOptions options;
  options.rows = 2;
  CHECK(store.ask("a asks ?t", options).back() == "partial: row limit");
  CHECK(store.ask("a asks ?t | sort ?t", options).size() == 3);
  options.rows = 3;
  CHECK(store.ask("a asks ?t", options).size() == 3);
}

TEST_CASE("the memory budget cuts and says so") {
  QueryStore store(crowd(40, 40, 4));
  bayan::QueryOptions options;
  options.memory_bytes = 4096;
  CHECK(store.ask("?a asks ?x, ?b asks ?y | count", options).back() == "partial: memory limit");
}

TEST_CASE("the time budget cuts, and what is left is marked") {
  QueryStore store(crowd(60, 60, 4));
  bayan::QueryOptions options;
  options.timeout_ms = 30;
  const auto begin = std::chrono::steady_clock::now();
  const auto rows = store.ask("?a asks ?x, ?b asks ?y, ?c asks ?z | count", options);
  const auto spent = std::chrono::steady_clock::now() - begin;
  CHECK(rows.back() == "partial: time limit");
  CHECK(spent < std::chrono::seconds(5));
}

TEST_CASE("a query is cancelled from another thread") {
  QueryStore store(crowd(60, 60, 4));
  std::atomic<bool> cancel{false};
  bayan::QueryOptions options;
  options.cancel = &cancel;
  std::chrono::steady_clock::time_point asked;
  std::thread other([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    asked = std::chrono::steady_clock::now();
    cancel = true;
  });
  const auto rows = bayan::query(store.store(), "?a asks ?x, ?b asks ?y, ?c asks ?z | count", {}, options);
  const auto done = std::chrono::steady_clock::now();
  other.join();
  REQUIRE(!rows.has_value());
  CHECK(rows.error().code == bayan::ErrorCode::cancelled);
  CHECK(done - asked < std::chrono::milliseconds(500));
}

TEST_CASE("rows come before the last is computed, whole with their rounds") {
  QueryStore store(crowd(60, 40, 4));
  const std::string plan = joined(store.ask("explain ?a asks ?x"));
  CHECK_MESSAGE(plan.find("as they are found") != std::string::npos, plan);
  auto streamed = store.ask("?a asks ?x");
  auto whole = store.ask("?a asks ?x | sort ?a");
  std::sort(streamed.begin(), streamed.end());
  std::sort(whole.begin(), whole.end());
  CHECK(streamed == whole);
  CHECK(store.ask("?a asks ?x | limit 7").size() == 7);
  CHECK(store.ask("?a asks ?x | offset 3 | limit 7").size() == 7);
}

TEST_CASE("rows of a snapshot outlive the store's changes") {
  QueryStore store({said("a", "asks", "x", 1), said("a", "asks", "y", 1)});
  auto rows = bayan::query(store.store(), "a asks ?t");
  REQUIRE(rows.has_value());
  store.add({said("a", "asks", "z", 1)});
  int count = 0;
  while (rows->next()) ++count;
  CHECK(count == 2);
}

TEST_CASE("values say what they are") {
  QueryStore store(
      {R"({"define":"entity","key":"a","labels":{"en":"Alpha"}})",
       R"({"series":"cop","round":1,"subject":{"key":"a"},"relation":"asks","object":{"text":"more time","lang":"en"},"polarity":"-"})"});
  auto rows = bayan::query(store.store(), "?who ?does ?what");
  REQUIRE(rows.has_value());
  CHECK(rows->columns() == std::vector<std::string>{"who", "does", "what"});
  REQUIRE(rows->next());
  const bayan::Row& row = rows->row();
  CHECK(row.at(0).kind == bayan::Value::Kind::entity);
  CHECK(row.at(0).text == "Alpha");
  CHECK(row.at(1).negative);
  CHECK(row.at(2).kind == bayan::Value::Kind::phrase);
  CHECK(row.rounds == std::vector<std::string>{"cop:1"});
  CHECK(!rows->next());
}

TEST_CASE("a quoted text that nothing reads as is a warning, not an error") {
  QueryStore store({said("a", "asks", "x", 1)});
  auto rows = bayan::query(store.store(), "a asks \"no such words\"");
  REQUIRE(rows.has_value());
  CHECK(!rows->next());
  CHECK(rows->warnings().size() == 1);
}

TEST_CASE("parameters from JSON") {
  using bayan::Parameters;
  CHECK(Parameters::from_json(R"({"a":"x","b":3,"c":2.5,"d":true,"e":{"key":"k"},"f":[1,"y"]})").has_value());
  CHECK(!Parameters::from_json("[1]").has_value());
  CHECK(!Parameters::from_json("{").has_value());
  CHECK(!Parameters::from_json(R"({"a":{"value":1,"type":"colour"}})").has_value());
  CHECK(!Parameters::from_json(R"({"a":18446744073709551615})").has_value());
}

TEST_CASE("a lone pattern gives the same rows the short way and the general way") {
  QueryStore store({said("a", "asks", "x", 1), said("a", "asks", "x", 2), said("a", "asks", "y", 2),
                    said("a", "refuses", "x", 3), said("b", "asks", "x", 2), said("b", "is", "a", 0),
                    said("a", "asks", "x", 0), said("b", "is", "a", 3)});
  bayan::QueryOptions general;
  general.rows = 1000;  // a budget asks for the general way
  for (const char* subject : {"a", "b", "\"a\"", "?s", "nobody", "\"nobody\""}) {
    for (const char* relation : {"asks", "?does", "not asks", "is"}) {
      for (const char* object : {"x", "a", "?o", "?s"}) {
        for (const char* at : {"", "@2", "@?r", "@1..2", "@7", "@last"}) {
          const std::string query = fmt::format("{} {} {} {}", subject, relation, object, at);
          CAPTURE(query);
          CHECK(store.ask(query, {}) == store.ask(query, general));
        }
      }
    }
  }
}

TEST_CASE("a prepared query is asked with other parameters, and its cells are read without copies") {
  QueryStore store({said("a", "asks", "x", 1), said("a", "asks", "x", 2), said("a", "asks", "y", 2), said("b", "asks", "y", 1)});
  const auto snapshot = store.store().snapshot();
  const auto prepared = bayan::prepare("$who asks ?what @?r");
  REQUIRE(prepared.has_value());
  const auto ask = [&](const char* who) {
    std::vector<std::string> out;
    auto rows = prepared->run(*snapshot, {{"who", bayan::Parameters::EntityKey{who}}});
    REQUIRE(rows.has_value());
    while (rows->next()) {
      const bayan::CellView round = rows->cell(1);
      CHECK(rows->cell(0).key == rows->row().values[0].key);
      CHECK(rows->round_count() == 1);
      CHECK(rows->round(0).ordinal == round.integer);
      out.push_back(fmt::format("{} {}:{}", rows->cell(0).key, round.key, round.integer));
    }
    CHECK(rows->status().has_value());
    return out;
  };
  CHECK(ask("a") == std::vector<std::string>{"x cop:1", "x cop:2", "y cop:2"});
  CHECK(ask("b") == std::vector<std::string>{"y cop:1"});
  CHECK(prepared->run(*snapshot, {}).error().code == bayan::ErrorCode::param);
  CHECK(bayan::prepare("add a asks \"x\"").error().code == bayan::ErrorCode::place);
}
