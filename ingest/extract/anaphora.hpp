// What stands for somebody named before.
#pragma once

#include <optional>

#include "ingest/extract/actors.hpp"

namespace bayan::ingest {

// "the Council", "اللجنة": the latest body whose key ends so.
std::optional<Actor> short_name_at(const Sentence& sentence, std::uint32_t at, const Discourse& discourse);

// "his country": whom the latest person speaks for.
std::optional<Actor> own_state_at(const Sentence& sentence, std::uint32_t at, const Discourse& discourse);

// "it", "they", "we": an actor without a key; who it is, is found where it acts.
std::optional<Actor> pronoun_at(const Sentence& sentence, std::uint32_t at);

}  // namespace bayan::ingest
