#include "graph/fold_rows.hpp"

#include "graph/page.hpp"

namespace bayan::graph {

namespace {

constexpr KeyRange everything{{}, {}, true};

// A run from end to end, past the cache, with the ids of bare statements.
class RunCursor final : public RowCursor {
 public:
  RunCursor(std::shared_ptr<const Run> run, Order order) : run_(std::move(run)), order_(order) {}

  bool fill() override {
    at = 0;
    block.size = 0;
    if (page_ == run_->pages(order_)) return false;
    const auto bytes = run_->read_page(order_, page_++);
    if (!bytes) return status_ = bytes.error(), false;
    const Page page = Page::trusted(**bytes);
    block.reserve(page.rows());
    auto& [p0, p1, p2, p3] = block.parts;
    const bool by_round = order_ == Order::round_first;
    block.size = by_round ? page.decode(0, page.claims(), {p1.data(), p2.data(), p3.data(), p0.data()})
                          : page.decode(0, page.claims(), {p0.data(), p1.data(), p2.data(), p3.data()});
    if (order_ == Order::sro) decode_ids(page);
    return true;
  }
  Status status() const override { return status_; }
  std::uint64_t id() const { return ids_.empty() ? 0 : ids_[at]; }

 private:
  void decode_ids(const Page& page) {
    ids_.clear();
    std::uint32_t rows = 0;
    for (std::uint32_t run = 0; run < page.runs(); ++run) {
      const std::uint64_t first = page.run_id(run, rows);
      const std::uint32_t length = page.run_length(run);
      for (std::uint32_t i = 0; i < length; ++i) ids_.push_back(first == 0 ? 0 : first + i);
      rows += length;
    }
  }

  std::shared_ptr<const Run> run_;
  Order order_;
  std::size_t page_ = 0;
  std::vector<std::uint64_t> ids_;  // of the block
  Status status_;
};

}  // namespace

// REQUIRES: one of the two cursors.
struct FoldRows::Source {
  std::unique_ptr<RunCursor> run;
  std::unique_ptr<RowCursor> delta;
  bool retired = false;
  OrderKey key{};  // of the row that is next
  bool more = true;

  RowCursor& cursor() { return run ? static_cast<RowCursor&>(*run) : *delta; }
};

FoldRows::FoldRows(const Runs& live, const Runs& retired, const std::shared_ptr<const KvSnapshot>& delta, Order order) {
  for (const auto& run : live) add({std::make_unique<RunCursor>(run, order), nullptr, false, {}, true});
  for (const auto& run : retired) add({std::make_unique<RunCursor>(run, order), nullptr, true, {}, true});
  add({nullptr, delta_cursor(delta, order, {everything}), false, {}, true});
}

FoldRows::~FoldRows() = default;

void FoldRows::add(Source source) {
  advance(source);
  if (source.more) sources_.push_back(std::move(source));
}

// To the next row: within the block, or in the next one.
void FoldRows::advance(Source& source) {
  RowCursor& cursor = source.cursor();
  if (cursor.block.size > 0) ++cursor.at;
  if (cursor.at == cursor.block.size && !cursor.fill()) {
    source.more = false;
    if (auto failed = cursor.status(); !failed) status_ = failed;
    return;
  }
  source.key = cursor.block.at(cursor.at);
}

bool FoldRows::next(FoldRow& row) {
  const Source* least = nullptr;
  for (const Source& source : sources_) {
    if (source.more && (least == nullptr || source.key < least->key)) least = &source;
  }
  if (least == nullptr || !status_) return false;
  row = {};
  row.key = least->key;
  for (Source& source : sources_) {
    if (!source.more || source.key != row.key) continue;
    if (source.delta) {
      row.in_delta = source.delta->block.flags[source.delta->at];
    } else {
      (source.retired ? row.retired_page : row.live_page) = true;
      if (row.id == 0) row.id = source.run->id();
    }
    advance(source);
  }
  return status_.has_value();
}

}  // namespace bayan::graph
