#include "graph/catalog.hpp"

#include <algorithm>

#include "graph/keys.hpp"
#include "graph/values.hpp"
#include "graph/view.hpp"

namespace bayan::graph {

namespace {

template <class Visit>
Status each(const KvSnapshot& snapshot, Family family, char letter, Visit visit) {
  KvCursor cursor = snapshot.cursor(family);
  for (cursor.seek(std::string(1, letter)); cursor.valid() && cursor.key().front() == letter; cursor.next()) {
    BAYAN_TRY(visit(cursor.key(), cursor.value()));
  }
  return cursor.status();
}

}  // namespace

Result<std::shared_ptr<Catalog>> Catalog::read(const KvSnapshot& snapshot, const std::shared_ptr<const Kv>& kv,
                                               const std::shared_ptr<PageCache>& pages, const Catalog* before) {
  auto out = std::make_shared<Catalog>();
  BAYAN_TRY(each(snapshot, Family::meta, 'R', [&](std::string_view key, std::string_view value) -> Status {
    BAYAN_LET(relation, decode_relation(value));
    relation.id = {number_at(key, 1)};
    out->relations[relation.id] = relation;
    return {};
  }));
  BAYAN_TRY(each(snapshot, Family::meta, 'S', [&](std::string_view key, std::string_view value) -> Status {
    BAYAN_LET(series, decode_series(value));
    series.id = {number_at(key, 1)};
    out->series[series.id] = series;
    return {};
  }));
  BAYAN_TRY(each(snapshot, Family::rounds, 'd', [&](std::string_view key, std::string_view value) -> Status {
    BAYAN_LET(declared, decode_round(value));
    Round& round = out->rounds[{number_at(key, 1)}];
    round.declared = true;
    round.first = declared.first, round.last = declared.last, round.place = declared.place;
    return {};
  }));
  BAYAN_TRY(each(snapshot, Family::rounds, 'm', [&](std::string_view key, std::string_view) -> Status {
    out->rounds[{number_at(key, 1)}].members.insert({number_at(key, 9)});
    out->placed.insert({number_at(key, 9)});
    return {};
  }));
  BAYAN_TRY(each(snapshot, Family::rounds, 'c', [&](std::string_view key, std::string_view) -> Status {
    Round& round = out->rounds[{number_at(key, 1)}];
    const DocumentId document{number_at(key, 9)};
    if (document) {
      round.cited.insert(document);
    } else {
      round.said_alone = true;
    }
    return {};
  }));
  BAYAN_TRY(each(snapshot, Family::rounds, 'b', [&](std::string_view key, std::string_view value) -> Status {
    out->rounds[{number_at(key, 1)}].bare_date = std::string(value);
    return {};
  }));
  BAYAN_TRY(each(snapshot, Family::rounds, 't', [&](std::string_view key, std::string_view value) -> Status {
    if (value.size() != 8) return damaged("a round cannot be read");
    out->rounds[{number_at(key, 1)}].bare_since_us = static_cast<std::int64_t>(number_at(value, 0));
    return {};
  }));
  BAYAN_TRY(each(snapshot, Family::rounds, 'w', [&](std::string_view key, std::string_view value) -> Status {
    BAYAN_LET(said, decode_round(value));
    Round& round = out->rounds[{number_at(key, 1)}];
    round.first_said = said.first, round.last_said = said.last;
    return {};
  }));
  const auto open_run = [&](std::string_view key, std::string_view value, Runs& runs, const Runs* open) -> Status {
    BAYAN_LET(info, decode_run(run_of_key(key), value));
    for (std::size_t i = 0; open != nullptr && i < open->size(); ++i) {
      if ((*open)[i]->info().number == info.number) return runs.push_back((*open)[i]), Status();
    }
    // A run reads its indexes when it is asked, and then cannot say that one is missing.
    KvCursor indexes = snapshot.cursor(Family::runs);
    for (const OrderInfo& order : orders) {
      const std::string index = page_index_key(info.number, order.order);
      indexes.seek(index);
      BAYAN_TRY(indexes.status());
      if (!indexes.valid() || indexes.key() != index) return damaged("a page index is missing");
    }
    runs.push_back(std::make_shared<const Run>(kv, pages, std::move(info)));
    return {};
  };
  BAYAN_TRY(each(snapshot, Family::runs, 'G', [&](std::string_view key, std::string_view value) {
    return open_run(key, value, out->runs, before == nullptr ? nullptr : &before->runs);
  }));
  BAYAN_TRY(each(snapshot, Family::runs, 'H', [&](std::string_view key, std::string_view value) {
    return open_run(key, value, out->retired, before == nullptr ? nullptr : &before->retired);
  }));
  KvCursor delta = snapshot.cursor(Family::sro);
  delta.seek("");
  BAYAN_TRY(delta.status());
  if (delta.valid()) out->delta_rows = std::max<std::uint64_t>(kv->estimated_keys(Family::sro), 1);
  out->finish();
  return out;
}

void Catalog::finish_round(RoundId id, const Round& round) {
  std::vector<DocumentId> documents(round.members.begin(), round.members.end());
  for (const DocumentId document : round.cited) {
    if (!placed.contains(document)) documents.push_back(document);
  }
  std::sort(documents.begin(), documents.end());
  const bool said = !round.cited.empty() || round.said_alone;
  if (!round.declared && !said && documents.empty()) return;
  RoundInfo info;
  info.id = id;
  info.declared = round.declared;
  info.place = round.place;
  const std::string& rounds_by = series.at(id.series()).rounds_by;
  if (!rounds_by.empty()) {
    std::tie(info.first, info.last) = days_of_ordinal(rounds_by, id.ordinal());
  } else if (!round.first.empty()) {
    info.first = round.first;
    info.last = round.last.empty() ? round.first : round.last;
  } else {
    info.first = round.first_said, info.last = round.last_said;
  }
  info.covered = !documents.empty() || round.said_alone || (said && !rounds_by.empty());
  known.push_back(std::move(info));
  if (!documents.empty()) covering[id] = std::move(documents);
}

void Catalog::finish() {
  series_by_key.clear(), relations_by_key.clear(), series_ids.clear(), relation_ids.clear(), known.clear(),
      known_places.clear(), covering.clear();
  for (const auto& [id, info] : series) series_by_key.push_back(info), series_ids[info.key] = id;
  for (const auto& [id, info] : relations) relations_by_key.push_back(info), relation_ids[info.key] = id;
  const auto by_key = [](const auto& a, const auto& b) { return a.key < b.key; };
  std::sort(series_by_key.begin(), series_by_key.end(), by_key);
  std::sort(relations_by_key.begin(), relations_by_key.end(), by_key);
  for (const auto& [id, round] : rounds) finish_round(id, round);
  // Rounds sort by series key, then ordinal: ids of series are in order of first use, which means nothing to a reader.
  std::stable_sort(known.begin(), known.end(), [&](const RoundInfo& a, const RoundInfo& b) {
    if (a.id.series() == b.id.series()) return a.id < b.id;
    return series.at(a.id.series()).key < series.at(b.id.series()).key;
  });
  for (std::size_t i = 0; i < known.size(); ++i) known_places[known[i].id] = i;
}

}  // namespace bayan::graph
