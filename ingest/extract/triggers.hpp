// Triggers: the verbs and participles of a sentence that open a frame, each where a verb can stand.
#pragma once

#include <string>
#include <vector>

#include "ingest/extract/actors.hpp"
#include "ingest/extract/sentence.hpp"

namespace bayan::ingest {

struct Trigger {
  Extent extent;
  std::uint32_t frame = 0;
  Agreement agreement;
  bool participle = false;         // takes over a subject: "stressing that", مؤكداً
  std::uint32_t clause = 0;        // where its clause begins: subject, negator, conjunction
  const Actor* subject = nullptr;  // that stands before it; null: behind it, or left out
  bool relative = false;           // in a relative clause: what stands before the pronoun is the subject
  bool negative = false;
  bool modal = false;  // must, should: what is wanted, not what was said
  bool possible = false;
  bool passive = false;     // the doer follows with "by", or is not named
  bool unnamed = false;     // a subject stands there that is nobody known
  std::uint32_t group = 0;  // where the verb with its auxiliaries begins
};

// `actors` must outlive the triggers.
std::vector<Trigger> find_triggers(const Sentence& sentence, const std::vector<Actor>& actors);

std::string dump(const Sentence& sentence, const std::vector<Trigger>& triggers);

}  // namespace bayan::ingest
