// Packs the sorted rows of one order into the pages of a run.
//
//   OrderWriter writer(files, order, run); writer.add(row); …; writer.write(); …; writer.finish(page_index);
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "graph/index.hpp"
#include "graph/kv_files.hpp"
#include "graph/page.hpp"
#include "graph/runs.hpp"
#include "graph/statistics.hpp"

namespace bayan::graph {

class OrderWriter {
 public:
  OrderWriter(KvFiles& files, Order order, std::uint32_t run) : files_(files), order_(order), run_(run), counter_(order) {}

  // Rows rise and come once. `id` is that of the fact's bare statement, 0 where it has none; only the sro order keeps
  // it.
  void add(const PackedRow& row, std::uint64_t id = 0);

  // Writes the pages that no later row can change.
  Status write() { return write_pages(false); }
  // Writes what is left. `page_index` gets the first rows of all pages, as the family `runs` keeps them.
  Status finish(std::string& page_index);
  // What was counted of predicates; nothing in most orders. REQUIRES: finish().
  void count_into(RunStatistics& statistics) { counter_.finish(statistics); }

  std::uint64_t rows() const { return rows_; }    // added so far
  std::uint64_t bytes() const { return bytes_; }  // of the pages written so far
  // Where bare statements lie: of each page that has some, the first one's id and its row.
  const std::vector<std::pair<std::uint64_t, OrderKey>>& first_ids() const { return first_ids_; }

 private:
  Status write_pages(bool last);
  std::size_t ready(std::size_t begin, bool last) const;
  Result<std::size_t> write_page(std::size_t begin, std::size_t size);
  void note_first_id(std::size_t begin, std::size_t taken);

  KvFiles& files_;
  Order order_;
  std::uint32_t run_;
  RunCounter counter_;
  std::uint64_t rows_ = 0, bytes_ = 0;
  std::vector<PackedRow> waiting_;
  std::vector<std::uint64_t> ids_;  // of `waiting_`
  std::string page_, page_index_;
  std::vector<std::pair<std::uint64_t, OrderKey>> first_ids_;
};

}  // namespace bayan::graph
