#include "graph/bulk_records.hpp"

#include <algorithm>
#include <array>
#include <future>
#include <map>
#include <optional>
#include <unordered_set>
#include <utility>
#include <vector>

#include "graph/bare.hpp"
#include "graph/bulk_rows.hpp"
#include "graph/bulk_sink.hpp"
#include "graph/commit.hpp"
#include "graph/database.hpp"
#include "graph/order_writer.hpp"
#include "graph/statistics.hpp"
#include "graph/values.hpp"

namespace bayan::graph {

namespace {

constexpr std::uint64_t statements_between = 1 << 14;  // two looks at cancel and progress

// What is complete when all records are added: written while statements are stored.
constexpr std::array written_first = {Family::terms, Family::lookup, Family::names,
                                      Family::about, Family::claims, Family::chunks};

OrderKey key_of(Order order, const Fact& fact) {
  OrderKey out;
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = part_of(fact, info(order).parts[i]);
  return out;
}

// The facts of a load that become pages: one order as they come, the others sorted.
class RunWriter {
 public:
  RunWriter(KvFiles& files, const std::string& folder, std::size_t memory_bytes, std::uint32_t run) : run_{run, 0, {}} {
    for (const OrderInfo& order : orders) {
      writers_.emplace_back(files, order.order, run);
      sorters_.push_back(std::make_unique<NumberSorter<4>>(folder, memory_bytes / (orders.size() - 1)));
    }
  }

  // REQUIRES: facts rise and come once.
  Status add(const Fact& fact) {
    ++run_.facts;
    for (const OrderInfo& order : orders) {
      if (order.order != Order::sro) BAYAN_TRY(sorter(order.order).add(key_of(order.order, fact)));
    }
    OrderWriter& statements = writer(Order::sro);
    statements.add(packed_row(Order::sro, key_of(Order::sro, fact)));
    return run_.facts % statements_between == 0 ? statements.write() : Status();
  }

  // Two orders a thread. Then the run is listed in the batch.
  Status finish(KvBatch& batch, const std::atomic<bool>* cancel) {
    if (run_.facts == 0) return {};
    std::future<Status> others = std::async(std::launch::async, [&]() -> Status {
      BAYAN_TRY(write_order(Order::ros, cancel));
      return write_order(Order::osr, cancel);
    });
    Status own = writer(Order::sro).finish(index(Order::sro));
    if (own) own = write_order(Order::rso, cancel);
    if (own) own = write_order(Order::round_first, cancel);
    const Status theirs = others.get();
    BAYAN_TRY(own);
    if (!theirs) return theirs;
    RunStatistics statistics;
    for (OrderWriter& one : writers_) one.count_into(statistics);
    batch.put(Family::runs, run_key(run_.number), encode(run_));
    for (const OrderInfo& order : orders)
      batch.put(Family::runs, page_index_key(run_.number, order.order), index(order.order));
    write(batch, run_.number, statistics);
    return {};
  }

 private:
  OrderWriter& writer(Order order) { return writers_[static_cast<std::size_t>(order)]; }
  NumberSorter<4>& sorter(Order order) { return *sorters_[static_cast<std::size_t>(order)]; }
  std::string& index(Order order) { return page_indexes_[static_cast<std::size_t>(order)]; }

  Status write_order(Order order, const std::atomic<bool>* cancel) {
    BAYAN_LET(rows, sorter(order).merge());
    std::uint64_t count = 0;
    while (rows.next()) {
      writer(order).add(packed_row(order, order_key(rows.key())));
      if (++count % statements_between != 0) continue;
      BAYAN_TRY(check_cancel(cancel));
      BAYAN_TRY(writer(order).write());
    }
    BAYAN_TRY(rows.status());
    return writer(order).finish(index(order));
  }

