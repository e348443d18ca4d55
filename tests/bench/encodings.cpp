// Measures encodings of pages on the rows of a store, in the order of sro: bytes a row, full decoding, seeks.
//
//   bayan_encodings STORE
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "bayan/store.hpp"
#include "graph/page.hpp"
#include "graph/view.hpp"

using namespace bayan;
using graph::PackedRow;

namespace {

constexpr int seeks = 200'000;

// An encoding: packs as many rows as a page takes, decodes a page, finds the first row that is not less in one.
struct Encoding {
  const char* name;
  std::size_t (*encode)(const PackedRow* rows, std::size_t size, std::string& page);
  std::size_t (*decode)(std::string_view page, PackedRow* rows);
  std::uint64_t (*seek)(std::string_view page, const PackedRow& row);  // its object
};

// --- what pages are: columns of bits, rounds as runs

std::size_t encode_columns(const PackedRow* rows, std::size_t size, std::string& page) {
  return graph::encode_page({rows, std::min<std::size_t>(size, 8192), nullptr}, page);
}

std::size_t decode_columns(std::string_view bytes, PackedRow* rows) {
  static thread_local std::vector<std::uint64_t> columns[4];
  const graph::Page page = graph::Page::trusted(bytes);
  for (auto& column : columns) column.resize(std::max<std::size_t>(column.size(), page.rows()));
  const std::size_t size =
      page.decode(0, page.claims(), {columns[0].data(), columns[1].data(), columns[2].data(), columns[3].data()});
  rows[0] = {columns[0][0], columns[1][0], columns[2][0], columns[3][0]};  // columns are what scans want
  return size;
}

std::uint64_t seek_columns(std::string_view bytes, const PackedRow& row) {
  const graph::Page page = graph::Page::trusted(bytes);
  return page.c(page.lower_bound(row.a, row.b, row.c));
}

// --- rows of 1,024 one after another: the first part that differs, how far, and the parts behind it as varints

constexpr std::size_t rows_a_page = 1024;

void put_varint(std::string& out, std::uint64_t value) {
  for (; value >= 128; value >>= 7) out += static_cast<char>(value | 128);
  out += static_cast<char>(value);
}

std::uint64_t varint(const char*& at) {
  std::uint64_t out = 0;
  for (unsigned shift = 0;; shift += 7) {
    const auto byte = static_cast<unsigned char>(*at++);
    out |= std::uint64_t{byte & 127u} << shift;
    if (byte < 128) return out;
  }
}

std::size_t encode_varints(const PackedRow* rows, std::size_t size, std::string& page) {
  page.clear();
  PackedRow before;
  const std::size_t taken = std::min(size, rows_a_page);
  for (std::size_t i = 0; i < taken; ++i) {
    const std::uint64_t now[] = {rows[i].a, rows[i].b, rows[i].c, rows[i].round};
    const std::uint64_t then[] = {before.a, before.b, before.c, before.round};
    unsigned part = 0;
    while (part < 3 && now[part] == then[part]) ++part;
    page += static_cast<char>(part);
    put_varint(page, now[part] - then[part]);
    while (++part < 4) put_varint(page, now[part]);
    before = rows[i];
  }
  return taken;
}

template <class Visit>
void walk_varints(std::string_view page, Visit visit) {
  std::uint64_t parts[4] = {};
  for (const char* at = page.data(); at < page.data() + page.size();) {
    unsigned part = static_cast<unsigned char>(*at++);
    parts[part] += varint(at);
    while (++part < 4) parts[part] = varint(at);
    if (!visit(PackedRow{parts[0], parts[1], parts[2], parts[3]})) return;
  }
}

std::size_t decode_varints(std::string_view page, PackedRow* rows) {
  std::size_t size = 0;
  walk_varints(page, [&](const PackedRow& row) { return rows[size++] = row, true; });
  return size;
}

std::uint64_t seek_varints(std::string_view page, const PackedRow& wanted) {
  std::uint64_t out = 0;
  walk_varints(page, [&](const PackedRow& row) { return out = row.c, row < wanted; });
  return out;
}

constexpr Encoding encodings[] = {
    {"columns of bits, runs of rounds", encode_columns, decode_columns, seek_columns},
    {"front-coded varints of 1,024 rows", encode_varints, decode_varints, seek_varints},
};

double seconds_since(std::chrono::steady_clock::time_point began) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
}

void measure(const Encoding& encoding, const std::vector<PackedRow>& rows) {
  using Clock = std::chrono::steady_clock;
  std::vector<std::string> pages;
  std::vector<std::size_t> firsts;
  std::size_t bytes = 0;
  auto began = Clock::now();
  for (std::size_t at = 0; at < rows.size();) {
    std::string page;
    firsts.push_back(at);
    at += encoding.encode(&rows[at], rows.size() - at, page);
    bytes += page.size() + 32 + 32;  // its key, and its first row in the index
    pages.push_back(std::move(page));
  }
  const double encode_s = seconds_since(began);
  std::vector<PackedRow> decoded(1 << 16);
  std::size_t count = 0;
  began = Clock::now();
  for (const std::string& page : pages) count += encoding.decode(page, decoded.data());
  const double decode_s = seconds_since(began);
  std::mt19937_64 random(7);
  std::uint64_t found = 0;
  began = Clock::now();
  for (int i = 0; i < seeks; ++i) {
    const std::size_t row = random() % rows.size();
    const auto page = std::upper_bound(firsts.begin(), firsts.end(), row) - firsts.begin() - 1;
    found += encoding.seek(pages[static_cast<std::size_t>(page)], rows[row]) == rows[row].c;
  }
  const double seek_s = seconds_since(began);
  const auto size = static_cast<double>(rows.size());
  fmt::print("{:<36} {:6.2f} bytes/row  encode {:6.1f} M rows/s  decode {:6.1f} M rows/s  seek {:7.0f} ns{}\n",
             encoding.name, static_cast<double>(bytes) / size, size / encode_s / 1e6, size / decode_s / 1e6,
             seek_s / seeks * 1e9, count == rows.size() && found == seeks ? "" : "  WRONG");
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return fmt::print(stderr, "usage: bayan_encodings STORE\n"), 1;
  const auto store = Store::open(argv[1], {.read_only = true});
  if (!store) return fmt::print(stderr, "{}", describe(store.error())), 2;
  std::vector<PackedRow> rows;
  const auto view = store->snapshot()->view();
  auto scan = view->facts({}, graph::Order::sro);
  while (scan.next()) {
    for (std::size_t i = 0; i < scan.batch().size(); ++i) {
      const graph::Fact fact = scan.batch().at(i);
      rows.push_back({fact.subject.value, fact.predicate.value, fact.object.value, fact.round.value});
    }
  }
  fmt::print("{} rows\n", rows.size());
  if (rows.empty()) return 0;
  for (const Encoding& encoding : encodings) measure(encoding, rows);
  return 0;
}
