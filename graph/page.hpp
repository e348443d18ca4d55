// Packed pages: a few hundred claims of one order with the rounds they were said in, as columns of bits.
//
// A page's key is its first row; its rows are sorted by (a, b, c, round), the parts of a fact in the order's letters.
// Rows with the same a, b, c are one claim; the rounds of a claim are runs of successive ordinals of one series.
//
//   offset  bytes   what
//   0       4       XXH3 of all that follows, its lowest 32 bits
//   4       2       claims
//   6       2       runs
//   8       4       rows
//   12      1       series in the table
//   13      1 × 7   widths in bits of the columns a, b, c, series, first, length, id
//   20      8 × 3   bases of a, b, c
//   44      4       base of first
//   48      8       base of id
//   56      8       the statement id that a page numbered without gaps begins with
//   64      4 × s   the series table
//   …       columns a, b, c (claims values each), then series, first, length, id (runs values each), each padded to a
//                   byte: value - base, least significant bit first; length is the number of ordinals - 1; id is 0
//                   where statements have records of their own, else 1 + zigzag of how far the run's first id is from
//                   a numbering without gaps
//   …               one bit a run: set where a claim begins; padded to a byte
//   …       2 × k   how many claims begin before run 64, 128, …
//   …       8       zeros, so that any value can be read with one unaligned load
//
// Everything is little-endian. Values are at a fixed place, so a seek is a binary search over bits: no page is decoded
// to find a claim in it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bayan/result.hpp"

namespace bayan::graph {

// A row in an order's letters: three parts and the round.
struct PackedRow {
  std::uint64_t a = 0, b = 0, c = 0, round = 0;

  auto operator<=>(const PackedRow&) const = default;
};

inline constexpr std::size_t page_claims = 512;  // at most so many claims
inline constexpr std::size_t page_runs = 1024;   // and so many runs of rounds

// Where decoded rows go: four arrays with room for them.
struct RowPointers {
  std::uint64_t* a;
  std::uint64_t* b;
  std::uint64_t* c;
  std::uint64_t* round;
};

struct RoundRange {
  std::uint64_t first = 0, last = 0;
};

// Rows to be encoded: sorted, each once. `ids` are those of bare statements, one a row (0: the fact's statements have
// records of their own), or none at all.
struct PageRows {
  const PackedRow* rows = nullptr;
  std::size_t size = 0;
  const std::uint64_t* ids = nullptr;
};

// Encodes as many of the rows as fit in one page; returns how many, and the page in `out`.
std::size_t encode_page(const PageRows& rows, std::string& out);

// A view of an encoded page. Dies with its bytes.
class Page {
 public:
  Page() = default;  // of no rows
  // Errors: store (too short, or the checksum does not fit).
  static Result<Page> open(std::string_view bytes);
  // Without the checksum: for bytes that were checked before.
  static Page trusted(std::string_view bytes);

  std::uint32_t claims() const { return claims_; }
  std::uint32_t runs() const { return runs_; }
  std::uint32_t rows() const { return rows_; }

  std::uint64_t a(std::uint32_t claim) const { return column(0).at(claim); }
  std::uint64_t b(std::uint32_t claim) const { return column(1).at(claim); }
  std::uint64_t c(std::uint32_t claim) const { return column(2).at(claim); }

  // The runs of a claim: [first_run(claim), first_run(claim + 1)).
  std::uint32_t first_run(std::uint32_t claim) const;
  std::uint64_t run_first(std::uint32_t run) const;   // its first round
  std::uint32_t run_length(std::uint32_t run) const;  // how many rounds

  // The id of the bare statement of a run's first round, those after it counting up; 0: the statements have records.
  std::uint64_t run_id(std::uint32_t run, std::uint32_t rows_before) const;
  std::uint32_t rows_before(std::uint32_t run) const;

  // The first claim that is not less than (a, b, c); claims() when there is none.
  std::uint32_t lower_bound(std::uint64_t a, std::uint64_t b, std::uint64_t c) const;

  // Writes the rows of the claims [begin, end); returns how many: rows_of(begin, end).
  std::size_t decode(std::uint32_t begin, std::uint32_t end, const RowPointers& out) const;
  std::uint32_t rows_of(std::uint32_t begin, std::uint32_t end) const;
  // As decode(), but only rounds in the ranges: sorted, closed, not overlapping.
  std::size_t decode_within(std::uint32_t begin, std::uint32_t end, const std::vector<RoundRange>& rounds,
                            const RowPointers& out) const;
  // One row a claim, of its first round; returns end - begin.
  std::size_t decode_earliest(std::uint32_t begin, std::uint32_t end, const RowPointers& out) const;

 private:
  struct RunFirsts;
  struct Column {
    const unsigned char* bits = nullptr;
    std::uint64_t base = 0;
    std::uint64_t mask = 0;
    unsigned width = 0;

    std::uint64_t at(std::uint32_t i) const;
  };
  const Column& column(std::size_t i) const { return columns_[i]; }
  static void unpack(const Column& column, std::uint32_t begin, std::size_t count, std::array<std::uint32_t, 64>& out);
  std::uint32_t claim_of(std::uint32_t run) const;
  // Writes the rows of a run, after `rows` that are there, that are in the ranges; returns how many are there then.
  std::size_t write_within(std::uint32_t run, std::uint64_t first, const std::vector<RoundRange>& ranges,
                           const RowPointers& out, std::size_t rows) const;

  std::array<Column, 7> columns_;  // a, b, c, series, first, length, id
  std::uint64_t first_id_ = 0;
  const unsigned char* series_ = nullptr;
  const unsigned char* starts_ = nullptr;
  const unsigned char* ranks_ = nullptr;
  std::uint32_t claims_ = 0, runs_ = 0, rows_ = 0;
};

}  // namespace bayan::graph