  RunInfo run_;
  std::vector<OrderWriter> writers_;
  std::vector<std::unique_ptr<NumberSorter<4>>> sorters_;
  std::array<std::string, orders.size()> page_indexes_;
};

// What live statements add to the coverage of rounds.
class Coverage {
 public:
  void add(RoundId round, DocumentId document, const std::string& date) {
    ++cited_[{round, document}];
    if (date.empty()) return;
    auto& [first, last] = dates_[round];
    if (first.empty() || date < first) first = date;
    if (last.empty() || date > last) last = date;
  }
  Status write(Commit& commit) const {
    for (const auto& [round, dates] : dates_) {
      commit.widen_round(round, dates.first);
      commit.widen_round(round, dates.second);
    }
    for (const auto& [cited, count] : cited_) BAYAN_TRY(commit.cite(cited.first, cited.second, count));
    return {};
  }

 private:
  std::map<std::pair<RoundId, DocumentId>, std::int64_t> cited_;
  std::map<RoundId, std::pair<std::string, std::string>> dates_;
};

}  // namespace

struct BulkRecords::Impl {
  Impl(std::shared_ptr<Database> in, std::unique_ptr<Database::FileWrite> begun, Options given)
      : database(std::move(in)),
        write(std::move(begun)),
        options(std::move(given)),
        folder(database->kv()->path()),
        sink(write->files(), folder, options.memory_bytes / 16),
        statements(folder, options.memory_bytes / 2),
        delta(*database->state().snapshot) {}

  Status spool(const StatementInfo& statement);
  Status store_statements();
  Status begin_fact(const Fact& fact);
  Status store(StatementInfo statement);
  Status end_fact();
  Status write_first_families();
  Status write_families();

  std::shared_ptr<Database> database;
  std::unique_ptr<Database::FileWrite> write;
  Options options;
  std::string folder;
  SortingSink sink;
  std::unique_ptr<Commit> commit;
  NumberSorter<5> statements;  // by fact and id
  CommitReport report;

