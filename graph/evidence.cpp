#include "graph/evidence.hpp"

#include <fmt/format.h>

#include "graph/commit.hpp"
#include "graph/documents.hpp"
#include "graph/values.hpp"

namespace bayan::graph {

namespace {

constexpr std::size_t shown_bytes = 120;
constexpr const char* how_spans_count = "spans are [begin, end) in bytes of the document's UTF-8, its header included";

bool inside_code_point(std::string_view text, std::size_t at) {
  return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xc0) == 0x80;
}

// Whole code points, not too many.
std::string shown(std::string_view text, Span span) {
  while (inside_code_point(text, span.begin) && span.begin > 0) --span.begin;
  while (inside_code_point(text, span.end)) ++span.end;
  if (span.end - span.begin <= shown_bytes) return std::string(text.substr(span.begin, span.end - span.begin));
  std::size_t end = span.begin + shown_bytes;
  while (inside_code_point(text, end)) --end;
  return std::string(text.substr(span.begin, end - span.begin)) + "…";
}

Error outside(const char* field, const Span& span, std::string_view document, std::string_view text) {
  return make_error(ErrorCode::input,
                    fmt::format("{} is [{}, {}), and the text of \"{}\" has {} bytes", field, span.begin, span.end,
                                document, text.size()),
                    how_spans_count);
}

}  // namespace

Status check_quotation(const std::optional<Evidence>& evidence, const std::optional<Span>& object_span,
                       std::string_view document, std::string_view text) {
  if (object_span && object_span->end > text.size()) return outside("object_span.utf8", *object_span, document, text);
  if (!evidence || !evidence->utf8) return {};
  const Span& span = *evidence->utf8;
  if (span.end > text.size()) return outside("evidence.utf8", span, document, text);
  const std::string& quote = evidence->text;
  if (quote.empty() || text.substr(span.begin, span.end - span.begin) == quote) return {};
  const std::size_t found = text.find(quote);
  const std::string help =
      found == std::string_view::npos
          ? fmt::format("the document does not have these words anywhere; {}", how_spans_count)
          : fmt::format("these words stand at [{}, {}); {}", found, found + quote.size(), how_spans_count);
  return make_error(ErrorCode::input,
                    fmt::format("evidence.utf8 is [{}, {}), where \"{}\" has \"{}\", but evidence.text is \"{}\"",
                                span.begin, span.end, document, shown(text, span), shown(quote, {0, quote.size()})),
                    help);
}

// --- in a commit

namespace {

std::string name_of(const Document& document) { return document.title.empty() ? document.sha256 : document.title; }

}  // namespace

// The text of a document that is stored, or that this commit stores; null where there is none. One is kept: statements
// of a document come together.
Result<const std::string*> Commit::text_of(DocumentId id) {
  if (quoted_ && quoted_->id == id) return quoted_->has_text ? &quoted_->text : nullptr;
  BAYAN_LET(stored, batch_->get(Family::documents, Key().id(id)));
  if (!stored) return damaged("a document is missing");
  BAYAN_LET(info, decode_document(*stored));
  quoted_.emplace(Quoted{id, info.has_text, info.title, {}});
  for (std::size_t number = 0; info.has_text && number * chunk_bytes < info.size; ++number) {
    BAYAN_LET(chunk, batch_->get(Family::chunks, chunk_key(id, number)));
    if (!chunk) return damaged("a part of a document is missing");
    quoted_->text += *chunk;
  }
  return quoted_->has_text ? &quoted_->text : nullptr;
}

// What was retracted may be wrong: that may be why.
Status Commit::check_evidence(const Statement& s, DocumentId known) {
  if (!s.document || !(s.evidence || s.object_span) || !s.retracted_at.empty()) return {};
  if (s.document->text) return check_quotation(s.evidence, s.object_span, name_of(*s.document), *s.document->text);
  if (!known) return {};
  BAYAN_LET(text, text_of(known));
  return text == nullptr ? Status() : check_quotation(s.evidence, s.object_span, quoted_->title, *text);
}

// For a text that may come later. A load's statements are looked at as they come alone: it keeps none in memory.
void Commit::note_evidence(const StatementInfo& s) {
  if (!s.document || divert_ || !(s.utf8 || s.object_span) || s.retracted_us != not_retracted) return;
  if (quoted_ && quoted_->id == s.document && quoted_->has_text) return;
  unproven_[s.document].push_back({Evidence{s.utf8, s.quote}, s.object_span});
}

// A text that comes after statements that quote it.
Status Commit::check_quotations_of(DocumentId id, const Document& document) {
  BAYAN_LET(before, text_of(id));
  if (before != nullptr && *before == *document.text) return {};
  const auto check = [&](const std::optional<Evidence>& evidence, const std::optional<Span>& object_span) -> Status {
    auto status = check_quotation(evidence, object_span, name_of(document), *document.text);
    if (!status) status.error().message = "a statement quotes this document otherwise: " + status.error().message;
    return status;
  };
  if (const auto cited = unproven_.find(id); cited != unproven_.end()) {
    for (const auto& [evidence, object_span] : cited->second) BAYAN_TRY(check(evidence, object_span));
  }
  BAYAN_LET(statements, statements_of(id));
  for (const StatementId statement : statements) {
    if (leaving_.contains(statement)) continue;
    BAYAN_LET(said, read_statement(statement));
    if (said.retracted_us == not_retracted) BAYAN_TRY(check(Evidence{said.utf8, said.quote}, said.object_span));
  }
  return {};
}

}  // namespace bayan::graph
