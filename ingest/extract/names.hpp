// Persons in running text: introduced by a title, by a known name, or by a last name that was introduced before.
#pragma once

#include <optional>

#include "ingest/extract/actors.hpp"

namespace bayan::ingest {

// The person that begins at a token. Someone with a title and no name is the latest person of that state or body, else
// the role itself ("Russia_minister").
std::optional<Actor> read_person(const Sentence& sentence, std::uint32_t at, const Discourse& discourse);

}  // namespace bayan::ingest
