// Asks the bench's questions of one snapshot: of the query language where it answers them as fast as the store can, else
// of the graph's own scans.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "bayan/bayan.hpp"
#include "graph/view.hpp"
#include "tests/bench/questions.hpp"

namespace bayan::bench {

// Threads: one. Lifetime: what it fetches lives as long as the asker.
class Asker {
 public:
  explicit Asker(Snapshot snapshot);

  // Errors: input (a kind that nobody knows), and those of the store.
  Result<Fetched> ask(const Question& question);

 private:
  using Names = std::initializer_list<std::pair<const char*, std::size_t>>;

  const Prepared& prepared(const char* text);
  // The rows of a prepared query. $s, $o: nodes; $p: a relation; $r: a round.
  Result<Rows> rows(const char* text, const Question& question, Names names);

  Result<Fetched> exists(const Question& q);
  Result<Fetched> seek(const Question& q);
  Result<Fetched> timeline(const Question& q);
  Result<Fetched> claims(const Question& q);
  Result<Fetched> at(const Question& q);
  Result<Fetched> diff(const Question& q);
  Result<Fetched> diffof(const Question& q);
  Result<Fetched> first(const Question& q);
  Result<Fetched> join(const Question& q);
  Result<Fetched> then(const Question& q);
  Result<Fetched> walk(const Question& q);
  Result<Fetched> count(const Question& q);
  Result<Fetched> changes(const Question& q);
  Result<Fetched> triangle(const Question& q);
  Result<Fetched> agree(const Question& q);

  RoundId round(std::int64_t ordinal) const;
  graph::FactPattern in_round(std::int64_t ordinal) const;
  // Each relation with the number of its distinct objects. REQUIRES: facts sorted by relation, then object.
  Result<Fetched> distinct_objects(graph::FactScan scan) const;
  // Of an object, how many subjects: of one relation in one round, sorted by object.
  using Objects = std::vector<std::pair<std::uint64_t, std::uint64_t>>;
  Result<Objects> objects(const std::string& relation, std::int64_t ordinal) const;

  Snapshot snapshot_;
  const graph::View& view_;
  SeriesId series_;
  std::map<const char*, Prepared> prepared_;
  std::vector<std::uint64_t> seen_;  // a bit a node, for walks
};

}  // namespace bayan::bench
