// A store filled in bulk or statement by statement, and what it says: for tests of loads and folds.
#pragma once

#include <doctest/doctest.h>

#include <map>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <tuple>
#include <variant>
#include <vector>

#include "bayan/ingest.hpp"
#include "bayan/store.hpp"
#include "graph/bulk.hpp"
#include "graph/records.hpp"
#include "graph/statistics.hpp"
#include "graph/view.hpp"
#include "tests/temporary.hpp"

using namespace bayan;
using graph::BulkLoad;
using graph::BulkRow;
using graph::Fact;
using graph::FactPattern;
using graph::Order;
using graph::View;

struct Row {
  std::string subject, relation, object;
  bool phrase = false, negative = false;
  std::int64_t round = 0;  // 0: background

  auto operator<=>(const Row&) const = default;
};

inline std::vector<Row> random_rows(std::mt19937& random, std::size_t count) {
  const auto pick = [&](unsigned n) { return random() % n; };
  std::vector<Row> out;
  for (std::size_t i = 0; i < count; ++i) {
    const bool phrase = pick(3) == 0;
    out.push_back({"s" + std::to_string(pick(12)), "r" + std::to_string(pick(4)),
                   (phrase ? "Some Words " : "o") + std::to_string(pick(15)), phrase, pick(5) == 0,
                   static_cast<std::int64_t>(pick(9))});
  }
  return out;
}

inline Statement statement_of(const Row& row) {
  Statement out;
  if (row.round > 0) out.series = "talks", out.round = row.round, out.date = "2024-01-0" + std::to_string(row.round);
  out.subject = Entity{row.subject, {}, {}};
  out.relation = row.relation;
  out.polarity = row.negative ? Polarity::negative : Polarity::positive;
  if (row.phrase)
    out.object = Phrase{row.object, {}, {}};
  else
    out.object = Entity{row.object, {}, {}};
  return out;
}

inline void add(BulkLoad& bulk, const Row& row) {
  BulkRow out;
  out.subject = row.subject, out.relation = row.relation, out.object = row.object;
  out.kind = row.phrase ? BulkRow::Object::phrase : BulkRow::Object::entity;
  out.polarity = row.negative ? Polarity::negative : Polarity::positive;
  const std::string date = "2024-01-0" + std::to_string(row.round);
  if (row.round > 0) out.series = "talks", out.round = row.round, out.date = date;
  const auto added = bulk.add(out);
  REQUIRE_MESSAGE(added.has_value(), added.error().message);
  REQUIRE(*added);
}

inline void load(Store& store, const std::vector<Row>& rows) {
  BulkLoad bulk(store.database(), 1 << 16);
  for (const Row& row : rows) add(bulk, row);
  const auto done = bulk.finish();
  REQUIRE_MESSAGE(done.has_value(), done.error().message);
}

inline void commit(Store& store, const std::vector<Row>& rows) {
  Batch batch;
  for (const Row& row : rows) batch.add(statement_of(row));
  const auto done = store.commit(batch);
  REQUIRE_MESSAGE(done.has_value(), done.error().message);
}

inline Store open(const Temporary& folder, std::int64_t* clock) {
  OpenOptions options;
  options.create = true, options.synced = false, options.background_fold = false;
  options.clock_us = [clock] { return *clock; };
  auto store = Store::open(folder.path(), options);
  REQUIRE(store.has_value());
  return *store;
}

inline std::shared_ptr<const View> view_of(const Store& store) { return store.snapshot()->view(); }

// Every statement of a view by id.
inline std::map<std::uint64_t, graph::StatementInfo> statements_of(const View& view) {
  std::map<std::uint64_t, graph::StatementInfo> out;
  const auto done = view.all_statements([&](const graph::StatementInfo& s) {
    CHECK(out.emplace(s.id.value, s).second);
    return true;
  });
  REQUIRE(done.has_value());
  return out;
}

// What a store says, whatever the ids: its records as text, each with how often.
inline std::multiset<std::string> said(const View& view, bool with_times = false) {
  std::multiset<std::string> out;
  REQUIRE(graph::each_record(view, [&](const Record& record) {
            Record copy = record;
            if (auto* statement = std::get_if<Statement>(&copy); statement != nullptr && !with_times)
              statement->recorded_at.clear();
            out.insert(to_json(copy));
            return true;
          }).has_value());
  return out;
}

// Claims come once, in the first of their rounds.
inline void check_earliest(const View& view, Order order) {
  FactPattern pattern;
  pattern.earliest = true;
  auto claims = view.facts(pattern, order), facts = view.facts({}, order);
  std::vector<Fact> expected, got;
  while (facts.next()) {
    for (std::size_t i = 0; i < facts.batch().size(); ++i) {
      const Fact fact = facts.batch().at(i);
      const bool again = !expected.empty() && expected.back().subject == fact.subject &&
                         expected.back().predicate == fact.predicate && expected.back().object == fact.object;
      if (!again) expected.push_back(fact);
    }
  }
  while (claims.next()) {
    for (std::size_t i = 0; i < claims.batch().size(); ++i) got.push_back(claims.batch().at(i));
  }
  CHECK(got == expected);
}

// The stored numbers of facts are those that a scan counts.
inline void check_row_counts(const View& view) {
  const auto counted = graph::recount_rows(view.facts({}, Order::round_first), [](std::uint64_t) { return Status(); });
  REQUIRE(counted.has_value());
  CHECK(view.row_counts() == *counted);
}

// Every order gives the same facts, whichever are in pages and whichever in the delta. Numbers of facts are today's,
// whatever moment the view is of.
inline void check_orders(const View& view, bool is_of_now = true) {
  const auto all = [&](Order order) {
    std::set<std::tuple<std::uint64_t, std::uint64_t, std::uint64_t, std::uint64_t>> out;
    auto scan = view.facts({}, order);
    Fact before{};
    std::size_t rows = 0;
    while (scan.next()) {
      for (std::size_t i = 0; i < scan.batch().size(); ++i, ++rows) {
        const Fact fact = scan.batch().at(i);
        if (order == Order::sro && rows > 0) CHECK(before < fact);
        before = fact;

        out.insert({fact.subject.value, fact.predicate.value, fact.object.value, fact.round.value});
      }
    }
    REQUIRE(scan.status().has_value());
    CHECK(out.size() == rows);
    return out;
  };
  const auto whole = all(Order::sro);
  for (const Order order : {Order::ros, Order::osr, Order::rso, Order::round_first}) CHECK(all(order) == whole);
  for (const Order order : {Order::sro, Order::ros, Order::osr, Order::rso}) check_earliest(view, order);
  if (is_of_now) check_row_counts(view);
}
