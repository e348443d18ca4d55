// What writes and what reads pages have in common: graph/page.hpp draws it.
#pragma once

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace bayan::graph::page_layout {

static_assert(std::endian::native == std::endian::little, "pages are read as they lie on disk");

inline constexpr std::size_t header_bytes = 64;
inline constexpr std::size_t padding_bytes = 8;
inline constexpr std::uint32_t runs_a_rank = 64;

enum : std::size_t { column_a, column_b, column_c, column_series, column_first, column_length, column_id };

template <class T>
T load(const unsigned char* at) {
  T out;
  std::memcpy(&out, at, sizeof out);
  return out;
}

inline std::uint32_t checksum(std::string_view bytes) {
  return static_cast<std::uint32_t>(XXH3_64bits(bytes.data() + 4, bytes.size() - 4));
}

inline std::size_t column_bytes(std::size_t values, unsigned width) { return (values * width + 7) / 8; }

}  // namespace bayan::graph::page_layout
