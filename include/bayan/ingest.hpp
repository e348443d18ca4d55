// From text to statements: read a document, extract what it says, store it in one atomic commit.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bayan/export.hpp"
#include "bayan/result.hpp"
#include "bayan/statement.hpp"
#include "bayan/store.hpp"

namespace bayan {

// What overrides or completes a document's header block; empty members say nothing.
struct DocumentOptions {
  std::string series{}, date{}, title{}, lang{}, source{}, publisher{}, status{};
  std::optional<std::int64_t> round{};
  std::string rounds_by{};  // day, month, year: makes the round from the date
};

struct IngestOptions {
  DocumentOptions document{};
  std::vector<std::string> lexicons{};  // folders that extend the built-in lexicon
  bool again = false;                   // read documents again that are there already
  bool explain = false;                 // on_explanation gets each sentence with what was seen in it, and why
  bool unknown = false;                 // on_explanation gets the frequent words that the lexicon lacks, at the end
  const std::atomic<bool>* cancel = nullptr;
  // Called between documents with how far it is; `total` is 0 while unknown.
  std::function<void(std::uint64_t done, std::uint64_t total, const std::string& name)> progress{};
  std::function<void(const Record&)> on_record{};  // called with every record that is stored, or would be
  std::function<void(const std::string&)> on_explanation{};
};

// What happened to a text before it came here: signs of a bad conversion, counted.
struct DamageReport {
  std::string name;                      // of the document, as in messages
  std::uint64_t glued_words = 0;         // two words with no blank between them
  std::uint64_t tatweel = 0;             // characters; harmless, a sign of typeset text
  std::uint64_t presentation_forms = 0;  // characters that PDFs have for Arabic letters
  std::uint64_t column_lines = 0;        // lines across two columns
  std::uint64_t dots_inside_words = 0;
  std::uint64_t spaced_letters = 0;  // letters of words that were set apart
  std::uint64_t reversed_words = 0;
  std::uint64_t unreadable = 0;                 // characters lost to a wrong encoding
  std::uint64_t other_language_paragraphs = 0;  // in Arabic letters; they are passed over
  std::string other_language;                   // the last one's: "Persian"
  std::string not_read;                         // why the document was stored and not read; empty when it was read

  BAYAN_API bool any() const;
  BAYAN_API std::string describe() const;  // one line, without the name
};

struct IngestReport {
  std::uint64_t documents = 0;        // stored now
  std::uint64_t documents_known = 0;  // were there already, byte for byte
  std::uint64_t records = 0;          // taken from .jsonl files
  std::uint64_t statements = 0;       // stored now
  std::uint64_t sentences = 0;
  std::uint64_t sentences_silent = 0;    // that gave no statement
  std::uint64_t documents_not_read = 0;  // of those stored: too damaged, see `damage`
  std::uint64_t without_round = 0;       // statements left out: the text puts them in unnamed past rounds
  double seconds = 0;
  std::vector<std::string> warnings;  // each with its place
  std::vector<DamageReport> damage;   // of the documents that have any
  std::vector<Error> failures;        // documents that were refused, each with its reason
};

// One text, or page of HTML (by its name or its beginning: its article is the text, what it says about itself completes
// the header). `name` stands in messages and is the title where none is given.
BAYAN_API Result<IngestReport> ingest_text(Store& store, std::string_view text, const std::string& name,
                                           const IngestOptions& options = {});

// Files, folders (records first, then texts) or "-" for standard input. A document that is refused does not stop
// the others: see failures.
BAYAN_API Result<IngestReport> ingest_paths(Store& store, const std::vector<std::string>& paths,
                                            const IngestOptions& options = {});

// The same without a store: what would be stored is reported and given to on_record. Nothing counts as known already,
// statements of unnamed past rounds are given too, and a document without a round is a warning.
BAYAN_API Result<IngestReport> dry_run_paths(const std::vector<std::string>& paths, const IngestOptions& options = {});

struct Extraction {
  std::vector<Record> records;  // the statements, in the order of the text
  std::uint64_t sentences = 0;
  std::uint64_t sentences_silent = 0;
  std::vector<std::string> warnings;
  DamageReport damage;
  std::optional<std::string> text;  // what spans count in, where that is not what was given: the article of a page
};

// Text to statements, without a store. Statements of unnamed past rounds have no round.
BAYAN_API Result<Extraction> extract(std::string_view text, const std::string& name, const IngestOptions& options = {});

struct ImportOptions {
  std::string format{};                 // jsonl, tsv, csv, nt, nq, ttl or trig; empty: by the file's name
  std::vector<std::string> columns{};   // of tables: "A=B", the file's column A is our column B
  std::vector<std::string> prefixes{};  // of RDF: "P=IRI", an IRI that begins with IRI has the key P:rest
  std::string graphs_as{};              // of RDF: "rounds:SERIES", graphs are rounds; empty: they are documents
  bool keep_recorded_at = false;
  bool strict = false;  // the first bad line stops, nothing is stored
  const std::atomic<bool>* cancel = nullptr;
  std::function<void(std::uint64_t bytes_done, std::uint64_t bytes_total)> progress{};
  std::function<void(std::uint64_t rows_done, std::uint64_t rows_total)>
      packing{};  // of large inputs, once they are read
};

struct ImportReport {
  std::uint64_t lines = 0;       // that hold something; of Turtle and TriG: triples
  std::uint64_t statements = 0;  // stored now
  std::uint64_t statements_known = 0;
  std::uint64_t declarations = 0;
  std::uint64_t bad_lines = 0;
  std::vector<Error> errors;  // the first hundred bad lines, with file and line
  double seconds = 0;
};

// Records made elsewhere.
BAYAN_API Result<ImportReport> import_paths(Store& store, const std::vector<std::string>& paths,
                                            const ImportOptions& options = {});

// One record of the exchange format, from and to one line of JSON. Errors: input, with the column where known.
BAYAN_API Result<Record> record_from_json(std::string_view line);
BAYAN_API std::string to_json(const Record& record);

}  // namespace bayan
