#include "graph/page.hpp"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <algorithm>
#include <bit>
#include <cstring>

#include "bayan/ids.hpp"
#include "graph/values.hpp"

namespace bayan::graph {

namespace {

static_assert(std::endian::native == std::endian::little, "pages are read as they lie on disk");

constexpr std::size_t header_bytes = 64;
constexpr std::size_t padding_bytes = 8;
constexpr unsigned widest_packed = 56;  // a value and the 7 bits before it fit one 64-bit load
constexpr std::size_t runs_a_rank = 64;
constexpr std::size_t most_series = 255;
constexpr std::uint64_t no_ordinal = ~std::uint64_t{0};

enum : std::size_t { column_a, column_b, column_c, column_series, column_first, column_length, column_id };

template <class T>
T load(const unsigned char* at) {
  T out;
  std::memcpy(&out, at, sizeof out);
  return out;
}

template <class T>
void store(std::string& out, T value) {
  out.append(reinterpret_cast<const char*>(&value), sizeof value);
}

std::uint32_t checksum(std::string_view bytes) {
  return static_cast<std::uint32_t>(XXH3_64bits(bytes.data() + 4, bytes.size() - 4));
}

unsigned width_for(std::uint64_t range) {
  const auto width = static_cast<unsigned>(std::bit_width(range));
  return width <= widest_packed ? width : 64;
}

std::size_t column_bytes(std::size_t values, unsigned width) { return (values * width + 7) / 8; }

std::uint64_t mask_for(unsigned width) { return width == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << width) - 1; }

void pack(std::string& out, const std::vector<std::uint64_t>& values, std::uint64_t base, unsigned width) {
  const std::size_t begin = out.size();
  out.resize(begin + column_bytes(values.size(), width) + padding_bytes);
  auto* const bytes = reinterpret_cast<unsigned char*>(out.data()) + begin;
  if (width == 64) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      const std::uint64_t value = values[i] - base;
      std::memcpy(bytes + i * 8, &value, 8);
    }
  } else {
    for (std::size_t i = 0, bit = 0; i < values.size(); ++i, bit += width) {
      const std::uint64_t word = load<std::uint64_t>(bytes + bit / 8) | (values[i] - base) << (bit & 7);
      std::memcpy(bytes + bit / 8, &word, 8);
    }
  }
  out.resize(out.size() - padding_bytes);
}

// What a page will hold, gathered before widths are known.
struct Gathered {
  std::array<std::vector<std::uint64_t>, 7> columns;
  std::vector<std::uint32_t> series;  // the table
  std::vector<bool> begins;           // of each run: whether a claim begins
  std::uint32_t rows = 0;
  std::uint64_t first_id = 0;

  std::size_t claims() const { return columns[column_a].size(); }
  std::size_t runs() const { return begins.size(); }
  // The place of a series in the table; nothing when the table is full.
  std::optional<std::uint64_t> series_place(std::uint32_t which) {
    const auto found = std::find(series.begin(), series.end(), which);
    if (found != series.end()) return static_cast<std::uint64_t>(found - series.begin());
    if (series.size() == most_series) return std::nullopt;
    series.push_back(which);
    return series.size() - 1;
  }
};

bool same_claim(const PackedRow& x, const PackedRow& y) { return x.a == y.a && x.b == y.b && x.c == y.c; }

// The end of the run that begins at `begin`: successive rounds of one claim with successive ids, or with none.
std::size_t run_end(const PageRows& in, std::size_t begin) {
  std::size_t end = begin + 1;
  for (; end < in.size; ++end) {
    if (in.rows[end].round != in.rows[end - 1].round + 1 || !same_claim(in.rows[end], in.rows[begin])) break;
    if (in.ids != nullptr && in.ids[end] != (in.ids[begin] == 0 ? 0 : in.ids[end - 1] + 1)) break;
  }
  return end;
}

std::uint64_t zigzag(std::int64_t value) {
  return static_cast<std::uint64_t>(value) << 1 ^ static_cast<std::uint64_t>(value >> 63);
}

