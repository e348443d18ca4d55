#include "graph/fold.hpp"

#include <algorithm>
#include <chrono>
#include <thread>

#include "graph/bare.hpp"
#include "graph/keys.hpp"
#include "graph/order_writer.hpp"

namespace bayan::graph {

namespace {

constexpr std::uint64_t rows_a_step = 4096;
constexpr double longest_wait_s = 0.05;  // so that a stop is noticed soon

// Loads of all runs, by id.
std::vector<Load> loads_of(const Runs& runs) {
  std::vector<Load> out;
  for (const auto& run : runs) out.insert(out.end(), run->info().loads.begin(), run->info().loads.end());
  std::sort(out.begin(), out.end(), [](const Load& a, const Load& b) { return a.first_id < b.first_id; });
  return out;
}

Status write_page_indexes(KvFiles& files, const Fold::Written& run) {
  if (run.info.facts == 0) return {};
  for (const OrderInfo& order : orders) {
    BAYAN_TRY(files.put(Family::runs, page_index_key(run.info.number, order.order),
                        run.page_indexes[static_cast<std::size_t>(order.order)]));
  }
  return graph::write(files, run.info.number, run.statistics);
}

}  // namespace

Status FoldPace::check() const {
  if (!stop_ && (options_.cancel == nullptr || !*options_.cancel)) return {};
  return make_error(ErrorCode::cancelled, "the compaction was stopped", "the store is as it was; compact it again");
}

Status FoldPace::step(std::uint64_t rows, std::uint64_t bytes_written) {
  done_ += rows;
  if (options_.progress) options_.progress(std::min(done_, total_), total_);
  if (options_.bytes_per_second > 0)
    owed_s_ += static_cast<double>(bytes_written) / static_cast<double>(options_.bytes_per_second);
  while (owed_s_ > longest_wait_s) {
    BAYAN_TRY(check());
    std::this_thread::sleep_for(std::chrono::duration<double>(longest_wait_s));
    owed_s_ -= longest_wait_s;
  }
  return check();
}

Fold::Fold(FoldPlan plan, std::uint32_t live_number, std::uint32_t retired_number) : plan_(std::move(plan)) {
  for (const auto& run : plan_.catalog->runs) {
    if (std::find(plan_.live.begin(), plan_.live.end(), run) == plan_.live.end()) others_.push_back(run);
  }
  live_.info = {live_number, 0, loads_of(plan_.live)};
  retired_.info = {retired_number, 0, {}};
}

Status Fold::write(KvFiles& live_files, KvFiles& retired_files, FoldPace& pace) {
  std::uint64_t rows = plan_.catalog->delta_rows;
  for (const auto& run : plan_.live) rows += run->info().facts;
  for (const auto& run : plan_.retired) rows += run->info().facts;
  pace.expect(rows * orders.size());
  for (const OrderInfo& order : orders) BAYAN_TRY(write_order(order.order, live_files, retired_files, pace));
  BAYAN_TRY(write_page_indexes(live_files, live_));
  return write_page_indexes(retired_files, retired_);
}

Result<Fold::Elsewhere> Fold::elsewhere(Order order, const OrderKey& key) const {
  Elsewhere out;
  for (const auto& run : others_) {
    BAYAN_LET(id, run->find(order, key));
    out.found = out.found || id.has_value();
    out.bare = out.bare || (id && *id != 0);
  }
  return out;
}

// Every order decides for itself, and the same.
Result<Fold::Fate> Fold::fate_of(Order order, const FoldRow& row, KvCursor& statements) const {
  if (row.live_page && (!row.in_delta || (*row.in_delta & row_live) != 0)) return Fate::live;
  Elsewhere other;
  if (row.in_delta) {
    BAYAN_LET(found, elsewhere(order, row.key));
    other = found;
  }
  if (other.found) return Fate::gone;  // pages that stay have it, with a row of the delta where it is not live
  if (row.in_delta && (*row.in_delta & row_live) != 0) return Fate::live;
  const std::string prefix = fact_key(Order::sro, fact_of(order, bytes_of(row.key)));
  statements.seek(prefix);
  BAYAN_TRY(statements.status());
  return statements.valid() && statements.key().starts_with(prefix) ? Fate::retired : Fate::gone;
}

Status Fold::write_order(Order order, KvFiles& live_files, KvFiles& retired_files, FoldPace& pace) {
  OrderWriter live(live_files, order, live_.info.number), retired(retired_files, order, retired_.info.number);
  FoldRows rows(plan_.live, plan_.retired, plan_.snapshot, order);
  KvCursor statements = plan_.snapshot->cursor(Family::statements);
  std::uint64_t waiting = 0, written = 0;
  const auto write = [&]() -> Status {
    BAYAN_TRY(live.write());
    BAYAN_TRY(retired.write());
    const std::uint64_t before = std::exchange(written, live.bytes() + retired.bytes());
    return pace.step(std::exchange(waiting, 0), written - before);
  };
  for (FoldRow row; rows.next(row);) {
    BAYAN_LET(fate, fate_of(order, row, statements));
    const bool bare = !row.in_delta || (*row.in_delta & row_bare_retired) == 0;
    if (fate == Fate::live) live.add(packed_row(order, row.key), bare ? row.id : 0);
    if (fate == Fate::retired) retired.add(packed_row(order, row.key));
    if (++waiting == rows_a_step) BAYAN_TRY(write());
  }
  BAYAN_TRY(rows.status());
  BAYAN_TRY(write());
  live_.info.facts = live.rows(), retired_.info.facts = retired.rows();
  BAYAN_TRY(live.finish(live_.page_indexes[static_cast<std::size_t>(order)]));
  live.count_into(live_.statistics);
  return retired.finish(retired_.page_indexes[static_cast<std::size_t>(order)]);
}

Result<bool> Fold::leaves(const OrderKey& key, std::uint8_t flags) const {
  BAYAN_LET(other, elsewhere(Order::sro, key));
  if ((flags & row_live) == 0) return !other.found;
  return (flags & row_bare_retired) == 0 || !other.bare;
}

}  // namespace bayan::graph
