// The exchange format, from and to text. The two functions are public: bayan/ingest.hpp.
#pragma once

#include <simdjson.h>

#include <string_view>

#include "bayan/result.hpp"
#include "bayan/statement.hpp"

namespace bayan::ingest {

// The name of a literal's type as records write it: "integer".
std::string_view literal_type_name(LiteralType type);

// Reads records one after the other, with buffers that stay.
class JsonReader {
 public:
  // Errors: input, with the column where known.
  Result<Record> read(std::string_view line);

 private:
  static Error mistake(std::string_view line, simdjson::error_code code);

  simdjson::dom::parser parser_;
};

}  // namespace bayan::ingest