std::size_t gather(const PageRows& in, Gathered& out) {
  std::size_t at = 0;
  for (std::size_t i = 0; in.ids != nullptr && i < in.size; ++i) {
    if (in.ids[i] == 0) continue;
    out.first_id = in.ids[i] - i;  // rows without a bare statement leave no trace in the numbering of the others
    break;
  }
  while (at < in.size && out.runs() < page_runs) {
    const PackedRow& row = in.rows[at];
    const bool begins = at == 0 || !same_claim(row, in.rows[at - 1]);
    if (begins && out.claims() == page_claims) break;
    const auto place = out.series_place(static_cast<std::uint32_t>(row.round >> 32));
    if (!place) break;
    if (begins) {
      out.columns[column_a].push_back(row.a);
      out.columns[column_b].push_back(row.b);
      out.columns[column_c].push_back(row.c);
    }
    const std::size_t end = run_end(in, at);
    out.columns[column_series].push_back(*place);
    // Background has no ordinal: it takes the least of the others, so that the column stays narrow.
    out.columns[column_first].push_back(row.round == 0 ? no_ordinal : row.round & 0xffffffffu);
    out.columns[column_length].push_back(end - at - 1);
    const std::uint64_t id = in.ids == nullptr ? 0 : in.ids[at];
    out.columns[column_id].push_back(id == 0 ? 0 : 1 + zigzag(static_cast<std::int64_t>(id - out.first_id - out.rows)));
    out.begins.push_back(begins);
    out.rows += static_cast<std::uint32_t>(end - at);
    at = end;
  }
  return at;
}

void write_starts(const Gathered& in, std::string& out) {
  std::string bits((in.runs() + 7) / 8, '\0');
  std::string ranks;
  std::uint16_t begun = 0;
  for (std::size_t run = 0; run < in.runs(); ++run) {
    if (run > 0 && run % runs_a_rank == 0) store(ranks, begun);
    if (!in.begins[run]) continue;
    bits[run / 8] = static_cast<char>(bits[run / 8] | 1 << (run % 8));
    ++begun;
  }
  out += bits + ranks;
}

}  // namespace

std::size_t encode_page(const PageRows& rows, std::string& out) {
  Gathered in;
  const std::size_t taken = gather(rows, in);
  auto& first = in.columns[column_first];
  const std::uint64_t least_first = *std::min_element(first.begin(), first.end());
  std::replace(first.begin(), first.end(), no_ordinal, least_first == no_ordinal ? 0 : least_first);
  std::array<std::uint64_t, 7> bases{};
  std::array<unsigned, 7> widths{};
  for (std::size_t i = 0; i < in.columns.size(); ++i) {
    const auto [least, greatest] = std::minmax_element(in.columns[i].begin(), in.columns[i].end());
    bases[i] = i == column_series || i == column_length ? 0 : *least;
    widths[i] = width_for(*greatest - bases[i]);
  }
  out.assign(4, '\0');
  store(out, static_cast<std::uint16_t>(in.claims()));
  store(out, static_cast<std::uint16_t>(in.runs()));
  store(out, in.rows);
  store(out, static_cast<std::uint8_t>(in.series.size()));
  for (const unsigned width : widths) store(out, static_cast<std::uint8_t>(width));
  for (std::size_t i = column_a; i <= column_c; ++i) store(out, bases[i]);
  store(out, static_cast<std::uint32_t>(bases[column_first]));
  store(out, bases[column_id]);
  store(out, in.first_id);
  for (const std::uint32_t series : in.series) store(out, series);
  for (std::size_t i = 0; i < in.columns.size(); ++i) pack(out, in.columns[i], bases[i], widths[i]);
  write_starts(in, out);
  out.append(padding_bytes, '\0');
  const std::uint32_t sum = checksum(out);
  std::memcpy(out.data(), &sum, sizeof sum);
  return taken;
}

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

std::size_t Page::decode_within(std::uint32_t begin, std::uint32_t end, const std::vector<RoundRange>& rounds,
                                const RowPointers& out) const {
  const Column lengths = columns_[column_length];
  const RunFirsts firsts(*this);
  const unsigned char* const starts = starts_;
  const RoundRange* const ranges = rounds.data();
  const std::size_t range_count = rounds.size();
  const std::uint32_t last_run = first_run(end);
  std::size_t rows = 0;
  std::uint32_t claim = begin - 1;  // the first run begins one
  for (std::uint32_t run = first_run(begin); run < last_run; ++run) {
    claim += starts[run / 8] >> (run % 8) & 1;
    const std::uint64_t first = firsts.at(run), last = first + lengths.at(run);
    for (std::size_t i = 0; i < range_count; ++i) {
      const std::uint64_t from = std::max(first, ranges[i].first), to = std::min(last, ranges[i].last);
      for (std::uint64_t round = from; round <= to; ++round, ++rows) {
        out.a[rows] = a(claim), out.b[rows] = b(claim), out.c[rows] = c(claim), out.round[rows] = round;
      }
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
