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

// Packs one order's rows as they come sorted, a page at a time.
class OrderWriter {
 public:
  OrderWriter(KvFiles& files, Order order, std::uint32_t run) : files_(files), order_(order), run_(run) {}

  // From now on rows are bare statements, numbered from `first_id`; those that are known already get no id.
  void number_from(std::uint64_t first_id) { numbered_ = true, next_id_ = first_id; }

  void add(const PackedRow& row, bool known = false) {
    waiting_.push_back(row);
    if (numbered_) known_.push_back(known);
  }

  // Writes the pages that no later row can change; all of them when there is none.
  Status write(bool last) {
    std::size_t begin = 0;
    while (begin < waiting_.size()) {
      const std::size_t size = ready(begin, last);
      if (size == 0) break;
      BAYAN_LET(taken, write_page(begin, size));
      begin += taken;
    }
    waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(begin));
    if (numbered_) known_.erase(known_.begin(), known_.begin() + static_cast<std::ptrdiff_t>(begin));
    return {};
  }

  std::uint64_t next_id() const { return next_id_; }
  const std::string& page_index() const { return page_index_; }
  const std::vector<std::pair<std::uint64_t, OrderKey>>& first_ids() const { return first_ids_; }

 private:
  // How many rows from `begin` on may go into one page: of one round in the round-first order. 0: wait for more.
  std::size_t ready(std::size_t begin, bool last) const {
    std::size_t end = begin;
    if (order_ == Order::round_first) {
      while (end < waiting_.size() && end - begin <= page_claims && waiting_[end].round == waiting_[begin].round) ++end;
      const bool full = end - begin > page_claims || end < waiting_.size();
      return full || last ? end - begin : 0;
    }
    // So many rows fill any page, unless its claims are few and its runs long: then a page is cut short here.
    const std::size_t size = waiting_.size() - begin;
    return last || size > std::size_t{page_runs} * 8 ? size : 0;
  }

  Result<std::size_t> write_page(std::size_t begin, std::size_t size) {
    ids_.clear();
    for (std::size_t i = 0; i < size && numbered_; ++i) ids_.push_back(known_[begin + i] ? 0 : next_id_ + i);
    const PackedRow& first = waiting_[begin];
    const OrderKey first_key = order_ == Order::round_first ? OrderKey{first.round, first.a, first.b, first.c}
                                                            : OrderKey{first.a, first.b, first.c, first.round};
    const std::size_t taken = encode_page({waiting_.data() + begin, size, numbered_ ? ids_.data() : nullptr}, page_);
    BAYAN_TRY(files_.put(page_family(order_), page_key(run_, first_key), page_));
    page_index_ += bytes_of(first_key);
    if (numbered_) first_ids_.emplace_back(next_id_, first_key);
    next_id_ += taken;
    return taken;
  }

  KvFiles& files_;
  Order order_;
  std::uint32_t run_;
  bool numbered_ = false;
  std::uint64_t next_id_ = 0;
  std::vector<PackedRow> waiting_;
  std::vector<bool> known_;  // of `waiting_`
  std::vector<std::uint64_t> ids_;
  std::string page_, page_index_;
  std::vector<std::pair<std::uint64_t, OrderKey>> first_ids_;
};

}  // namespace

// The order that is the statement table: rows are numbered, and counted by round, unless the store says them already.
Status BulkLoad::Impl::write_statements(KvFiles& files, const LoadRanks& ranks, std::string& page_index) {
  OrderWriter writer(files, Order::sro, run.number);
  writer.number_from(first_statement);
  Existing existing(database);
  const auto take = [&](const std::vector<PackedRow>& rows) -> Status {
    for (const PackedRow& row : rows) {
      BAYAN_LET(known, existing.has(row));
      writer.add(row, known);
      if (!known) ++statements[row.round], ++added;
    }
    return writer.write(false);
  };
  BAYAN_TRY(spool.sort(Order::sro, ranks, sort_bytes(), take));
  BAYAN_TRY(writer.write(true));
  run.facts = writer.next_id() - first_statement;
  run.loads.push_back({first_statement, writer.next_id() - 1, database->now_us()});
  for (const auto& [id, first] : writer.first_ids())
    BAYAN_TRY(files.put(Family::runs, Key('B').number(id), bytes_of(first)));
  page_index = writer.page_index();
  return {};
}

Status BulkLoad::Impl::write_order(KvFiles& files, Order order, const LoadRanks& ranks, std::string& page_index) {
  OrderWriter writer(files, order, run.number);
  const auto take = [&](const std::vector<PackedRow>& rows) -> Status {
    for (const PackedRow& row : rows) writer.add(row);
    return writer.write(false);
  };
  BAYAN_TRY(spool.sort(order, ranks, sort_bytes(), take));
  BAYAN_TRY(writer.write(true));
  page_index = writer.page_index();
  return {};
}

// Two orders at a time: one thread has the statement table and what is left, the other the two in between.
Status BulkLoad::Impl::write_pages(KvFiles& files) {
  const LoadRanks ranks{Ranks::of(node_ids), Ranks::of(predicates), Ranks::of(round_ids)};
  std::array<std::string, orders.size()> page_indexes;
  const auto write = [&](Order order) {
    return write_order(files, order, ranks, page_indexes[static_cast<std::size_t>(order)]);
  };
  std::future<Status> others = std::async(std::launch::async, [&]() -> Status {
    BAYAN_TRY(write(Order::ros));
    return write(Order::osr);
  });
  Status own = write_statements(files, ranks, page_indexes[0]);
  if (own) own = write(Order::rso);
  if (own) own = write(Order::round_first);
  const Status theirs = others.get();
  BAYAN_TRY(own);
  if (!theirs) return theirs;
  BAYAN_TRY(files.put(Family::runs, run_key(run.number), encode(run)));
  for (const OrderInfo& order : orders) {
    BAYAN_TRY(files.put(Family::runs, page_index_key(run.number, order.order),
                        page_indexes[static_cast<std::size_t>(order.order)]));
  }
  return {};
}

}  // namespace bayan::graph
