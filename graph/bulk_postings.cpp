#include "graph/bulk_postings.hpp"

#include <algorithm>
#include <utility>

#include "graph/words.hpp"
#include "text/stem.hpp"

namespace bayan::graph {

namespace {

constexpr std::size_t memory_bytes = std::size_t{32} << 20;
constexpr std::size_t bytes_of_posting = 2 * sizeof(std::uint32_t) + sizeof(TermId);  // with its place in the order

}  // namespace

Status PostingWriter::add(TermId id, std::string_view folded) {
  if (stems_.bytes() + id_.size() * bytes_of_posting > memory_bytes) BAYAN_TRY(spill());
  seen_.clear();
  for (const std::string& stem : text::stems_of_folded(folded)) {
    const std::uint32_t number = stems_.number(stem);
    if (std::find(seen_.begin(), seen_.end(), number) != seen_.end()) continue;
    seen_.push_back(number);
    stem_.push_back(number);
    id_.push_back(id);
  }
  return {};
}

Status PostingWriter::spill() {
  const std::vector<std::uint32_t> stems = stems_.sorted();
  std::vector<std::uint32_t> begins(stems.size() + 1);  // of each stem's postings, by its number
  for (const std::uint32_t stem : stem_) ++begins[stem];
  std::uint32_t begin = 0;
  for (std::uint32_t& count : begins) begin += std::exchange(count, begin);
  std::vector<std::uint32_t> places(stem_.size());
  for (std::uint32_t i = 0; i < stem_.size(); ++i) places[begins[stem_[i]]++] = i;
  // Now each stem's begin is its end.
  for (const std::uint32_t stem : stems) {
    for (std::uint32_t i = stem == 0 ? 0 : begins[stem - 1]; i < begins[stem]; ++i) {
      const TermId id = id_[places[i]];
      BAYAN_TRY(chunks_.add(word_key(stems_.text(stem), word_kind(id), id.value), {}));
    }
  }
  stems_.clear();
  stem_.clear();
  id_.clear();
  return chunks_.end_chunk();
}

Status PostingWriter::write(KvFiles& files) {
  BAYAN_TRY(spill());
  release(stem_);
  release(id_);
  SortedChunks::Merge postings(chunks_);
  while (postings.next()) BAYAN_TRY(files.put(Family::words, postings.key(), {}));
  return postings.status();
}

}  // namespace bayan::graph
