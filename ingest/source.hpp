// A document before it is understood: its bytes, its header block, its text. Of a page the text is its article, and
// what the page says about itself completes the header.
//
// The header block is lines "Key: value" at the top (Series, Round, Date, Title, Source, Publisher, Language, Status),
// ended by the first line that is none. Keys are read in any case.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bayan/ingest.hpp"
#include "bayan/result.hpp"
#include "bayan/statement.hpp"
#include "ingest/html/page.hpp"

namespace bayan::ingest {

struct Source {
  std::string_view bytes;                      // all of it, or the article of a page; spans count from here
  std::shared_ptr<const std::string> article;  // of a page, what `bytes` views; else null
  std::vector<Aside> asides;                   // of a page, in the order of the text
  std::size_t body = 0;                        // where the text begins
  Document document;  // from the header, completed by options; title always set, no text, no sha256
  std::string rounds_by;
  bool date_from_header = false;
  std::vector<std::string> warnings;

  std::string_view text() const { return bytes.substr(body); }
  std::string dump() const;
};

// `bytes` must outlive the source. Options go before the header, the header before what a page says. `box_labels` are
// the lexicon's. Errors: input (empty; a header line that cannot be, with its line), text (not UTF-8, nor an encoding
// that a page declares).
Result<Source> read_source(std::string_view bytes, const std::string& name, const DocumentOptions& options,
                           const std::vector<std::string>& box_labels = {});

// "2024-01-25" as it is when there is such a day; errors otherwise: input.
Result<std::string> checked_date(std::string_view date);

}  // namespace bayan::ingest
