// What a large batch writes and never reads again, on its way to sorted files: a sorter a family.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <string_view>

#include "graph/bulk_chunks.hpp"
#include "graph/kv.hpp"
#include "graph/kv_files.hpp"

namespace bayan::graph {

// Threads: different families may be taken and written by different ones.
class SortingSink final : public KvSink {
 public:
  SortingSink(KvFiles& files, std::string folder, std::size_t memory_bytes_a_family)
      : files_(files), folder_(std::move(folder)), memory_bytes_(memory_bytes_a_family) {}

  // REQUIRES: statements come in the order of their keys; they are written at once. Other keys come in any order and
  // may repeat: the last value counts.
  void take(Family family, std::string_view key, std::string_view value) override;
  const Status& status() const { return status_; }  // of all that was taken

  // Writes a family: what was taken, and what the batch has of it, which is newer.
  Status write(Family family, const KvBatch& batch);

 private:
  KvFiles& files_;
  std::string folder_;
  std::size_t memory_bytes_;
  std::array<std::unique_ptr<ChunkSorter>, family_count> sorters_;
  Status status_;
};

}  // namespace bayan::graph
