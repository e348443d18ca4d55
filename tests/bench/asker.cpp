#include "tests/bench/asker.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace bayan::bench {

using graph::Fact;
using graph::FactPattern;
using graph::FactScan;
using graph::Order;

Asker::Asker(Snapshot snapshot) : snapshot_(std::move(snapshot)), view_(*snapshot_.view()) {
  if (!view_.all_series().empty()) series_ = view_.all_series().front().id;
}

Result<Fetched> Asker::ask(const Question& q) {
  using Ask = Result<Fetched> (Asker::*)(const Question&);
  static const std::map<std::string, Ask> kinds = {
      {"exists", &Asker::exists},   {"seek", &Asker::seek},       {"timeline", &Asker::timeline},
      {"claims", &Asker::claims},   {"at", &Asker::at},           {"diff", &Asker::diff},
      {"diffof", &Asker::diffof},   {"first", &Asker::first},     {"join", &Asker::join},
      {"then", &Asker::then},       {"walk", &Asker::walk},       {"count", &Asker::count},
      {"changes", &Asker::changes}, {"triangle", &Asker::triangle}, {"agree", &Asker::agree}};
  const auto found = kinds.find(q.kind);
  if (found == kinds.end()) return make_error(ErrorCode::input, fmt::format("nobody knows the kind \"{}\"", q.kind));
  return (this->*found->second)(q);
}

// --- through the query language

const Prepared& Asker::prepared(const char* text) {
  const auto known = prepared_.find(text);
  if (known != prepared_.end()) return known->second;
  return prepared_.emplace(text, *prepare(text)).first->second;
}

Result<Rows> Asker::rows(const char* text, const Question& q, Names names) {
  Parameters parameters;
  for (const auto& [name, i] : names) {
    if (const auto* number = std::get_if<std::int64_t>(&q.args[i])) {
      parameters.set(name, *number);
    } else if (*name == 'p') {
      parameters.set(name, std::get<std::string>(q.args[i]));
    } else {
      parameters.set(name, Parameters::EntityKey{std::get<std::string>(q.args[i])});
    }
  }
  return prepared(text).run(snapshot_, parameters);
}

Result<Fetched> Asker::exists(const Question& q) {
  BAYAN_LET(found, rows("$s $p $o @$r", q, {{"s", 0}, {"p", 1}, {"o", 2}, {"r", 3}}));
  Fetched out;
  out.row({std::int64_t{found.next()}});
  BAYAN_TRY(found.status());
  return out;
}

Result<Fetched> Asker::seek(const Question& q) {
  BAYAN_LET(found, rows("$s $p ?o", q, {{"s", 0}, {"p", 1}}));
  Fetched out{2, {}};
  while (found.next()) {
    const std::string_view object = found.cell(0).key;
    for (std::size_t i = 0; i < found.round_count(); ++i) out.row({object, found.round(i).ordinal});
  }
  BAYAN_TRY(found.status());
  return out;
}

Result<Fetched> Asker::timeline(const Question& q) {
  BAYAN_LET(found, rows("$s $p $o", q, {{"s", 0}, {"p", 1}, {"o", 2}}));
  Fetched out;
  while (found.next()) {
    for (std::size_t i = 0; i < found.round_count(); ++i) out.row({found.round(i).ordinal});
  }
  BAYAN_TRY(found.status());
  return out;
}

Result<Fetched> Asker::claims(const Question& q) {
  BAYAN_LET(found, rows("$s $p ?o", q, {{"s", 0}, {"p", 1}}));
  Fetched out{4, {}};
  while (found.next()) {
    const std::size_t rounds = found.round_count();
    out.row({found.cell(0).key, found.round(0).ordinal, found.round(rounds - 1).ordinal,
             static_cast<std::int64_t>(rounds)});
  }
  BAYAN_TRY(found.status());
  return out;
}

// --- through the graph's scans

RoundId Asker::round(std::int64_t ordinal) const { return RoundId::of(series_, ordinal); }

FactPattern Asker::in_round(std::int64_t ordinal) const {
  FactPattern out;
  out.rounds.push_back({round(ordinal), round(ordinal)});
  return out;
}

Result<Fetched> Asker::distinct_objects(FactScan scan) const {
  Fetched out{2, {}};
  graph::Predicate predicate;
  TermId object;
  std::int64_t objects = 0;
  const auto close = [&] {
    if (objects > 0) out.row({std::string_view(view_.relation(predicate.relation()).key), objects});
  };
  while (scan.next()) {
    const auto& batch = scan.batch();
    for (std::size_t i = 0; i < batch.size(); ++i) {
      if (batch.predicate[i] != predicate) {
        close();
        predicate = batch.predicate[i], object = {}, objects = 0;
      }
      if (batch.object[i] != object) object = batch.object[i], ++objects;
    }
  }
  close();
  BAYAN_TRY(scan.status());
  return out;
}

Result<Fetched> Asker::at(const Question& q) {
  return distinct_objects(view_.facts(in_round(q.number(0)), Order::round_first));
}

