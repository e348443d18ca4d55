// The dictionary and the catalog of a bulk load, as sorted files.
#include <algorithm>
#include <cstring>
#include <future>
#include <optional>

#include "graph/bulk_impl.hpp"
#include "graph/bulk_postings.hpp"
#include "graph/bulk_records.hpp"
#include "graph/keys.hpp"
#include "graph/values.hpp"
#include "graph/writer.hpp"
#include "text/fold.hpp"

namespace bayan::graph {

namespace {

constexpr std::size_t names_bytes = std::size_t{48} << 20;  // of names that wait to be sorted
constexpr std::uint32_t keys_between = 1 << 14;             // two looks at cancel

// Which of the keys that are asked for in rising order a store has: a merge, with a jump where the next key is far.
class KnownTerms {
 public:
  explicit KnownTerms(const KvSnapshot& snapshot) : cursor_(snapshot.cursor(Family::lookup)) { cursor_.seek({}); }

  Result<std::optional<TermId>> find(std::string_view key) {
    constexpr int steps = 8;
    for (int i = 0; i < steps && cursor_.valid() && cursor_.key() < key; ++i) cursor_.next();
    if (cursor_.valid() && cursor_.key() < key) cursor_.seek(key);
    BAYAN_TRY(cursor_.status());
    if (!cursor_.valid() || cursor_.key() != key) return std::optional<TermId>();
    BAYAN_LET(id, decode_number(cursor_.value()));
    return std::optional<TermId>(TermId{id});
  }

 private:
  KvCursor cursor_;
};

// Names by folded key. Those that fold to nothing are found by nobody and left out.
class NameWriter {
 public:
  explicit NameWriter(const std::string& folder) : sorter_(folder, names_bytes) {}

  Status add(NameKind kind, std::string_view name, std::uint64_t id) { return add(kind, name, text::fold(name), id); }
  Status add(NameKind kind, std::string_view name, std::string_view folded, std::uint64_t id) {
    return folded.empty() ? Status() : sorter_.add(name_key(kind, folded, id), name);
  }
  Status write(KvFiles& files) {
    BAYAN_LET(names, sorter_.merge());
    while (names.next()) BAYAN_TRY(files.put(Family::names, names.key(), names.value()));
    return names.status();
  }

 private:
  ChunkSorter sorter_;
};

// What a chunk has for a node: its number, and a phrase as it was written where that differs.
std::string chunk_value(std::uint32_t number, std::string_view written) {
  std::string out(reinterpret_cast<const char*>(&number), sizeof number);
  return out += written;
}
std::uint32_t number_of(std::string_view value) {
  std::uint32_t out = 0;
  std::memcpy(&out, value.data(), sizeof out);
  return out;
}

// The new terms of a load, given in the order of their keys.
class TermFiles {
 public:
  TermFiles(KvFiles& files, const std::string& folder, NameWriter& names, PostingWriter& postings)
      : files_(files), literals_(folder), names_(names), postings_(postings) {}

  Status put(std::string_view lookup, std::string_view written, TermId id) {
    BAYAN_TRY(files_.put(Family::lookup, lookup, encode_number(id.value)));
    const std::string_view text = lookup.substr(1);
    if (lookup[0] == 'e') {
      const std::string folded = text::fold(text);
      BAYAN_TRY(names_.add(NameKind::entity, text, folded, id.value));
      BAYAN_TRY(postings_.add(id, folded));
      return files_.put(Family::terms, term_key(id), encode(EntityInfo{std::string(text), {}, {}, {}, {}}));
    }
    if (lookup[0] == 'p') {
      BAYAN_TRY(postings_.add(id, text));
      return files_.put(Family::terms, term_key(id),
                        encode(PhraseInfo{std::string(written.empty() ? text : written), {}, {}}));
    }
    const Literal literal = literal_of_key(lookup);
    const std::string folded = text::fold(literal.value);
    BAYAN_TRY(postings_.add(id, folded));
    if (literal.type == LiteralType::text) BAYAN_TRY(names_.add(NameKind::text, literal.value, folded, id.value));
    return literals_.add(term_key(id), encode(literal));
  }

