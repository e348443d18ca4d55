// Whether a store agrees with itself: pages with their checksums and indexes, the five orders with each other, facts with
// the statements that say them, the dictionary with what finds its terms, counters with what they count.
//
// What can be many is compared by number and sum of hashes, so that memory stays flat; only where these differ is the
// place looked for.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "bayan/store.hpp"
#include "graph/catalog.hpp"
#include "graph/kv.hpp"
#include "graph/words.hpp"

namespace bayan::graph {

// A set of keys, by number and sum of hashes: equal sets are equal, whatever order they come in.
struct KeySum {
  std::uint64_t count = 0, sum = 0;

  void add(std::string_view key);
  bool operator==(const KeySum&) const = default;
};

// One check. Threads: one. The snapshot and catalog are of one moment.
class Check {
 public:
  Check(std::shared_ptr<const KvSnapshot> snapshot, std::shared_ptr<const Catalog> catalog, const CheckOptions& options)
      : snapshot_(std::move(snapshot)), catalog_(std::move(catalog)), options_(options) {}

  // Errors: cancelled. What the store cannot read is a fault, not an error.
  Result<CheckReport> run();

 private:
  using Part = Status (Check::*)();

  // check.cpp: pages and orders
  Status pages();
  Status page_rows(const Run& run, Order order);
  Status all_orders();
  Status row_counts();
  Result<KeySum> sum_of_order(Order order);

  // check_statements.cpp
  Status statements();
  void fact_and_statements(const struct FoldRow& row, KvCursor& cursor);
  void statement(std::string_view key, std::string_view value, bool& live);
  Status statement_indexes();
  Status coverage();
  Status documents();

  // check_terms.cpp
  Status terms();
  void term(std::string_view key, std::string_view value);
  void name(char kind, std::string_view written, std::uint64_t id);
  void words(WordKind kind, std::uint64_t id, const Words& words);
  Status names();
  Status postings();  // REQUIRES: statements() and terms() before it
  Status counters();

  // The keys of a family that begin with `prefix`, after `visit(key, value)` for each.
  Result<KeySum> sum_of(Family family, std::string_view prefix, const std::function<std::string(std::string_view key, std::string_view value)>& keyed = {});
  void compare(const KeySum& wanted, const KeySum& found, std::string_view what);
  void fault(std::string message);
  Status step(std::uint64_t rows);

  std::shared_ptr<const KvSnapshot> snapshot_;
  std::shared_ptr<const Catalog> catalog_;
  const CheckOptions& options_;
  CheckReport report_;
  std::uint64_t done_ = 0, total_ = 0;

  KeySum statement_ids_, by_speaker_, by_document_;
  std::map<std::pair<std::uint64_t, std::uint64_t>, std::uint64_t> cited_;  // round, document -> live statements
  std::uint64_t greatest_statement_ = 0;
  KeySum lookups_, names_, about_, claims_, members_, titles_, words_;
  std::map<char, std::uint64_t> greatest_;  // of each counter
};

}  // namespace bayan::graph
