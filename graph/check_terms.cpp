// The dictionary, and what finds its terms.
#include <fmt/format.h>

#include "graph/check.hpp"
#include "graph/values.hpp"
#include "graph/writer.hpp"
#include "text/fold.hpp"

namespace bayan::graph {

// A name must be in the index; the index may have more, since names that were replaced stay findable.
void Check::name(char kind, std::string_view written, std::uint64_t id) {
  const std::string folded = text::fold(written);
  if (folded.empty()) return;
  const auto stored = snapshot_->get(Family::names, name_key(static_cast<NameKind>(kind), folded, id));
  if (!stored || !*stored) fault(fmt::format("name \"{}\" of {:x}: the index of names does not have it", written, id));
}

void Check::words(WordKind kind, std::uint64_t id, const Words& words) {
  for (const std::string& stem : words) words_.add(word_key(stem, kind, id));
}

void Check::term(std::string_view key, std::string_view value) {
  const TermId id = term_of_key(key);
  const auto unreadable = [&](const Error& error) { fault(fmt::format("term {:x}: {}", id.value, error.message)); };
  const auto found_by = [&](std::string_view lookup) {
    lookups_.add(Key().text(lookup).text(encode_number(id.value)));
  };
  switch (tag_of(id)) {
    case Tag::entity: {
      const auto entity = decode_entity(value);
      if (!entity) return unreadable(entity.error());
      found_by(Key('e').text(entity->key));
      for (const std::string& former : entity->former_keys) found_by(Key('e').text(former));
      words(WordKind::entity, id.value, words_of(*entity));
      name('e', entity->key, id.value);
      for (const auto& [lang, label] : entity->labels) name('e', label, id.value);
      for (const auto& [lang, aliases] : entity->aliases) {
        for (const std::string& alias : aliases) name('e', alias, id.value);
      }
      break;
    }
    case Tag::phrase: {
      const auto phrase = decode_phrase(value);
      if (!phrase) return unreadable(phrase.error());
      const std::string folded = text::fold(phrase->text);
      found_by(Key('p').text(folded));
      words(WordKind::phrase, id.value, words_of_folded(folded));
      for (const TermId about : phrase->about) about_.add(about_key(about, id));
      if (!phrase->about.empty()) about_.add(Key().text(about_exactly_prefix(phrase->about)).id(id));
      break;
    }
    case Tag::literal: {
      const auto literal = decode_literal(value);
      if (!literal) return unreadable(literal.error());
      found_by(literal_key(*literal));
      words(WordKind::literal, id.value, words_of(literal->value));
      if (literal->type == LiteralType::text) name('x', literal->value, id.value);
      break;
    }
    case Tag::claim: {
      const auto claim = decode_claim(value);
      if (!claim) return unreadable(claim.error());
      found_by(claim_key(*claim));
      for (const std::string& part : claim_index_keys(id, *claim)) claims_.add(part);
      break;
    }
    default:
      return fault(fmt::format("term {:x}: it is of no kind that the dictionary keeps", id.value));
  }
  constexpr std::pair<Tag, char> counted[] = {
      {Tag::entity, 'e'}, {Tag::phrase, 'p'}, {Tag::literal, 'l'}, {Tag::claim, 'c'}};
  for (const auto& [tag, what] : counted) {
    if (tag == tag_of(id)) greatest_[what] = std::max(greatest_[what], value_of(id));
  }
}

Status Check::terms() {
  KvCursor cursor = snapshot_->cursor(Family::terms);
  for (cursor.seek(""); cursor.valid(); cursor.next()) {
    term(cursor.key(), cursor.value());
    if (++report_.terms % 1024 == 0) BAYAN_TRY(step(0));
  }
  BAYAN_TRY(cursor.status());
  const auto key_and_id = [](std::string_view key, std::string_view id) { return Key().text(key).text(id).str(); };
  BAYAN_LET(lookups, sum_of(Family::lookup, "", key_and_id));
  compare(lookups_, lookups, "terms by what they say");
  BAYAN_LET(about, sum_of(Family::about, ""));
  compare(about_, about, "phrases by what they are about");
  BAYAN_LET(claims, sum_of(Family::claims, ""));
  compare(claims_, claims, "claims by their parts");
  return names();
}

Status Check::names() {
  for (const auto& [id, relation] : catalog_->relations) {
    greatest_['r'] = std::max(greatest_['r'], id.value);
    name('r', relation.key, id.value);
    for (const auto& [lang, label] : relation.labels) name('r', label, id.value);
  }
  for (const auto& [id, series] : catalog_->series) {
    greatest_['s'] = std::max(greatest_['s'], id.value);
    name('s', series.key, id.value);
    for (const auto& [lang, label] : series.labels) name('s', label, id.value);
  }
  // What the index names must be there.
  KvCursor cursor = snapshot_->cursor(Family::names);
  for (cursor.seek("e"); cursor.valid() && cursor.key().front() == 'e'; cursor.next()) {
    const TermId id{number_at(cursor.key(), cursor.key().size() - 8)};
    BAYAN_LET(stored, snapshot_->get(Family::terms, term_key(id)));
    if (!stored) fault(fmt::format("name \"{}\": it names {:x}, which is not there", cursor.value(), id.value));
  }
  return cursor.status();
}

Status Check::postings() {
  BAYAN_LET(postings, sum_of(Family::words, ""));
  compare(words_, postings, "postings of words");
  return {};
}

Status Check::counters() {
  greatest_['S'] = greatest_statement_;
  for (const Runs* runs : {&catalog_->runs, &catalog_->retired}) {
    for (const auto& run : *runs) greatest_['g'] = std::max<std::uint64_t>(greatest_['g'], run->info().number);
  }
  for (const auto& [what, greatest] : greatest_) {
    BAYAN_LET(stored, snapshot_->get(Family::meta, std::string("next") + what));
    BAYAN_LET(last, decode_count(stored));
    if (last < greatest)
      fault(fmt::format("counter {}: it stands at {}, and {} is taken", what, last, greatest));
  }
  return {};
}

}  // namespace bayan::graph
