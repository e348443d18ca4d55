#include "graph/bulk_rows.hpp"

#include <algorithm>
#include <bit>
#include <numeric>

#include "graph/index.hpp"

namespace bayan::graph {

namespace {

constexpr std::size_t buffered_rows = std::size_t{1} << 16;
constexpr std::size_t sampled_rows = std::size_t{1} << 16;
constexpr std::size_t visited_rows = std::size_t{1} << 14;
constexpr std::size_t parts_of_row = 4;

// Rows as one number: the ranks of their parts side by side, most significant first.
template <class Number>
class Packing {
 public:
  Packing(Order order, const LoadRanks& ranks) {
    for (std::size_t i = 0; i < parts_of_row; ++i) {
      part_[i] = info(order).parts[i];
      ranks_[i] = part_[i] == Part::predicate ? &ranks.predicates
                  : part_[i] == Part::round   ? &ranks.rounds
                                              : &ranks.nodes;
    }
    unsigned shift = 0;
    for (std::size_t i = parts_of_row; i-- > 0;) {
      shift_[i] = shift;
      width_[i] = static_cast<unsigned>(std::bit_width(std::max<std::size_t>(ranks_[i]->ids.size(), 2) - 1));
      shift += width_[i];
    }
    bits_ = shift;
  }
  unsigned bits() const { return bits_; }

  Number pack(const LocalRow& row) const {
    Number out = 0;
    for (std::size_t i = 0; i < parts_of_row; ++i)
      out |= static_cast<Number>(ranks_[i]->rank[local(row, part_[i])]) << shift_[i];
    return out;
  }
  // In the letters of the order; the round apart (page.hpp).
  PackedRow unpack(Number number, Order order) const {
    std::uint64_t values[parts_of_row];
    for (std::size_t i = 0; i < parts_of_row; ++i) {
      values[i] = ranks_[i]->ids[static_cast<std::size_t>(number >> shift_[i]) & ((std::size_t{1} << width_[i]) - 1)];
    }
    if (order == Order::round_first) return {values[1], values[2], values[3], values[0]};
    return {values[0], values[1], values[2], values[3]};
  }

 private:
  static std::uint32_t local(const LocalRow& row, Part part) {
    switch (part) {
      case Part::subject:
        return row.subject;
      case Part::predicate:
        return row.predicate;
      case Part::object:
        return row.object;
      case Part::round:
        return row.round;
    }
    return 0;
  }

  std::array<Part, parts_of_row> part_{};
  std::array<const Ranks*, parts_of_row> ranks_{};
  std::array<unsigned, parts_of_row> shift_{}, width_{};
  unsigned bits_ = 0;
};

// Radix sort, a byte at a time from the lowest; bytes that are the same everywhere are passed over.
Status sort_numbers(std::vector<std::uint64_t>& numbers, unsigned bits, const std::atomic<bool>* cancel) {
  std::vector<std::uint64_t> other(numbers.size());
  for (unsigned shift = 0; shift < bits; shift += 8) {
    BAYAN_TRY(check_cancel(cancel));
    std::array<std::size_t, 257> starts{};
    for (const std::uint64_t number : numbers) ++starts[(number >> shift & 255) + 1];
    if (*std::max_element(starts.begin(), starts.end()) == numbers.size()) continue;
    std::partial_sum(starts.begin(), starts.end(), starts.begin());
    for (const std::uint64_t number : numbers) other[starts[number >> shift & 255]++] = number;
    numbers.swap(other);
  }
  return {};
}

__extension__ typedef unsigned __int128 Wide;

Status sort_numbers(std::vector<Wide>& numbers, unsigned, const std::atomic<bool>*) {
  std::sort(numbers.begin(), numbers.end());
  return {};
}

template <class Number>
Status give(const std::vector<Number>& numbers, const Packing<Number>& packing, Order order,
            const RowSpool::Visit& visit) {
  std::vector<PackedRow> block;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    if (i > 0 && numbers[i] == numbers[i - 1]) continue;
    block.push_back(packing.unpack(numbers[i], order));
    if (block.size() < visited_rows) continue;
    BAYAN_TRY(visit(block));
    block.clear();
  }
  return block.empty() ? Status() : visit(block);
}

}  // namespace

