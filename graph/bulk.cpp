#include "graph/bulk.hpp"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <future>
#include <map>
#include <optional>

#include "graph/bulk_rows.hpp"
#include "graph/bulk_terms.hpp"
#include "graph/catalog.hpp"
#include "graph/database.hpp"
#include "graph/kv_files.hpp"
#include "graph/runs.hpp"
#include "graph/values.hpp"
#include "graph/view.hpp"
#include "graph/writer.hpp"
#include "text/fold.hpp"

namespace bayan::graph {

namespace {

// A round of the load: as it is named, and what its rows say of it.
struct LoadedRound {
  std::uint32_t series = 0;
  std::int64_t ordinal = 0;
  bool dated = false;
  std::string date;  // of all its rows; may be empty
};

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

constexpr std::uint32_t background = 0;  // the first round of every load

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

struct BulkLoad::Impl {
  Impl(std::shared_ptr<Database> in, std::size_t memory)
      : database(std::move(in)), memory_bytes(memory), spool(database->kv().path()) {
    rounds.push_back({});
  }

  std::uint32_t node(std::string_view key, BulkRow::Object kind);
  std::uint32_t predicate(std::string_view relation, Polarity polarity);
  Result<std::uint32_t> round(const BulkRow& row);

  // The date of a round's bare statements: that of an earlier load, else of its first row.
  void date_round(LoadedRound& round, const BulkRow& row) const;

  // Ids of all that the load names; new ones are allotted from the counters.
  Status resolve(const Catalog& catalog);
  Result<TermId> resolve_node(std::uint32_t number, bool store_is_empty);
  Result<std::uint64_t> counter(char what);

  Status write_terms(KvFiles& files);
  Status write_names(KvFiles& files);
  Status write_catalog(KvFiles& files, const Catalog& catalog);
  Status write_order(KvFiles& files, Order order, std::string& page_index,
                     std::vector<std::pair<std::uint64_t, OrderKey>>* first_ids);
  Status write_pages(KvFiles& files);

  std::shared_ptr<Database> database;
  std::size_t memory_bytes;
  RowSpool spool;
  TextTable nodes;                               // lookup keys
  std::map<std::uint32_t, std::string> written;  // phrases as they were written, where that differs from folded
  TextTable relations, series;                   // keys; a relation's polarity is the row's
  std::vector<std::uint64_t> predicates;         // relation number << 1 | negative, by the load's number
  std::map<std::uint64_t, std::uint32_t> predicate_numbers;
  std::vector<LoadedRound> rounds;
  std::map<std::pair<std::uint32_t, std::int64_t>, std::uint32_t> round_numbers;
  std::string key;  // to build lookup keys in
  std::uint32_t last_round = background;

