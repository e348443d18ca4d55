// Full text: the stems of what is written, and the postings that lead from a stem to what has it.
//
// A store has a posting for exactly each stem of each entity (key, labels, aliases, former keys), phrase, literal of
// the dictionary, and statement (its quote). What is not in the dictionary has none: integers, dates and booleans that
// their ids hold, claims, and statements that say no more than a fact.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "graph/model.hpp"

namespace bayan::graph {

class KvBatch;

// Stems, sorted, each once.
using Words = std::vector<std::string>;

Words words_of(std::string_view text);
Words words_of_folded(std::string_view folded);
Words words_of(const EntityInfo& entity);
Words words_of(const RelationInfo& relation);  // for conditions; relations have no postings

// Whether a number, a date or a boolean that is held by its id, and so has no postings, could have all of these.
bool may_be_in_an_id(const Words& words);

// What has a stem. The letters of nodes come before that of statements.
enum class WordKind : char { entity = 'e', literal = 'l', phrase = 'p', statement = 's' };

WordKind word_kind(TermId id);  // REQUIRES: an entity, a phrase, or a literal of the dictionary
std::string word_key(std::string_view stem, WordKind kind, std::uint64_t id);

void add_words(KvBatch& batch, WordKind kind, std::uint64_t id, const Words& words);
void remove_words(KvBatch& batch, WordKind kind, std::uint64_t id, const Words& words);
// What an entity is called changes.
void replace_words(KvBatch& batch, WordKind kind, std::uint64_t id, const Words& before, const Words& after);

}  // namespace bayan::graph
