// SHA-256 of a document's bytes: what tells documents apart.
#pragma once

#include <string>
#include <string_view>

namespace bayan::ingest {

// Lower-case hex, 64 characters.
std::string sha256_hex(std::string_view bytes);

}  // namespace bayan::ingest
