#include "graph/scan.hpp"

#include <algorithm>
#include <optional>

namespace bayan::graph {

namespace {

constexpr std::size_t batch_rows = 1024;

// The values one part of the key may take: closed ranges, or anything.
struct Values {
  std::vector<std::pair<std::uint64_t, std::uint64_t>> ranges;
  bool anything() const { return ranges.empty(); }
  bool single() const { return ranges.size() == 1 && ranges[0].first == ranges[0].second; }
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

class OrderScan final : public FactScan::Source {
 public:
  OrderScan(std::shared_ptr<const KvSnapshot> snapshot, const FactPattern& pattern, Order order, FactVisible visible)
      : snapshot_(std::move(snapshot)),
        cursor_(snapshot_->cursor(info(order).family)),
        pattern_(pattern),
        order_(order),
        visible_(std::move(visible)),
        ranges_(ranges_of(pattern, order)) {}

  bool next(FactBatch& out) override {
    out.clear();
    while (status_ && out.size() < batch_rows && place()) {
      const Fact fact = fact_of(order_, cursor_.key());
      const bool live = cursor_.value() == std::string_view("\1", 1);
      if (fits(pattern_, fact) && is_visible(fact, live)) out.push(fact);
      cursor_.next();
    }
    return status_.has_value() && out.size() > 0;
  }
  Status status() const override { return status_; }

 private:
  // Puts the cursor on the next key inside a range; false at the end.
  bool place() {
    for (; range_ < ranges_.size(); ++range_, sought_ = false) {
      if (!sought_) cursor_.seek(ranges_[range_].begin);
      sought_ = true;
      if (!cursor_.valid()) {
        if (auto status = cursor_.status(); !status) return status_ = status, false;
        continue;
      }
      if (ranges_[range_].end.empty() || cursor_.key() < ranges_[range_].end) return true;
    }
    return false;
  }
  bool is_visible(const Fact& fact, bool live) {
    if (!visible_) return live;
    auto seen = visible_(fact);
    if (!seen) return status_ = std::move(seen.error()), false;
    return *seen;
  }

  std::shared_ptr<const KvSnapshot> snapshot_;
  KvCursor cursor_;
  FactPattern pattern_;
  Order order_;
  FactVisible visible_;
  std::vector<KeyRange> ranges_;
  std::size_t range_ = 0;
  bool sought_ = false;
  Status status_;
};

}  // namespace

std::vector<KeyRange> ranges_of(const FactPattern& pattern, Order order) {
  std::vector<std::string> prefixes = {""};
  for (const Part part : info(order).parts) {
    const Values values = values_of(pattern, part);
    if (values.anything()) break;
    const bool all_single =
        std::all_of(values.ranges.begin(), values.ranges.end(), [](const auto& r) { return r.first == r.second; });
    if (!all_single) {  // a range ends the prefix
      std::vector<KeyRange> out;
      for (const std::string& prefix : prefixes) {
        for (const auto& [first, last] : values.ranges) {
          out.push_back({Key().text(prefix).number(first).str(), after_prefix(Key().text(prefix).number(last).str())});
        }
      }
      return out;
    }
    std::vector<std::string> longer;
    for (const std::string& prefix : prefixes) {
      for (const auto& range : values.ranges) longer.push_back(Key().text(prefix).number(range.first).str());
    }
    prefixes = std::move(longer);
  }
  std::vector<KeyRange> out;
  for (const std::string& prefix : prefixes) out.push_back({prefix, after_prefix(prefix)});
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

std::unique_ptr<FactScan::Source> scan_order(std::shared_ptr<const KvSnapshot> snapshot, const FactPattern& pattern,
                                             Order order, FactVisible visible) {
  return std::make_unique<OrderScan>(std::move(snapshot), pattern, order, std::move(visible));
}

void FactBatch::clear() { subject.clear(), predicate.clear(), object.clear(), round.clear(); }

void FactBatch::push(const Fact& fact) {
  subject.push_back(fact.subject), predicate.push_back(fact.predicate), object.push_back(fact.object),
      round.push_back(fact.round);
}

FactScan::FactScan(std::unique_ptr<Source> source) : source_(std::move(source)) {}
FactScan::FactScan(FactScan&&) noexcept = default;
FactScan& FactScan::operator=(FactScan&&) noexcept = default;
FactScan::~FactScan() = default;
bool FactScan::next() { return source_->next(source_->batch); }
const FactBatch& FactScan::batch() const { return source_->batch; }
Status FactScan::status() const { return source_->status(); }

}  // namespace bayan::graph
