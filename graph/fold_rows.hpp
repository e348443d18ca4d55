// What a fold reads of one order: the rows of runs and of the delta as one sorted stream, each row once.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "graph/catalog.hpp"
#include "graph/cursors.hpp"

namespace bayan::graph {

struct FoldRow {
  OrderKey key{};
  std::uint64_t id = 0;                  // of its bare statement in pages; in the sro order only
  bool live_page = false;                // a run has it
  bool retired_page = false;             // a retired run has it
  std::optional<std::uint8_t> in_delta;  // the flags of its row there (bare.hpp)
};

class FoldRows {
 public:
  FoldRows(const Runs& live, const Runs& retired, const std::shared_ptr<const KvSnapshot>& delta, Order order);
  ~FoldRows();

  bool next(FoldRow& row);  // false at the end and after a failure
  Status status() const { return status_; }

 private:
  struct Source;
  void add(Source source);
  void advance(Source& source);

  std::vector<Source> sources_;
  Status status_;
};

}  // namespace bayan::graph
