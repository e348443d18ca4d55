// Documents of a commit: found by digest or title, completed, their bytes kept in chunks.
#include <fmt/format.h>

#include <algorithm>

#include "graph/commit.hpp"
#include "graph/dates.hpp"
#include "graph/documents.hpp"
#include "graph/values.hpp"
#include "text/fold.hpp"

namespace bayan::graph {

namespace {

void set(std::string& into, const std::string& value) {
  if (!value.empty()) into = value;
}

}  // namespace

// By digest where there is one; else by title, which must be of one document.
Result<DocumentId> Commit::find_document(const Document& d) {
  const std::string name = d.sha256.empty() ? "t" + d.title : "h" + d.sha256;
  if (const auto known = documents_.find(name); known != documents_.end()) return known->second;
  if (!d.sha256.empty()) {
    BAYAN_LET(stored, batch_->get(Family::lookup, Key('h').text(d.sha256)));
    if (!stored) {
      BAYAN_TRY(refuse_forgotten(d.sha256));
      return DocumentId{};
    }
    BAYAN_LET(number, decode_number(*stored));
    return documents_[name] = DocumentId{number};
  }
  std::vector<DocumentId> found;
  const std::string prefix = Key('t').text(d.title).byte(0).str();
  KvCursor cursor = batch_->cursor(Family::names);
  for (cursor.seek(prefix); cursor.valid() && cursor.key().starts_with(prefix); cursor.next()) {
    if (cursor.key().size() == prefix.size() + 8) found.push_back({number_at(cursor.key(), prefix.size())});
  }
  BAYAN_TRY(cursor.status());
  if (found.size() > 1) {
    return make_error(ErrorCode::input, fmt::format("{} documents have the title \"{}\"", found.size(), d.title),
                      "name the one that is meant by its sha256");
  }
  if (found.empty()) return DocumentId{};
  return documents_[name] = found.front();
}

Result<DocumentId> Commit::document(const Document& d, bool keep_times) {
  if (last_document_id_ && !d.text && d == last_document_) return last_document_id_;
  BAYAN_LET(known, find_document(d));
  DocumentInfo info;
  if (known && d.text) BAYAN_TRY(check_quotations_of(known, d));
  if (known) {
    BAYAN_LET(stored, batch_->get(Family::documents, Key().id(known)));
    if (!stored) return damaged("a document is missing");
    BAYAN_LET(decoded, decode_document(*stored));
    info = decoded;
    info.id = known;
  } else {
    BAYAN_LET(number, terms_.next('d'));
    info.id = {number};
    info.recorded_us = now_us_;
    if (keep_times) info.recorded_us = us_from_iso(d.recorded_at).value_or(now_us_);
    ++report_.documents_added;
  }
  const DocumentId id = info.id;
  BAYAN_TRY(write_document(id, info, d));
  if (!d.sha256.empty()) documents_["h" + d.sha256] = id;
  if (d.sha256.empty()) documents_["t" + d.title] = id;
  if (!d.text) last_document_ = d, last_document_id_ = id;
  return id;
}

// Writes the chunks that are not there already. One digest may come with another text: the article of a page is what
// today's reader makes of its bytes.
Status Commit::write_text(DocumentId id, DocumentInfo& info, std::string_view text) {
  std::size_t number = 0;
  for (std::size_t at = 0; at < text.size(); at += chunk_bytes, ++number) {
    const std::string_view chunk = text.substr(at, chunk_bytes);
    if (info.has_text && at < info.size) {
      BAYAN_LET(stored, batch_->get(Family::chunks, chunk_key(id, number)));
      if (stored == chunk) continue;
    }
    batch_->put(Family::chunks, chunk_key(id, number), chunk);
  }
  for (; info.has_text && number * chunk_bytes < info.size; ++number)
    batch_->remove(Family::chunks, chunk_key(id, number));
  quoted_.reset();
  unproven_.erase(id);
  info.has_text = true;
  info.size = text.size();
  return {};
}

Status Commit::write_document(DocumentId id, DocumentInfo& info, const Document& d) {
  const std::string before = encode(info);
  const bool is_new = info.title.empty() && info.sha256.empty();
  if (!d.sha256.empty() && info.sha256.empty()) {
    info.sha256 = d.sha256;
    batch_->put(Family::lookup, Key('h').text(d.sha256), encode_number(id.value));
  }
  const std::string title = d.title.empty() && is_new ? d.sha256 : d.title;
  if (!title.empty() && title != info.title) {
    if (!info.title.empty()) batch_->remove(Family::names, Key('t').text(info.title).byte(0).id(id));
    batch_->put(Family::names, Key('t').text(title).byte(0).id(id), {});
    info.title = title;
    BAYAN_TRY(terms_.name(NameKind::document, title, id.value));
  }
  set(info.lang, d.lang), set(info.date, d.date), set(info.status, d.status);
  for (const auto& [value, field] : {std::pair(&d.source, &info.source), std::pair(&d.publisher, &info.publisher)}) {
    if (value->empty() || *value == *field) continue;
    *field = *value;
    BAYAN_TRY(terms_.name(NameKind::document, *value, id.value));
  }
  if (!d.series.empty() && d.round) {
    BAYAN_LET(series, terms_.series(d.series));
    const RoundId round = RoundId::of(series, *d.round);
    if (info.round != round) {
      if (info.round) {
        batch_->remove(Family::rounds, Key('m').id(info.round).id(id));
        Catalog::Round left = catalog_->round(info.round);
        left.members.erase(id);
        set_round(info.round, std::move(left));
      }
      info.round = round;
      batch_->put(Family::rounds, Key('m').id(round).id(id), {});
      Catalog::Round joined = catalog_->round(round);
      joined.members.insert(id);
      catalog_->placed.insert(id);
      set_round(round, std::move(joined));
      rounds_changed_ = true;  // rounds that only cite it are covered by it no more
    }
  }
  if (d.text) BAYAN_TRY(write_text(id, info, *d.text));
  const std::string after = encode(info);
  if (is_new || after != before) batch_->put(Family::documents, Key().id(id), after);
  return {};
}

}  // namespace bayan::graph
