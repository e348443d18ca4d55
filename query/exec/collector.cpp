#include "query/exec/collector.hpp"

#include <algorithm>

#include "query/condition.hpp"

namespace bayan::ql {

Status Collector::take(const Tuples& in) {
  const Slot round_slot = body_.segments.back().scope.slot;
  std::vector<std::uint64_t> key(body_.column_slots.size());
  for (std::size_t i = 0; i < in.size(); ++i) {
    for (std::size_t k = 0; k < key.size(); ++k) key[k] = in.row(i)[body_.column_slots[k]];
    const auto [number, added] = index_.insert_at(key.data(), 0);
    if (added) marks_.emplace_back();
    Marks& marks = marks_[number];
    if (each_round_) {
      add_each(in.sources[i], marks);
      continue;
    }
    const RoundId round{in.row(i)[round_slot]};
    if (round && (marks.rounds.empty() || marks.rounds.back() != round)) marks.rounds.push_back(round);
    if (in.sources[i] != 0) marks.sources.push_back({round, in.sources[i]});
  }
  const std::size_t bytes = index_.bytes() + marks_.capacity() * sizeof(Marks) + context_.sources.bytes();
  context_.budget.take_memory(bytes > counted_ ? bytes - counted_ : 0);
  counted_ = std::max(bytes, counted_);
  return context_.budget.check();
}

// Under `any` a row's rounds are those of its statements.
void Collector::add_each(SourceId chain, Marks& marks) const {
  context_.sources.visit(chain, [&](const Sources::Entry& entry) {
    const SourceId alone = context_.sources.add(0, entry.fact, entry.statement);
    marks.sources.push_back({entry.fact.round, alone});
    if (entry.fact.round) marks.rounds.push_back(entry.fact.round);
  });
}

Result<std::vector<ResultRow>> Collector::rows() {
  std::vector<ResultRow> out;
  out.reserve(index_.size());
  for (std::size_t i = 0; i < index_.size(); ++i) {
    if (i % batch_rows == 0) BAYAN_TRY(context_.budget.check());
    ResultRow row;
    for (std::size_t k = 0; k < body_.column_slots.size(); ++k) {
      row.cells.push_back(cell_of(index_.row(i)[k], body_.columns[k].kind));
    }
    row.add_rounds(marks_[i].rounds);
    row.sources = std::move(marks_[i].sources);
    out.push_back(std::move(row));
  }
  return out;
}

}  // namespace bayan::ql
