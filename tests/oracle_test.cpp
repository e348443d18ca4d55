// A naive evaluator over a vector, written from the language's description, against the engine: random small graphs,
// random queries of patterns, joins, `then`, `not`, rounds and background. What fails prints its seed and its query.
#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "tests/query_store.hpp"

namespace {

constexpr int background = 0;

struct Fact {
  std::string subject, relation, object;
  bool negative = false;
  int round = background;
};

struct Graph {
  std::vector<Fact> facts;
  std::set<int> known, covered;
};

// A name, or a variable with its "?".
using Term = std::string;

bool is_variable(const Term& term) { return term[0] == '?'; }

struct Pattern {
  Term subject, relation, object;
  bool negated = false;
};

struct At {
  bool variable = false;  // @?r
  std::optional<std::pair<int, int>> range;
};

struct Group {
  std::vector<Pattern> patterns;
  std::optional<std::pair<int, int>> range;
};

struct Segment {
  std::vector<Pattern> patterns;  // none: a `then not (...)`
  std::vector<Group> nots;
  std::optional<At> at;
  std::optional<int> within;
};

struct Question {
  std::vector<Segment> segments;

  bool chain() const { return segments.size() > 1; }
};

// --- the question as text
std::string text_of(const std::pair<int, int>& range) {
  if (range.first == range.second) return std::to_string(range.first);
  return std::to_string(range.first) + ".." + std::to_string(range.second);
}

std::string text_of(const std::vector<Pattern>& patterns) {
  std::string out;
  for (const auto& pattern : patterns) {
    out += (out.empty() ? "" : ", ") + pattern.subject + (pattern.negated ? " not " : " ") + pattern.relation + " " +
           pattern.object;
  }
  return out;
}

std::string text_of(const Question& question, int number) {
  std::string out;
  for (const auto& segment : question.segments) {
    std::string text = text_of(segment.patterns);
    for (const auto& group : segment.nots) {
      text += (text.empty() ? "not (" : ", not (") + text_of(group.patterns);
      if (group.range) text += " @" + text_of(*group.range);
      text += ")";
    }
    if (segment.at) {
      text += segment.at->variable ? " @?r" + std::to_string(number) : " @";
      if (segment.at->range) text += (segment.at->variable ? " in " : "") + text_of(*segment.at->range);
    }
    if (segment.within) text += " within " + std::to_string(*segment.within);
    out += (out.empty() ? "" : " then ") + text;
    ++number;
  }
  return out;
}

// --- the naive evaluation
using Binding = std::map<std::string, std::string>;

struct Solution {
  Binding bound;
  std::vector<int> rounds;  // of each segment so far; `then not` has none
};

std::string shown(const std::string& relation, bool negative) { return (negative ? "not " : "") + relation; }

bool bind_term(const Term& term, const std::string& value, Binding& bound) {
  if (!is_variable(term)) return term == value;
  return bound.emplace(term, value).first->second == value;
}

std::optional<Binding> match(const Pattern& pattern, const Fact& fact, Binding bound) {
  if (!bind_term(pattern.subject, fact.subject, bound) || !bind_term(pattern.object, fact.object, bound))
    return std::nullopt;
  if (is_variable(pattern.relation)) {
    if (!bind_term(pattern.relation, shown(fact.relation, fact.negative != pattern.negated), bound))
      return std::nullopt;
  } else if (pattern.relation != fact.relation || pattern.negated != fact.negative) {
    return std::nullopt;
  }
  return bound;
}

// Every way in which all the patterns match: in the given round, or, when that is background, in any one round.
std::vector<std::pair<Binding, int>> all_matches(const std::vector<Pattern>& patterns, const Binding& bound, int round,
                                                 const Graph& graph) {
  std::vector<std::pair<Binding, int>> out{{bound, round}};
  for (const auto& pattern : patterns) {
    std::vector<std::pair<Binding, int>> next;
    for (const auto& [so_far, at] : out) {
      for (const auto& fact : graph.facts) {
        if (fact.round != background && at != background && fact.round != at) continue;
        if (auto more = match(pattern, fact, so_far))
          next.emplace_back(*more, fact.round != background ? fact.round : at);
      }
    }
    out = std::move(next);
  }
  return out;
}

bool in_range(int round, const std::optional<std::pair<int, int>>& range) {
  return !range || (range->first <= round && round <= range->second);
}

bool found_in(const Group& group, const Binding& bound, int round, const Graph& graph) {
  return !all_matches(group.patterns, bound, round, graph).empty();
}

// `not` in the segment's round, or in the rounds of its own `@`.
bool absent(const Group& group, const Binding& bound, int round, const Graph& graph) {
  if (!group.range) {
    if (found_in(group, bound, round, graph)) return false;
    return round == background || graph.covered.count(round) != 0;
  }
  bool covered = false;
  for (const int known : graph.known) {
    if (!in_range(known, group.range)) continue;
    if (found_in(group, bound, known, graph)) return false;
    covered = covered || graph.covered.count(known) != 0;
  }
  return covered;
}

// `then not` in all rounds after one and before another.
bool absent_between(const Segment& segment, const Binding& bound, int after, std::optional<int> before,
                    const Graph& graph) {
  for (const auto& group : segment.nots) {
    bool covered = false;
    for (const int round : graph.known) {
      if (round <= after || (before && round >= *before)) continue;
      if (segment.within && round - after > *segment.within) continue;
      if (segment.at && !in_range(round, segment.at->range)) continue;
      if (!in_range(round, group.range)) continue;
      if (found_in(group, bound, round, graph)) return false;
      covered = covered || graph.covered.count(round) != 0;
    }
    if (!covered) return false;
  }
  return true;
}

// The solutions of one more segment.
std::vector<Solution> extend(const Solution& solution, const Segment& segment, std::size_t number, bool chain,
                             const Graph& graph) {
  std::vector<Solution> out;
  const auto add = [&](Binding bound, int round) {
    Solution next = solution;
    next.bound = std::move(bound);
    next.rounds.push_back(round);
    out.push_back(std::move(next));
  };
  if (!segment.at && !chain) {
    for (auto& [bound, round] : all_matches(segment.patterns, solution.bound, background, graph)) add(bound, round);
    return out;
  }
  int previous = background;
  for (const int round : solution.rounds) previous = round != background ? round : previous;
  for (const int round : graph.known) {
    if (segment.at && !in_range(round, segment.at->range)) continue;
    if (previous != background && round <= previous) continue;
    if (previous != background && segment.within && round - previous > *segment.within) continue;
    Binding bound = solution.bound;
    if (segment.at && segment.at->variable &&
        !bind_term("?r" + std::to_string(number), "cop:" + std::to_string(round), bound))
      continue;
    for (auto& [more, at] : all_matches(segment.patterns, bound, round, graph)) add(more, round);
  }
  return out;
}

bool keeps(const Question& question, const Solution& solution, const Graph& graph) {
  for (std::size_t i = 0; i < question.segments.size(); ++i) {
    const Segment& segment = question.segments[i];
    if (!segment.patterns.empty()) {
      for (const auto& group : segment.nots) {
        if (!absent(group, solution.bound, solution.rounds[i], graph)) return false;
      }
      continue;
    }
    int after = background;
    for (std::size_t k = 0; k < i; ++k) after = question.segments[k].patterns.empty() ? after : solution.rounds[k];
    std::optional<int> before;
    for (std::size_t k = i + 1; k < question.segments.size() && !before; ++k) {
      if (!question.segments[k].patterns.empty()) before = solution.rounds[k];
    }
    if (!absent_between(segment, solution.bound, after, before, graph)) return false;
  }
  return true;
}

using Table = std::map<Binding, std::set<std::string>>;  // rows, with their rounds

Table evaluate(const Question& question, const Graph& graph) {
  std::vector<Solution> solutions{Solution{}};
  std::size_t last = 0;
  for (std::size_t i = 0; i < question.segments.size(); ++i) {
    std::vector<Solution> next;
    for (auto& solution : solutions) {
      if (question.segments[i].patterns.empty()) {
        solution.rounds.push_back(background);
        next.push_back(solution);
        continue;
      }
      last = i;
      for (auto& more : extend(solution, question.segments[i], i, question.chain(), graph))
        next.push_back(std::move(more));
    }
    solutions = std::move(next);
  }
  Table out;
  for (const auto& solution : solutions) {
    if (!keeps(question, solution, graph)) continue;
    auto& rounds = out[solution.bound];
    if (solution.rounds[last] != background) rounds.insert("cop:" + std::to_string(solution.rounds[last]));
  }
  return out;
}

// --- what the engine says
Table table_of(bayan::Rows rows, const std::string& query) {
  Table out;
  while (rows.next()) {
    Binding bound;
    for (std::size_t i = 0; i < rows.columns().size(); ++i) {
      const bayan::Value& value = rows.row().at(i);
      bound["?" + rows.columns()[i]] =
          value.kind == bayan::Value::Kind::relation ? shown(value.key, value.negative) : value.key;
    }
    const bool fresh =
        out.emplace(bound, std::set<std::string>(rows.row().rounds.begin(), rows.row().rounds.end())).second;
    CHECK_MESSAGE(fresh, "a row twice: " << query);
  }
  return out;
}

// --- random graphs and questions
class Random {
 public:
  explicit Random(unsigned seed) : engine_(seed) {}
  int below(int n) { return static_cast<int>(engine_() % static_cast<unsigned>(n)); }
  bool chance(int percent) { return below(100) < percent; }
  template <class T>
  const T& one_of(const std::vector<T>& items) {
    return items[static_cast<std::size_t>(below(static_cast<int>(items.size())))];
  }

