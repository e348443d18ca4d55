// diff, changes: what appeared, persisted, was dropped or reworded between two rounds.
#include <algorithm>
#include <cmath>
#include <optional>
#include <set>

#include "query/values.hpp"
#include "query/verbs/verbs.hpp"
#include "text/fold.hpp"

namespace bayan::ql {
namespace {

bool is_phrase(const Cell& cell) {
  return cell.kind == Cell::Kind::node && graph::View::kind(cell.node()) == graph::TermKind::phrase;
}

template <class T>
double overlap(const std::set<T>& a, const std::set<T>& b) {
  std::size_t both = 0;
  for (const auto& one : a) both += b.count(one);
  const std::size_t either = a.size() + b.size() - both;
  return either == 0 ? 0 : static_cast<double>(both) / static_cast<double>(either);
}

class Comparison {
 public:
  Comparison(const VerbPlan& verb, const VerbContext& context, RoundId from, RoundId to)
      : verb_(verb), context_(context), from_(from), to_(to) {}

  Result<std::vector<ResultRow>> run(const std::vector<ResultRow>& rows) {
    for (const auto& row : rows) sort_out(row);
    BAYAN_TRY(pair_reworded());
    for (auto& row : appeared_) out_.push_back(std::move(row));
    for (std::size_t i = 0; i < dropped_.size(); ++i) {
      if (paired_.count(i) == 0) out_.push_back(std::move(dropped_[i]));
    }
    return std::move(out_);
  }

 private:
  void sort_out(const ResultRow& row) {
    const bool before = row.has(from_), after = row.has(to_);
    if (!before && !after) return;
    ResultRow narrowed = row;
    std::vector<RoundId> rounds;
    for (const RoundId round : {std::min(from_, to_), std::max(from_, to_)}) {
      if (row.has(round) && (rounds.empty() || rounds.back() != round)) rounds.push_back(round);
    }
    narrowed.narrow(rounds);
    const char* status = "persisted";
    if (!before) status = context_.covers(from_) ? "appeared" : "unknown";
    if (!after) status = context_.covers(to_) ? "dropped" : "unknown";
    const std::string_view name = status;
    add_cells(narrowed, status, Cell{}, Cell{});
    (name == "appeared" ? appeared_ : name == "dropped" ? dropped_ : out_).push_back(std::move(narrowed));
  }

  static void add_cells(ResultRow& row, const char* status, Cell was, Cell similarity) {
    row.cells.push_back(Cell::of_text(status));
    row.cells.push_back(std::move(was));
    row.cells.push_back(std::move(similarity));
  }

  struct Pair {
    double similarity = 0;
    std::string before, after;
    std::size_t dropped = 0, appeared = 0;
    std::size_t column = 0;

    auto tie() const { return std::tuple(-similarity, before, after, dropped, appeared); }
  };

  // The best pairs first, each row once.
  Status pair_reworded() {
    std::vector<Pair> pairs;
    for (std::size_t i = 0; i < dropped_.size(); ++i) {
      for (std::size_t k = 0; k < appeared_.size(); ++k) consider(i, k, pairs);
      BAYAN_TRY(context_.run.budget.check());
    }
    std::sort(pairs.begin(), pairs.end(), [](const Pair& a, const Pair& b) { return a.tie() < b.tie(); });
    std::set<std::size_t> taken;
    for (const auto& pair : pairs) {
      if (paired_.count(pair.dropped) != 0 || !taken.insert(pair.appeared).second) continue;
      paired_.insert(pair.dropped);
      ResultRow& row = appeared_[pair.appeared];
      const ResultRow& old = dropped_[pair.dropped];
      row.cells.resize(verb_.before.size());
      add_cells(row, "reworded", old.cells[pair.column],
                Cell::of_decimal(std::floor(pair.similarity * 100 + 0.5 + 1e-9) / 100));
      row.sources.insert(row.sources.end(), old.sources.begin(), old.sources.end());
    }
    return {};
  }

  void consider(std::size_t dropped, std::size_t appeared, std::vector<Pair>& pairs) const {
    const auto column = reworded_column(dropped_[dropped], appeared_[appeared]);
    if (!column) return;
    const Cell& old = dropped_[dropped].cells[*column];
    const Cell& now = appeared_[appeared].cells[*column];
    const double similar = similarity(old, now);
    if (similar < context_.similarity - 1e-9) return;
    pairs.push_back(
        {similar, context_.run.values.label(old), context_.run.values.label(now), dropped, appeared, *column});
  }

  // The one variable in which two rows differ, when it is a phrase in both.
  std::optional<std::size_t> reworded_column(const ResultRow& old, const ResultRow& now) const {
    std::optional<std::size_t> out;
    for (std::size_t i = 0; i < verb_.before.size(); ++i) {
      if (verb_.made[i] || old.cells[i] == now.cells[i]) continue;
      if (out) return std::nullopt;
      out = i;
    }
    if (!out || !is_phrase(old.cells[*out]) || !is_phrase(now.cells[*out])) return std::nullopt;
    return out;
  }

  double similarity(const Cell& old, const Cell& now) const {
    const auto& a = context_.run.view.phrase(old.node());
    const auto& b = context_.run.view.phrase(now.node());
    if (!a.about.empty() && !b.about.empty()) {
      return overlap(std::set<TermId>(a.about.begin(), a.about.end()),
                     std::set<TermId>(b.about.begin(), b.about.end()));
    }
    const auto x = text::folded_words(a.text), y = text::folded_words(b.text);
    return overlap(std::set<std::string>(x.begin(), x.end()), std::set<std::string>(y.begin(), y.end()));
  }

  const VerbPlan& verb_;
  const VerbContext& context_;
  RoundId from_, to_;
  std::vector<ResultRow> appeared_, dropped_, out_;
  std::set<std::size_t> paired_;  // dropped rows that were reworded
};

}  // namespace

Status run_diff(const VerbPlan& verb, const VerbContext& context, std::vector<ResultRow>& rows) {
  BAYAN_LET(out, Comparison(verb, context, verb.from, verb.to).run(rows));
  rows = std::move(out);
  return {};
}

Status run_changes(const VerbPlan& verb, const VerbContext& context, std::vector<ResultRow>& rows) {
  std::set<SeriesId> series;
  for (const auto& row : rows) {
    for (const RoundId round : row.rounds) series.insert(round.series());
  }
  std::vector<ResultRow> out;
  const auto status_at = static_cast<std::ptrdiff_t>(verb.before.size());
  for (const SeriesId one : series) {
    std::vector<RoundId> covered;
    for (const RoundId round : context.reach(one)) {
      if (context.covers(round)) covered.push_back(round);
    }
    for (std::size_t i = 0; i + 1 < covered.size(); ++i) {
      BAYAN_LET(compared, Comparison(verb, context, covered[i], covered[i + 1]).run(rows));
      for (auto& row : compared) {
        if (row.cells[verb.before.size()].text() == "persisted") continue;
        row.cells.insert(row.cells.begin() + status_at, {Cell::of(covered[i]), Cell::of(covered[i + 1])});
        out.push_back(std::move(row));
      }
      BAYAN_TRY(context.run.budget.check());
    }
  }
  rows = std::move(out);
  return {};
}

}  // namespace bayan::ql
