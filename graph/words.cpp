#include "graph/words.hpp"

#include <algorithm>
#include <iterator>

#include "graph/keys.hpp"
#include "graph/kv.hpp"
#include "text/stem.hpp"

namespace bayan::graph {

namespace {

Words sorted(Words words) {
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  return words;
}

void collect(std::string_view text, Words& out) {
  for (std::string& stem : text::stems(text)) out.push_back(std::move(stem));
}

void collect(const Labels& labels, const Aliases& aliases, Words& out) {
  for (const auto& [lang, label] : labels) collect(label, out);
  for (const auto& [lang, names] : aliases) {
    for (const std::string& name : names) collect(name, out);
  }
}

}  // namespace

Words words_of(std::string_view text) { return sorted(text::stems(text)); }

Words words_of_folded(std::string_view folded) { return sorted(text::stems_of_folded(folded)); }

Words words_of(const EntityInfo& entity) {
  Words out;
  collect(entity.key, out);
  collect(entity.labels, entity.aliases, out);
  for (const std::string& key : entity.former_keys) collect(key, out);
  return sorted(std::move(out));
}

Words words_of(const RelationInfo& relation) {
  Words out;
  collect(relation.key, out);
  collect(relation.labels, relation.forms, out);
  return sorted(std::move(out));
}

bool may_be_in_an_id(const Words& words) {
  return std::all_of(words.begin(), words.end(), [](const std::string& word) {
    return word.find_first_not_of("0123456789") == std::string::npos || word == text::stem("true") ||
           word == text::stem("false");
  });
}

WordKind word_kind(TermId id) {
  switch (tag_of(id)) {
    case Tag::entity:
      return WordKind::entity;
    case Tag::phrase:
      return WordKind::phrase;
    default:
      return WordKind::literal;
  }
}

std::string word_key(std::string_view stem, WordKind kind, std::uint64_t id) {
  return Key().text(stem).byte(0).byte(static_cast<std::uint8_t>(kind)).number(id).str();
}

void add_words(KvBatch& batch, WordKind kind, std::uint64_t id, const Words& words) {
  for (const std::string& stem : words) batch.put_blind(Family::words, word_key(stem, kind, id), {});
}

void remove_words(KvBatch& batch, WordKind kind, std::uint64_t id, const Words& words) {
  for (const std::string& stem : words) batch.remove(Family::words, word_key(stem, kind, id));
}

void replace_words(KvBatch& batch, WordKind kind, std::uint64_t id, const Words& before, const Words& after) {
  Words gone, come;
  std::set_difference(before.begin(), before.end(), after.begin(), after.end(), std::back_inserter(gone));
  std::set_difference(after.begin(), after.end(), before.begin(), before.end(), std::back_inserter(come));
  remove_words(batch, kind, id, gone);
  // Not blindly: the same batch may have removed them, and a load's sorters know nothing of that.
  for (const std::string& stem : come) batch.put(Family::words, word_key(stem, kind, id), {});
}

}  // namespace bayan::graph