  std::vector<std::uint64_t> node_ids, relation_ids, series_ids, round_ids;
  std::vector<bool> node_is_new, relation_is_new, series_is_new;
  std::map<char, std::uint64_t> counters;
  RunInfo run;
  std::uint64_t first_statement = 0, added = 0;
  std::map<std::uint64_t, std::uint64_t> statements;  // round id -> how many were added
};

std::uint32_t BulkLoad::Impl::node(std::string_view text, BulkRow::Object kind) {
  key.clear();
  if (kind == BulkRow::Object::entity) {
    key += 'e';
    key += text;
    return nodes.number(key);
  }
  if (kind == BulkRow::Object::phrase) {
    key = "p" + text::fold(text);
    const std::uint32_t number = nodes.number(key);
    if (std::string_view(key).substr(1) != text) written.try_emplace(number, text);
    return number;
  }
  return nodes.number(literal_key({literal_type(kind), std::string(text), {}, {}}));
}

std::uint32_t BulkLoad::Impl::predicate(std::string_view relation, Polarity polarity) {
  const std::uint64_t named =
      std::uint64_t{relations.number(relation)} << 1 | (polarity == Polarity::negative ? 1u : 0u);
  const auto [found, is_new] = predicate_numbers.try_emplace(named, static_cast<std::uint32_t>(predicates.size()));
  if (is_new) predicates.push_back(named);
  return found->second;
}

Result<std::uint32_t> BulkLoad::Impl::round(const BulkRow& row) {
  if (row.series.empty()) return background;
  const std::uint32_t which = series.number(row.series);
  if (last_round != background && rounds[last_round].series == which && rounds[last_round].ordinal == row.round)
    return last_round;
  const auto [found, is_new] = round_numbers.try_emplace({which, row.round}, static_cast<std::uint32_t>(rounds.size()));
  if (is_new) rounds.push_back({which, row.round, false, {}});
  return last_round = found->second;
}

void BulkLoad::Impl::date_round(LoadedRound& round_said, const BulkRow& row) const {
  round_said.dated = true;
  round_said.date = std::string(row.date);
  const auto catalog = database->state().catalog;
  const auto known_series = catalog->series_ids.find(std::string(row.series));
  if (row.series.empty() || known_series == catalog->series_ids.end()) return;
  const auto known = catalog->rounds.find(RoundId::of(known_series->second, row.round));
  if (known != catalog->rounds.end() && known->second.bare_date) round_said.date = *known->second.bare_date;
}

Result<std::uint64_t> BulkLoad::Impl::counter(char what) {
  const auto known = counters.find(what);
  if (known != counters.end()) return ++known->second;
  BAYAN_LET(stored, database->kv().get(Family::meta, std::string("next") + what));
  std::uint64_t last = 0;
  if (stored) {
    BAYAN_LET(number, decode_number(*stored));
    last = number;
  }
  return counters[what] = last + 1;
}

Result<TermId> BulkLoad::Impl::resolve_node(std::uint32_t number, bool store_is_empty) {
  const std::string_view lookup = nodes.text(number);
  if (!store_is_empty) {
    BAYAN_LET(stored, database->kv().get(Family::lookup, lookup));
    if (stored) {
      BAYAN_LET(id, decode_number(*stored));
      return TermId{id};
    }
  }
  Tag tag = Tag::literal;
  if (lookup[0] == 'e') tag = Tag::entity;
  if (lookup[0] == 'p') tag = Tag::phrase;
  if (tag == Tag::literal) {
    if (const TermId id = inline_literal(literal_of_key(lookup))) return id;
  }
  BAYAN_LET(next, counter(static_cast<char>(lookup[0])));
  node_is_new[number] = true;
  return make_term(tag, next);
}

Status BulkLoad::Impl::resolve(const Catalog& catalog) {
  BAYAN_LET(stored, database->kv().get(Family::meta, "nexte"));
  const bool store_is_empty = !stored;
  node_ids.resize(nodes.size());
  node_is_new.resize(nodes.size());
  for (std::uint32_t i = 0; i < nodes.size(); ++i) {
    BAYAN_LET(id, resolve_node(i, store_is_empty));
    node_ids[i] = id.value;
  }
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

Status BulkLoad::Impl::write_terms(KvFiles& files) {
  for (const std::uint32_t number : nodes.sorted()) {
    if (!node_is_new[number]) continue;
    BAYAN_TRY(files.put(Family::lookup, nodes.text(number), encode_number(node_ids[number])));
  }
  for (const char kind : {'e', 'p', 'l'}) {  // the order of the tags; within one the numbers rise
    for (std::uint32_t i = 0; i < nodes.size(); ++i) {
      const std::string_view lookup = nodes.text(i);
      if (!node_is_new[i] || lookup[0] != kind) continue;
      std::string value;
      if (kind == 'e') value = encode(EntityInfo{std::string(lookup.substr(1)), {}, {}, {}, {}});
      if (kind == 'p') {
        const auto as_written = written.find(i);
        value = encode(
            PhraseInfo{as_written == written.end() ? std::string(lookup.substr(1)) : as_written->second, {}, {}});
      }
      if (kind == 'l') value = encode(literal_of_key(lookup));
      BAYAN_TRY(files.put(Family::terms, term_key({node_ids[i]}), value));
    }
  }
  return write_names(files);
}

// Names of entities, relations, series and text literals, in the order of the family's keys.
Status BulkLoad::Impl::write_names(KvFiles& files) {
  struct Name {
    std::string key;
    std::string_view written;
  };
  std::vector<Name> names;
  const auto add = [&](NameKind kind, std::string_view name, std::uint64_t id) {
    std::string folded = text::fold(name);
    if (!folded.empty()) names.push_back({name_key(kind, folded, id), name});
  };
  for (std::uint32_t i = 0; i < nodes.size(); ++i) {
    if (node_is_new[i] && nodes.text(i)[0] == 'e') add(NameKind::entity, nodes.text(i).substr(1), node_ids[i]);
  }
  for (std::uint32_t i = 0; i < relations.size(); ++i) {
    if (relation_is_new[i]) add(NameKind::relation, relations.text(i), relation_ids[i]);
  }
  for (std::uint32_t i = 0; i < series.size(); ++i) {
    if (series_is_new[i]) add(NameKind::series, series.text(i), series_ids[i]);
  }
  for (std::uint32_t i = 0; i < nodes.size(); ++i) {
    const std::string_view lookup = nodes.text(i);
    if (!node_is_new[i] || lookup[0] != 'l' || lookup[1] != static_cast<char>(LiteralType::text)) continue;
    add(NameKind::text, lookup.substr(4), node_ids[i]);
  }
  std::sort(names.begin(), names.end(), [](const Name& x, const Name& y) { return x.key < y.key; });
  for (const Name& name : names) BAYAN_TRY(files.put(Family::names, name.key, name.written));
  return {};
}

Status BulkLoad::Impl::write_catalog(KvFiles& files, const Catalog& catalog) {
  for (std::uint32_t i = 0; i < relations.size(); ++i) {
    RelationInfo info;
    info.key = std::string(relations.text(i));
    if (relation_is_new[i]) BAYAN_TRY(files.put(Family::meta, Key('R').number(relation_ids[i]), encode(info)));
  }
  for (std::uint32_t i = 0; i < series.size(); ++i) {
    SeriesInfo info;
    info.key = std::string(series.text(i));
    if (series_is_new[i]) BAYAN_TRY(files.put(Family::meta, Key('S').number(series_ids[i]), encode(info)));
  }
  for (const auto& [what, last] : counters)
    BAYAN_TRY(files.put(Family::meta, std::string("next") + what, encode_number(last)));

  std::map<std::uint64_t, const LoadedRound*> by_id;
  for (std::size_t i = 1; i < rounds.size(); ++i) by_id[round_ids[i]] = &rounds[i];
  for (const auto& [id, said] : by_id) BAYAN_TRY(files.put(Family::rounds, Key('b').number(id), said->date));
  for (const auto& [id, said] : by_id) {
    const std::string cited = Key('c').number(id).number(0).str();
    BAYAN_LET(stored, database->kv().get(Family::rounds, cited));
    std::uint64_t before = 0;
    if (stored) {
      BAYAN_LET(number, decode_number(*stored));
      before = number;
    }
    BAYAN_TRY(files.put(Family::rounds, cited, encode_number(before + statements[id])));
  }
  for (const auto& [id, said] : by_id) {
    if (said->date.empty()) continue;
    RoundDeclaration dates;
    dates.first = dates.last = said->date;
    if (const auto known = catalog.rounds.find({id});
        known != catalog.rounds.end() && !known->second.first_said.empty()) {
      dates.first = std::min(dates.first, known->second.first_said);
      dates.last = std::max(dates.last, known->second.last_said);
    }
    BAYAN_TRY(files.put(Family::rounds, Key('w').number(id), encode(dates)));
  }
  return {};
}

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

BulkLoad::BulkLoad(std::shared_ptr<Database> database, std::size_t memory_bytes)
    : impl_(std::make_unique<Impl>(std::move(database), memory_bytes)) {}
BulkLoad::~BulkLoad() = default;

std::uint64_t BulkLoad::rows() const { return impl_->spool.rows(); }

Result<bool> BulkLoad::add(const BulkRow& row) {
  BAYAN_LET(round, impl_->round(row));
  LoadedRound& said = impl_->rounds[round];
  if (!said.dated) impl_->date_round(said, row);
  if (said.date != row.date) return false;
  LocalRow local;
  local.subject = impl_->node(row.subject, BulkRow::Object::entity);
  local.predicate = impl_->predicate(row.relation, row.polarity);
  local.object = impl_->node(row.object, row.kind);
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
