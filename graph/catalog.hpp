// The catalog: what is small and asked by everyone, in memory. Series, relations, rounds and what covers them.
// A catalog never changes; a commit that changes one publishes the next, which shares with it whatever is the same.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "bayan/result.hpp"
#include "graph/kv.hpp"
#include "graph/model.hpp"
#include "graph/runs.hpp"
#include "graph/shared_map.hpp"
#include "graph/term_cache.hpp"

namespace bayan::graph {

struct RowCounts;
using Runs = std::vector<std::shared_ptr<const Run>>;

struct Catalog {
  // What the store knows of one round.
  struct Round {
    bool declared = false;
    std::string first, last, place;        // as declared
    std::string first_said, last_said;     // least and greatest date of its statements
    SharedSet<DocumentId> members;         // documents declared with this round
    SharedSet<DocumentId> cited;           // documents that its live statements cite
    std::optional<std::string> bare_date;  // of the statements that bulk loads brought, all the same
    std::int64_t bare_since_us = 0;        // when the first of those was recorded; 0: there are none
    bool said_alone = false;               // a live statement of it cites no document
  };

  SharedMap<SeriesId, SeriesInfo> series;
  SharedMap<RelationId, RelationInfo> relations;
  SharedMap<std::string, SeriesId> series_ids;  // by key
  SharedMap<std::string, RelationId> relation_ids;
  SharedMap<RoundId, Round> rounds;
  SharedSet<DocumentId> placed;      // documents declared with some round
  Runs runs;                         // of pages, oldest first
  Runs retired;                      // for `as of`: facts that were said once
  std::shared_ptr<TermCache> terms;  // good until a commit rewrites an entity or phrase
  std::uint64_t delta_rows = 0;      // about how many; 0 exactly when there are none

  // Reads all of it from a store, but `terms`, which is the caller's. Runs that an earlier catalog has open stay the
  // same objects.
  static Result<std::shared_ptr<Catalog>> read(const KvSnapshot& snapshot, const std::shared_ptr<const Kv>& kv,
                                               const std::shared_ptr<PageCache>& pages,
                                               const Catalog* before = nullptr);

  // The round as it was left; an empty one where there is none.
  Round round(RoundId id) const;
  // What readers see of a round; nothing where it is not known: neither declared nor said nor with a document.
  std::optional<RoundInfo> round_info(RoundId id) const;
  // The documents that cover a round, sorted.
  std::vector<DocumentId> documents_of(RoundId id) const;

  // Whole lists, made when they are first asked for. Threads: any.
  const std::vector<SeriesInfo>& series_by_key() const { return lists().series; }
  const std::vector<RelationInfo>& relations_by_key() const { return lists().relations; }
  const std::vector<RoundInfo>& known_rounds() const { return lists().rounds; }  // in order
  const RoundInfo* known_round(RoundId id) const;                                // null where it is not known

  // To be called when a series, a relation or a round_info() has changed: the lists are made anew.
  void forget_lists() { lists_ = std::make_shared<Lists>(); }

  // Numbers for the planner, read when they are first asked for, once for all views. `snapshot` is one that belongs to
  // this catalog. What cannot be read counts as none: an estimate is no reason to fail. Threads: any.
  const RowCounts& row_counts(const KvSnapshot& snapshot) const;
  const PredicateStatistics& statistics(const KvSnapshot& snapshot, Predicate predicate) const;
  // To be called when numbers of facts or the runs have changed.
  void forget_statistics() { statistics_ = no_statistics(); }

 private:
  struct Lists {
    std::once_flag once;
    std::vector<SeriesInfo> series;
    std::vector<RelationInfo> relations;
    std::vector<RoundInfo> rounds;
    std::unordered_map<RoundId, std::size_t> places;  // in `rounds`
  };
  const Lists& lists() const;
  void fill(Lists& lists) const;
  struct Statistics;
  static std::shared_ptr<Statistics> no_statistics();

  std::shared_ptr<Lists> lists_ = std::make_shared<Lists>();
  std::shared_ptr<Statistics> statistics_ = no_statistics();
};

using CatalogPointer = std::shared_ptr<const Catalog>;

}  // namespace bayan::graph
