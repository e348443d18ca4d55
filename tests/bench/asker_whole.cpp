// Questions over the whole graph, and those that compare many subjects.
#include <algorithm>
#include <unordered_map>

#include "graph/keys.hpp"
#include "tests/bench/asker.hpp"

namespace bayan::bench {

using graph::Fact;
using graph::FactPattern;
using graph::FactScan;
using graph::Order;

namespace {

// Beyond so many nodes whose edges are wanted, one scan over all claims is cheaper than a seek for each.
constexpr std::size_t most_seeks = 4096;

}  // namespace

Result<Fetched> Asker::walk(const Question& q) {
  const TermId start = view_.find_entity(q.text(0));
  std::vector<TermId> reached = {start}, frontier = {start};
  const auto is_new = [&](TermId node) {
    const std::uint64_t at = node.value >> 4;  // without the tag: nodes here are entities
    if (at / 64 >= seen_.size()) seen_.resize(at / 64 + 1);
    const std::uint64_t bit = std::uint64_t{1} << (at % 64);
    if ((seen_[at / 64] & bit) != 0) return false;
    return seen_[at / 64] |= bit, true;
  };
  seen_.assign(seen_.size(), 0);
  is_new(start);
  for (std::int64_t step = 0; step < q.number(1) && !frontier.empty(); ++step) {
    std::vector<TermId> next;
    const auto take = [&](FactScan scan, const std::vector<std::uint64_t>* among) -> Status {
      while (scan.next()) {
        const auto& batch = scan.batch();
        for (std::size_t i = 0; i < batch.size(); ++i) {
          const std::uint64_t subject = batch.subject[i].value >> 4;
          const bool wanted = among == nullptr || ((*among)[subject / 64] >> (subject % 64) & 1) != 0;
          if (wanted && is_new(batch.object[i])) next.push_back(batch.object[i]);
        }
      }
      return scan.status();
    };
    FactPattern pattern;
    pattern.earliest = true;
    if (frontier.size() <= most_seeks) {
      std::sort(frontier.begin(), frontier.end());
      for (const TermId node : frontier) {
        pattern.subject = node;
        BAYAN_TRY(take(view_.facts(pattern, Order::sro), nullptr));
      }
    } else {
      std::vector<std::uint64_t> among(seen_.size());
      for (const TermId node : frontier) among[node.value >> 10] |= std::uint64_t{1} << (node.value >> 4 & 63);
      BAYAN_TRY(take(view_.facts(pattern, Order::osr), &among));
    }
    reached.insert(reached.end(), next.begin(), next.end());
    frontier = std::move(next);
  }
  Fetched out;
  out.row({std::count_if(reached.begin(), reached.end(),
                         [&](TermId node) { return !view_.entity_name(node).key.starts_with("topic "); })});
  return out;
}

Result<Fetched> Asker::count(const Question&) {
  FactPattern pattern;
  pattern.earliest = true;
  return distinct_objects(view_.facts(pattern, Order::ros));
}

// A claim appears in each of its rounds whose predecessor does not have it, and is dropped in the round after.
Result<Fetched> Asker::changes(const Question& q) {
  const auto& known = view_.rounds();
  const std::int64_t base = known.front().id.ordinal();
  std::vector<std::size_t> place(static_cast<std::size_t>(known.back().id.ordinal() - base) + 1);
  for (std::size_t i = 0; i < known.size(); ++i) place[static_cast<std::size_t>(known[i].id.ordinal() - base)] = i;
  std::vector<std::int64_t> appeared(known.size() + 1), dropped(known.size() + 1);
  FactPattern pattern;
  pattern.subject = view_.find_entity(q.text(0));
  Fact last{};
  std::size_t last_place = 0;
  FactScan scan = view_.facts(pattern, Order::sro);
  while (scan.next()) {
    for (std::size_t i = 0; i < scan.batch().size(); ++i) {
      const Fact fact = scan.batch().at(i);
      const std::size_t at = place[static_cast<std::size_t>(fact.round.ordinal() - base)];
      const bool same = last.object == fact.object && last.predicate == fact.predicate;
      if (!same || at != last_place + 1) {
        if (last.object) ++dropped[last_place + 1];
        ++appeared[at];
      }
      last = fact, last_place = at;
    }
  }
  if (last.object) ++dropped[last_place + 1];
  BAYAN_TRY(scan.status());
  Fetched out{4, {}};
  for (std::size_t i = 1; i < known.size(); ++i) {
    if (appeared[i] != 0 || dropped[i] != 0)
      out.row({known[i - 1].id.ordinal(), known[i].id.ordinal(), appeared[i], dropped[i]});
  }
  return out;
}

// Edges of the round as lists of neighbours; for each edge the triangles that close it, by merging two sorted lists.
Result<Fetched> Asker::triangle(const Question& q) {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> edges;
  FactScan scan = view_.facts(in_round(q.number(0)), Order::round_first);
  while (scan.next()) {
    for (std::size_t i = 0; i < scan.batch().size(); ++i) {
      edges.emplace_back(static_cast<std::uint32_t>(scan.batch().subject[i].value >> 4),
                         static_cast<std::uint32_t>(scan.batch().object[i].value >> 4));
    }
  }
  BAYAN_TRY(scan.status());
  std::sort(edges.begin(), edges.end());
  edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
  std::unordered_map<std::uint32_t, std::pair<std::size_t, std::size_t>> out_of;
  for (std::size_t begin = 0, end = 0; begin < edges.size(); begin = end) {
    while (end < edges.size() && edges[end].first == edges[begin].first) ++end;
    out_of[edges[begin].first] = {begin, end};
  }
  std::int64_t triangles = 0;
  for (const auto& [x, y] : edges) {
    const auto from_y = out_of.find(y);
    if (from_y == out_of.end()) continue;
    for (std::size_t i = from_y->second.first; i < from_y->second.second; ++i) {
      triangles += std::binary_search(edges.begin(), edges.end(), std::pair(edges[i].second, x));
    }
  }
  Fetched out;
  out.row({triangles});
  return out;
}

// The subjects of a (relation, object) are neighbours in the round: each pair of them agrees once more.
Result<Fetched> Asker::agree(const Question& q) {
  std::vector<TermId> subjects;                       // by number
  std::unordered_map<TermId, std::uint32_t> numbers;
  std::vector<std::vector<std::uint32_t>> groups(1);
  FactScan scan = view_.facts(in_round(q.number(0)), Order::round_first);
  Fact last{};
  while (scan.next()) {
    for (std::size_t i = 0; i < scan.batch().size(); ++i) {
      const Fact fact = scan.batch().at(i);
      if (fact.object != last.object || fact.predicate != last.predicate) {
        if (groups.back().size() < 2) groups.back().clear();
        if (!groups.back().empty()) groups.emplace_back();
      }
      const auto [found, is_new] = numbers.try_emplace(fact.subject, static_cast<std::uint32_t>(subjects.size()));
      if (is_new) subjects.push_back(fact.subject);
      groups.back().push_back(found->second);
      last = fact;
    }
  }
  BAYAN_TRY(scan.status());
  std::vector<std::uint64_t> pairs;
  std::size_t size = 0;
  for (const auto& group : groups) size += group.size() * (group.size() - 1) / 2;
  const std::size_t n = subjects.size();
  Fetched out{3, {}};
  const auto emit = [&](std::uint64_t a, std::uint64_t b, std::int64_t agreed) {
    std::string_view x = view_.entity_name(subjects[a]).key, y = view_.entity_name(subjects[b]).key;
    if (y < x) std::swap(x, y);
    out.row({x, y, agreed});
  };
  if (n * n <= size * 8) {  // a cell a pair is no more than what there is to count
    std::vector<std::uint32_t> counts(n * n);
    for (auto& group : groups) {
      std::sort(group.begin(), group.end());
      for (std::size_t i = 0; i + 1 < group.size(); ++i) {
        std::uint32_t* const row = counts.data() + group[i] * n;
        for (std::size_t j = i + 1; j < group.size(); ++j) ++row[group[j]];
      }
    }
    for (std::size_t a = 0; a < n; ++a) {
      for (std::size_t b = a + 1; b < n; ++b) {
        if (counts[a * n + b] != 0) emit(a, b, counts[a * n + b]);
      }
    }
    return out;
  }
  pairs.reserve(size);
  for (const auto& group : groups) {
    for (std::size_t i = 0; i + 1 < group.size(); ++i) {
      for (std::size_t j = i + 1; j < group.size(); ++j) {
        pairs.push_back(std::uint64_t{std::min(group[i], group[j])} << 32 | std::max(group[i], group[j]));
      }
    }
  }
  std::sort(pairs.begin(), pairs.end());
  for (std::size_t begin = 0, end = 0; begin < pairs.size(); begin = end) {
    while (end < pairs.size() && pairs[end] == pairs[begin]) ++end;
    emit(pairs[begin] >> 32, pairs[begin] & 0xffffffffu, static_cast<std::int64_t>(end - begin));
  }
  return out;
}

}  // namespace bayan::bench
