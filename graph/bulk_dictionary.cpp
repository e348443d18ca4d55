// The dictionary and the catalog of a bulk load, as sorted files.
#include <algorithm>

#include "graph/bulk_impl.hpp"
#include "graph/keys.hpp"
#include "graph/values.hpp"
#include "graph/writer.hpp"
#include "text/fold.hpp"

namespace bayan::graph {

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
    add(NameKind::text, lookup.substr(lookup.size() - literal_of_key(lookup).value.size()), node_ids[i]);
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
    BAYAN_LET(before, decode_count(stored));
    BAYAN_TRY(files.put(Family::rounds, cited, encode_number(before + statements[id])));
  }
  for (const auto& [id, count] : statements) {
    const auto* const known = catalog.rounds.find({id});
    const bool since_before = known != catalog.rounds.end() && known->second.bare_since_us != 0;
    if (id == 0 || since_before) continue;
    const auto recorded_us = static_cast<std::uint64_t>(run.loads.front().recorded_us);
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

}  // namespace bayan::graph
