// A document before it is understood: its bytes, its header block, its text.
//
// The header block is lines "Key: value" at the top (Series, Round, Date, Title, Source, Publisher, Language, Status),
// ended by the first line that is none. Keys are read in any case.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "bayan/ingest.hpp"
#include "bayan/result.hpp"
#include "bayan/statement.hpp"

namespace bayan::ingest {

struct Source {
  std::string_view bytes;  // all of it; spans count from here
  std::size_t body = 0;    // where the text begins
  Document document;       // from the header, completed by options; title always set, no text, no sha256
  std::string rounds_by;
  bool date_from_header = false;
  std::vector<std::string> warnings;

  std::string_view text() const { return bytes.substr(body); }
  std::string dump() const;
};

// `bytes` must outlive the source. Errors: input (empty; a header line that cannot be, with its line), text (not
// UTF-8).
Result<Source> read_source(std::string_view bytes, const std::string& name, const DocumentOptions& options);

// "2024-01-25" as it is when there is such a day; errors otherwise: input.
Result<std::string> checked_date(std::string_view date);

}  // namespace bayan::ingest