Status check_cancel(const std::atomic<bool>* cancel) {
  if (cancel == nullptr || !*cancel) return {};
  return make_error(ErrorCode::cancelled, "the load was stopped", "nothing of it was stored");
}

Ranks Ranks::of(const std::vector<std::uint64_t>& id_of_number) {
  std::vector<std::uint32_t> by_id(id_of_number.size());
  std::iota(by_id.begin(), by_id.end(), 0u);
  if (!std::is_sorted(id_of_number.begin(), id_of_number.end())) {
    std::sort(by_id.begin(), by_id.end(),
              [&](std::uint32_t x, std::uint32_t y) { return id_of_number[x] < id_of_number[y]; });
  }
  Ranks out;
  out.rank.resize(id_of_number.size());
  out.ids.reserve(id_of_number.size());
  for (const std::uint32_t number : by_id) {
    if (out.ids.empty() || out.ids.back() != id_of_number[number]) out.ids.push_back(id_of_number[number]);
    out.rank[number] = static_cast<std::uint32_t>(out.ids.size() - 1);
  }
  return out;
}

Status RowSpool::add(const LocalRow& row) {
  buffer_.push_back(row);
  ++rows_;
  return buffer_.size() < buffered_rows ? Status() : flush();
}

Status RowSpool::flush() {
  BAYAN_TRY(file_.append(buffer_.data(), buffer_.size() * sizeof(LocalRow)));
  buffer_.clear();
  return {};
}

Status RowSpool::read(const std::function<void(const LocalRow*, std::size_t)>& visit) const {
  std::vector<LocalRow> block(buffered_rows);
  const std::uint64_t written = file_.size() / sizeof(LocalRow);
  for (std::uint64_t row = 0; row < written;) {
    BAYAN_TRY(check_cancel(cancel_));
    const std::size_t want = static_cast<std::size_t>(std::min<std::uint64_t>(buffered_rows, written - row));
    BAYAN_TRY(file_.read(row * sizeof(LocalRow), block.data(), want * sizeof(LocalRow)));
    visit(block.data(), want);
    row += want;
  }
  return {};
}

Status RowSpool::sort(Order order, const LoadRanks& ranks, std::size_t most_bytes, const Visit& visit) const {
  const auto sorted = [&]<class Number>(const Packing<Number>& packing) -> Status {
    // Two copies of a range of keys must fit. Where one range is not enough, the borders are taken from a sample.
    const std::size_t most_rows = std::max<std::size_t>(most_bytes / (2 * sizeof(Number)), sampled_rows);
    std::vector<Number> borders;
    if (rows_ > most_rows) {
      const std::uint64_t step = std::max<std::uint64_t>(rows_ / sampled_rows, 1);
      std::vector<Number> sample;
      std::uint64_t seen = 0;
      BAYAN_TRY(read([&](const LocalRow* rows, std::size_t count) {
        for (std::size_t i = 0; i < count; ++i, ++seen) {
          if (seen % step == 0) sample.push_back(packing.pack(rows[i]));
        }
      }));
      std::sort(sample.begin(), sample.end());
      const std::size_t ranges = static_cast<std::size_t>(rows_ / (most_rows - most_rows / 8)) + 1;
      for (std::size_t i = 1; i < ranges; ++i) borders.push_back(sample[sample.size() * i / ranges]);
    }
    for (std::size_t range = 0; range <= borders.size(); ++range) {
      std::vector<Number> numbers;
      numbers.reserve(static_cast<std::size_t>(std::min<std::uint64_t>(rows_, most_rows)));
      BAYAN_TRY(read([&](const LocalRow* rows, std::size_t count) {
        for (std::size_t i = 0; i < count; ++i) {
          const Number number = packing.pack(rows[i]);
          if ((range == 0 || number >= borders[range - 1]) && (range == borders.size() || number < borders[range]))
            numbers.push_back(number);
        }
      }));
      BAYAN_TRY(sort_numbers(numbers, packing.bits(), cancel_));
      BAYAN_TRY(give(numbers, packing, order, visit));
    }
    return {};
  };
  const Packing<std::uint64_t> narrow(order, ranks);
  if (narrow.bits() <= 64) return sorted(narrow);
  return sorted(Packing<Wide>(order, ranks));
}

}  // namespace bayan::graph
