#include "graph/cursors.hpp"

#include <algorithm>

#include "graph/keys.hpp"

namespace bayan::graph {

namespace {

constexpr std::size_t delta_block_rows = 256;

class DeltaCursor final : public RowCursor {
 public:
  DeltaCursor(std::shared_ptr<const KvSnapshot> snapshot, Order order, std::vector<KeyRange> ranges)
      : snapshot_(std::move(snapshot)),
        cursor_(snapshot_->cursor(graph::info(order).family, end_of(ranges))),
        ranges_(std::move(ranges)) {}

  bool fill() override {
    at = 0;
    block.size = 0;
    block.flags.clear();
    block.reserve(delta_block_rows);
    while (block.size < delta_block_rows && place()) {
      for (std::size_t i = 0; i < 4; ++i) block.parts[i][block.size] = key_[i];
      block.flags.push_back(cursor_.value().empty() ? 0 : static_cast<std::uint8_t>(cursor_.value()[0]));
      ++block.size;
      cursor_.next();
    }
    return block.size > 0;
  }
  Status status() const override { return status_; }

 private:
  // A fold removes rows one by one, and until they leave the files a seek that finds nothing would step over all of them.
  static std::string end_of(const std::vector<KeyRange>& ranges) {
    return ranges.empty() || ranges.back().open_end ? std::string() : bytes_of(ranges.back().end);
  }
  // Puts the cursor on the next key inside a range; false at the end.
  bool place() {
    for (; range_ < ranges_.size(); ++range_, sought_ = false) {
      if (!sought_) cursor_.seek(bytes_of(ranges_[range_].begin));
      sought_ = true;
      if (!cursor_.valid()) {
        if (auto status = cursor_.status(); !status) return status_ = status, false;
        continue;
      }
      key_ = order_key(cursor_.key());
      if (!ranges_[range_].ends_before(key_)) return true;
    }
    return false;
  }

  std::shared_ptr<const KvSnapshot> snapshot_;
  KvCursor cursor_;
  std::vector<KeyRange> ranges_;
  std::size_t range_ = 0;
  bool sought_ = false;
  OrderKey key_{};
  Status status_;
};

// Where a batch has the parts of an order, behind the rows that are there.
std::array<std::uint64_t*, 4> columns_of(FactBatch& batch, Order order) {
  static_assert(sizeof(TermId) == 8 && sizeof(Predicate) == 8 && sizeof(RoundId) == 8);
  std::array<std::uint64_t*, 4> out{};
  for (std::size_t i = 0; i < 4; ++i) {
    switch (info(order).parts[i]) {
      case Part::subject:
        out[i] = &batch.subject[batch.count].value;
        break;
      case Part::predicate:
        out[i] = &batch.predicate[batch.count].value;
        break;
      case Part::object:
        out[i] = &batch.object[batch.count].value;
        break;
      case Part::round:
        out[i] = &batch.round[batch.count].value;
        break;
    }
  }
  return out;
}

}  // namespace

PageCursor::PageCursor(std::shared_ptr<const Run> run, Order order, std::vector<KeyRange> ranges, PageRounds rounds)
    : run_(std::move(run)), order_(order), ranges_(std::move(ranges)), rounds_(std::move(rounds)) {}

bool PageCursor::fill() {
  at = 0;
  block.size = 0;
  auto& parts = block.parts;
  for (Part part; block.size == 0;) {
    if (!next_part(part)) return false;
    block.reserve(part.most_rows);
    block.size = decode(part, {parts[0].data(), parts[1].data(), parts[2].data(), parts[3].data()});
  }
  return true;
}

bool PageCursor::append_to(FactBatch& batch) {
  Part part;
  if (!next_part(part)) return false;
  batch.reserve(batch.count + part.most_rows);
  batch.count += decode(part, columns_of(batch, order_));
  return true;
}

// The next claims of a page that a range wants; false at the end.
bool PageCursor::next_part(Part& part) {
  while (true) {
    if (!in_range_ && !enter_range()) return false;
    const KeyRange& range = ranges_[range_ - 1];
    if (page_ >= run_->pages(order_) || (page_ > entered_ && range.ends_before(run_->first_row(order_, page_)))) {
      in_range_ = false;
      continue;
    }
    auto bytes = run_->page(order_, page_);
    if (!bytes) return status_ = std::move(bytes.error()), false;
    part.bytes = std::move(*bytes);
    part.page = Page::trusted(*part.bytes);
    part.begin = page_ == entered_ ? claim_at(part.page, range.begin, false) : 0;
    // Only the page before the one that begins behind the range can hold its end.
    const bool whole = range.open_end || (page_ + 1 < run_->pages(order_) &&
                                          !range.ends_before(run_->first_row(order_, page_ + 1)));
    part.end = whole ? part.page.claims() : claim_at(part.page, range.end, true);
    ++page_;
    if (part.begin >= part.end) continue;
    part.most_rows = rounds_.earliest ? part.end - part.begin : part.page.rows_of(part.begin, part.end);
    return true;
  }
}

bool PageCursor::enter_range() {
  if (range_ == ranges_.size() || run_->pages(order_) == 0) return false;
  page_ = entered_ = run_->page_of(order_, ranges_[range_++].begin);
  return in_range_ = true;
}

// Where a key falls among the page's claims.
std::uint32_t PageCursor::claim_at(const Page& page, const OrderKey& key, bool is_end) const {
  if (order_ != Order::round_first) {
    const std::uint32_t claim = page.lower_bound(key[0], key[1], key[2]);
    // A claim with an earlier round may lie before the end.
    const bool split = is_end && key[3] != 0 && claim < page.claims() && page.a(claim) == key[0] &&
                       page.b(claim) == key[1] && page.c(claim) == key[2];
    return split ? claim + 1 : claim;
  }
  const std::uint64_t round = page.run_first(0);  // the page's only one
  if (round < key[0]) return page.claims();
  if (round > key[0]) return 0;
  return page.lower_bound(key[1], key[2], key[3]);
}

std::size_t PageCursor::decode(const Part& part, const std::array<std::uint64_t*, 4>& to) const {
  if (order_ == Order::round_first) return part.page.decode(part.begin, part.end, {to[1], to[2], to[3], to[0]});
  const RowPointers rows{to[0], to[1], to[2], to[3]};
  if (rounds_.earliest) return part.page.decode_earliest(part.begin, part.end, rows);
  if (!rounds_.within.empty()) return part.page.decode_within(part.begin, part.end, rounds_.within, rows);
  return part.page.decode(part.begin, part.end, rows);
}

void RowBlock::reserve(std::size_t rows) {
  if (parts[0].size() >= rows) return;
  for (auto& part : parts) part.resize(rows);
}

std::unique_ptr<RowCursor> delta_cursor(std::shared_ptr<const KvSnapshot> snapshot, Order order,
                                        std::vector<KeyRange> ranges) {
  return std::make_unique<DeltaCursor>(std::move(snapshot), order, std::move(ranges));
}

}  // namespace bayan::graph
