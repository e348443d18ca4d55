// The records that go into and come out of a store: statements and declarations. They are the exchange format
// (docs/design and README.md) as C++ values; ingest/jsonl.hpp reads and writes them as JSON Lines.
//
// Dates are "YYYY-MM-DD", times are "YYYY-MM-DDTHH:MM:SSZ"; an empty string is no date. Spans are half-open byte
// offsets into the document's original UTF-8 bytes.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "bayan/term.hpp"

namespace bayan {

struct Span {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;

  bool operator==(const Span&) const = default;
};

struct Evidence {
  std::optional<Span> utf8;
  std::string text;  // exactly those bytes of the document
};

// A document, or a reference to one. With a sha256 it is that document whatever its title; without one its title
// decides.
struct Document {
  std::string sha256;  // lower-case hex; empty when the bytes are not known
  std::string title;
  std::string lang;
  std::string source;  // address
  std::string publisher;
  std::string date;
  std::string status;  // adopted, draft, not_adopted, statement, report, transcript, or any other word
  std::string series;  // with `round`: the round it belongs to
  std::optional<std::int64_t> round;
  std::optional<std::string> text;  // the original bytes
  std::string recorded_at;
  std::string retracted_at;  // when the document was withdrawn; empty while it is not

  bool operator==(const Document&) const = default;
};

struct Statement {
  std::string series;
  std::optional<std::int64_t> round;  // none: background, or made from the date by the series
  std::string date;
  Node subject;
  std::string relation;
  Node object;
  Polarity polarity = Polarity::positive;
  std::string modality;  // asserted necessity requested intended believed possibility
  std::optional<Entity> speaker, holder, addressee, on_behalf_of;
  std::optional<Document> document;
  std::optional<Evidence> evidence;
  std::optional<Span> object_span;
  std::optional<double> confidence;  // 0 to 1
  std::string rule;                  // what made it: "ar.calls_for"; empty for people
  std::string extractor;             // "bayan/0.1"
  std::string recorded_at;
  std::string retracted_at;
};

using Labels = std::map<std::string, std::string>;                // language -> label
using Aliases = std::map<std::string, std::vector<std::string>>;  // language -> names

struct SeriesDeclaration {
  std::string key;
  Labels labels;
  Aliases aliases;
  std::string rounds_by;  // day, month, year, or empty
};

struct RoundDeclaration {
  std::string series;
  std::int64_t round = 0;
  std::string first, last;  // days
  std::string place;
};

struct EntityDeclaration {
  std::string key;
  std::string type;
  Labels labels;
  Aliases aliases;
  std::vector<std::string> not_the_same{};  // keys of entities that it was judged not to be: see Store::tell_apart
};

struct RelationDeclaration {
  std::string key;
  std::string parent;
  Labels labels;
  Aliases forms;       // verb forms
  std::string stance;  // for, against, neutral
  std::string cameo, plover;
};

using Record =
    std::variant<Statement, SeriesDeclaration, RoundDeclaration, EntityDeclaration, RelationDeclaration, Document>;

}  // namespace bayan
