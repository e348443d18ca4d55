// What a bulk load holds while it goes on. Included by graph/bulk*.cpp only.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "graph/bulk.hpp"
#include "graph/bulk_chunks.hpp"
#include "graph/bulk_rows.hpp"
#include "graph/bulk_terms.hpp"
#include "graph/catalog.hpp"
#include "graph/database.hpp"
#include "graph/kv_files.hpp"
#include "graph/load.hpp"
#include "graph/runs.hpp"
#include "graph/statistics.hpp"

namespace bayan::graph {

// A round of the load: as it is named, and what its rows say of it.
struct LoadedRound {
  std::uint32_t series = 0;
  std::int64_t ordinal = 0;
  bool dated = false;
  std::string date;  // of all its rows; may be empty
};

inline constexpr std::uint32_t background_round = 0;  // the first round of every load

struct BulkLoad::Impl final : LoadSteps {
  Impl(std::shared_ptr<Database> in, std::size_t memory)
      : database(std::move(in)),
        memory_bytes(memory),
        spool(database->kv()->path()),
        node_chunks(database->kv()->path()) {
    rounds.push_back({});
  }

  // Numbers of nodes: dense, but a node has several where it was named again after spill_nodes().
  std::uint32_t entity(std::string_view key);
  std::uint32_t object(const BulkRow& row);
  Status spill_nodes();
  std::uint32_t predicate(std::string_view relation, Polarity polarity);
  Result<std::uint32_t> round(const BulkRow& row);

  // The date of a round's bare statements: that of an earlier load, else of its first row; none for background.
  void date_round(LoadedRound& round, const BulkRow& row) const;

  Status reserve(KvBatch& batch, const Catalog& now) override;
  Status prepare(KvFiles& pages, KvFiles& rest) override;
  std::uint32_t run_number() const override { return run_info.number; }
  const RunInfo& run() const override { return run_info; }
  Result<bool> stands(const Meanwhile& meanwhile, const Run& pages, const Catalog& now) const override;
  Result<CommitReport> complete(KvFiles& rest, const Catalog& now) override;

  // Ids of relations, series and rounds; new ones are reserved.
  Status resolve(KvBatch& batch, const Catalog& catalog);

  // Ids of the nodes, and their terms, keys and names in the store.
  Status write_terms(KvFiles& files);
  Status write_catalog(KvFiles& files, const Catalog& catalog);
  Status write_statements(KvFiles& pages, KvFiles& rest, const LoadRanks& ranks, std::string& page_index);
  const std::string& date_of(std::uint64_t round) const;
  Status write_order(KvFiles& files, Order order, const LoadRanks& ranks, std::string& page_index,
                     RunStatistics& statistics);
  std::size_t sort_bytes(const LoadRanks& ranks) const;  // of one order; two are sorted at a time
  void show_progress(std::uint64_t sorted_rows);
  Status write_pages(KvFiles& pages, KvFiles& rest);

  std::shared_ptr<Database> database;
  std::size_t memory_bytes;
  RowSpool spool;
  TextTable nodes;                               // lookup keys, since the last spill
  std::map<std::uint32_t, std::string> written;  // their phrases as they were written, where that differs from folded
  std::size_t written_bytes = 0;
  SortedChunks node_chunks;      // lookup key -> number and the phrase as it was written
  std::uint32_t first_node = 0;  // the number of nodes' first
  Ranks node_ranks;
  TextTable relations, series;            // keys; a relation's polarity is the row's
  std::vector<std::uint64_t> predicates;     // relation number << 1 | negative, by the load's number
  std::vector<std::uint64_t> predicate_ids;  // the same, of the store
  std::map<std::uint64_t, std::uint32_t> predicate_numbers;
  std::vector<LoadedRound> rounds;
  std::map<std::pair<std::uint32_t, std::int64_t>, std::uint32_t> round_numbers;
  std::string key;  // to build lookup keys in
  std::uint32_t last_round = background_round;

  std::vector<std::uint64_t> relation_ids, series_ids, round_ids;
  std::vector<bool> relation_is_new, series_is_new;
  std::map<char, std::uint64_t> kinds;         // how many nodes there are of a kind at most, by the letter of their keys
  std::map<char, std::uint64_t> next_numbers;  // of new nodes, by the same
  std::vector<std::uint64_t> new_terms;        // hashes of their keys, sorted
  RunInfo run_info;
  RowChanges new_rows;  // facts that no live statement said before
  std::uint64_t first_statement = 0, added = 0;
  std::map<std::uint64_t, std::uint64_t> statements;  // round id -> how many were added
  const std::atomic<bool>* cancel = nullptr;
  std::function<void(std::uint64_t, std::uint64_t)> progress;
  std::uint64_t sorted = 0;  // rows, of the orders of the calling thread
};

}  // namespace bayan::graph
