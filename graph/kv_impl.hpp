// What the kv files share: RocksDB and the state around it. Included by graph/kv*.cpp, and by tests that make
// databases which are not stores.
#pragma once

#include <rocksdb/cache.h>
#include <rocksdb/db.h>
#include <rocksdb/env.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "graph/kv.hpp"

namespace bayan::graph {

inline rocksdb::Slice slice(std::string_view s) { return {s.data(), s.size()}; }
inline std::string_view view(const rocksdb::Slice& s) { return {s.data(), s.size()}; }

Error store_error(const std::string& path, const rocksdb::Status& status);
Error path_error(const std::string& path, std::string message, std::string help);

// Names and options of the families, in the order of the enum.
const char* family_name(Family family);
rocksdb::ColumnFamilyOptions family_options(Family family, const std::shared_ptr<rocksdb::Cache>& cache);

// Held, with the holder's process id in it, while a store is open for writing.
class WriterLock {
 public:
  WriterLock() = default;
  ~WriterLock();
  WriterLock(const WriterLock&) = delete;
  WriterLock& operator=(const WriterLock&) = delete;
  Status take(const std::string& folder);  // errors: busy, store

 private:
  int file_ = -1;
};

void close_database(Kv::Impl& impl);

// Files that a failed write of the manifest does not take with it (kv_careful.cpp); below them those of `base`.
std::shared_ptr<rocksdb::Env> careful_environment(const std::shared_ptr<rocksdb::Env>& base);

struct Kv::Impl {
  std::string path;
  KvOptions options;
  std::shared_ptr<rocksdb::Env> files;  // outlives the database
  WriterLock lock;
  std::unique_ptr<rocksdb::DB> db;
  std::vector<rocksdb::ColumnFamilyHandle*> families;

  ~Impl() { close_database(*this); }
  rocksdb::Env* environment() const { return files.get(); }
  rocksdb::ColumnFamilyHandle* family(Family which) const { return families[static_cast<std::size_t>(which) + 1]; }
};

}  // namespace bayan::graph
