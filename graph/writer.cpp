#include "graph/writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "graph/dates.hpp"
#include "graph/values.hpp"
#include "graph/words.hpp"
#include "text/fold.hpp"

namespace bayan::graph {

namespace {

constexpr std::int64_t most_inline = (std::int64_t{1} << 58) - 1;
constexpr std::size_t most_found = std::size_t{1} << 17;

std::string all_of(const std::vector<std::string>& keys) {
  std::string out;
  for (const std::string& key : keys) (out += key) += '\0';
  return out;
}

}  // namespace

std::string name_key(NameKind kind, std::string_view folded, std::uint64_t id) {
  return Key(static_cast<char>(kind)).text(folded).byte(0).number(id).str();
}

std::string literal_key(const Literal& l) {
  return Key('l')
      .byte(static_cast<std::uint8_t>(l.type))
      .text(l.lang)
      .byte(0)
      .text(l.datatype)
      .byte(0)
      .text(l.value)
      .str();
}

Literal literal_of_key(std::string_view key) {
  Literal out;
  out.type = static_cast<LiteralType>(key[1]);
  const std::size_t lang_end = key.find('\0', 2);
  const std::size_t datatype_end = key.find('\0', lang_end + 1);
  out.lang = key.substr(2, lang_end - 2);
  out.datatype = key.substr(lang_end + 1, datatype_end - lang_end - 1);
  out.value = key.substr(datatype_end + 1);
  return out;
}

std::string claim_key(const ClaimInfo& c) { return Key('c').id(c.subject).id(c.predicate).id(c.object).str(); }

std::array<std::string, 3> claim_index_keys(TermId id, const ClaimInfo& c) {
  return {Key('s').id(c.subject).id(c.predicate).id(c.object).id(id).str(),
          Key('r').id(c.predicate).id(c.object).id(c.subject).id(id).str(),
          Key('o').id(c.object).id(c.subject).id(c.predicate).id(id).str()};
}

std::string about_key(TermId entity, TermId node) { return Key('e').id(entity).id(node).str(); }

std::string about_exactly_prefix(const std::vector<TermId>& about) {
  Key key('x');
  key.byte(static_cast<std::uint8_t>(std::min<std::size_t>(about.size(), 255)));
  for (const TermId id : about) key.id(id);
  return key.str();
}

TermId inline_literal(const Literal& l) {
  if (!l.lang.empty() || !l.datatype.empty()) return {};
  if (l.type == LiteralType::boolean && (l.value == "true" || l.value == "false"))
    return make_term(Tag::boolean, l.value == "true");
  if (l.type == LiteralType::date) {
    const auto days = days_from_iso(l.value);
    return days ? make_term(Tag::date, static_cast<std::uint64_t>(*days)) : TermId{};
  }
  if (l.type != LiteralType::integer) return {};
  std::int64_t value = 0;
  const auto [end, code] = std::from_chars(l.value.data(), l.value.data() + l.value.size(), value);
  if (code != std::errc() || end != l.value.data() + l.value.size() || std::to_string(value) != l.value) return {};
  if (value > most_inline || value < -most_inline) return {};
  return make_term(Tag::integer, static_cast<std::uint64_t>(value) << 1 ^ static_cast<std::uint64_t>(value >> 63));
}

Literal literal_of_inline(TermId id) {
  const std::uint64_t value = value_of(id);
  if (tag_of(id) == Tag::boolean) return {LiteralType::boolean, value ? "true" : "false", {}, {}};
  if (tag_of(id) == Tag::date) return {LiteralType::date, iso_from_days(static_cast<std::int64_t>(value)), {}, {}};
  const std::int64_t number = static_cast<std::int64_t>(value >> 1) ^ -static_cast<std::int64_t>(value & 1);
  return {LiteralType::integer, std::to_string(number), {}, {}};
}

Result<std::uint64_t> take_numbers(KvBatch& batch, char what, std::uint64_t count) {
  const std::string counter = std::string("next") + what;
  BAYAN_LET(stored, batch.get(Family::meta, counter));
  BAYAN_LET(last, decode_count(stored));
  batch.put(Family::meta, counter, encode_number(last + count));
  return last + 1;
}

Result<std::uint64_t> TermWriter::next(char what) {
  const std::string key = std::string("next") + what;
  auto known = counters_.find(what);
  if (known == counters_.end()) {
    BAYAN_LET(stored, batch_.get(Family::meta, key));
    BAYAN_LET(last, decode_count(stored));
    known = counters_.emplace(what, last).first;
    first_numbers_[what] = last + 1;
  }
  return ++known->second;
}

void TermWriter::finish() {
  for (const auto& [what, last] : counters_) batch_.put(Family::meta, std::string("next") + what, encode_number(last));
}

Result<const TermWriter::Found*> TermWriter::find(const std::string& lookup_key) {
  if (const auto known = found_.find(lookup_key); known != found_.end()) return &known->second;
  BAYAN_LET(stored, batch_.get(Family::lookup, lookup_key));
  if (!stored) return nullptr;
  BAYAN_LET(id, decode_number(*stored));
  return note(lookup_key, {id});
}

const TermWriter::Found* TermWriter::note(const std::string& lookup_key, TermId id, std::string said) {
  if (found_.size() >= most_found) found_.clear(), forgot_found_ = true;
  Found& found = found_[lookup_key];
  found = {id, std::move(said)};
  return &found;
}

Status TermWriter::name(NameKind kind, std::string_view written, std::uint64_t id) {
  const std::string folded = text::fold(written);
  if (folded.empty()) return {};
  batch_.put_blind(Family::names, name_key(kind, folded, id), written);
  return {};
}

Result<EntityInfo> TermWriter::read_entity(TermId id) {
  BAYAN_LET(stored, batch_.get(Family::terms, term_key(id)));
  if (!stored) return damaged("an entity is missing");
  return decode_entity(*stored);
}

Result<PhraseInfo> TermWriter::read_phrase(TermId id) {
  BAYAN_LET(stored, batch_.get(Family::terms, term_key(id)));
  if (!stored) return damaged("a phrase is missing");
  return decode_phrase(*stored);
}

Result<ClaimInfo> TermWriter::read_claim(TermId id) {
  BAYAN_LET(stored, batch_.get(Family::terms, term_key(id)));
  if (!stored) return damaged("a claim is missing");
  return decode_claim(*stored);
}

bool TermWriter::is_new(TermId id) const {
  constexpr std::pair<Tag, char> counted[] = {
      {Tag::entity, 'e'}, {Tag::phrase, 'p'}, {Tag::literal, 'l'}, {Tag::claim, 'c'}};
  const auto* const tag =
      std::find_if(std::begin(counted), std::end(counted), [&](const auto& one) { return one.first == tag_of(id); });
  if (tag == std::end(counted)) return false;
  const auto first = first_numbers_.find(tag->second);
  return first != first_numbers_.end() && value_of(id) >= first->second;
}

bool TermWriter::tell_made(std::vector<std::string>& lookup_keys) const {
  for (const auto& [lookup, found] : found_) {
    if (is_new(found.id)) lookup_keys.push_back(lookup);
  }
  return !forgot_found_;
}

Status TermWriter::write_entity(TermId id, const EntityInfo& entity) {
  if (!is_new(id)) rewrote_terms_ = true;
  BAYAN_LET(stored, batch_.get(Family::terms, term_key(id)));
  Words before;
  if (stored) {
    BAYAN_LET(was, decode_entity(*stored));
    before = words_of(was);
  }
  replace_words(batch_, WordKind::entity, id.value, before, words_of(entity));
  batch_.put(Family::terms, term_key(id), encode(entity));
  return {};
}

Result<TermId> TermWriter::entity(const std::string& key, const std::string& type) {
  const std::string lookup = Key('e').text(key).str();
  BAYAN_LET(found, find(lookup));
  if (found != nullptr) {
    const TermId known = found->id;
    if (type.empty() || found->said == type) return known;
    BAYAN_LET(entity, read_entity(known));
    if (entity.type != type) {
      entity.type = type;
      BAYAN_TRY(write_entity(known, entity));
    }
    note(lookup, known, type);
    return known;
  }
  BAYAN_LET(number, next('e'));
  const TermId id = make_term(Tag::entity, number);
  batch_.put(Family::terms, term_key(id), encode(EntityInfo{key, type, {}, {}, {}}));
  add_words(batch_, WordKind::entity, id.value, words_of(key));
  batch_.put(Family::lookup, lookup, encode_number(id.value));
  BAYAN_TRY(name(NameKind::entity, key, id.value));
  note(lookup, id, type);
  return id;
}

Result<TermId> TermWriter::node(const Node& node) {
  if (const auto* e = std::get_if<Entity>(&node)) return entity(e->key, e->type);
  if (const auto* p = std::get_if<Phrase>(&node)) return phrase(*p);
  if (const auto* l = std::get_if<Literal>(&node)) return literal(*l);
  const auto& held = std::get<std::shared_ptr<const Claim>>(node);
  return claim(*held);
}

// Only what changes is written: a phrase that gains one concept costs one key, however many it has.
Status TermWriter::replace_about(TermId phrase, PhraseInfo info, std::vector<TermId> about) {
  if (!is_new(phrase)) rewrote_terms_ = true;
  std::sort(about.begin(), about.end());
  about.erase(std::unique(about.begin(), about.end()), about.end());
  for (const TermId id : info.about) {
    if (!std::binary_search(about.begin(), about.end(), id)) batch_.remove(Family::about, about_key(id, phrase));
  }
  for (const TermId id : about) {
    if (!std::binary_search(info.about.begin(), info.about.end(), id))
      batch_.put_blind(Family::about, about_key(id, phrase), {});
  }
  if (!info.about.empty()) batch_.remove(Family::about, Key().text(about_exactly_prefix(info.about)).id(phrase));
  info.about = std::move(about);
  if (!info.about.empty()) batch_.put_blind(Family::about, Key().text(about_exactly_prefix(info.about)).id(phrase), {});
  batch_.put(Family::terms, term_key(phrase), encode(info));
  return {};
}

// A phrase is one for each folded text, shown as first written, about all that was ever recorded of it.
Result<TermId> TermWriter::phrase(const Phrase& phrase) {
  const std::string folded = text::fold(phrase.text);
  const std::string lookup = Key('p').text(folded).str();
  BAYAN_LET(found, find(lookup));
  TermId id = found == nullptr ? TermId{} : found->id;
  PhraseInfo info{phrase.text, phrase.lang, {}};
  const std::string said = all_of(phrase.about);
  if (id) {
    if (said.empty() || found->said == said) return id;
    BAYAN_LET(stored, read_phrase(id));
    info = stored;
  } else {
    BAYAN_LET(number, next('p'));
    id = make_term(Tag::phrase, number);
    batch_.put(Family::lookup, lookup, encode_number(id.value));
    if (said.empty()) batch_.put(Family::terms, term_key(id), encode(info));  // else it is written below
    add_words(batch_, WordKind::phrase, id.value, words_of_folded(folded));
  }
  note(lookup, id, said);
  std::vector<TermId> about = info.about;
  for (const std::string& key : phrase.about) {
    BAYAN_LET(entity_id, entity(key));
    about.push_back(entity_id);
  }
  std::sort(about.begin(), about.end());
  about.erase(std::unique(about.begin(), about.end()), about.end());
  if (about != info.about) BAYAN_TRY(replace_about(id, info, about));
  return id;
}

Result<TermId> TermWriter::literal(const Literal& literal) {
  if (const TermId id = inline_literal(literal)) return id;
  const std::string lookup = literal_key(literal);
  BAYAN_LET(found, find(lookup));
  if (found != nullptr) return found->id;
  BAYAN_LET(number, next('l'));
  const TermId id = make_term(Tag::literal, number);
  batch_.put(Family::lookup, lookup, encode_number(id.value));
  batch_.put(Family::terms, term_key(id), encode(literal));
  add_words(batch_, WordKind::literal, id.value, words_of(literal.value));
  if (literal.type == LiteralType::text) BAYAN_TRY(name(NameKind::text, literal.value, id.value));
  note(lookup, id);
  return id;
}

Result<TermId> TermWriter::claim(const Claim& claim) {
  BAYAN_LET(subject, node(claim.subject));
  BAYAN_LET(relation_id, relation(claim.relation));
  BAYAN_LET(object, node(claim.object));
  return this->claim(ClaimInfo{subject, Predicate::of(relation_id, claim.polarity), object});
}

Result<TermId> TermWriter::claim(const ClaimInfo& claim) {
  const std::string lookup = claim_key(claim);
  BAYAN_LET(found, find(lookup));
  if (found != nullptr) return found->id;
  BAYAN_LET(number, next('c'));
  const TermId id = make_term(Tag::claim, number);
  put_claim(id, claim);
  note(lookup, id);
  return id;
}

void TermWriter::put_claim(TermId id, const ClaimInfo& claim) {
  batch_.put(Family::lookup, claim_key(claim), encode_number(id.value));
  batch_.put(Family::terms, term_key(id), encode(claim));
  for (const std::string& key : claim_index_keys(id, claim)) batch_.put_blind(Family::claims, key, {});
}

Result<RelationId> TermWriter::relation(const std::string& key) {
  if (const auto* const known = catalog_.relation_ids.find(key); known != catalog_.relation_ids.end()) return known->second;
  BAYAN_LET(number, next('r'));
  RelationInfo info;
  info.id = {number};
  info.key = key;
  BAYAN_TRY(write_relation(info));
  BAYAN_TRY(name(NameKind::relation, key, number));
  return info.id;
}

Status TermWriter::write_relation(const RelationInfo& relation) {
  batch_.put(Family::meta, Key('R').id(relation.id), encode(relation));
  catalog_.relations.set(relation.id, relation);
  catalog_.relation_ids.set(relation.key, relation.id);
  catalog_changed_ = true;
  return {};
}

Result<SeriesId> TermWriter::series(const std::string& key) {
  if (const auto* const known = catalog_.series_ids.find(key); known != catalog_.series_ids.end()) return known->second;
  BAYAN_LET(number, next('s'));
  SeriesInfo info;
  info.id = {number};
  info.key = key;
  BAYAN_TRY(write_series(info));
  BAYAN_TRY(name(NameKind::series, key, number));
  return info.id;
}

Status TermWriter::write_series(const SeriesInfo& series) {
  batch_.put(Family::meta, Key('S').id(series.id), encode(series));
  catalog_.series.set(series.id, series);
  catalog_.series_ids.set(series.key, series.id);
  catalog_changed_ = true;
  return {};
}

}  // namespace bayan::graph
