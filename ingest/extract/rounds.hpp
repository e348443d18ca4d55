// Rounds as a text names them: by number, by ordinal, as the previous, this, the next one, or just as "the round": the
// one the passage is about.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ingest/extract/sentence.hpp"

namespace bayan::ingest {

struct RoundMention {
  Extent extent;  // the whole phrase: "the previous round of the talks"
  enum class Kind { numbered, previous, current, next, same, unnamed_past } kind = Kind::current;
  std::int64_t number = 0;  // of a numbered one

  // Which round of the series it is, for a document of round `own`.
  std::optional<std::int64_t> ordinal(std::optional<std::int64_t> own) const;
};

std::optional<RoundMention> round_at(const Sentence& sentence, std::uint32_t at);
std::vector<RoundMention> find_rounds(const Sentence& sentence);

}  // namespace bayan::ingest
