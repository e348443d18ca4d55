// Trees to plans: what the checker makes and the planner orders, as dumps.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>

#include "query/check.hpp"
#include "query/names.hpp"
#include "query/parser.hpp"
#include "query/planner.hpp"
#include "tests/query_store.hpp"

namespace {

std::string plan_of(QueryStore& store, std::string_view query) {
  const auto snapshot = store.store().snapshot();
  REQUIRE(snapshot.has_value());
  const auto& view = *snapshot->view();
  const bayan::Parameters parameters;
  const bayan::QueryOptions options;
  const bayan::ql::Names names(view, parameters, options);
  const auto tree = bayan::ql::parse(query);
  REQUIRE(tree.has_value());
  auto checked = bayan::ql::check(std::get<bayan::ql::ReadExpr>(*tree), names);
  if (!checked) return std::string(bayan::name(checked.error().code)) + ": " + checked.error().message;
  REQUIRE(bayan::ql::order_patterns(checked->plan, view).has_value());
  return bayan::ql::dump(checked->plan);
}

}  // namespace

TEST_CASE("a plan shows its segments, their rounds and the order of the patterns") {
  QueryStore store(
      {said("a", "asks", "x", 1), said("b", "asks", "x", 2), said("c", "asks", "x", 2), said("b", "bars", "x", 2)});
  CHECK(plan_of(store, "?p asks ?x") == "segment in one round\n  ?p asks ?x\n");
  CHECK(plan_of(store, "?p asks ?x, ?q bars ?x @2") ==
        "segment in one of 1 round\n"
        "  ?q bars ?x  (1 facts)\n"
        "  ?p asks ?x  (2 facts, joined on what is bound, looked up in memory when many rows ask)\n");
  CHECK(plan_of(store, "?p asks ?x @1 then ?q bars ?x within 2 | count") ==
        "segment in one of 1 round\n  ?p asks ?x\n"
        "segment in one of any round, later than the one before, within 2\n  ?q bars ?x\n"
        "count\n");
  CHECK(plan_of(store, "?p asks ?x, not (?p bars ?x) @any") ==
        "segment each in one of any round\n  ?p asks ?x\n  not\n    segment each in one of any round\n      ?p bars "
        "?x\n");
}

TEST_CASE("the pattern with fewer facts goes first, whichever that is") {
  for (const bool many_ask : {false, true}) {
    std::vector<std::string> records;
    for (int i = 0; i < 300; ++i)
      records.push_back(said(fmt::format("a{}", i), many_ask ? "asks" : "bars", fmt::format("x{}", i % 40), 1));
    for (int i = 0; i < 4; ++i)
      records.push_back(said(fmt::format("b{}", i), many_ask ? "bars" : "asks", fmt::format("x{}", i), 1));
    QueryStore store(records);
    const std::string plan = plan_of(store, "?p asks ?x, ?q bars ?x");
    CAPTURE(plan);
    CHECK((plan.find("?p asks") < plan.find("?q bars")) == !many_ask);
    CHECK(plan.find("(4 facts)") != std::string::npos);
    CHECK(plan.find("(300 facts, joined") != std::string::npos);
  }
}

TEST_CASE("diff narrows what is read to its two rounds") {
  QueryStore store({said("a", "asks", "x", 1), said("b", "asks", "x", 2), said("b", "asks", "x", 3)});
  CHECK(plan_of(store, "?p asks ?x | diff 1 3") == "segment in one round\n  ?p asks ?x\ndiff\n");
  CHECK(store.ask("?p asks ?x | diff 1 3 | sort ?p | select ?p, ?status") ==
        std::vector<std::string>{R"({"p":{"key":"a","label":"a"},"status":"dropped","rounds":["cop:1"]})",
                                 R"({"p":{"key":"b","label":"b"},"status":"appeared","rounds":["cop:3"]})"});
}

TEST_CASE("what the checker refuses, it refuses before anything runs") {
  QueryStore store({said("a", "asks", "x", 1)});
  CHECK(plan_of(store, "?p asks ?x | select ?y") == "unbound: ?y is not in the rows");
  CHECK(plan_of(store, "?p asks ?x | limit 1 | timeline | timeline") ==
        "column: \"timeline\" adds the column ?timeline, which is taken");
  CHECK(plan_of(store, "not (a asks x)") == "place: this segment needs a pattern beside its groups");
}
