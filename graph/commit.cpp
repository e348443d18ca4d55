#include "graph/commit.hpp"

#include <fmt/format.h>

#include "graph/bare.hpp"
#include "graph/dates.hpp"
#include "graph/index.hpp"
#include "graph/scan.hpp"
#include "graph/statistics.hpp"
#include "graph/validate.hpp"
#include "graph/values.hpp"
#include "graph/words.hpp"

namespace bayan::graph {

namespace {

std::string statement_key(const StatementInfo& s) { return Key().text(fact_key(Order::sro, s.fact)).id(s.id).str(); }

// A time that validate() has seen.
std::int64_t time_of(const std::string& written, std::int64_t otherwise) {
  return us_from_iso(written).value_or(otherwise);
}

}  // namespace

std::string identity(const StatementInfo& s) {
  Key out;
  out.id(s.document).id(s.speaker).id(s.holder).id(s.addressee).id(s.on_behalf_of);
  if (s.utf8) out.byte(1).number(s.utf8->begin).number(s.utf8->end);
  out.number(static_cast<std::uint64_t>(s.retracted_us));
  return out.text(s.modality).byte(0).text(s.quote).str();
}

Commit::Commit(Kv& kv, std::shared_ptr<const Catalog> catalog, std::int64_t now_us, std::unique_ptr<KvBatch> batch)
    : kv_(kv),
      catalog_(std::make_shared<Catalog>(*catalog)),
      batch_(std::move(batch)),
      terms_(*batch_, *catalog_),
      now_us_(now_us) {}

Status Commit::add(const Batch& batch) {
  std::uint32_t number = 0;
  leaving_ = {batch.retractions().begin(), batch.retractions().end()};
  for (const Record& record : batch.records()) {
    ++number;
    if (auto status = add_record(record, batch.keeps_recorded_at()); !status) {
      if (status.error().line == 0) status.error().line = number;
      return status;
    }
  }
  for (const StatementId id : batch.retractions()) BAYAN_TRY(retract(id, now_us_));
  for (const auto& alias : batch.aliases()) {
    BAYAN_TRY(terms_.declare(EntityDeclaration{alias.entity_key, {}, {}, {{"", {alias.name}}}}));
    ++report_.declarations;
  }
  return {};
}

Result<std::shared_ptr<const Catalog>> Commit::finish() {
  terms_.finish();
  RowChanges changes;
  for (const auto& [fact, live] : liveness_)
    changes.add(fact.predicate, fact.round, static_cast<int>(live.now) - static_cast<int>(live.before));
  BAYAN_TRY(changes.write(*batch_));
  if (!liveness_.empty()) catalog_->forget_statistics();
  if (terms_.catalog_changed() || rounds_changed_) catalog_->forget_lists();
  if (terms_.rewrote_terms()) catalog_->terms = std::make_shared<TermCache>(catalog_->terms->most_bytes());
  return std::shared_ptr<const Catalog>(catalog_);
}

void Commit::tell(Meanwhile& meanwhile) const {
  for (const auto& [fact, live] : liveness_) meanwhile.facts.push_back(fact);
  if (!terms_.tell_made(meanwhile.terms)) meanwhile.renamed = true;  // it may have named anything
}

Status Commit::add_record(const Record& record, bool keep_times) {
  BAYAN_TRY(validate(record));
  if (const auto* statement = std::get_if<Statement>(&record)) return add_statement(*statement, keep_times);
  BAYAN_TRY(declare(record, keep_times));
  ++report_.declarations;
  return {};
}

Status Commit::declare(const Record& record, bool keep_times) {
  if (const auto* d = std::get_if<EntityDeclaration>(&record)) return terms_.declare(*d);
  if (const auto* d = std::get_if<RelationDeclaration>(&record)) return terms_.declare(*d);
  if (const auto* d = std::get_if<SeriesDeclaration>(&record)) return terms_.declare(*d);
  if (const auto* d = std::get_if<RoundDeclaration>(&record)) return add_round(*d);
  if (auto id = document(std::get<Document>(record), keep_times); !id) return std::move(id.error());
  return {};
}

Status Commit::add_round(const RoundDeclaration& declared) {
  BAYAN_LET(series, terms_.series(declared.series));
  const RoundId id = RoundId::of(series, declared.round);
  batch_->put(Family::rounds, Key('d').id(id), encode(declared));
  Catalog::Round round = catalog_->round(id);
  round.declared = true;
  round.first = declared.first, round.last = declared.last, round.place = declared.place;
  set_round(id, std::move(round));
  return {};
}

void Commit::set_round(RoundId id, Catalog::Round round) {
  const auto before = catalog_->round_info(id);
  catalog_->rounds.set(id, std::move(round));
  rounds_changed_ = rounds_changed_ || catalog_->round_info(id) != before;
}

Result<RoundId> Commit::round_of(const Statement& s) {
  if (s.series.empty()) return RoundId{};
  BAYAN_LET(series, terms_.series(s.series));
  if (s.round) return RoundId::of(series, *s.round);
  const std::string& rounds_by = catalog_->series.at(series).rounds_by;
  if (rounds_by.empty() || s.date.empty()) return RoundId{};
  return RoundId::of(series, ordinal_of_date(rounds_by, s.date));
}

Result<StatementInfo> Commit::resolve(const Statement& s, bool keep_times) {
  StatementInfo out;
  BAYAN_LET(subject, terms_.node(s.subject));
  BAYAN_LET(relation, terms_.relation(s.relation));
  BAYAN_LET(object, terms_.node(s.object));
  BAYAN_LET(round, round_of(s));
  out.fact = {subject, Predicate::of(relation, s.polarity), object, round};
  const std::pair<const std::optional<Entity>&, TermId&> parties[] = {{s.speaker, out.speaker},
                                                                      {s.holder, out.holder},
                                                                      {s.addressee, out.addressee},
                                                                      {s.on_behalf_of, out.on_behalf_of}};
  for (const auto& [party, id] : parties) {
    if (!party) continue;
    BAYAN_LET(found, terms_.entity(party->key, party->type));
    id = found;
  }
  if (s.document) {
    BAYAN_LET(document_id, document(*s.document, keep_times));
    out.document = document_id;
  }
  out.date = s.date, out.modality = s.modality, out.rule = s.rule, out.extractor = s.extractor;
  out.confidence = s.confidence;
  out.object_span = s.object_span;
  if (s.evidence) out.utf8 = s.evidence->utf8, out.quote = s.evidence->text;
  out.recorded_us = time_of(keep_times ? s.recorded_at : std::string(), now_us_);
  out.retracted_us = time_of(keep_times ? s.retracted_at : std::string(), not_retracted);
  return out;
}

Status Commit::add_statement(const Statement& statement, bool keep_times) {
  // What a store can refuse is looked at before anything is written.
  if (statement.document) {
    BAYAN_LET(found, find_document(*statement.document));
    BAYAN_TRY(check_evidence(statement, found));
    if (found && statement.document->text) BAYAN_TRY(check_quotations_of(found, *statement.document));
  }
  BAYAN_LET(info, resolve(statement, keep_times));
  note_evidence(info);
  if (!divert_) return insert(info);
  BAYAN_LET(number, terms_.next('S'));
  info.id = {number};
  return divert_(info);
}

Result<Commit::FactState*> Commit::state_of(const Fact& fact) {
  const auto [found, is_new] = facts_.try_emplace(fact);
  FactState* const state = &found->second;
  if (!is_new) return state;
  BAYAN_LET(stored, read_state(fact));
  *state = std::move(stored);
  if (!state->stored) liveness_.try_emplace(fact);
  return state;
}

Result<Commit::FactState> Commit::read_state(const Fact& fact) const {
  FactState state;
  const std::string prefix = fact_key(Order::sro, fact);
  BAYAN_LET(row, batch_->get(Family::sro, prefix));
  BAYAN_LET(bare, bare_of(fact, row_flags(row)));
  if (bare) state.identities.insert(identity(*bare));
  if (!row) {
    BAYAN_LET(paged, is_in_pages(*catalog_, fact));
    if (!paged) return state;
  }
  state.stored = true;
  state.bare_retired = (row_flags(row) & row_bare_retired) != 0;
  KvCursor cursor = batch_->cursor(Family::statements);
  for (cursor.seek(prefix); cursor.valid() && cursor.key().starts_with(prefix); cursor.next()) {
    BAYAN_LET(other, decode_statement(cursor.value()));
    state.identities.insert(identity(other));
  }
  BAYAN_TRY(cursor.status());
  return state;
}

Result<std::uint8_t> Commit::flags_of(const Fact& fact) const {
  BAYAN_LET(row, batch_->get(Family::sro, fact_key(Order::sro, fact)));
  return row_flags(row);
}

Result<std::optional<StatementInfo>> Commit::bare_of(const Fact& fact, std::uint8_t flags) const {
  if (catalog_->runs.empty() || (flags & row_bare_retired) != 0) return std::optional<StatementInfo>();
  return bare_statement(*catalog_, fact);
}

// A bare statement that changes has a record from now on; the caller writes it.
Status Commit::retire_if_bare(const StatementInfo& statement) {
  BAYAN_LET(recorded, batch_->get(Family::statement_id, Key().id(statement.id)));
  if (recorded) return {};
  BAYAN_LET(flags, flags_of(statement.fact));
  const auto now = static_cast<char>(flags | row_bare_retired);
  batch_->put(Family::sro, fact_key(Order::sro, statement.fact), std::string_view(&now, 1));
  if (const auto known = facts_.find(statement.fact); known != facts_.end()) known->second.bare_retired = true;
  return {};
}

Status Commit::insert(StatementInfo s) {
  BAYAN_LET(state, state_of(s.fact));
  if (!state->identities.insert(identity(s)).second) return ++report_.statements_known, Status();
  BAYAN_LET(number, terms_.next('S'));
  s.id = {number};
  put_new_statement(s);
  ++report_.statements_added;
  report_.added.push_back(s.id);
  const bool live = s.retracted_us == not_retracted;
  if (!live) rewrite(s);
  state->live_added = state->live_added || live;
  return count_live(s, live ? 1 : 0);
}

void Commit::put_new_statement(const StatementInfo& s) {
  put_statement(s);
  add_words(*batch_, WordKind::statement, s.id.value, words_of(s.quote));  // a quote never changes
}

void Commit::put_statement(const StatementInfo& s) {
  batch_->put_blind(Family::statements, statement_key(s), encode(s));
  batch_->put_blind(Family::statement_id, Key().id(s.id), fact_key(Order::sro, s.fact));
  if (s.speaker) batch_->put_blind(Family::by_speaker, Key().id(s.speaker).id(s.id), {});
  if (s.document) batch_->put_blind(Family::by_document, Key().id(s.document).id(s.id), {});
}

void Commit::put_fact(const Fact& fact, bool live, bool bare_retired) {
  ++catalog_->delta_rows;
  for (const OrderInfo& order : orders) {
    const bool retired = bare_retired && order.order == Order::sro;
    const auto flags = static_cast<char>((live ? row_live : 0) | (retired ? row_bare_retired : 0));
    batch_->put_blind(order.family, fact_key(order.order, fact), std::string_view(&flags, 1));
  }
}

// The batch has rows already that say otherwise; all that was written before it is in the store.
Result<bool> Commit::was_live(const Fact& fact) const {
  const std::string key = fact_key(Order::sro, fact);
  BAYAN_LET(row, kv_.get(Family::sro, key));
  if (row) return (row_flags(row) & row_live) != 0;
  for (const auto& run : catalog_->runs) {
    BAYAN_LET(found, run->find(Order::sro, order_key(key)));
    if (found) return true;
  }
  return false;
}

Status Commit::note_live(const Fact& fact, bool live) {
  const auto [found, is_new] = liveness_.try_emplace(fact);
  if (is_new) {
    BAYAN_LET(before, was_live(fact));
    found->second.before = before;
  }
  found->second.now = live;
  return {};
}

// Looks at every statement of the fact, as the store has it and as this commit rewrote it.
Status Commit::set_fact_live(const Fact& fact) {
  if (const auto known = facts_.find(fact); known != facts_.end() && known->second.live_added) {
    put_fact(fact, true, known->second.bare_retired);
    return note_live(fact, true);
  }
  bool live = false;
  const std::string prefix = fact_key(Order::sro, fact);
  KvCursor cursor = batch_->cursor(Family::statements);
  for (cursor.seek(prefix); cursor.valid() && cursor.key().starts_with(prefix); cursor.next()) {
    BAYAN_LET(statement, decode_statement(cursor.value()));
    live = live || statement.retracted_us == not_retracted;
  }
  BAYAN_TRY(cursor.status());
  BAYAN_LET(flags, flags_of(fact));
  BAYAN_LET(bare, bare_of(fact, flags));
  // A row stays, also where no statement is left: it may hide what pages have of the fact.
  put_fact(fact, live || bare, (flags & row_bare_retired) != 0);
  return note_live(fact, live || bare);
}

Status Commit::count_live(const StatementInfo& s, int live_change) {
  if (live_change > 0) {
    BAYAN_TRY(note_live(s.fact, true));
    put_fact(s.fact, true, facts_[s.fact].bare_retired);  // no need to look: there is a live one now
  } else {
    BAYAN_TRY(set_fact_live(s.fact));
  }
  if (!s.fact.round || live_change == 0) return {};
  if (live_change > 0) widen_round(s.fact.round, s.date);
  return cite(s.fact.round, s.document, live_change);
}

Status Commit::cite(RoundId round, DocumentId document, std::int64_t change) {
  const std::string key = Key('c').id(round).id(document).str();
  BAYAN_LET(stored, batch_->get(Family::rounds, key));
  BAYAN_LET(count, decode_count(stored));
  const bool before = count > 0;
  count = change < 0 && count == 0 ? 0 : count + static_cast<std::uint64_t>(change);
  if (count > 0) {
    batch_->put(Family::rounds, key, encode_number(count));
  } else {
    batch_->remove(Family::rounds, key);
  }
  if (before == (count > 0)) return {};
  Catalog::Round known = catalog_->round(round);
  if (!document) {
    known.said_alone = count > 0;
  } else if (count > 0) {
    known.cited.insert(document);
  } else {
    known.cited.erase(document);
  }
  set_round(round, std::move(known));
  return {};
}

void Commit::widen_round(RoundId id, const std::string& date) {
  if (date.empty()) return;
  Catalog::Round round = catalog_->round(id);
  const bool wider = round.first_said.empty() || date < round.first_said || date > round.last_said;
  if (!wider) return;
  if (round.first_said.empty() || date < round.first_said) round.first_said = date;
  if (round.last_said.empty() || date > round.last_said) round.last_said = date;
  RoundDeclaration said;
  said.first = round.first_said, said.last = round.last_said;
  batch_->put(Family::rounds, Key('w').id(id), encode(said));
  set_round(id, std::move(round));
}

Result<StatementInfo> Commit::read_statement(StatementId id) {
  BAYAN_LET(fact, batch_->get(Family::statement_id, Key().id(id)));
  if (!fact) {
    BAYAN_LET(bare, bare_statement(*catalog_, *kv_.snapshot(), id));
    if (!bare) return make_error(ErrorCode::unknown, fmt::format("there is no statement {}", id.value));
    BAYAN_LET(flags, flags_of(bare->fact));
    if ((flags & row_bare_retired) == 0) return *bare;
    return damaged(fmt::format("statement {} is missing", id.value));
  }
  BAYAN_LET(stored, batch_->get(Family::statements, Key().text(*fact).id(id)));
  if (!stored) return damaged(fmt::format("statement {} is missing", id.value));
  BAYAN_LET(out, decode_statement(*stored));
  out.id = id;
  out.fact = fact_of(Order::sro, *fact);
  return out;
}

Status Commit::retract(StatementId id, std::int64_t at_us) {
  BAYAN_LET(statement, read_statement(id));
  if (statement.retracted_us != not_retracted) return {};
  if (const auto known = facts_.find(statement.fact); known != facts_.end())
    known->second.identities.erase(identity(statement));
  BAYAN_TRY(retire_if_bare(statement));
  statement.retracted_us = at_us;
  put_statement(statement);
  rewrite(statement);
  ++report_.statements_retracted;
  return count_live(statement, -1);
}

// As put_statement, for this commit's own reads too.
void Commit::rewrite(const StatementInfo& s) { batch_->put(Family::statements, statement_key(s), encode(s)); }

void Commit::remove_keys(const StatementInfo& s) {
  batch_->remove(Family::statements, statement_key(s));
  if (s.speaker) batch_->remove(Family::by_speaker, Key().id(s.speaker).id(s.id));
}

Status Commit::replace(const StatementInfo& before, StatementInfo after) {
  after.id = before.id;
  BAYAN_TRY(retire_if_bare(before));
  remove_keys(before);
  put_statement(after);
  rewrite(after);
  BAYAN_TRY(set_fact_live(before.fact));
  return set_fact_live(after.fact);
}

}  // namespace bayan::graph
