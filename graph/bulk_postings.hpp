// The postings of a bulk load's new terms, sorted in bounded memory.
//
// Terms come by kind and id, so that the postings of a stem come in order: what remains is to lay the stems apart,
// which takes no comparison of postings.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "bayan/result.hpp"
#include "graph/bulk_chunks.hpp"
#include "graph/bulk_terms.hpp"
#include "graph/kv_files.hpp"
#include "graph/model.hpp"

namespace bayan::graph {

class PostingWriter {
 public:
  explicit PostingWriter(std::string folder) : chunks_(std::move(folder)) {}

  // REQUIRES: terms in the order of word_kind(id), then id; each once, with all of its folded text.
  Status add(TermId id, std::string_view folded);
  // Nothing is added after it.
  Status write(KvFiles& files);

 private:
  Status spill();

  SortedChunks chunks_;
  TextTable stems_;                  // since the last spill, as what follows
  std::vector<std::uint32_t> stem_;  // of each posting
  std::vector<TermId> id_;
  std::vector<std::uint32_t> seen_;  // stems of the term at work
};

}  // namespace bayan::graph
