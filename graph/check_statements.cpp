// Statements, documents, and what counts them.
#include <fmt/format.h>

#include "graph/check.hpp"
#include "graph/documents.hpp"
#include "graph/values.hpp"

namespace bayan::graph {

void Check::statement(std::string_view key, std::string_view value, bool& live) {
  constexpr std::size_t fact_bytes = 32;
  if (key.size() != fact_bytes + 8) return fault("statements: a key has another length than 40 bytes");
  const std::uint64_t id = number_at(key, fact_bytes);
  const auto decoded = decode_statement(value);
  if (!decoded) return fault(fmt::format("statement {}: {}", id, decoded.error().message));
  ++report_.statements;
  greatest_statement_ = std::max(greatest_statement_, id);
  statement_ids_.add(Key().number(id).text(key.substr(0, fact_bytes)));
  words(WordKind::statement, id, words_of(decoded->quote));
  if (decoded->speaker) by_speaker_.add(Key().id(decoded->speaker).number(id));
  if (decoded->document) by_document_.add(Key().id(decoded->document).number(id));
  if (decoded->retracted_us != not_retracted) return;
  live = true;
  const RoundId round = fact_of(Order::sro, key).round;
  if (round) ++cited_[{round.value, decoded->document.value}];
}

Status Check::statement_indexes() {
  const auto id_and_fact = [](std::string_view key, std::string_view fact) { return Key().text(key).text(fact).str(); };
  BAYAN_LET(ids, sum_of(Family::statement_id, "", id_and_fact));
  compare(statement_ids_, ids, "statements by their ids");
  BAYAN_LET(speakers, sum_of(Family::by_speaker, ""));
  compare(by_speaker_, speakers, "statements by speaker");
  BAYAN_LET(documents, sum_of(Family::by_document, ""));
  compare(by_document_, documents, "statements by document");
  return {};
}

Status Check::coverage() {
  KvCursor cursor = snapshot_->cursor(Family::rounds);
  for (cursor.seek("c"); cursor.valid() && cursor.key().front() == 'c'; cursor.next()) {
    const auto counted = decode_number(cursor.value());
    const std::uint64_t round = number_at(cursor.key(), 1), document = number_at(cursor.key(), 9);
    const auto wanted = cited_.find({round, document});
    const std::uint64_t live = wanted == cited_.end() ? 0 : wanted->second;
    if (!counted || *counted != live)
      fault(fmt::format("coverage of round {:x} by document {}: {} live statements are counted, {} are there", round,
                        document, counted ? *counted : 0, live));
    if (wanted != cited_.end()) cited_.erase(wanted);
  }
  BAYAN_TRY(cursor.status());
  for (const auto& [place, live] : cited_) {
    fault(fmt::format("coverage of round {:x} by document {}: no live statements are counted, {} are there",
                      place.first, place.second, live));
  }
  BAYAN_LET(members, sum_of(Family::rounds, "m"));
  compare(members_, members, "documents by round");
  return {};
}

Status Check::documents() {
  KvCursor cursor = snapshot_->cursor(Family::documents);
  KvCursor chunks = snapshot_->cursor(Family::chunks);
  for (cursor.seek(""); cursor.valid(); cursor.next()) {
    const DocumentId id{number_at(cursor.key(), 0)};
    greatest_['d'] = std::max(greatest_['d'], id.value);
    const auto document = decode_document(cursor.value());
    if (!document) {
      fault(fmt::format("document {}: {}", id.value, document.error().message));
      continue;
    }
    ++report_.documents;
    std::uint64_t size = 0;
    const std::string prefix = Key().id(id).str();
    for (chunks.seek(prefix); chunks.valid() && chunks.key().starts_with(prefix); chunks.next())
      size += chunks.value().size();
    BAYAN_TRY(chunks.status());
    if (size != (document->has_text ? document->size : 0))
      fault(fmt::format("document {} (\"{}\"): its text has {} bytes, {} are there", id.value, document->title,
                        document->has_text ? document->size : 0, size));
    if (!document->sha256.empty()) lookups_.add(Key('h').text(document->sha256).text(encode_number(id.value)));
    if (!document->title.empty()) titles_.add(Key('t').text(document->title).byte(0).id(id));
    if (document->round) members_.add(Key('m').id(document->round).id(id));
    for (const std::string& written : {document->title, document->source, document->publisher})
      name('d', written, id.value);
    BAYAN_TRY(step(0));
  }
  BAYAN_TRY(cursor.status());
  BAYAN_LET(titles, sum_of(Family::names, "t"));
  compare(titles_, titles, "documents by title");
  return {};
}

}  // namespace bayan::graph
