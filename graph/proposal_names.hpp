// Whether two entities are called alike: the names of one, by what they can be compared, and the comparison.
#pragma once

#include <string>
#include <vector>

#include "graph/model.hpp"

namespace bayan::graph {

// A name in the parts that count: folded, without particles.
struct ComparedName {
  std::string written;             // as people read it
  std::vector<std::string> words;  // of a person the last one is the family's
  std::string sound;               // of all words
  std::string initials;            // of several words
};

struct NamesOf {
  bool person = false;
  std::vector<ComparedName> names;

  // Alike names have one of these in common; what has none in common is not compared.
  std::vector<std::string> blocks() const;
};

NamesOf names_of(const EntityInfo& entity);

struct Likeness {
  double score = 0;  // 0: they are not called alike
  std::vector<std::string> reasons;
};

// Of the two names that are most alike.
Likeness likeness_of(const NamesOf& a, const NamesOf& b);

}  // namespace bayan::graph
