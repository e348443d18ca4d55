// The exchange format, from and to text. The two functions are public: bayan/ingest.hpp.
#pragma once

#include <string_view>

#include "bayan/statement.hpp"

namespace bayan::ingest {

// The name of a literal's type as records write it: "integer".
std::string_view literal_type_name(LiteralType type);

}  // namespace bayan::ingest
