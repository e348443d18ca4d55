// From a document to statements: the stages in order, and what each of them found.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bayan/ingest.hpp"
#include "ingest/extract/reading.hpp"
#include "ingest/lexicon.hpp"
#include "ingest/source.hpp"

namespace bayan::ingest {

// What was found in a sentence and what came of it, for people.
struct Explanation {
  std::uint32_t line = 0;
  std::string sentence, tokens, mentions, triggers;
  std::vector<std::string> notes;  // why a statement was or was not made

  std::string dump() const;
};

struct ExtractOptions {
  DocumentOptions document;
  std::vector<KnownRound> rounds;
  bool explain = false;
  bool unknown = false;
  const std::atomic<bool>* cancel = nullptr;
};

struct Reads {
  Document document;                  // resolved: title, language, series, round, date; no text, no sha256
  std::string round_reason;           // where its round came from: header, options, text, date, or why there is none
  std::vector<Statement> statements;  // in the order of the text; `document` of each is a reference by title
  std::uint64_t sentences = 0;
  std::uint64_t sentences_silent = 0;
  std::shared_ptr<const std::string> article;  // of a page: the text that is stored and that spans count in
  DamageReport damage;                         // without a name; when it says not_read there are no statements
  std::vector<std::string> warnings;
  std::vector<Explanation> explanations;         // with options.explain
  std::map<std::string, std::uint64_t> unknown;  // with options.unknown: words nothing matched, and how often
};

// REQUIRES: the lexicon outlives the call. Errors: those of read_source, cancelled.
Result<Reads> read_document(std::string_view bytes, const std::string& name, const Lexicon& lexicon,
                            const ExtractOptions& options);

// Declarations of the series, entities and relations that records use, from the lexicon: so a store explains itself.
std::vector<Record> declarations(const std::vector<Record>& records, const Lexicon& lexicon);

}  // namespace bayan::ingest
