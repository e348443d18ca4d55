#include "graph/scan.hpp"

#include <algorithm>
#include <cstring>
#include <optional>

namespace bayan::graph {

namespace {

constexpr std::size_t batch_rows = 1024;

// The values one part of the key may take: closed ranges, or anything.
struct Values {
  std::vector<std::pair<std::uint64_t, std::uint64_t>> ranges;
  bool anything() const { return ranges.empty(); }
  bool all_single() const {
    return std::all_of(ranges.begin(), ranges.end(), [](const auto& r) { return r.first == r.second; });
  }
};

Values values_of(const FactPattern& pattern, Part part) {
  switch (part) {
    case Part::subject:
      return pattern.subject ? Values{{{pattern.subject.value, pattern.subject.value}}} : Values{};
    case Part::object:
      return pattern.object ? Values{{{pattern.object.value, pattern.object.value}}} : Values{};
    case Part::predicate: {
      if (!pattern.relation) return {};
      const std::uint64_t positive = Predicate::of(pattern.relation, Polarity::positive).value;
      const std::uint64_t negative = Predicate::of(pattern.relation, Polarity::negative).value;
      if (!pattern.polarity) return {{{positive, positive}, {negative, negative}}};
      const std::uint64_t one = *pattern.polarity == Polarity::positive ? positive : negative;
      return {{{one, one}}};
    }
    case Part::round: {
      Values out;
      for (const auto& range : pattern.rounds) out.ranges.emplace_back(range.first.value, range.last.value);
      return out;
    }
  }
  return {};
}

// Makes the end the least key that is greater than every key with the first `parts` of `range.end`.
void close(KeyRange& range, std::size_t parts) {
  for (std::size_t i = parts; i-- > 0;) {
    if (++range.end[i] != 0) return;
  }
  range.open_end = true;
}

// Whether pages, read by the ranges, hold nothing but what the pattern wants, so that rows need no look of their own.
// Rounds are sorted out as pages are decoded, but for the round-first order.
bool pages_are_exact(const FactPattern& pattern, Order order) {
  if (pattern.polarity && !pattern.relation) return false;
  bool open = false;
  for (const Part part : info(order).parts) {
    if (part == Part::round && order != Order::round_first) continue;
    const Values values = values_of(pattern, part);
    if (values.anything()) {
      open = true;
      continue;
    }
    if (open) return false;
    open = !values.all_single();
  }
  return true;
}

PageRounds page_rounds(const FactPattern& pattern, Order order, bool earliest) {
  PageRounds out;
  out.earliest = earliest;
  if (order == Order::round_first) return out;
  out.within.reserve(pattern.rounds.size());
  for (const auto& range : pattern.rounds) out.within.push_back({range.first.value, range.last.value});
  return out;
}

bool same_claim(const Fact& a, const Fact& b) {
  return a.subject == b.subject && a.predicate == b.predicate && a.object == b.object;
}

class MergeScan final : public FactScan::Source {
 public:
  MergeScan(const ScanSources& sources, const FactPattern& pattern, Order order, FactVisible visible)
      : pattern_(pattern),
        order_(order),
        visible_(std::move(visible)),
        exact_(pages_are_exact(pattern, order)),
        earliest_(pattern.earliest) {
    std::vector<KeyRange> ranges = ranges_of(pattern, order);
    // Which round of a claim is the first to be seen is known row by row only.
    const bool claims = earliest_ && exact_ && !visible_ && !sources.has_delta && pattern.rounds.empty();
    const PageRounds rounds = page_rounds(pattern, order, claims);
    cursors_.reserve(sources.runs.size() + 1);
    if (sources.has_delta) cursors_.push_back(delta_cursor(sources.snapshot, order, ranges));
    for (const auto& run : sources.runs) {
      if (!sources.has_delta && sources.runs.size() == 1) {
        only_ = std::make_unique<PageCursor>(run, order, std::move(ranges), rounds);
      } else {
        cursors_.push_back(std::make_unique<PageCursor>(run, order, ranges, rounds));
      }
    }
  }

  bool next(FactBatch& out) override {
    out.clear();
    if (only_) {
      while (status_ && out.size() == 0 && take_only(out)) {
      }
    } else {
      merge(out);
    }
    return status_.has_value() && out.size() > 0;
  }
  Status status() const override { return status_; }

 private:
  // One run and nothing else: its rows need no merge.
  bool take_only(FactBatch& out) {
    const bool more = only_->append_to(out);
    if (!more) status_ = only_->status();
    std::size_t kept = 0;
    if (exact_ && !visible_ && !earliest_) return more;
    for (std::size_t i = 0; i < out.size() && status_; ++i) {
      const Fact fact = out.at(i);
      if (wants(fact, true, exact_)) out.set(kept++, fact);
    }
    out.count = kept;
    return more;
  }