  // Among keys literals stand before phrases, among terms behind them.
  Status finish() {
    BAYAN_TRY(literals_.end_chunk());
    SortedChunks::Merge waiting(literals_);
    while (waiting.next()) BAYAN_TRY(files_.put(Family::terms, waiting.key(), waiting.value()));
    return waiting.status();
  }

 private:
  KvFiles& files_;
  SortedChunks literals_;
  NameWriter& names_;
  PostingWriter& postings_;
};

// What a lookup key stands for.
Node node_of(std::string_view lookup, std::string_view written) {
  const std::string_view text = lookup.substr(1);
  if (lookup[0] == 'e') return Entity{std::string(text), {}, {}};
  if (lookup[0] == 'p') return Phrase{std::string(written.empty() ? text : written), {}, {}};
  return literal_of_key(lookup);
}

Tag tag_of_lookup(std::string_view lookup) {
  return lookup[0] == 'e' ? Tag::entity : lookup[0] == 'p' ? Tag::phrase : Tag::literal;
}

}  // namespace

Status BulkLoad::Impl::spill_nodes() {
  if (nodes.size() == 0) return {};
  for (const std::uint32_t number : nodes.sorted()) {
    ++kinds[nodes.text(number).front()];
    const auto as_written = written.find(number);
    BAYAN_TRY(node_chunks.add(nodes.text(number),
                              chunk_value(first_node + number, as_written == written.end() ? "" : as_written->second)));
  }
  first_node += nodes.size();
  nodes.clear();
  written.clear();
  written_bytes = 0;
  return node_chunks.end_chunk();
}

// The chunks come merged by key, so that ids of new nodes rise with their keys and files are written as they come.
Status BulkLoad::Impl::write_terms(KvFiles& files) {
  new_terms.clear();
  const std::string& folder = database->kv()->path();
  const auto snapshot = database->state().snapshot;
  KnownTerms known(*snapshot);
  NameWriter names(folder);
  PostingWriter postings(folder);
  TermFiles terms(files, folder, names, postings);
  std::vector<std::uint32_t> place_of_number(first_node);
  std::vector<std::uint64_t> ids;
  ids.reserve(first_node);  // addresses only, as far as numbers repeat
  std::string last;
  SortedChunks::Merge nodes_by_key(node_chunks);
  while (nodes_by_key.next()) {
    const std::string_view lookup = nodes_by_key.key();
    if (ids.empty() || lookup != last) {
      last = lookup;
      const Tag tag = tag_of_lookup(lookup);
      TermId id = tag == Tag::literal ? inline_literal(literal_of_key(lookup)) : TermId{};
      if (!id) {
        BAYAN_LET(found, known.find(lookup));
        if (found) id = *found;
      }
      if (!id) {
        id = make_term(tag, next_numbers.at(lookup[0])++);
        new_terms.push_back(hash_of(lookup));
        BAYAN_TRY(terms.put(lookup, nodes_by_key.value().substr(sizeof(std::uint32_t)), id));
      }
      if (ids.size() % keys_between == 0) BAYAN_TRY(check_cancel(cancel));
      ids.push_back(id.value);
    }
    place_of_number[number_of(nodes_by_key.value())] = static_cast<std::uint32_t>(ids.size() - 1);
  }
  BAYAN_TRY(nodes_by_key.status());
  BAYAN_TRY(terms.finish());
  auto posted = std::async(std::launch::async, [&] { return postings.write(files); });
  std::sort(new_terms.begin(), new_terms.end());
  node_ranks = Ranks::of(ids);
  release(ids);
  for (std::uint32_t& place : place_of_number) place = node_ranks.rank[place];
  node_ranks.rank = std::move(place_of_number);

  for (std::uint32_t i = 0; i < relations.size(); ++i) {
    if (relation_is_new[i]) BAYAN_TRY(names.add(NameKind::relation, relations.text(i), relation_ids[i]));
  }
  for (std::uint32_t i = 0; i < series.size(); ++i) {
    if (series_is_new[i]) BAYAN_TRY(names.add(NameKind::series, series.text(i), series_ids[i]));
  }
  BAYAN_TRY(names.write(files));
  return posted.get();
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
  std::map<std::uint64_t, const LoadedRound*> by_id;
  for (std::size_t i = 1; i < rounds.size(); ++i) by_id[round_ids[i]] = &rounds[i];
  for (const auto& [id, said] : by_id) BAYAN_TRY(files.put(Family::rounds, Key('b').number(id), said->date));
  for (const auto& [id, said] : by_id) {
    const std::string cited = Key('c').number(id).number(0).str();
    BAYAN_LET(stored, database->kv()->get(Family::rounds, cited));
    BAYAN_LET(before, decode_count(stored));
    BAYAN_TRY(files.put(Family::rounds, cited, encode_number(before + statements[id])));
  }
  for (const auto& [id, count] : statements) {
    const auto* const known = catalog.rounds.find({id});
    const bool since_before = known != catalog.rounds.end() && known->second.bare_since_us != 0;
    if (id == 0 || since_before) continue;
    const auto recorded_us = static_cast<std::uint64_t>(run_info.loads.front().recorded_us);
    BAYAN_TRY(files.put(Family::rounds, Key('t').number(id), Key().number(recorded_us)));
  }
  for (const auto& [id, said] : by_id) {
    if (said->date.empty()) continue;
    RoundDeclaration dates;
    dates.first = dates.last = said->date;
    if (const auto* const known = catalog.rounds.find({id});
        known != catalog.rounds.end() && !known->second.first_said.empty()) {
      dates.first = std::min(dates.first, known->second.first_said);
      dates.last = std::max(dates.last, known->second.last_said);
    }
    BAYAN_TRY(files.put(Family::rounds, Key('w').number(id), encode(dates)));
  }
  return {};
}

Status BulkLoad::move_to(BulkRecords& records) {
  Impl& load = *impl_;
  BAYAN_TRY(load.spill_nodes());
  BAYAN_TRY(load.spool.flush());
  TermWriter& terms = records.terms();
  std::vector<TermId> ids(load.first_node);
  SortedChunks::Merge nodes(load.node_chunks);
  while (nodes.next()) {
    BAYAN_LET(id, terms.node(node_of(nodes.key(), nodes.value().substr(sizeof(std::uint32_t)))));
    ids[number_of(nodes.value())] = id;
  }
  BAYAN_TRY(nodes.status());
  std::vector<Predicate> predicates;
  for (const std::uint64_t named : load.predicates) {
    BAYAN_LET(relation, terms.relation(std::string(load.relations.text(static_cast<std::uint32_t>(named >> 1)))));
    predicates.push_back({relation.value << 1 | (named & 1)});
  }
  std::vector<RoundId> round_ids = {{}};
  for (std::size_t i = 1; i < load.rounds.size(); ++i) {
    BAYAN_LET(series, terms.series(std::string(load.series.text(load.rounds[i].series))));
    round_ids.push_back(RoundId::of(series, load.rounds[i].ordinal));
  }
  StatementInfo statement;
  statement.recorded_us = load.database->now_us();
  Status added;
  const auto add = [&](const LocalRow* rows, std::size_t count) {
    for (std::size_t i = 0; i < count && added; ++i) {
      const LocalRow& row = rows[i];
      statement.fact = {ids[row.subject], predicates[row.predicate], ids[row.object], round_ids[row.round]};
      statement.date = load.rounds[row.round].date;
      added = records.add(statement);
    }
  };
  BAYAN_TRY(load.spool.read(add));
  return added;
}

}  // namespace bayan::graph