namespace {

// Compares two sorted scans of claims: how many are in the second alone, and in the first alone.
class Comparison {
 public:
  Comparison(FactScan first, FactScan second) : scans_{std::move(first), std::move(second)} {
    load(0), load(1);
  }

  Result<Fetched> run() {
    std::int64_t appeared = 0, dropped = 0;
    while (more_[0] && more_[1]) {
      const auto a = claim(0), b = claim(1);
      if (a < b) {
        ++dropped, step(0);
      } else if (b < a) {
        ++appeared, step(1);
      } else {
        step(0), step(1);
      }
    }
    for (; more_[0]; step(0)) ++dropped;
    for (; more_[1]; step(1)) ++appeared;
    BAYAN_TRY(scans_[0].status());
    BAYAN_TRY(scans_[1].status());
    Fetched out;
    out.row({appeared}), out.row({dropped});
    return out;
  }

 private:
  std::tuple<std::uint64_t, std::uint64_t, std::uint64_t> claim(std::size_t which) const {
    const auto& batch = scans_[which].batch();
    const std::size_t i = at_[which];
    return {batch.predicate[i].value, batch.object[i].value, batch.subject[i].value};
  }
  void step(std::size_t which) {
    if (++at_[which] == scans_[which].batch().size()) load(which);
  }
  void load(std::size_t which) { at_[which] = 0, more_[which] = scans_[which].next(); }

  FactScan scans_[2];
  std::size_t at_[2] = {0, 0};
  bool more_[2] = {false, false};
};

}  // namespace

Result<Fetched> Asker::diff(const Question& q) {
  return Comparison(view_.facts(in_round(q.number(0)), Order::round_first),
                    view_.facts(in_round(q.number(1)), Order::round_first))
      .run();
}

Result<Fetched> Asker::diffof(const Question& q) {
  FactPattern pattern;
  pattern.subject = view_.find_entity(q.text(0));
  const RoundId a = round(q.number(1)), b = round(q.number(2));
  pattern.rounds = {{a, a}, {b, b}};
  std::int64_t appeared = 0, dropped = 0;
  Fact last{};
  FactScan scan = view_.facts(pattern, Order::sro);
  while (scan.next()) {
    for (std::size_t i = 0; i < scan.batch().size(); ++i) {
      const Fact fact = scan.batch().at(i);
      const bool both = fact.round == b && last.round == a && last.predicate == fact.predicate && last.object == fact.object;
      if (both) {
        --dropped;
      } else {
        ++(fact.round == a ? dropped : appeared);
      }
      last = fact;
    }
  }
  BAYAN_TRY(scan.status());
  Fetched out;
  out.row({appeared}), out.row({dropped});
  return out;
}

Result<Fetched> Asker::first(const Question& q) {
  FactPattern pattern;
  pattern.relation = view_.find_relation(q.text(0));
  pattern.earliest = true;
  std::int64_t pairs = 0, sum = 0;
  FactScan scan = view_.facts(pattern, Order::rso);
  while (scan.next()) {
    const auto& batch = scan.batch();
    pairs += static_cast<std::int64_t>(batch.size());
    for (std::size_t i = 0; i < batch.size(); ++i) sum += batch.round[i].ordinal();
  }
  BAYAN_TRY(scan.status());
  Fetched out;
  out.row({pairs}), out.row({sum});
  return out;
}

Result<Asker::Objects> Asker::objects(const std::string& relation, std::int64_t ordinal) const {
  FactPattern pattern = in_round(ordinal);
  pattern.relation = view_.find_relation(relation);
  Objects out;
  FactScan scan = view_.facts(pattern, Order::round_first);
  while (scan.next()) {
    for (const TermId object : scan.batch().objects()) {
      if (out.empty() || out.back().first != object.value) out.emplace_back(object.value, 0);
      ++out.back().second;
    }
  }
  BAYAN_TRY(scan.status());
  return out;
}

namespace {

using Objects = std::vector<std::pair<std::uint64_t, std::uint64_t>>;

// REQUIRES: sorted by object.
std::int64_t pairs_of(const Objects& a, const Objects& b) {
  std::uint64_t out = 0;
  for (auto x = a.begin(), y = b.begin(); x != a.end() && y != b.end();) {
    if (x->first < y->first) {
      ++x;
    } else if (y->first < x->first) {
      ++y;
    } else {
      out += x++->second * y++->second;
    }
  }
  return static_cast<std::int64_t>(out);
}

}  // namespace

Result<Fetched> Asker::join(const Question& q) {
  BAYAN_LET(a, objects(q.text(0), q.number(2)));
  BAYAN_LET(b, objects(q.text(1), q.number(2)));
  Fetched out;
  out.row({pairs_of(a, b)});
  return out;
}

Result<Fetched> Asker::then(const Question& q) {
  BAYAN_LET(a, objects(q.text(0), q.number(2)));
  std::int64_t pairs = 0;
  for (std::int64_t later = 1; later <= q.number(3); ++later) {
    BAYAN_LET(b, objects(q.text(1), q.number(2) + later));
    pairs += pairs_of(a, b);
  }
  Fetched out;
  out.row({pairs});
  return out;
}

}  // namespace bayan::bench
