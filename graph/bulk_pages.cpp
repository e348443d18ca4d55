// The pages of a bulk load: each order sorted, packed and written.
#include <algorithm>
#include <future>
#include <map>
#include <optional>

#include "graph/bare.hpp"
#include "graph/bulk_impl.hpp"
#include "graph/keys.hpp"
#include "graph/order_writer.hpp"
#include "graph/values.hpp"
#include "graph/view.hpp"

namespace bayan::graph {

namespace {

// Which bare statements a store has already, asked in the order of sro: a merge of the load with what is there.
class Existing {
 public:
  explicit Existing(const std::shared_ptr<Database>& database) {
    view_ = std::make_shared<View>(database, std::nullopt);
    scan_.emplace(view_->facts({}, Order::sro));
    more_ = scan_->next();
  }

  // Whether a live statement says the fact that was asked for last.
  bool is_live() const { return live_; }

  Result<bool> has(const Fact& fact) {
    live_ = false;
    while (more_ && scan_->batch().at(at_) < fact) {
      if (++at_ < scan_->batch().size()) continue;
      at_ = 0;
      more_ = scan_->next();
    }
    if (!more_) {
      BAYAN_TRY(scan_->status());
      return false;
    }
    if (scan_->batch().at(at_) != fact) return false;
    live_ = true;
    BAYAN_LET(statements, view_->statements(fact));
    return std::any_of(statements.begin(), statements.end(), is_bare);
  }

 private:
  static bool is_bare(const StatementInfo& s) {
    return !s.document && !s.speaker && !s.holder && !s.addressee && !s.on_behalf_of && s.modality.empty() &&
           s.quote.empty() && !s.utf8;
  }

  std::shared_ptr<const View> view_;
  std::optional<FactScan> scan_;
  std::size_t at_ = 0;
  bool more_ = false, live_ = false;
};

// Facts that a row of the delta masks: what pages say of them does not count, so their statements get records.
class Masked {
 public:
  Masked(KvFiles& files, const std::shared_ptr<const KvSnapshot>& snapshot) : files_(files), delta_(*snapshot) {}

  // Whether the fact is one. REQUIRES: facts in the order of sro.
  bool has(const Fact& fact) {
    fact_ = fact;
    flags_ = delta_.flags(fact).value_or(row_live);
    return flags_ != row_live;
  }
  // Of the fact that was asked for last.
  Status record(StatementId id, const std::string& date, std::int64_t recorded_us) {
    StatementInfo statement;
    statement.date = date;
    statement.recorded_us = recorded_us;
    const std::string key = fact_key(Order::sro, fact_);
    BAYAN_TRY(files_.put(Family::statements, Key().text(key).id(id), encode(statement)));
    BAYAN_TRY(files_.put(Family::statement_id, Key().id(id), key));
    facts_.emplace_back(fact_, static_cast<std::uint8_t>(flags_ | row_live));
    return {};
  }
  // Their rows, now live.
  Status finish() {
    BAYAN_TRY(delta_.status());
    for (const OrderInfo& order : orders) {
      std::map<std::string, char> rows;
      for (const auto& [fact, flags] : facts_)
        rows[fact_key(order.order, fact)] = static_cast<char>(order.order == Order::sro ? flags : row_live);
      for (const auto& [key, flags] : rows) BAYAN_TRY(files_.put(order.family, key, std::string_view(&flags, 1)));
    }
    return {};
  }

