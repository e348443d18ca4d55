// Statements as lines, for tests whose expectations are data.
#pragma once

#include <fmt/format.h>

#include <string>

#include "bayan/statement.hpp"
#include "ingest/extract/extract.hpp"
#include "ingest/lexicon.hpp"

namespace bayan::testing {

inline const ingest::Lexicon& lexicon() {
  static const auto loaded = ingest::Lexicon::load();
  return loaded.value();
}

inline std::string print(const Node& node) {
  if (const auto* entity = std::get_if<Entity>(&node)) return entity->key;
  if (const auto* phrase = std::get_if<Phrase>(&node)) return '"' + phrase->text + '"';
  if (const auto* literal = std::get_if<Literal>(&node)) return literal->value;
  return "claim";
}

// SUBJECT | RELATION | OBJECT
inline std::string print_claim(const Statement& s) {
  return fmt::format("{} {} {} | {}", print(s.subject), s.polarity == Polarity::positive ? "|" : "| not", s.relation,
                     print(s.object));
}

// With round, modality, speaker, addressee, on whose behalf, and the rule.
inline std::string print(const Statement& s) {
  std::string out = fmt::format("{} {} ({})", s.round ? std::to_string(*s.round) : "-", print_claim(s), s.modality);
  out += fmt::format(" by {}", s.speaker ? s.speaker->key : "narrator");
  if (s.addressee) out += " to " + s.addressee->key;
  if (s.on_behalf_of) out += " for " + s.on_behalf_of->key;
  return out + " [" + s.rule + "]";
}

inline Result<ingest::Reads> read(std::string_view text, const DocumentOptions& options = {}) {
  ingest::ExtractOptions own;
  own.document = options;
  return ingest::read_document(text, "test.txt", lexicon(), own);
}

}  // namespace bayan::testing
