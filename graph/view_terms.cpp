// The view's nodes, names, series and rounds.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "graph/index.hpp"
#include "graph/values.hpp"
#include "graph/verdicts.hpp"
#include "graph/view_impl.hpp"

namespace bayan::graph {

namespace {

// How many keys a view remembers the ids of: some megabytes.
constexpr std::size_t most_names_kept = std::size_t{1} << 16;

// A term that an index names and the store does not have is a broken invariant, not a mistake of the caller.
[[noreturn]] void broken(const Error& error) { throw Unreadable(error); }

template <class T>
void sort_unique(std::vector<T>& values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
}

}  // namespace

template <class T>
std::vector<T> View::Impl::ids(Family family, const std::string& prefix) const {
  std::vector<T> out;
  KvCursor cursor = snapshot->cursor(family);
  for (cursor.seek(prefix); cursor.valid() && cursor.key().starts_with(prefix); cursor.next()) {
    const std::string_view key = cursor.key();
    if (key.size() == prefix.size() + 8) out.push_back({number_at(key, prefix.size())});
  }
  if (auto status = cursor.status(); !status) broken(status.error());
  sort_unique(out);
  return out;
}
template std::vector<StatementId> View::Impl::ids(Family, const std::string&) const;
template std::vector<DocumentId> View::Impl::ids(Family, const std::string&) const;

std::uint64_t View::Impl::look_up(const std::string& key) const {
  const auto stored = snapshot->get(Family::lookup, key);
  if (!stored) broken(stored.error());
  const auto id = decode_count(*stored);
  if (!id) broken(id.error());
  return *id;
}

template <class T>
std::vector<T> View::Impl::named(NameKind kind, std::string_view folded) const {
  return ids<T>(Family::names, Key(static_cast<char>(kind)).text(folded).byte(0).str());
}

std::vector<std::string> View::Impl::names(NameKind kind) const {
  std::set<std::string> out;
  const std::string prefix(1, static_cast<char>(kind));
  KvCursor cursor = snapshot->cursor(Family::names);
  for (cursor.seek(prefix); cursor.valid() && cursor.key().starts_with(prefix); cursor.next())
    out.emplace(cursor.value());
  return {out.begin(), out.end()};
}

template <class T, class Decode>
const T& View::Impl::term(Kept<T>& kept, TermId id, Decode decode) const {
  auto& slot = kept[id];
  if (slot) return *slot;
  std::string read;
  auto value = decode(stored_term(id, read));
  if (!value) broken(value.error());
  slot = std::make_unique<T>(std::move(*value));
  return *slot;
}

TermKind View::kind(TermId id) {
  switch (tag_of(id)) {
    case Tag::entity:
      return TermKind::entity;
    case Tag::phrase:
      return TermKind::phrase;
    case Tag::claim:
      return TermKind::claim;
    default:
      return TermKind::literal;
  }
}

// A term as it is stored: from the cache that views share, or into `read`.
std::string_view View::Impl::stored_term(TermId id, std::string& read) const {
  TermCache& cache = *catalog->terms;
  if (const std::string_view kept = cache.find(id); !kept.empty()) return kept;
  if (cache.wants_block(id)) {
    read_block(cache, id);
    if (const std::string_view kept = cache.find(id); !kept.empty()) return kept;
  }
  auto stored = snapshot->get(Family::terms, term_key(id));
  if (!stored) broken(stored.error());
  if (!*stored) broken(damaged(fmt::format("term {:x} is missing", id.value)));
  return read = std::move(**stored);
}

void View::Impl::read_block(TermCache& cache, TermId id) const {
  const std::uint64_t first = value_of(id) / TermBlock::terms * TermBlock::terms;
  auto block = std::make_unique<TermBlock>();
  std::uint64_t next = 0;  // the first term whose beginning is not yet known
  KvCursor cursor = snapshot->cursor(Family::terms);
  for (cursor.seek(term_key(make_term(tag_of(id), first))); cursor.valid(); cursor.next()) {
    const TermId at = term_of_key(cursor.key());
    if (tag_of(at) != tag_of(id) || value_of(at) >= first + TermBlock::terms) break;
    for (; next <= value_of(at) - first; ++next) block->begins[next] = static_cast<std::uint32_t>(block->bytes.size());
    block->bytes += cursor.value();
  }
  if (auto status = cursor.status(); !status) broken(status.error());
  for (; next <= TermBlock::terms; ++next) block->begins[next] = static_cast<std::uint32_t>(block->bytes.size());
  block->bytes.shrink_to_fit();
  cache.keep(id, std::move(block));
}

EntityName View::entity_name(TermId id) const {
  const std::string_view stored = impl_->catalog->terms->find(id);
  if (stored.empty()) {
    const EntityInfo& whole = entity(id);
    return {whole.key, !whole.labels.empty()};
  }
  const auto name = decode_entity_name(stored);
  if (!name) broken(name.error());
  return *name;
}

const EntityInfo& View::entity(TermId id) const { return impl_->term(impl_->entities, id, decode_entity); }
const PhraseInfo& View::phrase(TermId id) const { return impl_->term(impl_->phrases, id, decode_phrase); }
const ClaimInfo& View::claim(TermId id) const { return impl_->term(impl_->claims, id, decode_claim); }

const Literal& View::literal(TermId id) const {
  if (tag_of(id) == Tag::literal) return impl_->term(impl_->literals, id, decode_literal);
  auto& slot = impl_->literals[id];
  if (!slot) slot = std::make_unique<Literal>(literal_of_inline(id));
  return *slot;
}

const RelationInfo& View::relation(RelationId id) const { return impl_->catalog->relations.at(id); }
const SeriesInfo& View::series(SeriesId id) const { return impl_->catalog->series.at(id); }

std::vector<TermId> View::about(TermId node) const {
  switch (kind(node)) {
    case TermKind::entity:
      return {node};
    case TermKind::phrase:
      return phrase(node).about;
    case TermKind::literal:
      return {};
    case TermKind::claim:
      break;
  }
  std::vector<TermId> out = about(claim(node).subject);
  for (const TermId id : about(claim(node).object)) out.push_back(id);
  sort_unique(out);
  return out;
}

TermId View::find_entity(std::string_view key) const {
  auto& known = impl_->entity_ids;
  if (const auto found = known.find(key); found != known.end()) return found->second;
  const TermId id{impl_->look_up(Key('e').text(key).str())};
  if (known.size() == most_names_kept) known.clear();
  known.emplace(key, id);
  return id;
}

TermId View::find_phrase(std::string_view folded) const { return {impl_->look_up(Key('p').text(folded).str())}; }
TermId View::find_claim(const ClaimInfo& claim) const { return {impl_->look_up(claim_key(claim))}; }

TermId View::find_literal(const Literal& literal) const {
  if (const TermId id = inline_literal(literal)) return id;
  return {impl_->look_up(literal_key(literal))};
}

RelationId View::find_relation(std::string_view key) const {
  const auto* const found = impl_->catalog->relation_ids.find(std::string(key));
  return found == impl_->catalog->relation_ids.end() ? RelationId{} : found->second;
}

SeriesId View::find_series(std::string_view key) const {
  const auto* const found = impl_->catalog->series_ids.find(std::string(key));
  return found == impl_->catalog->series_ids.end() ? SeriesId{} : found->second;
}

std::vector<TermId> View::nodes_about(TermId entity) const {
  std::vector<TermId> out = impl_->ids<TermId>(Family::about, Key('e').id(entity).str());
  // Claims that have it inside, then claims that have those inside: a claim's id is higher than its parts'.
  std::vector<TermId> inside = out;
  inside.push_back(entity);
  std::set<TermId> seen(out.begin(), out.end());
  while (!inside.empty()) {
    const TermId node = inside.back();
    inside.pop_back();
    std::vector<TermId> holders = claims(node, {}, {});
    for (const TermId claim : claims({}, {}, node)) holders.push_back(claim);
    for (const TermId claim : holders) {
      if (seen.insert(claim).second) inside.push_back(claim);
    }
  }
  return {seen.begin(), seen.end()};
}

std::vector<TermId> View::phrases_about_exactly(const std::vector<TermId>& about) const {
  return impl_->ids<TermId>(Family::about, about_exactly_prefix(about));
}

std::vector<TermId> View::texts_reading(std::string_view folded) const {
  return impl_->named<TermId>(NameKind::text, folded);
}

std::vector<TermId> View::claims(TermId subject, Predicate predicate, TermId object) const {
  Key prefix;
  if (subject) {
    prefix = Key('s').id(subject);
    if (predicate) prefix.id(predicate);
  } else if (predicate) {
    prefix = Key('r').id(predicate);
    if (object) prefix.id(object);
  } else if (object) {
    prefix = Key('o').id(object);
  } else {
    prefix = Key('s');
  }
  std::vector<TermId> out;
  KvCursor cursor = impl_->snapshot->cursor(Family::claims);
  for (cursor.seek(prefix); cursor.valid() && cursor.key().starts_with(prefix.str()); cursor.next()) {
    const TermId id{number_at(cursor.key(), cursor.key().size() - 8)};
    const ClaimInfo& parts = claim(id);
    if ((!subject || parts.subject == subject) && (!predicate || parts.predicate == predicate) &&
        (!object || parts.object == object)) {
      out.push_back(id);
    }
  }
  if (auto status = cursor.status(); !status) broken(status.error());
  sort_unique(out);
  return out;
}

// --- names

std::vector<TermId> View::entities_named(std::string_view folded) const {
  return impl_->named<TermId>(NameKind::entity, folded);
}
std::vector<RelationId> View::relations_named(std::string_view folded) const {
  return impl_->named<RelationId>(NameKind::relation, folded);
}
std::vector<SeriesId> View::series_named(std::string_view folded) const {
  return impl_->named<SeriesId>(NameKind::series, folded);
}
std::vector<DocumentId> View::documents_named(std::string_view folded) const {
  return impl_->named<DocumentId>(NameKind::document, folded);
}
std::vector<std::string> View::entity_names() const { return impl_->names(NameKind::entity); }
std::vector<std::string> View::relation_names() const { return impl_->names(NameKind::relation); }
std::vector<std::string> View::series_names() const { return impl_->names(NameKind::series); }
std::vector<std::string> View::document_names() const { return impl_->names(NameKind::document); }

Result<std::vector<std::pair<TermId, TermId>>> View::told_apart() const {
  BAYAN_LET(all, verdicts(impl_->snapshot->cursor(Family::history)));
  std::vector<std::pair<TermId, TermId>> out;
  for (const auto& [a, b] : all) {
    const TermId one = find_entity(a), other = find_entity(b);
    if (one && other && one != other) out.emplace_back(std::minmax(one, other));
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

// --- lists

const std::vector<SeriesInfo>& View::all_series() const { return impl_->catalog->series_by_key(); }
const std::vector<RelationInfo>& View::all_relations() const { return impl_->catalog->relations_by_key(); }

std::vector<TermId> View::all_entities() const {
  std::vector<TermId> out;
  KvCursor cursor = impl_->snapshot->cursor(Family::terms);
  for (cursor.seek(terms_prefix(Tag::entity)); cursor.valid(); cursor.next()) {
    const TermId id = term_of_key(cursor.key());
    if (tag_of(id) != Tag::entity) break;
    out.push_back(id);
  }
  return out;
}

std::vector<std::string> View::entity_types() const {
  std::set<std::string> out;
  for (const TermId id : all_entities()) out.insert(entity(id).type);
  out.erase("");
  return {out.begin(), out.end()};
}

// --- rounds

const std::vector<RoundInfo>& View::rounds() const { return impl_->catalog->known_rounds(); }

const RoundInfo* View::find_round(RoundId id) const { return impl_->catalog->known_round(id); }

const std::vector<DocumentId>& View::documents_of(RoundId id) const {
  const auto [found, is_new] = impl_->covering.try_emplace(id);
  if (is_new) found->second = impl_->catalog->documents_of(id);
  return found->second;
}

std::string View::round_name(RoundId id) const {
  const SeriesInfo& info = series(id.series());
  if (info.rounds_by.empty()) return fmt::format("{}:{}", info.key, id.ordinal());
  const std::size_t shown = info.rounds_by == "day" ? 10 : info.rounds_by == "month" ? 7 : 4;
  return fmt::format("{}:{}", info.key, days_of_ordinal(info.rounds_by, id.ordinal()).first.substr(0, shown));
}

std::pair<std::string, std::string> View::days(RoundId id) const {
  if (const RoundInfo* info = find_round(id)) return {info->first, info->last};
  return {};
}

// What covers a round is counted again from what was recorded by then and not yet retracted. Declared rounds are
// today's.
Status View::Impl::restrict_catalog() {
  auto then = std::make_shared<Catalog>(*catalog);
  std::map<RoundId, Catalog::Round> rounds;
  for (const auto& [id, today] : catalog->rounds) {
    Catalog::Round& round = rounds[id] = today;
    round.members.clear(), round.cited.clear();
    round.said_alone = false;
    round.first_said.clear(), round.last_said.clear();
  }
  then->placed.clear();
  std::set<DocumentId> seen;
  KvCursor documents_cursor = snapshot->cursor(Family::documents);
  for (documents_cursor.seek(""); documents_cursor.valid(); documents_cursor.next()) {
    BAYAN_LET(info, decode_document(documents_cursor.value()));
    if (!sees(info.recorded_us, not_retracted)) continue;
    const DocumentId id{number_at(documents_cursor.key(), 0)};
    seen.insert(id);
    if (info.round) rounds[info.round].members.insert(id), then->placed.insert(id);
  }
  BAYAN_TRY(documents_cursor.status());
  KvCursor cursor = snapshot->cursor(Family::statements);
  for (cursor.seek(""); cursor.valid(); cursor.next()) {
    const Fact fact = fact_of(Order::sro, cursor.key());
    if (!fact.round) continue;
    BAYAN_LET(statement, decode_statement(cursor.value()));
    if (!sees(statement.recorded_us, statement.retracted_us)) continue;
    Catalog::Round& round = rounds[fact.round];
    if (!statement.document) round.said_alone = true;
    if (seen.contains(statement.document)) round.cited.insert(statement.document);
    if (statement.date.empty()) continue;
    if (round.first_said.empty() || statement.date < round.first_said) round.first_said = statement.date;
    if (statement.date > round.last_said) round.last_said = statement.date;
  }
  BAYAN_TRY(cursor.status());
  for (auto& [id, round] : rounds) {
    if (round.bare_since_us != 0 && round.bare_since_us <= *as_of_us) round.said_alone = true;
    then->rounds.set(id, std::move(round));
  }
  then->forget_lists();
  catalog = then;
  return {};
}

}  // namespace bayan::graph