 private:
  KvFiles& files_;
  DeltaInOrder delta_;
  Fact fact_;
  std::uint8_t flags_ = row_live;
  std::vector<std::pair<Fact, std::uint8_t>> facts_;
};

}  // namespace

// The order that is the statement table: rows are numbered, and counted by round, unless the store says them already.
Status BulkLoad::Impl::write_statements(KvFiles& pages, KvFiles& rest, const LoadRanks& ranks, std::string& page_index) {
  OrderWriter writer(pages, Order::sro, run_info.number);
  Existing existing(database);
  Masked masked(rest, database->state().snapshot);
  const std::int64_t now_us = database->now_us();
  const auto take = [&](const std::vector<PackedRow>& rows) -> Status {
    for (const PackedRow& row : rows) {
      const Fact fact{{row.a}, {row.b}, {row.c}, {row.round}};
      const StatementId id{first_statement + writer.rows()};
      BAYAN_LET(known, existing.has(fact));
      const bool is_masked = !known && masked.has(fact);
      writer.add(row, known || is_masked ? 0 : id.value);
      if (!existing.is_live()) new_rows.add(fact.predicate, fact.round, 1);
      if (!known) ++statements[row.round], ++added;
      if (is_masked) BAYAN_TRY(masked.record(id, date_of(row.round), now_us));
    }
    BAYAN_TRY(check_cancel(cancel));
    show_progress(rows.size());
    return writer.write();
  };
  BAYAN_TRY(spool.sort(Order::sro, ranks, sort_bytes(ranks), take));
  BAYAN_TRY(writer.finish(page_index));
  run_info.facts = writer.rows();
  run_info.loads.push_back({first_statement, first_statement + run_info.facts - 1, now_us});
  BAYAN_TRY(masked.finish());
  for (const auto& [id, first] : writer.first_ids())
    BAYAN_TRY(rest.put(Family::runs, Key('B').number(id), bytes_of(first)));
  return {};
}

// Of the bare statements in a round, by its id.
const std::string& BulkLoad::Impl::date_of(std::uint64_t round) const {
  const auto found = std::find(round_ids.begin(), round_ids.end(), round);
  return rounds[static_cast<std::size_t>(found - round_ids.begin())].date;
}

// What ranks leave of the budget, shared by two sorts.
std::size_t BulkLoad::Impl::sort_bytes(const LoadRanks& ranks) const {
  constexpr std::size_t least = std::size_t{16} << 20;
  const std::size_t taken =
      ranks.nodes.rank.size() * sizeof(std::uint32_t) + ranks.nodes.ids.size() * sizeof(std::uint64_t);
  return taken + 2 * least > memory_bytes ? std::min(least, memory_bytes / 2) : (memory_bytes - taken) / 2;
}

// Of the orders that the calling thread sorts: three of five.
void BulkLoad::Impl::show_progress(std::uint64_t sorted_rows) {
  sorted += sorted_rows;
  if (progress) progress(sorted, 3 * spool.rows());
}

Status BulkLoad::Impl::write_order(KvFiles& files, Order order, const LoadRanks& ranks, std::string& page_index,
                                   RunStatistics& statistics) {
  OrderWriter writer(files, order, run_info.number);
  const auto take = [&](const std::vector<PackedRow>& rows) -> Status {
    for (const PackedRow& row : rows) writer.add(row);
    BAYAN_TRY(check_cancel(cancel));
    if (order == Order::rso || order == Order::round_first) show_progress(rows.size());
    return writer.write();
  };
  BAYAN_TRY(spool.sort(order, ranks, sort_bytes(ranks), take));
  BAYAN_TRY(writer.finish(page_index));
  writer.count_into(statistics);
  return {};
}

// Two orders at a time: one thread has the statement table and what is left, the other the two in between.
Status BulkLoad::Impl::write_pages(KvFiles& pages, KvFiles& rest) {
  const LoadRanks ranks{std::move(node_ranks), Ranks::of(predicate_ids), Ranks::of(round_ids)};
  std::array<std::string, orders.size()> page_indexes;
  RunStatistics statistics, by_object;  // each thread fills one
  const auto write = [&](Order order, RunStatistics& counted) {
    return write_order(pages, order, ranks, page_indexes[static_cast<std::size_t>(order)], counted);
  };
  std::future<Status> others = std::async(std::launch::async, [&]() -> Status {
    BAYAN_TRY(write(Order::ros, by_object));
    return write(Order::osr, by_object);
  });
  Status own = write_statements(pages, rest, ranks, page_indexes[0]);
  if (own) own = write(Order::rso, statistics);
  if (own) own = write(Order::round_first, statistics);
  const Status theirs = others.get();
  BAYAN_TRY(own);
  if (!theirs) return theirs;
  for (const OrderInfo& order : orders) {
    BAYAN_TRY(pages.put(Family::runs, page_index_key(run_info.number, order.order),
                        page_indexes[static_cast<std::size_t>(order.order)]));
  }
  for (auto& [predicate, counts] : by_object) {
    PredicateStatistics& whole = statistics[predicate];
    counts.subjects = whole.subjects, counts.heavy_subjects = std::move(whole.heavy_subjects);
    whole = std::move(counts);
  }
  return graph::write(pages, run_info.number, statistics);
}

}  // namespace bayan::graph