 private:
  std::mt19937 engine_;
};

const std::vector<std::string> parties = {"ada", "bor", "cid", "dov"};
const std::vector<std::string> relations = {"asks", "bars"};

// How big a graph and its questions are. A big graph makes joins load facts into memory; its questions are short, for
// the naive evaluator tries everything.
struct Size {
  int facts = 8, more_facts = 14, patterns = 2, segments = 3;
};
constexpr Size big = {60, 30, 1, 2};

Graph random_graph(Random& random, const Size& size, std::vector<std::string>& records) {
  Graph graph;
  records.push_back(R"({"define":"series","key":"cop"})");
  for (const auto& party : parties) records.push_back("{\"define\":\"entity\",\"key\":\"" + party + "\"}");
  for (const auto& relation : relations) records.push_back("{\"define\":\"relation\",\"key\":\"" + relation + "\"}");
  // What is said cites a document of no round of the series, so that documents alone cover.
  records.push_back(R"({"define":"document","title":"elsewhere","series":"other","round":1})");
  for (int round = 1; round <= 6; ++round) {
    if (random.chance(20)) continue;
    records.push_back("{\"define\":\"round\",\"series\":\"cop\",\"round\":" + std::to_string(round) + "}");
    graph.known.insert(round);
    if (random.chance(25)) continue;
    records.push_back("{\"define\":\"document\",\"title\":\"d" + std::to_string(round) +
                      "\",\"series\":\"cop\",\"round\":" + std::to_string(round) + "}");
    graph.covered.insert(round);
  }
  for (int n = size.facts + random.below(size.more_facts); n > 0; --n) {
    Fact fact{random.one_of(parties), random.one_of(relations), random.one_of(parties), random.chance(20), background};
    if (!random.chance(12)) fact.round = 1 + random.below(6);
    std::string record = said(fact.subject, fact.relation, fact.object, fact.round);
    record.pop_back();
    record += std::string(fact.negative ? ",\"polarity\":\"-\"" : "") + ",\"document\":{\"title\":\"elsewhere\"}}";
    records.push_back(std::move(record));
    if (fact.round != background) graph.known.insert(fact.round);
    graph.facts.push_back(std::move(fact));
  }
  return graph;
}

Pattern random_pattern(Random& random, const std::vector<std::string>& variables) {
  Pattern out;
  out.subject = random.chance(65) ? random.one_of(variables) : random.one_of(parties);
  out.object = random.chance(65) ? random.one_of(variables) : random.one_of(parties);
  out.relation = random.chance(30) ? random.one_of(std::vector<std::string>{"?p", "?q"}) : random.one_of(relations);
  out.negated = random.chance(15);
  return out;
}

std::optional<std::pair<int, int>> random_range(Random& random, const Graph& graph) {
  const std::vector<int> known(graph.known.begin(), graph.known.end());
  if (known.empty()) return std::nullopt;
  const int a = random.one_of(known), b = random.chance(40) ? a : random.one_of(known);
  return std::pair(std::min(a, b), std::max(a, b));
}

Group random_group(Random& random, const Graph& graph) {
  Group out;
  for (int n = random.chance(25) ? 2 : 1; n > 0; --n)
    out.patterns.push_back(random_pattern(random, {"?a", "?b", "?z"}));
  if (random.chance(30)) out.range = random_range(random, graph);
  return out;
}

Question random_question(Random& random, const Size& size, const Graph& graph) {
  Question out;
  const int segments = random.chance(50) ? 1 : 2 + random.below(size.segments - 1);
  for (int i = 0; i < segments; ++i) {
    Segment segment;
    const bool absence = i > 0 && random.chance(30);
    for (int n = absence ? 0 : 1 + random.below(size.patterns); n > 0; --n)
      segment.patterns.push_back(random_pattern(random, {"?a", "?b", "?c"}));
    for (int n = absence ? 1 : random.chance(40) ? 1 : 0; n > 0; --n)
      segment.nots.push_back(random_group(random, graph));
    if (random.chance(35)) {
      segment.at = At{!absence && random.chance(40), random_range(random, graph)};
      if (!segment.at->range && !segment.at->variable) segment.at.reset();
    }
    if (i > 0 && random.chance(25)) segment.within = 1 + random.below(3);
    out.segments.push_back(std::move(segment));
  }
  return out;
}

std::string shown(const Table& table) {
  std::string out;
  for (const auto& [bound, rounds] : table) {
    for (const auto& [name, value] : bound) out += name + "=" + value + " ";
    out += ":";
    for (const auto& round : rounds) out += " " + round;
    out += "\n";
  }
  return out.empty() ? "nothing\n" : out;
}

}  // namespace

TEST_CASE("the engine answers as a naive evaluator over a vector does") {
  int answered = 0;
  for (unsigned seed = 1; seed <= 40; ++seed) {
    Random random(seed);
    std::vector<std::string> records;
    const Size size = seed % 5 == 0 ? big : Size{};
    const Graph graph = random_graph(random, size, records);
    QueryStore store(records);
    for (int i = 0; i < 25; ++i) {
      const Question question = random_question(random, size, graph);
      const std::string query = text_of(question, 0);
      const Table wanted = evaluate(question, graph);
      bayan::QueryOptions options;
      options.series = "cop";  // the store knows a second one
      auto rows = bayan::query(store.store(), query, {}, options);
      REQUIRE_MESSAGE(rows.has_value(), "seed " << seed << ": " << query << "\n" << (rows ? "" : rows.error().message));
      const Table got = table_of(std::move(*rows), query);
      CHECK_MESSAGE(got == wanted, "seed " << seed << ": " << query << "\nwanted\n"
                                           << shown(wanted) << "got\n"
                                           << shown(got));
      answered += wanted.empty() ? 0 : 1;
    }
  }
  CHECK(answered > 250);  // most questions find something
}
