#include "graph/index.hpp"

namespace bayan::graph {

std::uint64_t part_of(const Fact& fact, Part part) {
  switch (part) {
    case Part::subject:
      return fact.subject.value;
    case Part::predicate:
      return fact.predicate.value;
    case Part::object:
      return fact.object.value;
    case Part::round:
      return fact.round.value;
  }
  return 0;
}

std::string fact_key(Order order, const Fact& fact) {
  Key key;
  for (const Part part : info(order).parts) key.number(part_of(fact, part));
  return key.str();
}

Fact fact_of(Order order, std::string_view key) {
  Fact out;
  for (std::size_t i = 0; i < 4; ++i) {
    const std::uint64_t value = number_at(key, i * 8);
    switch (info(order).parts[i]) {
      case Part::subject:
        out.subject.value = value;
        break;
      case Part::predicate:
        out.predicate.value = value;
        break;
      case Part::object:
        out.object.value = value;
        break;
      case Part::round:
        out.round.value = value;
        break;
    }
  }
  return out;
}

}  // namespace bayan::graph
