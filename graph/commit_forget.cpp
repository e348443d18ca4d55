// Documents that are withdrawn or forgotten: which one is meant, and how one leaves the store.
#include <fmt/format.h>

#include <algorithm>

#include "graph/commit.hpp"
#include "graph/dates.hpp"
#include "graph/documents.hpp"
#include "graph/index.hpp"
#include "graph/scan.hpp"
#include "graph/unused.hpp"
#include "graph/values.hpp"
#include "graph/words.hpp"
#include "text/fold.hpp"

namespace bayan::graph {

namespace {

constexpr std::size_t day_size = 10;  // of "2024-01-25T09:00:00Z"

}  // namespace

Status Commit::each_bare(const FactPattern& pattern, const std::function<bool(const StatementInfo&)>& visit) const {
  if (catalog_->runs.empty()) return {};
  const ScanSources sources{kv_.snapshot(), catalog_->delta_rows > 0, catalog_->runs};
  FactScan scan(scan_order(sources, pattern, View::best_order(pattern), {}));
  while (scan.next()) {
    for (std::size_t i = 0; i < scan.batch().size(); ++i) {
      BAYAN_LET(flags, flags_of(scan.batch().at(i)));
      BAYAN_LET(bare, bare_of(scan.batch().at(i), flags));
      if (bare && !visit(*bare)) return {};
    }
  }
  return scan.status();
}

Status Commit::each_recorded(const std::function<bool(const StatementInfo&)>& visit) const {
  KvCursor cursor = batch_->cursor(Family::statements);
  for (cursor.seek(""); cursor.valid(); cursor.next()) {
    BAYAN_LET(statement, decode_statement(cursor.value()));
    statement.fact = fact_of(Order::sro, cursor.key());
    statement.id = {number_at(cursor.key(), cursor.key().size() - 8)};
    if (!visit(statement)) return {};
  }
  return cursor.status();
}

Result<std::vector<StatementId>> Commit::statements_of(DocumentId document) const {
  std::vector<StatementId> out;
  const std::string prefix = Key().id(document).str();
  KvCursor cursor = batch_->cursor(Family::by_document);
  for (cursor.seek(prefix); cursor.valid() && cursor.key().starts_with(prefix); cursor.next())
    out.push_back({number_at(cursor.key(), prefix.size())});
  BAYAN_TRY(cursor.status());
  return out;
}

// By digest, by title as it is, else by title, publisher or source as anyone would type it.
Result<DocumentId> Commit::named_document(const std::string& name) const {
  BAYAN_LET(by_digest, batch_->get(Family::lookup, Key('h').text(name)));
  if (by_digest) {
    BAYAN_LET(number, decode_number(*by_digest));
    return DocumentId{number};
  }
  std::vector<DocumentId> found;
  for (const std::string& prefix :
       {Key('t').text(name).byte(0).str(), Key('d').text(text::fold(name)).byte(0).str()}) {
    KvCursor cursor = batch_->cursor(Family::names);
    for (cursor.seek(prefix); cursor.valid() && cursor.key().starts_with(prefix); cursor.next()) {
      if (cursor.key().size() == prefix.size() + 8) found.push_back({number_at(cursor.key(), prefix.size())});
    }
    BAYAN_TRY(cursor.status());
    if (!found.empty()) break;
  }
  if (found.size() == 1) return found.front();
  if (found.empty()) {
    return make_error(ErrorCode::unknown, fmt::format("there is no document \"{}\"", name),
                      "name its title or its sha256 as `bayan documents` lists them");
  }
  return make_error(ErrorCode::input, fmt::format("{} documents are called \"{}\"", found.size(), name),
                    "name the one that is meant by its sha256");
}

Status Commit::refuse_forgotten(const std::string& sha256) const {
  BAYAN_LET(number, batch_->get(Family::history, Key('h').text(sha256)));
  if (!number) return {};
  BAYAN_LET(id, decode_number(*number));
  BAYAN_LET(stored, batch_->get(Family::history, Key('f').number(id)));
  if (!stored) return damaged("the tombstone of a document is missing");
  BAYAN_LET(forgotten, decode_forgotten(*stored));
  return forgotten_error(forgotten);
}

Error forgotten_error(const ForgottenInfo& forgotten) {
  return make_error(ErrorCode::input,
                    fmt::format("this document was forgotten on {}, and is not taken in again",
                                iso_from_us(forgotten.forgotten_us).substr(0, day_size)),
                    "leave it out; the store keeps its digest only to say this");
}

// --- a document leaves

Status Commit::forget_statement(const StatementInfo& s) {
  remove_keys(s);
  batch_->remove(Family::statement_id, Key().id(s.id));
  if (s.document) batch_->remove(Family::by_document, Key().id(s.document).id(s.id));
  remove_words(*batch_, WordKind::statement, s.id.value, words_of(s.quote));
  ++report_.statements_forgotten;
  BAYAN_TRY(set_fact_live(s.fact));
  const bool live = s.retracted_us == not_retracted;
  return live && s.fact.round ? cite(s.fact.round, s.document, -1) : Status();
}

Status Commit::forget(DocumentId id, std::set<TermId>& named) {
  BAYAN_LET(stored, batch_->get(Family::documents, Key().id(id)));
  if (!stored) return damaged("a document is missing");
  BAYAN_LET(document, decode_document(*stored));
  document.id = id;
  ForgottenInfo tombstone{id, document.sha256, 0, now_us_};
  std::set<RoundId> rounds;
  BAYAN_LET(statements, statements_of(id));
  for (const StatementId statement : statements) {
    BAYAN_LET(info, read_statement(statement));
    for (const TermId part : StatementParts::of(info).all()) named.insert(part);
    if (info.fact.round) rounds.insert(info.fact.round);
    BAYAN_TRY(forget_statement(info));
    ++tombstone.statements;
  }
  BAYAN_TRY(narrow_rounds(rounds));
  for (const NameKind kind : {NameKind::title, NameKind::document}) BAYAN_TRY(remove_names(*batch_, kind, {id.value}));
  if (!document.sha256.empty()) batch_->remove(Family::lookup, Key('h').text(document.sha256));
  batch_->remove(Family::documents, Key().id(id));
  for (std::size_t number = 0; number * chunk_bytes < document.size; ++number)
    batch_->remove(Family::chunks, chunk_key(id, number));
  if (document.round) {
    batch_->remove(Family::rounds, Key('m').id(document.round).id(id));
    Catalog::Round left = catalog_->round(document.round);
    left.members.erase(id);
    catalog_->placed.erase(id);
    set_round(document.round, std::move(left));
  }
  rounds_changed_ = true;
  batch_->put(Family::history, Key('f').id(id), encode(tombstone));
  if (!document.sha256.empty()) batch_->put(Family::history, Key('h').text(document.sha256), encode_number(id.value));
  return {};
}

// Those of retracted statements count: a retraction leaves a round's days as they were.
Status Commit::narrow_rounds(const std::set<RoundId>& rounds) {
  if (rounds.empty()) return {};
  std::map<RoundId, RoundDeclaration> said;
  const auto widen = [&](RoundId round, const std::string& date) {
    if (date.empty()) return;
    RoundDeclaration& days = said[round];
    if (days.first.empty() || date < days.first) days.first = date;
    if (days.last.empty() || date > days.last) days.last = date;
  };
  BAYAN_TRY(each_recorded([&](const StatementInfo& statement) {
    if (rounds.contains(statement.fact.round)) widen(statement.fact.round, statement.date);
    return true;
  }));
  for (const RoundId id : rounds) {
    Catalog::Round round = catalog_->round(id);
    widen(id, round.bare_date.value_or(""));
    const RoundDeclaration& days = said[id];
    if (days.first == round.first_said && days.last == round.last_said) continue;
    round.first_said = days.first, round.last_said = days.last;
    if (days.first.empty())
      batch_->remove(Family::rounds, Key('w').id(id));
    else
      batch_->put(Family::rounds, Key('w').id(id), encode(days));
    set_round(id, std::move(round));
  }
  return {};
}

}  // namespace bayan::graph
