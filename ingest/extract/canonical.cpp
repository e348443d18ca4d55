#include <algorithm>
#include <set>

#include "ingest/extract/reading.hpp"

namespace bayan::ingest {

namespace {

// The longest name, adjective or concept that begins at a token and ends inside the extent.
const Match* naming(const Sentence& s, std::uint32_t i, std::uint32_t end) {
  const Match* best = nullptr;
  for (const Match& m : s.at(i)) {
    const bool names = m.sense.cue == Cue::entity || m.sense.cue == Cue::adjective || m.sense.cue == Cue::concept_word;
    if (!names || m.end > end) continue;
    if (best == nullptr || m.size() > best->size() ||
        (m.size() == best->size() && best->sense.cue == Cue::concept_word && m.sense.cue == Cue::entity))
      best = &m;
  }
  return best;
}

bool silent(const Sentence& s, const Match& match) {
  return match.sense.cue == Cue::concept_word && s.lexicon().concepts()[match.sense.ref].silent;
}

const std::string& key_of(const Sentence& s, const Match& match) {
  return match.sense.cue == Cue::concept_word ? s.lexicon().concepts()[match.sense.ref].key
                                              : s.lexicon().entities()[match.sense.ref].key;
}

}  // namespace

std::vector<std::string> about(const Sentence& sentence, Extent extent) {
  std::set<std::string> keys;
  for (std::uint32_t i = extent.begin; i < extent.end;) {
    const Match* match = naming(sentence, i, extent.end);
    if (match != nullptr && !silent(sentence, *match)) keys.insert(key_of(sentence, *match));
    i = match != nullptr ? match->end : i + 1;
  }
  for (const Concept& known : sentence.lexicon().concepts())
    if (!known.absorbs.empty() && keys.contains(known.key))
      for (const std::string& absorbed : known.absorbs) keys.erase(absorbed);
  return {keys.begin(), keys.end()};
}

Node node_of(const Sentence& sentence, Extent extent, bool as_name) {
  if (as_name && !extent.empty()) {
    std::uint32_t begin = extent.begin;
    while (begin + 1 < extent.end && !sentence.arabic() && sentence[begin].form == "the") ++begin;
    for (const Match& m : sentence.at(begin)) {
      if (m.sense.cue != Cue::entity || m.end != extent.end) continue;
      const LexiconEntity& entity = sentence.lexicon().entities()[m.sense.ref];
      return Entity{entity.key, entity.type, std::string(sentence.text(extent, true))};
    }
  }
  return Phrase{std::string(sentence.text(extent, true)), sentence.language().code, about(sentence, extent)};
}

}  // namespace bayan::ingest
