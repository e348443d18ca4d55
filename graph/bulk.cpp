#include "graph/bulk.hpp"

#include <algorithm>

#include "graph/bulk_impl.hpp"
#include "graph/writer.hpp"
#include "text/fold.hpp"

namespace bayan::graph {

namespace {

constexpr std::size_t bytes_of_entry = 96;  // of a std::map with a text in it, about

// Of an object that is neither entity nor phrase.
LiteralType literal_type(BulkRow::Object kind) {
  switch (kind) {
    case BulkRow::Object::integer:
      return LiteralType::integer;
    case BulkRow::Object::decimal:
      return LiteralType::decimal;
    case BulkRow::Object::boolean:
      return LiteralType::boolean;
    case BulkRow::Object::date:
      return LiteralType::date;
    default:
      return LiteralType::text;
  }
}

Literal literal_of(const BulkRow& row) {
  return {literal_type(row.kind), std::string(row.object), std::string(row.lang), std::string(row.datatype)};
}

}  // namespace

Statement statement_of(const BulkRow& row) {
  Statement out;
  out.series = std::string(row.series);
  if (!row.series.empty()) out.round = row.round;
  out.date = std::string(row.date);
  out.subject = Entity{std::string(row.subject), {}, {}};
  out.relation = std::string(row.relation);
  out.polarity = row.polarity;
  if (row.kind == BulkRow::Object::entity)
    out.object = Entity{std::string(row.object), {}, {}};
  else if (row.kind == BulkRow::Object::phrase)
    out.object = Phrase{std::string(row.object), {}, {}};
  else
    out.object = literal_of(row);
  return out;
}

std::uint32_t BulkLoad::Impl::entity(std::string_view text) {
  key = 'e';
  key += text;
  return first_node + nodes.number(key);
}

std::uint32_t BulkLoad::Impl::object(const BulkRow& row) {
  if (row.kind == BulkRow::Object::entity) return entity(row.object);
  if (row.kind != BulkRow::Object::phrase) return first_node + nodes.number(literal_key(literal_of(row)));
  key = "p" + text::fold(row.object);
  const std::uint32_t known = nodes.size();
  const std::uint32_t number = nodes.number(key);
  if (number == known && std::string_view(key).substr(1) != row.object) {
    written.emplace(number, row.object);
    written_bytes += row.object.size() + bytes_of_entry;
  }
  return first_node + number;
}

std::uint32_t BulkLoad::Impl::predicate(std::string_view relation, Polarity polarity) {
  const std::uint64_t named =
      std::uint64_t{relations.number(relation)} << 1 | (polarity == Polarity::negative ? 1u : 0u);
  const auto [found, is_new] = predicate_numbers.try_emplace(named, static_cast<std::uint32_t>(predicates.size()));
  if (is_new) predicates.push_back(named);
  return found->second;
}

Result<std::uint32_t> BulkLoad::Impl::round(const BulkRow& row) {
  if (row.series.empty()) return background_round;
  const std::uint32_t which = series.number(row.series);
  if (last_round != background_round && rounds[last_round].series == which && rounds[last_round].ordinal == row.round)
    return last_round;
  const auto [found, is_new] = round_numbers.try_emplace({which, row.round}, static_cast<std::uint32_t>(rounds.size()));
  if (is_new) rounds.push_back({which, row.round, false, {}});
  return last_round = found->second;
}

void BulkLoad::Impl::date_round(LoadedRound& round_said, const BulkRow& row) const {
  round_said.dated = true;
  if (row.series.empty()) return;  // background has no day of its own
  round_said.date = std::string(row.date);
  const auto catalog = database->state().catalog;
  const auto* const known_series = catalog->series_ids.find(std::string(row.series));
  if (known_series == catalog->series_ids.end()) return;
  const auto* const known = catalog->rounds.find(RoundId::of(known_series->second, row.round));
  if (known != catalog->rounds.end() && known->second.bare_date) round_said.date = *known->second.bare_date;
}

Status BulkLoad::Impl::resolve(KvBatch& batch, const Catalog& catalog) {
  const auto known_or_new = [&](const TextTable& table, const auto& ids, char what, std::vector<std::uint64_t>& out,
                                std::vector<bool>& is_new) -> Status {
    out.assign(table.size(), 0);
    is_new.assign(table.size(), false);
    for (std::uint32_t i = 0; i < table.size(); ++i) {
      if (const auto found = ids.find(std::string(table.text(i))); found != ids.end()) {
        out[i] = found->second.value;
        continue;
      }
      BAYAN_LET(next, take_numbers(batch, what, 1));
      out[i] = next;
      is_new[i] = true;
    }
    return {};
  };
  BAYAN_TRY(known_or_new(relations, catalog.relation_ids, 'r', relation_ids, relation_is_new));
  BAYAN_TRY(known_or_new(series, catalog.series_ids, 's', series_ids, series_is_new));
  predicate_ids.clear();
  for (const std::uint64_t named : predicates)
    predicate_ids.push_back(relation_ids[named >> 1] << 1 | (named & 1));
  round_ids.assign(1, 0);
  for (std::size_t i = 1; i < rounds.size(); ++i) {
    round_ids.push_back(RoundId::of({series_ids[rounds[i].series]}, rounds[i].ordinal).value);
  }
  return {};
}

// More numbers than will be needed, where rows or nodes come twice: they are not missed.
Status BulkLoad::Impl::reserve(KvBatch& batch, const Catalog& now) {
  BAYAN_TRY(spill_nodes());
  BAYAN_TRY(spool.flush());
  BAYAN_TRY(resolve(batch, now));
  for (const auto& [what, count] : kinds) {
    BAYAN_LET(first, take_numbers(batch, what, count));
    next_numbers[what] = first;
  }
  BAYAN_LET(statement, take_numbers(batch, 'S', spool.rows()));
  first_statement = statement;
  BAYAN_LET(number, take_numbers(batch, 'g', 1));
  run_info = {static_cast<std::uint32_t>(number), 0, {}};
  batch.put(Family::runs, removed_run_key(run_info.number), {});
  new_rows = {};
  statements.clear();
  added = sorted = 0;
  return {};
}

Status BulkLoad::Impl::prepare(KvFiles& pages, KvFiles& rest) {
  BAYAN_TRY(write_terms(rest));
  return write_pages(pages, rest);
}

Result<bool> BulkLoad::Impl::stands(const Meanwhile& meanwhile, const Run& pages, const Catalog& now) const {
  if (meanwhile.renamed) return false;
  for (const std::string& term : meanwhile.terms) {
    if (std::binary_search(new_terms.begin(), new_terms.end(), hash_of(term))) return false;
  }
  for (std::uint32_t i = 0; i < relations.size(); ++i) {
    if (relation_is_new[i] && now.relation_ids.contains(std::string(relations.text(i)))) return false;
  }
  for (std::uint32_t i = 0; i < series.size(); ++i) {
    if (series_is_new[i] && now.series_ids.contains(std::string(series.text(i)))) return false;
  }
  for (const Fact& fact : meanwhile.facts) {
    const PackedRow row{fact.subject.value, fact.predicate.value, fact.object.value, fact.round.value};
    BAYAN_LET(found, pages.find(Order::sro, order_key(Order::sro, row)));
    if (found) return false;
  }
  return true;
}

Result<CommitReport> BulkLoad::Impl::complete(KvFiles& rest, const Catalog& now) {
  BAYAN_TRY(rest.remove(Family::runs, removed_run_key(run_info.number)));
  BAYAN_TRY(rest.put(Family::runs, run_key(run_info.number), encode(run_info)));
  BAYAN_TRY(new_rows.write(*database->kv(), rest));
  BAYAN_TRY(write_catalog(rest, now));
  CommitReport report;
  report.statements_added = added;
  report.statements_known = spool.rows() - added;
  return report;
}

BulkLoad::BulkLoad(std::shared_ptr<Database> database, std::size_t memory_bytes)
    : impl_(std::make_unique<Impl>(std::move(database), memory_bytes)) {}
BulkLoad::~BulkLoad() = default;

std::uint64_t BulkLoad::rows() const { return impl_->spool.rows(); }

void BulkLoad::stop_when(const std::atomic<bool>* cancel) {
  impl_->cancel = cancel;
  impl_->spool.stop_when(cancel);
}

void BulkLoad::on_progress(std::function<void(std::uint64_t, std::uint64_t)> progress) {
  impl_->progress = std::move(progress);
}

Result<bool> BulkLoad::add(const BulkRow& row) {
  if (impl_->nodes.bytes() + impl_->written_bytes > impl_->memory_bytes) BAYAN_TRY(impl_->spill_nodes());
  if (impl_->nodes.size() == 0) impl_->nodes.reserve(impl_->memory_bytes);
  BAYAN_LET(round, impl_->round(row));
  LoadedRound& said = impl_->rounds[round];
  if (!said.dated) impl_->date_round(said, row);
  if (said.date != row.date) return false;
  LocalRow local;
  local.subject = impl_->entity(row.subject);
  local.predicate = impl_->predicate(row.relation, row.polarity);
  local.object = impl_->object(row);
  local.round = round;
  BAYAN_TRY(impl_->spool.add(local));
  return true;
}

Result<CommitReport> BulkLoad::finish() {
  if (impl_->spool.rows() == 0) return CommitReport{};
  return impl_->database->load(*impl_);
}

}  // namespace bayan::graph