  void merge(FactBatch& out) {
    if (!begun_) {
      begun_ = true;
      for (std::size_t i = cursors_.size(); i-- > 0;) refill(i);
    }
    while (status_ && out.size() < batch_rows && !cursors_.empty()) {
      if (cursors_.size() == 1) {
        RowCursor& cursor = *cursors_.front();
        emit(cursor, cursor.block.size, out);
        if (cursor.at == cursor.block.size) refill(0);
      } else {
        take_merged(out);
      }
    }
  }

  // Fills a cursor that has been read to its end; one that has no more is taken out.
  void refill(std::size_t which) {
    if (cursors_[which]->fill()) return;
    if (auto status = cursors_[which]->status(); !status) status_ = status;
    cursors_.erase(cursors_.begin() + static_cast<std::ptrdiff_t>(which));
  }

  // The source with the least row gives all rows that come before those of the others.
  void take_merged(FactBatch& out) {
    std::size_t least = 0;
    OrderKey least_key = key_of(0), bound{};
    bool bounded = false, shared = false;
    for (std::size_t i = 1; i < cursors_.size(); ++i) {
      OrderKey key = key_of(i);
      if (key < least_key) {
        std::swap(key, least_key);
        least = i, shared = false;
      } else if (key == least_key) {
        shared = true;
      }
      if (key != least_key && (!bounded || key < bound)) bound = key, bounded = true;
    }
    if (shared) return take_shared(least_key, out);
    RowCursor& cursor = *cursors_[least];
    std::size_t end = cursor.block.size;
    if (bounded && !(cursor.block.at(end - 1) < bound)) {
      std::size_t low = cursor.at + 1;
      while (low < end) {
        const std::size_t middle = low + (end - low) / 2;
        if (cursor.block.at(middle) < bound)
          low = middle + 1;
        else
          end = middle;
      }
    }
    emit(cursor, end, out);
    if (cursor.at == cursor.block.size) refill(least);
  }

  // Several sources have the row: the delta, which comes first, decides whether it is live.
  void take_shared(const OrderKey& key, FactBatch& out) {
    bool live = true, decided = false;
    for (std::size_t i = cursors_.size(); i-- > 0;) {
      if (key_of(i) != key) continue;
      RowCursor& cursor = *cursors_[i];
      if (!cursor.block.flags.empty() && !decided) live = (cursor.block.flags[cursor.at] & 1) != 0, decided = true;
      if (++cursor.at == cursor.block.size) refill(i);
    }
    offer(fact_of(key), live, out);
  }

  OrderKey key_of(std::size_t i) const { return cursors_[i]->block.at(cursors_[i]->at); }

  Fact fact_of(const OrderKey& key) const {
    Fact out;
    for (std::size_t i = 0; i < 4; ++i) {
      switch (info(order_).parts[i]) {
        case Part::subject:
          out.subject.value = key[i];
          break;
        case Part::predicate:
          out.predicate.value = key[i];
          break;
        case Part::object:
          out.object.value = key[i];
          break;
        case Part::round:
          out.round.value = key[i];
          break;
      }
    }
    return out;
  }

  void offer(const Fact& fact, bool live, FactBatch& out) {
    if (wants(fact, live, false)) out.push(fact);
  }

  bool wants(const Fact& fact, bool live, bool is_exact) {
    if (!is_exact && !fits(pattern_, fact)) return false;
    if (earliest_ && last_ && same_claim(*last_, fact)) return false;
    if (visible_) {
      auto seen = visible_(fact);
      if (!seen) return status_ = std::move(seen.error()), false;
      live = *seen;
    }
    if (live && earliest_) last_ = fact;
    return live;
  }

  // Rows of one cursor up to `end`, as many as there is room for.
  void emit(RowCursor& cursor, std::size_t end, FactBatch& out) {
    end = std::min(end, cursor.at + (batch_rows - out.size()));
    const RowBlock& block = cursor.block;
    if (exact_ && !visible_ && !earliest_ && block.flags.empty()) {
      copy(block, cursor.at, end, out);
      cursor.at = end;
      return;
    }
    for (; cursor.at < end && status_; ++cursor.at) {
      offer(fact_of(block.at(cursor.at)), block.flags.empty() || (block.flags[cursor.at] & 1) != 0, out);
    }
  }

