// Somebody without a name who says something: "two Western diplomats", "the organisers".
#pragma once

#include <optional>

#include "ingest/extract/actors.hpp"

namespace bayan::ingest {

// The one that begins at a token, where what stands around him tells that he speaks.
std::optional<Actor> unnamed_speaker_at(const Sentence& sentence, std::uint32_t at);

}  // namespace bayan::ingest