  // While statements are stored, fact by fact.
  DeltaInOrder delta;
  std::unique_ptr<RunWriter> run;
  RowChanges changes;
  Coverage coverage;
  std::optional<Fact> fact;
  Commit::FactState state;
  bool changed = false;  // a statement of the fact was added
};

Status BulkRecords::Impl::spool(const StatementInfo& s) {
  return statements.add(
      {s.fact.subject.value, s.fact.predicate.value, s.fact.object.value, s.fact.round.value, s.id.value}, encode(s));
}

// Statements of one fact come together, those that came first before the others.
Status BulkRecords::Impl::store_statements() {
  const std::uint64_t total = statements.added();
  BAYAN_LET(sorted, statements.merge());
  for (std::uint64_t done = 0; sorted.next(); ++done) {
    if (done % statements_between == 0) {
      BAYAN_TRY(check_cancel(options.cancel));
      BAYAN_TRY(sink.status());
      if (options.progress) options.progress(done, total);
    }
    BAYAN_LET(statement, decode_statement(sorted.value()));
    statement.fact = fact_of(Order::sro, sorted.key());
    statement.id = {number_at(sorted.key(), sorted.key().size() - sizeof(std::uint64_t))};
    if (!fact || *fact != statement.fact) {
      BAYAN_TRY(end_fact());
      BAYAN_TRY(begin_fact(statement.fact));
    }
    BAYAN_TRY(store(std::move(statement)));
  }
  BAYAN_TRY(sorted.status());
  BAYAN_TRY(end_fact());
  return delta.status();
}

// Most facts are new, which costs no look at what the store has.
Status BulkRecords::Impl::begin_fact(const Fact& next) {
  fact = next;
  changed = false;
  state = {};
  bool stored = delta.flags(next).has_value();
  if (!stored) {
    BAYAN_LET(paged, is_in_pages(*write->catalog(), next));
    stored = paged;
  }
  if (!stored) return {};
  BAYAN_LET(read, commit->read_state(next));
  state = std::move(read);
  return {};
}

Status BulkRecords::Impl::store(StatementInfo s) {
  if (!state.identities.insert(identity(s)).second) return ++report.statements_known, Status();
  ++report.statements_added;
  if (options.list_added) report.added.push_back(s.id);
  changed = true;
  commit->put_new_statement(s);
  if (s.retracted_us != not_retracted) return {};
  state.live_added = true;
  if (s.fact.round) coverage.add(s.fact.round, s.document, s.date);
  return {};
}

// A fact that is new and live goes to pages. One that pages or the delta have already, or that nobody says any more,
// gets a row in the delta, as a commit gives it; the next fold takes it.
Status BulkRecords::Impl::end_fact() {
  if (!fact || !changed) return {};
  bool before = false;
  if (state.stored) {
    BAYAN_LET(was, commit->was_live(*fact));
    before = was;
  }
  const bool live = before || state.live_added;
  changes.add(fact->predicate, fact->round, static_cast<int>(live) - static_cast<int>(before));
  if (live && !state.stored) return run->add(*fact);
  commit->put_fact(*fact, live, state.bare_retired);
  return {};
}

Status BulkRecords::Impl::write_first_families() {
  for (const Family family : written_first) {
    BAYAN_TRY(check_cancel(options.cancel));
    BAYAN_TRY(sink.write(family, commit->batch()));
  }
  return {};
}

Status BulkRecords::Impl::write_families() {
  for (std::size_t i = 0; i < family_count; ++i) {
    const auto family = static_cast<Family>(i);
    if (std::find(written_first.begin(), written_first.end(), family) != written_first.end()) continue;
    BAYAN_TRY(check_cancel(options.cancel));
    BAYAN_TRY(sink.write(family, commit->batch()));
  }
  return sink.status();
}

BulkRecords::BulkRecords(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
BulkRecords::~BulkRecords() = default;

Result<std::unique_ptr<BulkRecords>> BulkRecords::begin(std::shared_ptr<Database> database, Options options) {
  BAYAN_LET(begun, database->begin_files());
  auto impl = std::make_unique<Impl>(database, std::move(begun), std::move(options));
  Impl* const in = impl.get();
  BAYAN_LET(batch, in->write->kv().large_batch(in->sink, in->write->files().folder() + "/terms"));
  in->commit = std::make_unique<Commit>(in->write->kv(), in->write->catalog(), database->now_us(), std::move(batch));
  BAYAN_LET(number, in->commit->terms().next('g'));
  in->run = std::make_unique<RunWriter>(in->write->files(), in->folder, in->options.memory_bytes / 2,
                                        static_cast<std::uint32_t>(number));
  in->commit->divert_statements([in](const StatementInfo& statement) { return in->spool(statement); });
  return std::unique_ptr<BulkRecords>(new BulkRecords(std::move(impl)));
}

Status BulkRecords::add(const Record& record) {
  BAYAN_TRY(impl_->commit->add_record(record, impl_->options.keep_recorded_at));
  return impl_->sink.status();
}

TermWriter& BulkRecords::terms() { return impl_->commit->terms(); }

Status BulkRecords::add(StatementInfo statement) {
  BAYAN_LET(number, terms().next('S'));
  statement.id = {number};
  return impl_->spool(statement);
}

Result<CommitReport> BulkRecords::finish() {
  Impl& load = *impl_;
  // Meanwhile the batch is only read.
  std::future<Status> first = std::async(std::launch::async, [&load] { return load.write_first_families(); });
  Status stored = load.store_statements();
  const Status written = first.get();
  BAYAN_TRY(stored);
  if (!written) return written.error();
  BAYAN_TRY(load.run->finish(load.commit->batch(), load.options.cancel));
  BAYAN_TRY(load.coverage.write(*load.commit));
  BAYAN_TRY(load.changes.write(load.commit->batch()));
  auto catalog = load.commit->finish();
  if (!catalog) return std::move(catalog.error());
  BAYAN_TRY(load.write_families());
  const CommitReport done = load.commit->take_report();
  load.report.documents_added = done.documents_added;
  load.report.declarations = done.declarations;
  std::sort(load.report.added.begin(), load.report.added.end());  // ids rise as the records came
  load.commit.reset();  // its files lie where those of the load do
  BAYAN_TRY(load.write->finish());
  return load.report;
}

}  // namespace bayan::graph
