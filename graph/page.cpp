#include "graph/page.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

#include "bayan/ids.hpp"
#include "graph/page_layout.hpp"
#include "graph/values.hpp"

namespace bayan::graph {

using namespace page_layout;

namespace {

std::uint64_t mask_for(unsigned width) { return width == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << width) - 1; }

}  // namespace

std::uint64_t Page::Column::at(std::uint32_t i) const {
  const std::uint64_t bit = std::uint64_t{i} * width;
  return base + (load<std::uint64_t>(bits + bit / 8) >> (bit & 7) & mask);
}

Result<Page> Page::open(std::string_view bytes) {
  if (bytes.size() < header_bytes + padding_bytes) return damaged("a page does not fit its checksum");
  if (load<std::uint32_t>(reinterpret_cast<const unsigned char*>(bytes.data())) != checksum(bytes))
    return damaged("a page does not fit its checksum");
  return trusted(bytes);
}

Page Page::trusted(std::string_view bytes) {
  const auto* const begin = reinterpret_cast<const unsigned char*>(bytes.data());
  Page out;
  out.claims_ = load<std::uint16_t>(begin + 4);
  out.runs_ = load<std::uint16_t>(begin + 6);
  out.rows_ = load<std::uint32_t>(begin + 8);
  out.first_id_ = load<std::uint64_t>(begin + 56);
  const std::size_t series = begin[12];
  out.series_ = begin + header_bytes;
  const unsigned char* at = out.series_ + series * 4;
  for (std::size_t i = 0; i < out.columns_.size(); ++i) {
    Column& column = out.columns_[i];
    column.width = begin[13 + i];
    column.mask = mask_for(column.width);
    if (i <= column_c) column.base = load<std::uint64_t>(begin + 20 + i * 8);
    if (i == column_first) column.base = load<std::uint32_t>(begin + 44);
    if (i == column_id) column.base = load<std::uint64_t>(begin + 48);
    column.bits = at;
    at += column_bytes(i <= column_c ? out.claims_ : out.runs_, column.width);
  }
  out.starts_ = at;
  out.ranks_ = at + (out.runs_ + 7) / 8;
  return out;
}

// The run where a claim begins: the claim-th set bit.
std::uint32_t Page::first_run(std::uint32_t claim) const {
  if (claim >= claims_) return runs_;
  if (claims_ == runs_) return claim;
  std::uint32_t word = 0;
  const auto words = static_cast<std::uint32_t>((runs_ + runs_a_rank - 1) / runs_a_rank);
  while (word + 1 < words && load<std::uint16_t>(ranks_ + word * 2) <= claim) ++word;
  std::uint32_t left = claim - (word == 0 ? 0 : load<std::uint16_t>(ranks_ + (word - 1) * 2));
  std::uint64_t bits = load<std::uint64_t>(starts_ + word * 8);
  while (left-- > 0) bits &= bits - 1;
  return word * static_cast<std::uint32_t>(runs_a_rank) + static_cast<std::uint32_t>(std::countr_zero(bits));
}

// The first rounds of a page's runs.
struct Page::RunFirsts {
  explicit RunFirsts(const Page& page)
      : series(page.columns_[column_series]), first(page.columns_[column_first]), table(page.series_) {}

  std::uint64_t at(std::uint32_t run) const {
    const auto which = load<std::uint32_t>(table + series.at(run) * 4);
    if (which == 0) return 0;  // background
    return std::uint64_t{which} << 32 | first.at(run);
  }

  Column series, first;
  const unsigned char* table;
};

std::uint64_t Page::run_first(std::uint32_t run) const { return RunFirsts(*this).at(run); }

std::uint32_t Page::run_length(std::uint32_t run) const {
  return static_cast<std::uint32_t>(columns_[column_length].at(run)) + 1;
}

