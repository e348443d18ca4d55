#include "graph/bare.hpp"

#include "graph/keys.hpp"
#include "graph/runs.hpp"

namespace bayan::graph {

namespace {

constexpr std::uint64_t most = ~std::uint64_t{0};
constexpr OrderKey last_key = {most, most, most, most};

OrderKey key_of(const Fact& fact) {
  return {fact.subject.value, fact.predicate.value, fact.object.value, fact.round.value};
}

StatementInfo statement_of(const Catalog& catalog, const RunInfo& run, const Fact& fact, std::uint64_t id) {
  StatementInfo out;
  out.id = {id};
  out.fact = fact;
  if (const Load* load = run.load_of(id)) out.recorded_us = load->recorded_us;
  const auto* const round = catalog.rounds.find(fact.round);
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

}  // namespace

Result<std::optional<StatementInfo>> bare_statement(const Catalog& catalog, const Fact& fact) {
  for (const auto& run : catalog.runs) {
    BAYAN_LET(id, run->find(Order::sro, key_of(fact)));
    if (id && *id != 0) return std::optional(statement_of(catalog, run->info(), fact, *id));
  }
  return std::optional<StatementInfo>();
}

Result<std::optional<StatementInfo>> bare_statement(const Catalog& catalog, const KvSnapshot& snapshot,
                                                    StatementId id) {
  std::optional<StatementInfo> out;
  for (const auto& run : catalog.runs) {
    const Load* const load = run->info().load_of(id.value);
    if (load == nullptr) continue;
    KvCursor cursor = snapshot.cursor(Family::runs);
    cursor.seek_back(Key('B').id(id));
    if (!cursor.valid() || cursor.key().front() != 'B') continue;
    const OrderKey start = order_key(cursor.value());
    OrderKey end = last_key;
    cursor.next();
    if (cursor.valid() && cursor.key().front() == 'B' && number_at(cursor.key(), 1) <= load->last_id)
      end = order_key(cursor.value());
    // A load's ids rise with its rows; rows of other loads may have come between.
    for (std::size_t page = run->page_of(Order::sro, start); page < run->pages(Order::sro) && !out; ++page) {
      if (end < run->first_row(Order::sro, page)) break;
      BAYAN_LET(bytes, run->page(Order::sro, page));
      each_row(Page::trusted(*bytes), [&](const Fact& fact, std::uint64_t found) {
        if (found == id.value) out = statement_of(catalog, run->info(), fact, found);
        return !out.has_value();
      });
    }
  }
  return out;
}

Result<bool> is_in_pages(const Catalog& catalog, const Fact& fact) {
  for (const Runs* runs : {&catalog.runs, &catalog.retired}) {
    for (const auto& run : *runs) {
      BAYAN_LET(found, run->find(Order::sro, key_of(fact)));
      if (found) return true;
    }
  }
  return false;
}

std::uint8_t row_flags(std::string_view value) { return value.empty() ? 0 : static_cast<std::uint8_t>(value.front()); }

std::uint8_t row_flags(const std::optional<std::string>& row) { return row ? row_flags(std::string_view(*row)) : 0; }

Result<bool> is_bare_retired(const KvSnapshot& snapshot, const Fact& fact) {
  BAYAN_LET(row, snapshot.get(Family::sro, fact_key(Order::sro, fact)));
  return (row_flags(row) & row_bare_retired) != 0;
}

DeltaInOrder::DeltaInOrder(const KvSnapshot& snapshot) : cursor_(snapshot.cursor(Family::sro)) { cursor_.seek(""); }

std::optional<std::uint8_t> DeltaInOrder::flags(const Fact& fact) {
  if (!cursor_.valid()) return std::nullopt;
  const std::string key = fact_key(Order::sro, fact);
  while (cursor_.valid() && cursor_.key() < key) cursor_.next();
  return cursor_.valid() && cursor_.key() == key ? std::optional(row_flags(cursor_.value())) : std::nullopt;
}

Status each_bare_statement(const Catalog& catalog, const KvSnapshot& snapshot,
                           const std::function<bool(const StatementInfo&)>& visit) {
  for (const auto& run : catalog.runs) {
    DeltaInOrder delta(snapshot);
    for (std::size_t number = 0; number < run->pages(Order::sro); ++number) {
      BAYAN_LET(bytes, run->page(Order::sro, number));
      const bool go_on = each_row(Page::trusted(*bytes), [&](const Fact& fact, std::uint64_t id) {
        const bool retired = (delta.flags(fact).value_or(0) & row_bare_retired) != 0;
        return retired || visit(statement_of(catalog, run->info(), fact, id));
      });
      if (!go_on) return {};
    }
    BAYAN_TRY(delta.status());
  }
  return {};
}

}  // namespace bayan::graph
