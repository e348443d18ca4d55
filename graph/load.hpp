// A large load beside commits: how Database makes one of steps, most of which hold nobody up.
//
//   reserve    under the writer's lock: numbers for what may be new, in a small batch
//   prepare    beside commits: everything that takes time, over what the store says then
//   stands     under the lock: whether what commits did meanwhile leaves what was prepared as it is
//   complete   under the lock: what is counted over the newest state; then all becomes visible
//
// Where it does not stand, it is prepared once more under the lock.
#pragma once

#include <string>
#include <vector>

#include "bayan/store.hpp"
#include "graph/catalog.hpp"
#include "graph/kv.hpp"
#include "graph/kv_files.hpp"
#include "graph/model.hpp"
#include "graph/runs.hpp"

namespace bayan::graph {

// What commits did while a load was prepared.
struct Meanwhile {
  std::vector<std::string> terms;  // lookup keys of those that they made
  std::vector<Fact> facts;         // that other statements say now
  bool renamed = false;            // names may mean other ids: a merge, its undoing, a document that was forgotten
};

class LoadSteps {
 public:
  virtual ~LoadSteps() = default;

  virtual Status reserve(KvBatch& batch, const Catalog& now) = 0;
  // `pages` become part of the store as soon as they are whole, and are read by nobody before the run is listed.
  virtual Status prepare(KvFiles& pages, KvFiles& rest) = 0;
  virtual std::uint32_t run_number() const = 0;      // REQUIRES: reserve()
  virtual const RunInfo& run() const = 0;            // REQUIRES: prepare()
  virtual Result<bool> stands(const Meanwhile& meanwhile, const Run& run, const Catalog& now) const = 0;
  virtual Result<CommitReport> complete(KvFiles& rest, const Catalog& now) = 0;
};

}  // namespace bayan::graph
