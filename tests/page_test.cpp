// Packed pages: what was packed comes back, whole or in part, and no flipped bit is taken for a row.
#include <doctest/doctest.h>

#include <random>
#include <set>

#include "graph/page.hpp"
#include "graph/runs.hpp"

namespace graph = bayan::graph;
using graph::PackedRow;
using graph::RoundRange;

TEST_CASE("a page gives back its rows, and finds a claim without decoding") {
  std::mt19937 random(5);
  for (int trial = 0; trial < 60; ++trial) {
    const std::uint64_t wide = trial % 3 == 0 ? ~std::uint64_t{0} : 40;
    std::set<PackedRow> rows;
    for (int i = 0; i < 700; ++i) {
      const std::uint64_t round =
          random() % 7 == 0 ? 0 : (std::uint64_t{1} + random() % 2) << 32 | (0x80000000u + random() % 12);
      rows.insert({random() % 5, random() % wide, trial % 2 == 0 ? random() % 9 : random(), round});
    }
    const std::vector<PackedRow> sorted(rows.begin(), rows.end());
    std::vector<std::uint64_t> ids;
    for (std::size_t i = 0; i < sorted.size(); ++i)
      ids.push_back(random() % 4 == 0 ? 0 : 1000 + i + (trial % 5 == 0 ? random() % 50 : 0));
    std::size_t at = 0;
    std::string bytes;
    while (at < sorted.size()) {
      const std::size_t taken = graph::encode_page({sorted.data() + at, sorted.size() - at, ids.data() + at}, bytes);
      const auto page = graph::Page::open(bytes);
      REQUIRE(page.has_value());
      REQUIRE(page->rows() == taken);
      std::vector<std::uint64_t> a(taken), b(taken), c(taken), round(taken);
      REQUIRE(page->decode(0, page->claims(), {a.data(), b.data(), c.data(), round.data()}) == taken);
      for (std::size_t i = 0; i < taken; ++i) CHECK(PackedRow{a[i], b[i], c[i], round[i]} == sorted[at + i]);
      for (std::uint32_t run = 0, row = 0; run < page->runs(); row += page->run_length(run), ++run) {
        CHECK(page->rows_before(run) == row);
        for (std::uint32_t i = 0; i < page->run_length(run); ++i) {
          const std::uint64_t id = page->run_id(run, row);
          CHECK((id == 0 ? 0 : id + i) == ids[at + row + i]);
        }
      }
      for (std::uint32_t claim = 0; claim < page->claims(); ++claim) {
        CHECK(page->lower_bound(page->a(claim), page->b(claim), page->c(claim)) == claim);
        CHECK(page->run_first(page->first_run(claim)) == round[page->rows_before(page->first_run(claim))]);
      }
      at += taken;
    }
  }
}

TEST_CASE("any flipped bit of a page is noticed") {
  std::string bytes;
  const std::vector<PackedRow> rows = {{1, 2, 3, std::uint64_t{1} << 32 | 5}, {1, 2, 4, std::uint64_t{1} << 32 | 6}};
  graph::encode_page({rows.data(), rows.size(), nullptr}, bytes);
  for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
    std::string flipped = bytes;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << (bit % 8)));
    CHECK_FALSE(graph::Page::open(flipped).has_value());
  }
}

namespace {

constexpr std::uint64_t series_one = std::uint64_t{1} << 32;

// Rows of a few claims, in rounds that begin at `first`; with background or a second series where `mixed`.
std::vector<PackedRow> some_rows(std::mt19937& random, std::uint64_t first, bool mixed) {
  std::set<PackedRow> rows;
  for (int i = 0; i < 600; ++i) {
    const std::uint64_t round = first + random() % 40;
    rows.insert({random() % 4, random() % 5, random() % 20,
                 mixed && random() % 9 == 0 ? random() % 2 * (round + series_one) : round});
  }
  return {rows.begin(), rows.end()};
}

}  // namespace

TEST_CASE("a page gives the rows of some rounds as a filter over all of them would") {
  std::mt19937 random(6);
  for (const bool mixed : {false, true}) {
    for (const std::uint64_t first : {series_one, series_one | 0x80000000u, series_one | 0xffffffd8u}) {
      const std::vector<PackedRow> rows = some_rows(random, first, mixed);
      std::string bytes;
      const std::size_t taken = graph::encode_page({rows.data(), rows.size(), nullptr}, bytes);
      const graph::Page page = graph::Page::trusted(bytes);
      const std::uint64_t some = first + random() % 40, later = some + 1 + random() % 5;
      const std::vector<std::vector<RoundRange>> asked = {{{some, some}},
                                                          {{some, some}, {later, later}},
                                                          {{first, later}},
                                                          {{series_one, series_one | 0xffffffffu}},
                                                          {{0, 0}, {some, later}},
                                                          {{0, ~std::uint64_t{0}}},
                                                          {{some + series_one, ~std::uint64_t{0}}}};
      for (const auto& ranges : asked) {
        std::vector<PackedRow> wanted;
        for (std::size_t i = 0; i < taken; ++i) {
          for (const RoundRange& range : ranges)
            if (range.first <= rows[i].round && rows[i].round <= range.last) wanted.push_back(rows[i]);
        }
        std::vector<std::uint64_t> a(taken), b(taken), c(taken), round(taken);
        const std::size_t found =
            page.decode_within(0, page.claims(), ranges, {a.data(), b.data(), c.data(), round.data()});
        REQUIRE(found == wanted.size());
        for (std::size_t i = 0; i < found; ++i) CHECK(PackedRow{a[i], b[i], c[i], round[i]} == wanted[i]);
      }
    }
  }
}

TEST_CASE("golden bytes: a page and a run as they are drawn") {
  const auto hex = [](std::string_view bytes) {
    std::string out;
    for (const char byte : bytes) {
      out += "0123456789abcdef"[static_cast<unsigned char>(byte) >> 4];
      out += "0123456789abcdef"[static_cast<unsigned char>(byte) & 15];
    }
    return out;
  };
  const std::uint64_t round = std::uint64_t{1} << 32 | 0x80000001u;
  const std::vector<graph::PackedRow> rows = {{5, 2, 9, 0}, {5, 2, 9, round}, {5, 2, 9, round + 1}, {6, 2, 8, round}};
  const std::vector<std::uint64_t> ids = {0, 41, 42, 50};
  std::string page;
  REQUIRE(graph::encode_page({rows.data(), rows.size(), ids.data()}, page) == rows.size());
  CHECK(hex(page) ==
        "0b49d954020003000400000002010001010001040500000000000000020000000000000008000000000000000100008000000000000000"
        "002800"
        "000000000000000000000100000002010602100f050000000000000000");
  CHECK(hex(graph::encode(graph::RunInfo{7, 4, {{40, 43, 9}}})) ==
        "00000000000000040000000000000028000000000000002b0000000000000009");
}
