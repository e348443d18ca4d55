// What follows a verb of saying, taken apart: conjuncts that each complete it, nouns of saying at their heads, and what is
// joined to them as basis, aim, means or company.
#pragma once

#include <string>
#include <vector>

#include "ingest/extract/sentence.hpp"

namespace bayan::ingest {

struct ObjectPart {
  std::string relation;        // with the noun of saying at its head, if any
  Extent extent;               // the object itself
  Extent evidence;             // with the noun of saying and the conjunction
  std::string link;            // empty: an object of the verb; else the relation to `modified`
  Extent modified;             // of a link: the event that is modified
  bool headed = false;         // a noun of saying stands before it
};

// REQUIRES: `region` begins with the object. Parts of a relation that says nothing without a noun of saying are left out.
std::vector<ObjectPart> split_object(const Sentence& sentence, Extent region, const std::string& relation);

// What kind of word opens a conjunct: e an event, n a thing, a a quality, p a name, 0 not known.
char conjunct_kind(const Sentence& sentence, std::uint32_t at);

std::string dump(const Sentence& sentence, const std::vector<ObjectPart>& parts);

}  // namespace bayan::ingest
