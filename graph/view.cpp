#include "graph/view.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "graph/bare.hpp"
#include "graph/dates.hpp"
#include "graph/documents.hpp"
#include "graph/index.hpp"
#include "graph/scan.hpp"
#include "graph/values.hpp"
#include "graph/view_impl.hpp"

namespace bayan::graph {

View::View(std::shared_ptr<const Database> database, std::optional<std::int64_t> as_of_us)
    : impl_(std::make_unique<Impl>()) {
  auto state = database->state();
  impl_->database = std::move(database);
  impl_->snapshot = std::move(state.snapshot);
  impl_->catalog = std::move(state.catalog);
  impl_->as_of_us = as_of_us;
}

View::~View() = default;

std::shared_ptr<const View> View::as_of(std::int64_t us) const {
  auto out = std::make_shared<View>(impl_->database, us);
  out->impl_->snapshot = impl_->snapshot;
  out->impl_->catalog = impl_->catalog;
  if (auto status = out->impl_->restrict_catalog(); !status) throw Unreadable(status.error());
  return out;
}

const Database& View::database() const { return *impl_->database; }

// --- facts

namespace {

// Up to so many single rounds a relation is read round by round, not over all rounds.
constexpr std::size_t rounds_read_apart = 16;

}  // namespace

Order View::best_order(const FactPattern& p) {
  if (p.subject && p.object && !p.relation) return Order::osr;
  if (p.subject) return Order::sro;
  if (p.object) return p.relation ? Order::ros : Order::osr;
  const bool few_rounds = !p.rounds.empty() && p.rounds.size() <= rounds_read_apart &&
                          std::all_of(p.rounds.begin(), p.rounds.end(), [](const auto& r) { return r.first == r.last; });
  if (p.relation) return few_rounds ? Order::round_first : Order::ros;
  return p.rounds.empty() ? Order::sro : Order::round_first;
}

FactScan View::facts(const FactPattern& pattern) const { return facts(pattern, best_order(pattern)); }

FactScan View::facts(const FactPattern& pattern, Order order) const {
  const Catalog& catalog = *impl_->catalog;
  FactVisible visible;
  if (impl_->as_of_us) {
    // One cursor for the whole scan: opening one costs more than a seek.
    auto records = std::make_shared<KvCursor>(impl_->snapshot->cursor(Family::statements));
    records->seek("");
    if (records->valid() || !records->status() || !impl_->sees_all_pages())
      visible = [impl = impl_.get(), records](const Fact& fact) { return impl->sees_fact(*records, fact); };
  }
  ScanSources sources{impl_->snapshot, catalog.delta_rows > 0, catalog.runs};
  if (impl_->as_of_us) sources.runs.insert(sources.runs.end(), catalog.retired.begin(), catalog.retired.end());
  return FactScan(scan_order(sources, pattern, order, std::move(visible)));
}

bool View::Impl::sees_all_pages() const {
  if (catalog->delta_rows > 0 || !catalog->retired.empty()) return false;
  return std::all_of(catalog->runs.begin(), catalog->runs.end(), [&](const auto& run) {
    const auto& loads = run->info().loads;
    return std::all_of(loads.begin(), loads.end(), [&](const Load& load) { return load.recorded_us <= *as_of_us; });
  });
}

Result<bool> View::Impl::sees_fact(KvCursor& cursor, const Fact& fact) const {
  const std::string prefix = fact_key(Order::sro, fact);
  for (cursor.seek(prefix); cursor.valid() && cursor.key().starts_with(prefix); cursor.next()) {
    BAYAN_LET(statement, decode_statement(cursor.value()));
    if (sees(statement.recorded_us, statement.retracted_us)) return true;
  }
  BAYAN_TRY(cursor.status());
  BAYAN_LET(bare, bare_of(fact));
  return bare.has_value();
}

Result<std::optional<StatementInfo>> View::Impl::bare_of(const Fact& fact) const {
  if (catalog->runs.empty()) return std::optional<StatementInfo>();
  BAYAN_LET(bare, bare_statement(*catalog, fact));
  if (!bare || !sees(bare->recorded_us, bare->retracted_us)) return std::optional<StatementInfo>();
  BAYAN_LET(retired, is_bare_retired(*snapshot, fact));
  return retired ? std::optional<StatementInfo>() : bare;
}

// --- statements

Result<std::vector<StatementInfo>> View::statements(const Fact& fact) const {
  std::vector<StatementInfo> out;
  const std::string prefix = fact_key(Order::sro, fact);
  KvCursor cursor = impl_->snapshot->cursor(Family::statements);
  for (cursor.seek(prefix); cursor.valid() && cursor.key().starts_with(prefix); cursor.next()) {
    BAYAN_LET(statement, decode_statement(cursor.value()));
    statement.fact = fact;
    statement.id = {number_at(cursor.key(), prefix.size())};
    if (impl_->sees(statement.recorded_us, statement.retracted_us)) out.push_back(statement);
  }
  BAYAN_TRY(cursor.status());
  BAYAN_LET(bare, impl_->bare_of(fact));
  if (bare)
    out.insert(std::lower_bound(out.begin(), out.end(), bare->id,
                                [](const StatementInfo& s, StatementId id) { return s.id < id; }),
               *bare);
  return out;
}

Result<std::optional<StatementInfo>> View::Impl::statement_at(std::string_view fact_bytes, StatementId id) const {
  BAYAN_LET(stored, snapshot->get(Family::statements, Key().text(fact_bytes).id(id)));
  if (!stored) return std::optional<StatementInfo>();
  BAYAN_LET(out, decode_statement(*stored));
  out.id = id;
  out.fact = fact_of(Order::sro, fact_bytes);
  if (!sees(out.recorded_us, out.retracted_us)) return std::optional<StatementInfo>();
  return std::optional<StatementInfo>(out);
}

Result<std::optional<StatementInfo>> View::statement(StatementId id) const {
  BAYAN_LET(fact, impl_->snapshot->get(Family::statement_id, Key().id(id)));
  if (fact) return impl_->statement_at(*fact, id);
  BAYAN_LET(bare, bare_statement(*impl_->catalog, *impl_->snapshot, id));
  return bare ? impl_->bare_of(bare->fact) : bare;
}

Status View::statements_by(TermId speaker, const StatementVisitor& visit) const {
  for (const StatementId id : impl_->ids<StatementId>(Family::by_speaker, Key().id(speaker).str())) {
    BAYAN_LET(found, statement(id));
    if (found && !visit(*found)) return {};
  }
  return {};
}

Status View::statements_from(DocumentId document, const StatementVisitor& visit) const {
  for (const StatementId id : impl_->ids<StatementId>(Family::by_document, Key().id(document).str())) {
    BAYAN_LET(found, statement(id));
    if (found && !visit(*found)) return {};
  }
  return {};
}

Status View::all_statements(const StatementVisitor& visit) const {
  KvCursor cursor = impl_->snapshot->cursor(Family::statement_id);
  for (cursor.seek(""); cursor.valid(); cursor.next()) {
    BAYAN_LET(found, impl_->statement_at(cursor.value(), {number_at(cursor.key(), 0)}));
    if (found && !visit(*found)) return {};
  }
  BAYAN_TRY(cursor.status());
  return each_bare_statement(*impl_->catalog, *impl_->snapshot, [&](const StatementInfo& bare) {
    return !impl_->sees(bare.recorded_us, bare.retracted_us) || visit(bare);
  });
}

Status View::every_statement(const StatementVisitor& visit) const {
  KvCursor cursor = impl_->snapshot->cursor(Family::statement_id);
  for (cursor.seek(""); cursor.valid(); cursor.next()) {
    const StatementId id{number_at(cursor.key(), 0)};
    BAYAN_LET(stored, impl_->snapshot->get(Family::statements, Key().text(cursor.value()).id(id)));
    if (!stored) continue;
    BAYAN_LET(statement, decode_statement(*stored));
    statement.id = id;
    statement.fact = fact_of(Order::sro, cursor.value());
    if (!visit(statement)) return {};
  }
  BAYAN_TRY(cursor.status());
  return each_bare_statement(*impl_->catalog, *impl_->snapshot, visit);
}

// --- documents

Result<std::optional<DocumentInfo>> View::document(DocumentId id) const {
  if (const auto known = impl_->documents.find(id); known != impl_->documents.end())
    return std::optional(known->second);
  BAYAN_LET(stored, impl_->snapshot->get(Family::documents, Key().id(id)));
  if (!stored) return std::optional<DocumentInfo>();
  BAYAN_LET(out, decode_document(*stored));
  out.id = id;
  impl_->documents[id] = out;
  return std::optional(out);
}

Result<std::string> View::document_text(DocumentId id) const {
  BAYAN_LET(info, document(id));
  if (!info || !info->has_text) return std::string();
  return document_bytes(id, {0, info->size});
}

Result<std::string> View::document_bytes(DocumentId id, Span span) const {
  std::string out;
  for (std::size_t number = span.begin / chunk_bytes; number * chunk_bytes < span.end; ++number) {
    BAYAN_LET(chunk, impl_->snapshot->get(Family::chunks, chunk_key(id, number)));
    if (!chunk) break;
    const std::size_t start = number * chunk_bytes;
    const std::size_t from = span.begin > start ? span.begin - start : 0;
    if (from >= chunk->size()) break;
    out += chunk->substr(from, span.end - start - from);
  }
  return out;
}

std::optional<DocumentId> View::find_document_sha256(std::string_view hex) const {
  const DocumentId id{impl_->look_up(Key('h').text(hex).str())};
  return id ? std::optional(id) : std::nullopt;
}

std::vector<DocumentId> View::find_documents_titled(std::string_view title) const {
  return impl_->ids<DocumentId>(Family::names, Key(static_cast<char>(NameKind::title)).text(title).byte(0).str());
}

std::vector<DocumentInfo> View::all_documents() const {
  std::vector<DocumentInfo> out;
  for (const DocumentId id : impl_->ids<DocumentId>(Family::documents, "")) {
    const auto info = document(id);
    if (info && *info && impl_->sees((*info)->recorded_us, not_retracted)) out.push_back(**info);
  }
  return out;
}

Result<std::vector<ForgottenInfo>> View::forgotten_documents() const {
  std::vector<ForgottenInfo> out;
  KvCursor cursor = impl_->snapshot->cursor(Family::history);
  for (cursor.seek("f"); cursor.valid() && cursor.key().front() == 'f'; cursor.next()) {
    BAYAN_LET(forgotten, decode_forgotten(cursor.value()));
    forgotten.document = {number_at(cursor.key(), 1)};
    out.push_back(std::move(forgotten));
  }
  BAYAN_TRY(cursor.status());
  return out;
}

Result<std::optional<ForgottenInfo>> View::forgotten_document(std::string_view sha256) const {
  BAYAN_LET(number, impl_->snapshot->get(Family::history, Key('h').text(sha256)));
  if (!number) return std::optional<ForgottenInfo>();
  BAYAN_LET(id, decode_number(*number));
  BAYAN_LET(stored, impl_->snapshot->get(Family::history, Key('f').number(id)));
  if (!stored) return damaged("the tombstone of a document is missing");
  BAYAN_LET(out, decode_forgotten(*stored));
  out.document = {id};
  return std::optional(out);
}

}  // namespace bayan::graph
