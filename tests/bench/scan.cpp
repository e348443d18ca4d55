#include "tests/bench/scan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <random>
#include <vector>

#include "bayan/bayan.hpp"
#include "graph/view.hpp"

namespace bayan::bench {

namespace {

constexpr int scans = 5;
constexpr std::size_t seeks = 20'000;
constexpr std::size_t cache_bytes = std::size_t{512} << 20;

double now_s() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

double median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2), values.end());
  return values[values.size() / 2];
}

// Reads one order whole; keeps some facts to seek.
Result<std::uint64_t> read_whole(const graph::View& view, graph::Order order, std::vector<graph::Fact>* some) {
  std::uint64_t rows = 0;
  auto facts = view.facts({}, order);
  while (facts.next()) {
    rows += facts.batch().size();
    if (some != nullptr) some->push_back(facts.batch().at(facts.batch().size() / 2));
  }
  BAYAN_TRY(facts.status());
  return rows;
}

Status scan_orders(const graph::View& view, std::vector<graph::Fact>& some) {
  constexpr std::pair<const char*, graph::Order> orders[] = {{"sro", graph::Order::sro},
                                                             {"ros", graph::Order::ros},
                                                             {"osr", graph::Order::osr},
                                                             {"rso", graph::Order::rso},
                                                             {"round first", graph::Order::round_first}};
  for (const auto& [name, order] : orders) {
    BAYAN_LET(rows, read_whole(view, order, order == graph::Order::sro ? &some : nullptr));
    std::vector<double> seconds;
    for (int i = 0; i < scans; ++i) {
      const double begin = now_s();
      BAYAN_TRY(read_whole(view, order, nullptr));
      seconds.push_back(now_s() - begin);
    }
    fmt::print("scan of {:<11} {:>6.1f} M rows/s ({} rows)\n", name, static_cast<double>(rows) / median(seconds) / 1e6,
               rows);
  }
  return {};
}

Status seek_facts(const graph::View& view, const std::vector<graph::Fact>& some) {
  std::mt19937 random(1);
  std::vector<double> seconds;
  for (std::size_t i = 0; i < seeks && !some.empty(); ++i) {
    const graph::Fact fact = some[random() % some.size()];
    graph::FactPattern pattern;
    pattern.subject = fact.subject, pattern.relation = fact.predicate.relation(), pattern.object = fact.object;
    pattern.polarity = fact.predicate.negative() ? Polarity::negative : Polarity::positive;
    const double begin = now_s();
    auto facts = view.facts(pattern, graph::Order::sro);
    if (!facts.next()) return make_error(ErrorCode::store, "a fact that was read is not found again");
    seconds.push_back(now_s() - begin);
  }
  if (!seconds.empty()) fmt::print("seek of a claim    {:>6.2f} µs\n", median(seconds) * 1e6);
  return {};
}

Status run(const std::string& path) {
  OpenOptions options;
  options.read_only = true;
  options.cache_bytes = cache_bytes;
  const double begin = now_s();
  BAYAN_LET(store, Store::open(path, options));
  BAYAN_LET(snapshot, store.snapshot());
  fmt::print("open               {:>6.1f} ms\n", (now_s() - begin) * 1e3);
  std::vector<graph::Fact> some;
  BAYAN_TRY(scan_orders(*snapshot.view(), some));
  return seek_facts(*snapshot.view(), some);
}

}  // namespace

int scan(const std::string& store) {
  if (auto status = run(store); !status) return fmt::print(stderr, "{}", describe(status.error())), 1;
  return 0;
}

}  // namespace bayan::bench
