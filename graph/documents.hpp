// A document's bytes, kept in chunks so that memory stays flat for large ones.
#pragma once

#include <cstddef>
#include <string>

#include "graph/keys.hpp"

namespace bayan::graph {

inline constexpr std::size_t chunk_bytes = std::size_t{256} << 10;

inline std::string chunk_key(DocumentId document, std::size_t number) {
  return Key().id(document).small(static_cast<std::uint32_t>(number)).str();
}

}  // namespace bayan::graph
