#include "graph/bare.hpp"

#include "graph/keys.hpp"
#include "graph/runs.hpp"

namespace bayan::graph {

namespace {

OrderKey key_of(const Fact& fact) {
  return {fact.subject.value, fact.predicate.value, fact.object.value, fact.round.value};
}

StatementInfo statement_of(const Catalog& catalog, const RunInfo& run, const Fact& fact, std::uint64_t id) {
  StatementInfo out;
  out.id = {id};
  out.fact = fact;
  out.recorded_us = run.recorded_us(id);
  const auto round = catalog.rounds.find(fact.round);
  if (round != catalog.rounds.end() && round->second.bare_date) out.date = *round->second.bare_date;
  return out;
}

// Calls visit(fact, id) for every row of a page that has an id.
template <class Visit>
bool each_row(const Page& page, Visit visit) {
  std::uint32_t rows = 0;
  for (std::uint32_t claim = 0; claim < page.claims(); ++claim) {
    const std::uint32_t end = page.first_run(claim + 1);
    for (std::uint32_t run = page.first_run(claim); run < end; ++run) {
      const std::uint64_t first_id = page.run_id(run, rows);
      const std::uint32_t length = page.run_length(run);
      for (std::uint32_t i = 0; i < length && first_id != 0; ++i) {
        const Fact fact{{page.a(claim)}, {page.b(claim)}, {page.c(claim)}, {page.run_first(run) + i}};
        if (!visit(fact, first_id + i)) return false;
      }
      rows += length;
    }
  }
  return true;
}

// The id that a run has for a fact; 0 where it has none.
Result<std::uint64_t> id_in(const Run& run, const Fact& fact) {
  if (run.pages(Order::sro) == 0) return std::uint64_t{0};
  BAYAN_LET(bytes, run.page(Order::sro, run.page_of(Order::sro, key_of(fact))));
  const Page page = Page::trusted(*bytes);
  const std::uint32_t claim = page.lower_bound(fact.subject.value, fact.predicate.value, fact.object.value);
  if (claim == page.claims() || page.a(claim) != fact.subject.value || page.b(claim) != fact.predicate.value ||
      page.c(claim) != fact.object.value) {
    return std::uint64_t{0};
  }
  const std::uint32_t end = page.first_run(claim + 1);
  for (std::uint32_t at = page.first_run(claim); at < end; ++at) {
    const std::uint64_t first = page.run_first(at);
    if (fact.round.value < first || fact.round.value >= first + page.run_length(at)) continue;
    const std::uint64_t id = page.run_id(at, page.rows_before(at));
    return id == 0 ? id : id + (fact.round.value - first);
  }
  return std::uint64_t{0};
}

}  // namespace

Result<std::optional<StatementInfo>> bare_statement(const Catalog& catalog, const Fact& fact) {
  for (const auto& run : catalog.runs) {
    BAYAN_LET(id, id_in(*run, fact));
    if (id != 0) return std::optional(statement_of(catalog, run->info(), fact, id));
  }
  return std::optional<StatementInfo>();
}

Result<std::optional<StatementInfo>> bare_statement(const Catalog& catalog, const KvSnapshot& snapshot,
                                                    StatementId id) {
  std::optional<StatementInfo> out;
  for (const auto& run : catalog.runs) {
    if (run->info().recorded_us(id.value) == 0) continue;
    KvCursor cursor = snapshot.cursor(Family::runs);
    cursor.seek_back(Key('B').id(id));
    if (!cursor.valid() || cursor.key().front() != 'B') continue;
    const OrderKey start = order_key(cursor.value());
    // The pages that were numbered together still hold their rows in this order; others may have come between.
    for (std::size_t page = run->page_of(Order::sro, start); page < run->pages(Order::sro) && !out; ++page) {
      BAYAN_LET(bytes, run->page(Order::sro, page));
      each_row(Page::trusted(*bytes), [&](const Fact& fact, std::uint64_t found) {
        if (found == id.value) out = statement_of(catalog, run->info(), fact, found);
        return !out.has_value();
      });
    }
  }
  return out;
}

std::uint8_t row_flags(std::string_view value) { return value.empty() ? 0 : static_cast<std::uint8_t>(value.front()); }

std::uint8_t row_flags(const std::optional<std::string>& row) { return row ? row_flags(std::string_view(*row)) : 0; }

Result<bool> is_bare_retired(const KvSnapshot& snapshot, const Fact& fact) {
  BAYAN_LET(row, snapshot.get(Family::sro, fact_key(Order::sro, fact)));
  return (row_flags(row) & row_bare_retired) != 0;
}

namespace {

// The same for facts that come in the order of sro: one walk over the delta instead of a look-up for each.
class RetiredInOrder {
 public:
  explicit RetiredInOrder(const KvSnapshot& snapshot) : cursor_(snapshot.cursor(Family::sro)) { cursor_.seek(""); }

  bool has(const Fact& fact) {
    if (!cursor_.valid()) return false;
    const std::string key = fact_key(Order::sro, fact);
    while (cursor_.valid() && cursor_.key() < key) cursor_.next();
    return cursor_.valid() && cursor_.key() == key && (row_flags(cursor_.value()) & row_bare_retired) != 0;
  }
  Status status() const { return cursor_.status(); }

 private:
  KvCursor cursor_;
};

}  // namespace

Status each_bare_statement(const Catalog& catalog, const KvSnapshot& snapshot,
                           const std::function<bool(const StatementInfo&)>& visit) {
  for (const auto& run : catalog.runs) {
    RetiredInOrder retired(snapshot);
    for (std::size_t number = 0; number < run->pages(Order::sro); ++number) {
      BAYAN_LET(bytes, run->page(Order::sro, number));
      const bool go_on = each_row(Page::trusted(*bytes), [&](const Fact& fact, std::uint64_t id) {
        return retired.has(fact) || visit(statement_of(catalog, run->info(), fact, id));
      });
      if (!go_on) return {};
    }
    BAYAN_TRY(retired.status());
  }
  return {};
}

}  // namespace bayan::graph
