// The catalog: what is small and asked by everyone, in memory. Series, relations, rounds and what covers them.
// A catalog never changes; a commit that changes one publishes the next.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "bayan/result.hpp"
#include "graph/kv.hpp"
#include "graph/model.hpp"
#include "graph/runs.hpp"
#include "graph/term_cache.hpp"

namespace bayan::graph {

using Runs = std::vector<std::shared_ptr<const Run>>;

struct Catalog {
  // What the store knows of one round.
  struct Round {
    bool declared = false;
    std::string first, last, place;        // as declared
    std::string first_said, last_said;     // least and greatest date of its statements
    std::set<DocumentId> members;          // documents declared with this round
    std::set<DocumentId> cited;            // documents that its live statements cite
    std::optional<std::string> bare_date;  // of the statements that bulk loads brought, all the same
    std::int64_t bare_since_us = 0;        // when the first of those was recorded; 0: there are none
    bool said_alone = false;               // a live statement of it cites no document
  };

  std::map<SeriesId, SeriesInfo> series;
  std::map<RelationId, RelationInfo> relations;
  std::map<RoundId, Round> rounds;
  std::set<DocumentId> placed;       // documents declared with some round
  Runs runs;                         // of pages, oldest first
  Runs retired;                      // for `as of`: facts that were said once
  std::shared_ptr<TermCache> terms;  // good until a commit rewrites an entity or phrase
  std::uint64_t delta_rows = 0;      // about how many; 0 exactly when there are none

  // Reads all of it from a store, but `terms`, which is the caller's. Runs that an earlier catalog has open stay the
  // same objects.
  static Result<std::shared_ptr<Catalog>> read(const KvSnapshot& snapshot, const std::shared_ptr<const Kv>& kv,
                                               const std::shared_ptr<PageCache>& pages,
                                               const Catalog* before = nullptr);

  // --- derived: call finish() after the maps changed
  void finish();
  std::vector<SeriesInfo> series_by_key;
  std::vector<RelationInfo> relations_by_key;
  std::unordered_map<std::string, SeriesId> series_ids;
  std::unordered_map<std::string, RelationId> relation_ids;
  std::vector<RoundInfo> known;  // in order
  std::unordered_map<RoundId, std::size_t> known_places;
  std::map<RoundId, std::vector<DocumentId>> covering;

 private:
  void finish_round(RoundId id, const Round& round);
};

using CatalogPointer = std::shared_ptr<const Catalog>;

}  // namespace bayan::graph