  void copy(const RowBlock& block, std::size_t begin, std::size_t end, FactBatch& out) const {
    out.reserve(out.size() + end - begin);
    for (std::size_t i = 0; i < 4; ++i) {
      const std::uint64_t* const from = block.parts[i].data() + begin;
      void* to = nullptr;
      switch (info(order_).parts[i]) {
        case Part::subject:
          to = out.subject.data() + out.count;
          break;
        case Part::predicate:
          to = out.predicate.data() + out.count;
          break;
        case Part::object:
          to = out.object.data() + out.count;
          break;
        case Part::round:
          to = out.round.data() + out.count;
          break;
      }
      std::memcpy(to, from, (end - begin) * sizeof *from);
    }
    out.count += end - begin;
  }

  FactPattern pattern_;
  Order order_;
  FactVisible visible_;
  bool exact_;  // of rows from pages
  bool earliest_;
  std::unique_ptr<PageCursor> only_;                 // where there is one run and no delta
  std::vector<std::unique_ptr<RowCursor>> cursors_;  // else: the delta first
  std::optional<Fact> last_;                         // the last that was given, where claims come once
  bool begun_ = false;
  Status status_;
};

}  // namespace

std::vector<KeyRange> ranges_of(const FactPattern& pattern, Order order) {
  std::vector<OrderKey> prefixes(1);
  std::size_t parts = 0;
  for (const Part part : info(order).parts) {
    const Values values = values_of(pattern, part);
    if (values.anything()) break;
    if (parts == 3) {  // pages hold whole claims: their rounds are read together, and those that nobody wants are dropped
      std::sort(prefixes.begin(), prefixes.end());
      std::vector<KeyRange> out;
      for (const OrderKey& prefix : prefixes) {
        out.push_back({prefix, prefix, false});
        out.back().begin[parts] = values.ranges.front().first;
        out.back().end[parts] = values.ranges.back().second;
        close(out.back(), parts + 1);
      }
      return out;
    }
    if (!values.all_single()) {  // a range ends the prefix
      std::sort(prefixes.begin(), prefixes.end());
      std::vector<KeyRange> out;
      for (const OrderKey& prefix : prefixes) {
        for (const auto& [first, last] : values.ranges) {
          KeyRange range{prefix, prefix, false};
          range.begin[parts] = first;
          range.end[parts] = last;
          close(range, parts + 1);
          out.push_back(range);
        }
      }
      return out;
    }
    const std::size_t before = prefixes.size();
    for (std::size_t i = 1; i < values.ranges.size(); ++i) {
      for (std::size_t at = 0; at < before; ++at) prefixes.push_back(prefixes[at]);
    }
    for (std::size_t i = 0; i < prefixes.size(); ++i) prefixes[i][parts] = values.ranges[i / before].first;
    ++parts;
  }
  std::sort(prefixes.begin(), prefixes.end());
  std::vector<KeyRange> out;
  out.reserve(prefixes.size());
  for (const OrderKey& prefix : prefixes) {
    out.push_back({prefix, prefix, false});
    close(out.back(), parts);
  }
  return out;
}

bool fits(const FactPattern& p, const Fact& f) {
  if (p.subject && p.subject != f.subject) return false;
  if (p.object && p.object != f.object) return false;
  if (p.relation && p.relation != f.predicate.relation()) return false;
  if (p.polarity && (*p.polarity == Polarity::negative) != f.predicate.negative()) return false;
  if (p.rounds.empty()) return true;
  return std::any_of(p.rounds.begin(), p.rounds.end(),
                     [&](const auto& r) { return r.first <= f.round && f.round <= r.last; });
}

std::unique_ptr<FactScan::Source> scan_order(const ScanSources& sources, const FactPattern& pattern, Order order,
                                             FactVisible visible) {
  return std::make_unique<MergeScan>(sources, pattern, order, std::move(visible));
}

void FactBatch::reserve(std::size_t rows) {
  if (round.size() >= rows) return;
  subject.resize(rows), predicate.resize(rows), object.resize(rows), round.resize(rows);
}

void FactBatch::push(const Fact& fact) {
  if (count == round.size()) reserve(std::max<std::size_t>(count * 2, 16));
  set(count++, fact);
}

void FactBatch::set(std::size_t i, const Fact& fact) {
  subject[i] = fact.subject, predicate[i] = fact.predicate, object[i] = fact.object, round[i] = fact.round;
}

FactScan::FactScan(std::unique_ptr<Source> source) : source_(std::move(source)) {}
FactScan::FactScan(FactScan&&) noexcept = default;
FactScan& FactScan::operator=(FactScan&&) noexcept = default;
FactScan::~FactScan() = default;
bool FactScan::next() { return source_->next(source_->batch); }
const FactBatch& FactScan::batch() const { return source_->batch; }
Status FactScan::status() const { return source_->status(); }

}  // namespace bayan::graph
