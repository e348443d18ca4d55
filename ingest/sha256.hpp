// SHA-256 of a document's bytes: what tells documents apart.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace bayan::ingest {

// Lower-case hex, 64 characters.
std::string sha256_hex(std::string_view bytes);

// Of a file of any size, or nothing where it cannot be read.
std::optional<std::string> sha256_of_file(const std::string& path);

}  // namespace bayan::ingest
