#include "graph/bulk.hpp"

#include <algorithm>

#include "graph/bulk_impl.hpp"
#include "graph/values.hpp"
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

Result<std::uint64_t> BulkLoad::Impl::counter(char what) {
  const auto known = counters.find(what);
  if (known != counters.end()) return ++known->second;
  BAYAN_LET(stored, database->kv().get(Family::meta, std::string("next") + what));
  BAYAN_LET(last, decode_count(stored));
  return counters[what] = last + 1;
}

Status BulkLoad::Impl::resolve(const Catalog& catalog) {
  const auto known_or_new = [&](const TextTable& table, const auto& ids, char what, std::vector<std::uint64_t>& out,
                                std::vector<bool>& is_new) -> Status {
    out.resize(table.size());
    is_new.resize(table.size());
    for (std::uint32_t i = 0; i < table.size(); ++i) {
      if (const auto found = ids.find(std::string(table.text(i))); found != ids.end()) {
        out[i] = found->second.value;
        continue;
      }
      BAYAN_LET(next, counter(what));
      out[i] = next;
      is_new[i] = true;
    }
    return {};
  };
  BAYAN_TRY(known_or_new(relations, catalog.relation_ids, 'r', relation_ids, relation_is_new));
  BAYAN_TRY(known_or_new(series, catalog.series_ids, 's', series_ids, series_is_new));
  for (std::uint64_t& named : predicates) named = relation_ids[named >> 1] << 1 | (named & 1);
  round_ids.push_back(0);
  for (std::size_t i = 1; i < rounds.size(); ++i) {
    round_ids.push_back(RoundId::of({series_ids[rounds[i].series]}, rounds[i].ordinal).value);
  }
  return {};
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
  Impl& load = *impl_;
  CommitReport report;
  if (load.spool.rows() == 0) return report;
  return load.database->write_files([&](KvFiles& files, const Catalog& catalog) -> Result<CommitReport> {
    BAYAN_TRY(load.spool.flush());
    BAYAN_TRY(load.resolve(catalog));
    BAYAN_LET(run_number, load.counter('g'));
    load.run.number = static_cast<std::uint32_t>(run_number);
    BAYAN_LET(statement, load.counter('S'));
    load.first_statement = statement;
    BAYAN_TRY(load.write_terms(files));
    BAYAN_TRY(load.write_pages(files));
    load.counters['S'] = load.first_statement + load.run.facts - 1;
    BAYAN_TRY(load.write_catalog(files, catalog));
    report.statements_added = load.added;
    report.statements_known = load.spool.rows() - load.added;
    return report;
  });
}

}  // namespace bayan::graph
