#include "graph/cursors.hpp"

#include <algorithm>

#include "graph/keys.hpp"

namespace bayan::graph {

namespace {

constexpr std::size_t delta_block_rows = 256;
constexpr OrderKey last_key = {~std::uint64_t{0}, ~std::uint64_t{0}, ~std::uint64_t{0}, ~std::uint64_t{0}};

class PageCursor final : public RowCursor {
 public:
  PageCursor(std::shared_ptr<const Run> run, Order order, std::vector<KeyRange> ranges)
      : run_(std::move(run)), order_(order), ranges_(std::move(ranges)) {}

  bool fill() override {
    at = 0;
    block.size = 0;
    while (block.size == 0) {
      if (!in_range_ && !enter_range()) return false;
      if (page_ >= run_->pages(order_) || (page_ > entered_ && !(run_->first_row(order_, page_) < end_))) {
        in_range_ = false;
        continue;
      }
      auto bytes = run_->page(order_, page_);
      if (!bytes) return status_ = std::move(bytes.error()), false;
      decode(Page::trusted(**bytes));
      ++page_;
    }
    return true;
  }
  Status status() const override { return status_; }

 private:
  bool enter_range() {
    if (range_ == ranges_.size() || run_->pages(order_) == 0) return false;
    const KeyRange& range = ranges_[range_++];
    begin_ = order_key(range.begin);
    end_ = range.end.empty() ? last_key : order_key(range.end);
    page_ = entered_ = run_->page_of(order_, begin_);
    return in_range_ = true;
  }

  // Whether the page's only round comes before, in, or after the part of the range that its rows can be in.
  std::uint32_t claim_at(const Page& page, const OrderKey& key, bool is_end) const {
    if (order_ != Order::round_first) {
      const std::uint32_t claim = page.lower_bound(key[0], key[1], key[2]);
      // A claim with an earlier round may lie before the end.
      const bool split = is_end && key[3] != 0 && claim < page.claims() && page.a(claim) == key[0] &&
                         page.b(claim) == key[1] && page.c(claim) == key[2];
      return split ? claim + 1 : claim;
    }
    const std::uint64_t round = page.run_first(0);
    if (round < key[0]) return page.claims();
    if (round > key[0]) return 0;
    return page.lower_bound(key[1], key[2], key[3]);
  }

  void decode(const Page& page) {
    const std::uint32_t begin = page_ == entered_ ? claim_at(page, begin_, false) : 0;
    const std::uint32_t end = end_ == last_key ? page.claims() : claim_at(page, end_, true);
    if (begin >= end) return;
    block.reserve(page.rows_of(begin, end));
    auto& parts = block.parts;
    const bool by_round = order_ == Order::round_first;
    block.size = by_round
                     ? page.decode(begin, end, {parts[1].data(), parts[2].data(), parts[3].data(), parts[0].data()})
                     : page.decode(begin, end, {parts[0].data(), parts[1].data(), parts[2].data(), parts[3].data()});
  }

  std::shared_ptr<const Run> run_;
  Order order_;
  std::vector<KeyRange> ranges_;
  std::size_t range_ = 0, page_ = 0, entered_ = 0;
  bool in_range_ = false;
  OrderKey begin_{}, end_{};
  Status status_;
};

class DeltaCursor final : public RowCursor {
 public:
  DeltaCursor(std::shared_ptr<const KvSnapshot> snapshot, Order order, std::vector<KeyRange> ranges)
      : snapshot_(std::move(snapshot)),
        cursor_(snapshot_->cursor(graph::info(order).family)),
        ranges_(std::move(ranges)) {}

  bool fill() override {
    at = 0;
    block.size = 0;
    block.flags.clear();
    block.reserve(delta_block_rows);
    while (block.size < delta_block_rows && place()) {
      const OrderKey key = order_key(cursor_.key());
      for (std::size_t i = 0; i < 4; ++i) block.parts[i][block.size] = key[i];
      block.flags.push_back(cursor_.value().empty() ? 0 : static_cast<std::uint8_t>(cursor_.value()[0]));
      ++block.size;
      cursor_.next();
    }
    return block.size > 0;
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

  std::shared_ptr<const KvSnapshot> snapshot_;
  KvCursor cursor_;
  std::vector<KeyRange> ranges_;
  std::size_t range_ = 0;
  bool sought_ = false;
  Status status_;
};

}  // namespace

void RowBlock::reserve(std::size_t rows) {
  if (parts[0].size() >= rows) return;
  for (auto& part : parts) part.resize(rows);
}

std::unique_ptr<RowCursor> page_cursor(std::shared_ptr<const Run> run, Order order, std::vector<KeyRange> ranges) {
  return std::make_unique<PageCursor>(std::move(run), order, std::move(ranges));
}

std::unique_ptr<RowCursor> delta_cursor(std::shared_ptr<const KvSnapshot> snapshot, Order order,
                                        std::vector<KeyRange> ranges) {
  return std::make_unique<DeltaCursor>(std::move(snapshot), order, std::move(ranges));
}

}  // namespace bayan::graph
