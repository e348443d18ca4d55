// What stands behind solutions: the facts or statements that their patterns matched, kept as chains that share their
// beginnings. Kept only where `why` or `@any` asks for them.
#pragma once

#include <cstdint>
#include <vector>

#include "graph/model.hpp"

namespace bayan::ql {

using SourceId = std::uint32_t;  // the end of a chain; 0 is an empty one

class Sources {
 public:
  struct Entry {
    SourceId before = 0;
    graph::Fact fact;
    StatementId statement;  // this one only; none: all statements of the fact
  };

  explicit Sources(bool wanted) : wanted_(wanted) {}

  bool wanted() const { return wanted_; }

  SourceId add(SourceId before, const graph::Fact& fact, StatementId statement = {}) {
    if (!wanted_) return 0;
    entries_.push_back({before, fact, statement});
    return static_cast<SourceId>(entries_.size());
  }

  // The visitor may add to the sources meanwhile.
  template <class Visit>
  void visit(SourceId id, Visit&& visitor) const {
    while (id != 0) {
      const Entry entry = entries_[id - 1];
      visitor(entry);
      id = entry.before;
    }
  }

  std::size_t bytes() const { return entries_.capacity() * sizeof(Entry); }

 private:
  bool wanted_;
  std::vector<Entry> entries_;
};

}  // namespace bayan::ql
