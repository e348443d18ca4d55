// What follows a verb of saying, taken apart: conjuncts that each complete it, nouns of saying at their heads, and what
// is joined to them as basis, aim, means or company.
#pragma once

#include <string>
#include <vector>

#include "ingest/extract/sentence.hpp"

namespace bayan::ingest {

struct ObjectPart {
  std::string relation;  // with the noun of saying at its head, if any
  Extent extent;         // the object itself
  Extent evidence;       // with the noun of saying and the conjunction
  std::string link;      // empty: an object of the verb; else the relation to `modified`
  Extent modified;       // of a link: the event that is modified
  bool headed = false;   // a noun of saying stands before it
  Extent holder;         // whose noun of saying it is, where the text says: "the states' rejection of"
};

// `names`: where somebody is named, for nouns of saying with a holder.
// REQUIRES: `region` begins with the object. Parts of a relation that says nothing without a noun of saying are left
// out.
std::vector<ObjectPart> split_object(const Sentence& sentence, Extent region, const std::string& relation,
                                     const std::vector<Extent>& names = {});

std::string dump(const Sentence& sentence, const std::vector<ObjectPart>& parts);

}  // namespace bayan::ingest
