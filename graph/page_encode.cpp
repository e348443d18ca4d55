#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "graph/page.hpp"
#include "graph/page_layout.hpp"

namespace bayan::graph {

using namespace page_layout;

namespace {

constexpr unsigned widest_packed = 56;  // a value and the 7 bits before it fit one 64-bit load
constexpr std::size_t most_series = 255;
constexpr std::uint64_t no_ordinal = ~std::uint64_t{0};

template <class T>
void store(std::string& out, T value) {
  out.append(reinterpret_cast<const char*>(&value), sizeof value);
}

unsigned width_for(std::uint64_t range) {
  const auto width = static_cast<unsigned>(std::bit_width(range));
  return width <= widest_packed ? width : 64;
}

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

}  // namespace bayan::graph
