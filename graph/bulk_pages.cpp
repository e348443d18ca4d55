// The pages of a bulk load: each order sorted, packed and written.
#include <algorithm>
#include <future>
#include <optional>

#include "graph/bulk_impl.hpp"
#include "graph/keys.hpp"
#include "graph/view.hpp"

namespace bayan::graph {

namespace {

// Which bare statements a store has already, asked in the order of sro: a merge of the load with what is there.
class Existing {
 public:
  explicit Existing(const std::shared_ptr<Database>& database) {
    if (database == nullptr) return;
    view_ = std::make_shared<View>(database, std::nullopt);
    scan_.emplace(view_->facts({}, Order::sro));
    more_ = scan_->next();
  }

  Result<bool> has(const PackedRow& row) {
    const Fact fact{{row.a}, {row.b}, {row.c}, {row.round}};
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
  bool more_ = false;
};

}  // namespace

// One order's rows, sorted and packed. Statements are numbered in the order of sro.
Status BulkLoad::Impl::write_order(KvFiles& files, Order order, std::string& page_index,
                                   std::vector<std::pair<std::uint64_t, OrderKey>>* first_ids) {
  const Ranks node_ranks = Ranks::of(node_ids), predicate_ranks = Ranks::of(predicates),
              round_ranks = Ranks::of(round_ids);
  std::vector<PackedRow> waiting;
  std::vector<std::uint64_t> ids;
  std::vector<bool> known;  // of `waiting`: whether the statement is there already; sro only
  std::uint64_t next_id = first_statement;
  std::string page;
  const auto pack = [&](bool last) -> Status {
    std::size_t begin = 0;
    // A page is full before so many rows only when its claims are few: what may still grow waits for the next block.
    while (begin < waiting.size()) {
      std::size_t size = waiting.size() - begin;
      if (order == Order::round_first) {
        std::size_t end = begin;
        while (end < waiting.size() && end - begin <= page_claims && waiting[end].round == waiting[begin].round) ++end;
        const bool whole = end - begin > page_claims || end < waiting.size();
        if (!whole && !last) break;
        size = end - begin;
      } else if (!last && size <= std::size_t{page_runs} * 8) {
        break;
      }
      ids.clear();
      for (std::size_t i = 0; i < size && first_ids != nullptr; ++i) ids.push_back(known[begin + i] ? 0 : next_id + i);
      const PackedRow& first = waiting[begin];
      const OrderKey first_key = order == Order::round_first ? OrderKey{first.round, first.a, first.b, first.c}
                                                             : OrderKey{first.a, first.b, first.c, first.round};
      const std::size_t taken = encode_page({waiting.data() + begin, size, ids.empty() ? nullptr : ids.data()}, page);
      BAYAN_TRY(files.put(page_family(order), page_key(run.number, first_key), page));
      page_index += bytes_of(first_key);
      if (first_ids != nullptr) first_ids->emplace_back(next_id, first_key);
      next_id += taken;
      begin += taken;
    }
    waiting.erase(waiting.begin(), waiting.begin() + static_cast<std::ptrdiff_t>(begin));
    if (first_ids != nullptr) known.erase(known.begin(), known.begin() + static_cast<std::ptrdiff_t>(begin));
    return {};
  };
  Existing existing(first_ids != nullptr ? database : nullptr);
  const std::size_t half = memory_bytes / 2;  // two orders are sorted at a time
  const auto take = [&](const std::vector<PackedRow>& rows) -> Status {
    for (const PackedRow& row : rows) {
      waiting.push_back(row);
      if (first_ids == nullptr) continue;
      BAYAN_LET(is_known, existing.has(row));
      known.push_back(is_known);
      if (!is_known) ++statements[row.round], ++added;
    }
    return pack(false);
  };
  BAYAN_TRY(spool.sort(order, node_ranks, predicate_ranks, round_ranks, half, take));
  BAYAN_TRY(pack(true));
  if (first_ids != nullptr) run.facts = next_id - first_statement;
  return {};
}

Status BulkLoad::Impl::write_pages(KvFiles& files) {
  std::array<std::string, orders.size()> page_indexes;
  std::vector<std::pair<std::uint64_t, OrderKey>> first_ids;
  const auto write = [&](std::size_t which) {
    return write_order(files, orders[which].order, page_indexes[which], which == 0 ? &first_ids : nullptr);
  };
  const auto others = std::async(std::launch::async, [&]() -> Status {
    BAYAN_TRY(write(1));
    return write(2);
  });
  Status own = write(0);
  if (own) own = write(3);
  if (own) own = write(4);
  others.wait();
  BAYAN_TRY(own);
  BAYAN_TRY(const_cast<std::future<Status>&>(others).get());

  run.loads.push_back({first_statement, first_statement + run.facts - 1, database->now_us()});
  for (const auto& [id, first] : first_ids) BAYAN_TRY(files.put(Family::runs, Key('B').number(id), bytes_of(first)));
  BAYAN_TRY(files.put(Family::runs, run_key(run.number), encode(run)));
  for (const OrderInfo& order : orders) {
    BAYAN_TRY(files.put(Family::runs, page_index_key(run.number, order.order),
                        page_indexes[static_cast<std::size_t>(order.order)]));
  }
  return {};
}

}  // namespace bayan::graph
