// Files of sorted keys that become part of a store at once: the way of bulk loads.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "bayan/result.hpp"
#include "graph/kv.hpp"

namespace bayan::graph {

// Threads: one family's put() at a time; different families may be written by different threads.
class KvFiles {
 public:
  // Files are made in a folder inside the store; what was left there is removed. Two at a time want two folders.
  static constexpr const char* load_folder = "load";
  static constexpr const char* load_pages_folder = "load_pages";
  static constexpr const char* fold_folder = "fold";
  static constexpr const char* fold_retired_folder = "fold_retired";
  static Result<std::unique_ptr<KvFiles>> make(const std::shared_ptr<Kv>& kv, const char* folder = load_folder);
  // Removes what an earlier process left in any of them.
  static void clear(const Kv& kv);
  ~KvFiles();

  // REQUIRES: keys of a family in rising order, each once.
  Status put(Family family, std::string_view key, std::string_view value);

  // In the same order: a key that the store has goes.
  Status remove(Family family, std::string_view key);

  // Brings to the disk what was put so far. What comes later goes to other files.
  Status flush();

  // All files of all families become visible together, or none.
  Status ingest();

  struct Impl;
  const std::string& folder() const;  // where the files are made; it goes with this object

 private:
  explicit KvFiles(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace bayan::graph
