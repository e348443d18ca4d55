#include "graph/catalog.hpp"

#include <algorithm>
#include <map>
#include <tuple>

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
  std::map<RoundId, Round> rounds;
  BAYAN_TRY(each(snapshot, Family::meta, 'R', [&](std::string_view key, std::string_view value) -> Status {
    BAYAN_LET(relation, decode_relation(value));
    relation.id = {number_at(key, 1)};
    out->relation_ids.set(relation.key, relation.id);
    out->relations.set(relation.id, relation);
    return {};
  }));
  BAYAN_TRY(each(snapshot, Family::meta, 'S', [&](std::string_view key, std::string_view value) -> Status {
    BAYAN_LET(series, decode_series(value));
    series.id = {number_at(key, 1)};
    out->series_ids.set(series.key, series.id);
    out->series.set(series.id, series);
    return {};
  }));
  BAYAN_TRY(each(snapshot, Family::rounds, 'd', [&](std::string_view key, std::string_view value) -> Status {
    BAYAN_LET(declared, decode_round(value));
    Round& round = rounds[{number_at(key, 1)}];
    round.declared = true;
    round.first = declared.first, round.last = declared.last, round.place = declared.place;
    return {};
  }));
  BAYAN_TRY(each(snapshot, Family::rounds, 'm', [&](std::string_view key, std::string_view) -> Status {
    rounds[{number_at(key, 1)}].members.insert({number_at(key, 9)});
    out->placed.insert({number_at(key, 9)});
    return {};
  }));
  BAYAN_TRY(each(snapshot, Family::rounds, 'c', [&](std::string_view key, std::string_view) -> Status {
    Round& round = rounds[{number_at(key, 1)}];
    const DocumentId document{number_at(key, 9)};
    if (document) {
      round.cited.insert(document);
    } else {
      round.said_alone = true;
    }
    return {};
  }));
  BAYAN_TRY(each(snapshot, Family::rounds, 'b', [&](std::string_view key, std::string_view value) -> Status {
    rounds[{number_at(key, 1)}].bare_date = std::string(value);
    return {};
  }));
  BAYAN_TRY(each(snapshot, Family::rounds, 't', [&](std::string_view key, std::string_view value) -> Status {
    if (value.size() != 8) return damaged("a round cannot be read");
    rounds[{number_at(key, 1)}].bare_since_us = static_cast<std::int64_t>(number_at(value, 0));
    return {};
  }));
  BAYAN_TRY(each(snapshot, Family::rounds, 'w', [&](std::string_view key, std::string_view value) -> Status {
    BAYAN_LET(said, decode_round(value));
    Round& round = rounds[{number_at(key, 1)}];
    round.first_said = said.first, round.last_said = said.last;
    return {};
  }));
  for (auto& [id, round] : rounds) out->rounds.set(id, std::move(round));
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
  return out;
}

Catalog::Round Catalog::round(RoundId id) const {
  const auto* const found = rounds.find(id);
  return found == rounds.end() ? Round() : found->second;
}

std::optional<RoundInfo> Catalog::round_info(RoundId id) const {
  const auto* const found = rounds.find(id);
  if (found == rounds.end()) return std::nullopt;
  const Round& round = found->second;
  bool has_document = !round.members.empty();
  for (auto cited = round.cited.begin(); !has_document && cited != round.cited.end(); ++cited)
    has_document = !placed.contains(cited->first);
  const bool said = !round.cited.empty() || round.said_alone;
  if (!round.declared && !said && !has_document) return std::nullopt;
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
  info.covered = has_document || round.said_alone || (said && !rounds_by.empty());
  return info;
}

std::vector<DocumentId> Catalog::documents_of(RoundId id) const {
  std::vector<DocumentId> out;
  const auto* const found = rounds.find(id);
  if (found == rounds.end()) return out;
  for (const auto& [document, nothing] : found->second.members) out.push_back(document);
  for (const auto& [document, nothing] : found->second.cited) {
    if (!placed.contains(document)) out.push_back(document);
  }
  std::sort(out.begin(), out.end());
  return out;
}

const RoundInfo* Catalog::known_round(RoundId id) const {
  const Lists& all = lists();
  const auto found = all.places.find(id);
  return found == all.places.end() ? nullptr : &all.rounds[found->second];
}

const Catalog::Lists& Catalog::lists() const {
  std::call_once(lists_->once, [this] { fill(*lists_); });
  return *lists_;
}

void Catalog::fill(Lists& lists) const {
  for (const auto& [key, id] : series_ids) lists.series.push_back(series.at(id));
  for (const auto& [key, id] : relation_ids) lists.relations.push_back(relations.at(id));
  // Rounds sort by series key, then ordinal: ids of series are in order of first use, which means nothing to a reader.
  std::unordered_map<SeriesId, std::size_t> ranks;
  for (const SeriesInfo& info : lists.series) ranks.emplace(info.id, ranks.size());
  for (const auto& [id, round] : rounds) {
    if (auto info = round_info(id)) lists.rounds.push_back(*std::move(info));
  }
  std::sort(lists.rounds.begin(), lists.rounds.end(), [&](const RoundInfo& a, const RoundInfo& b) {
    if (a.id.series() == b.id.series()) return a.id < b.id;
    return ranks.at(a.id.series()) < ranks.at(b.id.series());
  });
  for (std::size_t i = 0; i < lists.rounds.size(); ++i) lists.places[lists.rounds[i].id] = i;
}

}  // namespace bayan::graph