std::uint64_t Page::run_id(std::uint32_t run, std::uint32_t rows) const {
  const std::uint64_t stored = columns_[column_id].at(run);
  if (stored == 0) return 0;
  const std::uint64_t folded = stored - 1;
  return first_id_ + rows + ((folded >> 1) ^ (~(folded & 1) + 1));
}

std::uint32_t Page::rows_before(std::uint32_t run) const {
  std::uint64_t rows = 0;
  for (std::uint32_t i = 0; i < run; ++i) rows += columns_[column_length].at(i) + 1;
  return static_cast<std::uint32_t>(rows);
}

std::uint32_t Page::lower_bound(std::uint64_t a, std::uint64_t b, std::uint64_t c) const {
  std::uint32_t low = 0, high = claims_;
  while (low < high) {
    const std::uint32_t middle = low + (high - low) / 2;
    const std::uint64_t at_a = this->a(middle);
    bool less = at_a < a;
    if (at_a == a) {
      const std::uint64_t at_b = this->b(middle);
      less = at_b < b || (at_b == b && this->c(middle) < c);
    }
    if (less)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

namespace {

constexpr std::size_t runs_a_block = 64;

// Ordinals of one series.
struct OrdinalRange {
  std::uint32_t first, last;
};

std::vector<OrdinalRange> ordinals_of(const std::vector<RoundRange>& rounds, std::uint64_t series) {
  std::vector<OrdinalRange> out;
  const std::uint64_t end = series | 0xffffffffu;
  for (const RoundRange& range : rounds) {
    const std::uint64_t first = std::max(range.first, series), last = std::min(range.last, end);
    if (first <= last) out.push_back({static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(last)});
  }
  return out;
}

using RunNumbers = std::array<std::uint32_t, runs_a_block>;

// Some successive runs, as a compiler can compare several at once.
struct RunBlock {
  void find(const std::vector<OrdinalRange>& ranges) {
    within.fill(0);
    for (const OrdinalRange range : ranges) {
      for (std::size_t i = 0; i < runs_a_block; ++i)
        within[i] |= std::uint32_t{first[i] <= range.last} & std::uint32_t{first[i] + length[i] >= range.first};
    }
  }

  RunNumbers first{}, length{}, within{};
};

}  // namespace

void Page::unpack(const Column& column, std::uint32_t begin, std::size_t count, std::array<std::uint32_t, 64>& out) {
  if (column.width == 0) return out.fill(static_cast<std::uint32_t>(column.base));
  const Column from = column;
  std::uint64_t bit = std::uint64_t{begin} * from.width;
  for (std::size_t i = 0; i < count; ++i, bit += from.width)
    out[i] =
        static_cast<std::uint32_t>(from.base + (load<std::uint64_t>(from.bits + bit / 8) >> (bit & 7) & from.mask));
}

// Columns are copied first: a store through `out` could change them for all the compiler knows, and it would read them
// again for every value.
std::size_t Page::decode(std::uint32_t begin, std::uint32_t end, const RowPointers& out) const {
  const Column a = columns_[column_a], b = columns_[column_b], c = columns_[column_c];
  const Column lengths = columns_[column_length];
  const RunFirsts firsts(*this);
  const unsigned char* const starts = starts_;
  const std::uint32_t last_run = first_run(end);
  const RowPointers to = out;
  std::size_t rows = 0;
  std::uint32_t claim = begin;
  std::uint64_t a_now = 0, b_now = 0, c_now = 0;
  for (std::uint32_t run = first_run(begin); run < last_run; ++run) {
    if (starts[run / 8] >> (run % 8) & 1) {
      a_now = a.at(claim), b_now = b.at(claim), c_now = c.at(claim);
      ++claim;
    }
    const std::uint64_t first = firsts.at(run);
    const std::size_t after = rows + static_cast<std::size_t>(lengths.at(run)) + 1;
    for (std::uint64_t round = first; rows < after; ++rows, ++round) {
      to.a[rows] = a_now, to.b[rows] = b_now, to.c[rows] = c_now, to.round[rows] = round;
    }
  }
  return rows;
}

// Where a run begins: the claim that it is of.
std::uint32_t Page::claim_of(std::uint32_t run) const {
  const std::uint32_t word = run / runs_a_rank;
  const std::uint32_t before = word == 0 ? 0 : load<std::uint16_t>(ranks_ + (word - 1) * 2);
  const std::uint64_t upto = ~std::uint64_t{0} >> (runs_a_rank - 1 - run % runs_a_rank);
  return before + static_cast<std::uint32_t>(std::popcount(load<std::uint64_t>(starts_ + word * 8) & upto)) - 1;
}

std::size_t Page::write_within(std::uint32_t run, std::uint64_t first, const std::vector<RoundRange>& ranges,
                               const RowPointers& out, std::size_t rows) const {
  const std::uint64_t last = first + columns_[column_length].at(run);
  const std::uint32_t claim = claim_of(run);
  for (const RoundRange& range : ranges) {
    const std::uint64_t to = std::min(last, range.last);
    for (std::uint64_t round = std::max(first, range.first); round <= to; ++round, ++rows) {
      out.a[rows] = a(claim), out.b[rows] = b(claim), out.c[rows] = c(claim), out.round[rows] = round;
    }
  }
  return rows;
}

std::size_t Page::decode_within(std::uint32_t begin, std::uint32_t end, const std::vector<RoundRange>& rounds,
                                const RowPointers& out) const {
  const std::uint32_t last_run = first_run(end);
  std::uint32_t run = first_run(begin);
  std::size_t rows = 0;
  const std::uint64_t series = std::uint64_t{load<std::uint32_t>(series_)} << 32;
  if (columns_[column_series].width > 0 || series == 0) {
    const RunFirsts firsts(*this);
    for (; run < last_run; ++run) rows = write_within(run, firsts.at(run), rounds, out, rows);
    return rows;
  }
  // Nearly all pages are of one series, and few runs are in the ranges: those are sought some at a time, without
  // branches.
  const std::vector<OrdinalRange> ranges = ordinals_of(rounds, series);
  for (RunBlock block; run < last_run; run += static_cast<std::uint32_t>(runs_a_block)) {
    const std::size_t runs = std::min<std::size_t>(runs_a_block, last_run - run);
    unpack(columns_[column_first], run, runs, block.first);
    unpack(columns_[column_length], run, runs, block.length);
    block.find(ranges);
    for (std::size_t i = 0; i < runs; ++i) {
      if (block.within[i] == 0) continue;
      rows = write_within(run + static_cast<std::uint32_t>(i), series | block.first[i], rounds, out, rows);
    }
  }
  return rows;
}

std::size_t Page::decode_earliest(std::uint32_t begin, std::uint32_t end, const RowPointers& out) const {
  const Column a = columns_[column_a], b = columns_[column_b], c = columns_[column_c];
  const RunFirsts firsts(*this);
  const unsigned char* const starts = starts_;
  const RowPointers to = out;
  std::uint32_t run = first_run(begin);
  for (std::uint32_t claim = begin; claim < end; ++claim) {
    const std::size_t row = claim - begin;
    to.a[row] = a.at(claim), to.b[row] = b.at(claim), to.c[row] = c.at(claim), to.round[row] = firsts.at(run);
    for (++run; claim + 1 < end && (starts[run / 8] >> (run % 8) & 1) == 0;) ++run;
  }
  return end - begin;
}

std::uint32_t Page::rows_of(std::uint32_t begin, std::uint32_t end) const {
  if (begin == 0 && end == claims_) return rows_;
  std::uint64_t rows = 0;
  const std::uint32_t last_run = first_run(end);
  for (std::uint32_t run = first_run(begin); run < last_run; ++run) rows += columns_[column_length].at(run) + 1;
  return static_cast<std::uint32_t>(rows);
}

}  // namespace bayan::graph
