#include "graph/check.hpp"

#include <fmt/format.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

#include <array>

#include "graph/bare.hpp"
#include "graph/fold_rows.hpp"
#include "graph/page.hpp"
#include "graph/scan.hpp"
#include "graph/statistics.hpp"

namespace bayan::graph {

namespace {

constexpr std::size_t most_messages = 100;

std::string_view name_of(Order order) {
  constexpr std::array<std::string_view, orders.size()> names = {"sro", "ros", "osr", "rso", "round first"};
  return names[static_cast<std::size_t>(order)];
}

std::string shown(const Fact& fact) {
  return fmt::format("({:x} {:x} {:x} {:x})", fact.subject.value, fact.predicate.value, fact.object.value,
                     fact.round.value);
}

}  // namespace

void KeySum::add(std::string_view key) {
  ++count;
  sum += XXH3_64bits(key.data(), key.size());
}

void Check::fault(std::string message) {
  ++report_.faults;
  if (report_.messages.size() < most_messages) report_.messages.push_back(std::move(message));
}

Status Check::step(std::uint64_t rows) {
  done_ += rows;
  if (options_.cancel != nullptr && options_.cancel->load(std::memory_order_relaxed))
    return make_error(ErrorCode::cancelled, "the check was stopped");
  if (options_.progress) options_.progress(std::min(done_, total_), total_);
  return {};
}

Result<KeySum> Check::sum_of(Family family, std::string_view prefix,
                             const std::function<std::string(std::string_view, std::string_view)>& keyed) {
  KeySum out;
  KvCursor cursor = snapshot_->cursor(family);
  for (cursor.seek(prefix); cursor.valid() && cursor.key().starts_with(prefix); cursor.next()) {
    out.add(keyed ? std::string_view(keyed(cursor.key(), cursor.value())) : cursor.key());
    if (out.count % 4096 == 0) BAYAN_TRY(step(0));
  }
  BAYAN_TRY(cursor.status());
  return out;
}

void Check::compare(const KeySum& wanted, const KeySum& found, std::string_view what) {
  if (wanted == found) return;
  fault(fmt::format("{}: {} are wanted, {} are there{}", what, wanted.count, found.count,
                    wanted.count == found.count ? ", and they are others" : ""));
}

// A part that cannot be read is a fault; the parts after it are looked at all the same.
Result<CheckReport> Check::run() {
  for (const Runs* runs : {&catalog_->runs, &catalog_->retired}) {
    for (const auto& run : *runs) total_ += run->info().facts * (orders.size() * 2 + 1);
  }
  total_ += catalog_->delta_rows * (orders.size() + 1);
  constexpr std::pair<std::string_view, Part> parts[] = {
      {"pages", &Check::pages},           {"orders", &Check::all_orders},   {"numbers of facts", &Check::row_counts},
      {"statements", &Check::statements}, {"documents", &Check::documents}, {"coverage", &Check::coverage},
      {"terms", &Check::terms},           {"words", &Check::postings},      {"counters", &Check::counters}};
  for (const auto& [part, check] : parts) {
    const Status status = (this->*check)();
    if (status) continue;
    if (status.error().code == ErrorCode::cancelled) return status.error();
    fault(fmt::format("{}: {}", part, status.error().message));
  }
  return report_;
}

// --- pages and orders

Status Check::pages() {
  for (const Runs* runs : {&catalog_->runs, &catalog_->retired}) {
    for (const auto& run : *runs) {
      for (const OrderInfo& order : orders) {
        const Status status = page_rows(*run, order.order);
        if (!status && status.error().code == ErrorCode::cancelled) return status;
        if (!status)
          fault(fmt::format("run {}, order {}: {}", run->info().number, name_of(order.order), status.error().message));
      }
    }
  }
  return {};
}

// Every page of a run in one order: read, its sum checked, its rows rising from the row that the index has for it.
Status Check::page_rows(const Run& run, Order order) {
  BAYAN_LET(index, snapshot_->get(Family::runs, page_index_key(run.info().number, order)));
  if (!index) return make_error(ErrorCode::store, "its page index is missing");
  std::uint64_t rows = 0;
  std::array<std::vector<std::uint64_t>, 4> parts;
  OrderKey last{};
  for (std::size_t number = 0; number < run.pages(order); ++number) {
    BAYAN_LET(bytes, run.read_page(order, number));
    const Page page = Page::trusted(*bytes);
    for (auto& part : parts) part.resize(std::max<std::size_t>(part.size(), page.rows()));
    const std::size_t size =
        page.decode(0, page.claims(), {parts[0].data(), parts[1].data(), parts[2].data(), parts[3].data()});
    for (std::size_t i = 0; i < size; ++i) {
      const OrderKey key = order_key(order, PackedRow{parts[0][i], parts[1][i], parts[2][i], parts[3][i]});
      if (i == 0 && key != run.first_row(order, number))
        fault(fmt::format("run {}, order {}: page {} begins otherwise than its index says", run.info().number,
                          name_of(order), number));
      if (rows + i > 0 && !(last < key))
        fault(fmt::format("run {}, order {}: the rows of page {} are not sorted", run.info().number, name_of(order),
                          number));
      last = key;
    }
    rows += size;
    BAYAN_TRY(step(size));
  }
  if (rows != run.info().facts)
    fault(fmt::format("run {}, order {}: {} rows are wanted, {} are there", run.info().number, name_of(order),
                      run.info().facts, rows));
  return {};
}

Result<KeySum> Check::sum_of_order(Order order) {
  KeySum out;
  FactScan scan(scan_order({snapshot_, catalog_->delta_rows > 0, catalog_->runs}, {}, order, {}));
  while (scan.next()) {
    const FactBatch& batch = scan.batch();
    for (std::size_t i = 0; i < batch.size(); ++i) {
      const std::array<std::uint64_t, 4> fact = {batch.subject[i].value, batch.predicate[i].value,
                                                 batch.object[i].value, batch.round[i].value};
      out.add({reinterpret_cast<const char*>(fact.data()), sizeof fact});
    }
    BAYAN_TRY(step(batch.size()));
  }
  BAYAN_TRY(scan.status());
  return out;
}

Status Check::all_orders() {
  BAYAN_LET(wanted, sum_of_order(Order::sro));
  report_.facts = wanted.count;
  for (const OrderInfo& order : orders) {
    if (order.order == Order::sro) continue;
    BAYAN_LET(found, sum_of_order(order.order));
    if (found != wanted)
      fault(fmt::format("order {}: it has {} facts, order sro {}{}", name_of(order.order), found.count, wanted.count,
                        found.count == wanted.count ? ", and they are others" : ""));
  }
  return {};
}

// The numbers that the planner is told.
Status Check::row_counts() {
  BAYAN_LET(stored, read_row_counts(*snapshot_));
  FactScan scan(scan_order({snapshot_, catalog_->delta_rows > 0, catalog_->runs}, {}, Order::round_first, {}));
  BAYAN_LET(counted, recount_rows(std::move(scan), [&](std::uint64_t rows) { return step(rows); }));
  const auto compare = [&](auto& there, auto& wanted, const auto& name) {
    for (const auto& [key, rows] : wanted) there.try_emplace(key);
    for (const auto& [key, rows] : there) {
      const auto found = wanted.find(key);
      const std::uint64_t facts = found == wanted.end() ? 0 : found->second;
      if (rows != facts) fault(fmt::format("{}: {} facts are counted, {} are there", name(key), rows, facts));
    }
  };
  compare(stored.of_predicate, counted.of_predicate,
          [](Predicate predicate) { return fmt::format("predicate {:x}", predicate.value); });
  compare(stored.of_round, counted.of_round, [](RoundId round) { return fmt::format("round {:x}", round.value); });
  compare(stored.of_both, counted.of_both, [](const auto& both) {
    return fmt::format("predicate {:x} in round {:x}", both.first.value, both.second.value);
  });
  return {};
}

// --- facts and what says them

// Every fact that anything knows of, in the order of sro, beside the records of its statements.
Status Check::statements() {
  FoldRows rows(catalog_->runs, catalog_->retired, snapshot_, Order::sro);
  KvCursor cursor = snapshot_->cursor(Family::statements);
  cursor.seek("");
  std::uint64_t seen = 0;
  for (FoldRow row; rows.next(row);) {
    fact_and_statements(row, cursor);
    if (++seen % 4096 == 0) BAYAN_TRY(step(0));
  }
  BAYAN_TRY(rows.status());
  for (; cursor.valid(); cursor.next()) {
    bool live = false;
    statement(cursor.key(), cursor.value(), live);
    fault(fmt::format("statement {}: no order has its fact", number_at(cursor.key(), cursor.key().size() - 8)));
  }
  BAYAN_TRY(cursor.status());
  return statement_indexes();
}

void Check::fact_and_statements(const FoldRow& row, KvCursor& cursor) {
  const std::string fact_bytes = bytes_of(row.key);
  const Fact fact = fact_of(Order::sro, fact_bytes);
  for (; cursor.valid() && cursor.key().substr(0, fact_bytes.size()) < fact_bytes; cursor.next()) {
    bool live = false;
    statement(cursor.key(), cursor.value(), live);
    fault(fmt::format("statement {}: no order has its fact", number_at(cursor.key(), cursor.key().size() - 8)));
  }
  const bool bare = row.id != 0 && (row.in_delta.value_or(0) & row_bare_retired) == 0;
  bool live = bare;
  for (; cursor.valid() && cursor.key().starts_with(fact_bytes); cursor.next())
    statement(cursor.key(), cursor.value(), live);
  if (bare) {
    ++report_.statements;
    greatest_statement_ = std::max(greatest_statement_, row.id);
    if (fact.round) ++cited_[{fact.round.value, 0}];
  }
  const bool said = row.in_delta ? (*row.in_delta & row_live) != 0 : row.live_page;
  if (said == live) return;
  fault(fmt::format("fact {}: {}", shown(fact),
                    said ? "it counts as said, and no live statement says it"
                         : "a live statement says it, and it does not count as said"));
}

}  // namespace bayan::graph
