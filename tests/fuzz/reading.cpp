// Any bytes as a document: the whole way from bytes to records, in both languages. What comes out must be what import
// would take: spans inside the document that hold their words, and no character cut.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "bayan/statement.hpp"
#include "ingest/extract/extract.hpp"
#include "ingest/lexicon.hpp"

namespace {

using namespace bayan;

const ingest::Lexicon& lexicon() {
  static const ingest::Lexicon loaded = *ingest::Lexicon::load();
  return loaded;
}

void require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "fuzz: %s\n", what);
  std::abort();
}

bool begins_character(std::string_view text, std::size_t at) {
  return at == text.size() || (static_cast<unsigned char>(text[at]) & 0xc0) != 0x80;
}

void check_span(std::string_view bytes, const Span& span, const char* what) {
  require(span.begin <= span.end && span.end <= bytes.size(), what);
  require(begins_character(bytes, span.begin) && begins_character(bytes, span.end), "a character is cut");
}

void check(std::string_view bytes, const Statement& statement) {
  if (statement.object_span) check_span(bytes, *statement.object_span, "an object ends behind the document");
  if (!statement.evidence || !statement.evidence->utf8) return;
  const Span& span = *statement.evidence->utf8;
  check_span(bytes, span, "evidence ends behind the document");
  require(bytes.substr(span.begin, span.end - span.begin) == statement.evidence->text,
          "evidence is not what stands there");
}

void read_as(std::string_view bytes, const char* language) {
  ingest::ExtractOptions options;
  options.explain = options.unknown = true;
  options.document.lang = language;
  options.document.series = "talks";
  options.document.date = "2024-01-25";
  const auto read = ingest::read_document(bytes, "fuzz", lexicon(), options);
  if (!read) return;
  for (const Statement& statement : read->statements) check(bytes, statement);
  for (const ingest::Explanation& explanation : read->explanations) (void)explanation.dump();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  read_as(bytes, "ar");
  read_as(bytes, "en");
  return 0;
}
