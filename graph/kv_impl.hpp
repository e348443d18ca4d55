// What the kv files share: RocksDB and the state around it. Included by graph/kv*.cpp, and by tests that make
// databases which are not stores.
#pragma once

#include <rocksdb/cache.h>
#include <rocksdb/db.h>
#include <rocksdb/env.h>
#include <rocksdb/utilities/write_batch_with_index.h>

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
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

// A folder that stays the same one while this is there: its number on the disk is not given to another.
class HeldFolder {
 public:
  HeldFolder() = default;
  ~HeldFolder();
  HeldFolder(const HeldFolder&) = delete;
  HeldFolder& operator=(const HeldFolder&) = delete;
  void hold(const std::string& path);
  bool same_as(const HeldFolder& other) const;

 private:
  int file_ = -1;
};

// How far a store's list of files (RocksDB's manifest) and its logs go: what is written makes one of them longer.
struct FilesMark {
  std::string manifest;
  std::uint64_t manifest_bytes = 0;
  std::vector<std::pair<std::string, std::uint64_t>> logs;  // by name

  bool same_list(const FilesMark& other) const;
  bool operator==(const FilesMark&) const = default;
};
FilesMark mark_of(const std::string& folder);

// kv_whole.cpp: whether logs and manifest are as long as they were meant to be, before an opening and, by the number of
// the last row, after it; and what a closing notes for that. Errors: store.
Status check_files(const std::string& path, const FilesMark& now);
Status check_rows(const std::string& path, std::uint64_t sequence);
void leave_note(const std::string& path, std::uint64_t sequence);

// Opens the database of `impl` beside a writer: see kv_follow.cpp.
Status open_to_read(Kv::Impl& impl, const rocksdb::DBOptions& options,
                    const std::vector<rocksdb::ColumnFamilyDescriptor>& families);
Error open_error(const std::string& path, const rocksdb::Status& status);

void close_database(Kv::Impl& impl);

// Files that a failed write of the manifest does not take with it (kv_careful.cpp); below them those of `base`.
std::shared_ptr<rocksdb::Env> careful_environment(const std::shared_ptr<rocksdb::Env>& base);

struct Kv::Impl {
  std::string path;
  KvOptions options;
  std::shared_ptr<rocksdb::Env> files;  // outlives the database
  WriterLock lock;
  HeldFolder folder;
  FilesMark mark;  // of a reader: of the files that it opened
  std::unique_ptr<rocksdb::DB> db;
  // Whether a write of any kind did, of the background too: the database is only read from then on.
  std::shared_ptr<std::atomic<bool>> failed = std::make_shared<std::atomic<bool>>(false);
  std::vector<rocksdb::ColumnFamilyHandle*> families;

  ~Impl() { close_database(*this); }
  // The error of a write that failed, noted.
  Status written(const rocksdb::Status& status);
  Status require_whole() const;
  rocksdb::Env* environment() const { return files.get(); }
  rocksdb::ColumnFamilyHandle* family(Family which) const { return families[static_cast<std::size_t>(which) + 1]; }
};

// The terms of a large batch and what finds them, in a database of their own that nobody keeps (kv_aside.cpp).
class KvAside {
 public:
  static Result<std::unique_ptr<KvAside>> make(const Kv& kv, const std::string& folder);

  static bool has(Family family) {
    return family == Family::terms || family == Family::lookup || family == Family::chunks;
  }
  bool store_is_empty() const { return store_is_empty_; }  // of terms and what finds them
  void put(Family family, std::string_view key, std::optional<std::string_view> value);  // none: removes it
  // Nothing where this has nothing to say of the key; a none within where it removed it.
  Result<std::optional<std::optional<std::string>>> get(Family family, std::string_view key) const;
  Status each(Family family, const KvBatch::Visit& visit) const;

 private:
  KvAside(const Kv& kv, std::string folder) : kv_(kv), folder_(std::move(folder)) {}
  Status spill() const;
  bool may_have(const std::string& key, bool note) const;

  const Kv& kv_;
  bool store_is_empty_ = false;
  std::string folder_;
  std::unique_ptr<rocksdb::DB> db_;
  // What was put last: a table in memory, then a sorted file. A key begins with its family.
  mutable std::unordered_map<std::string, std::string> recent_;
  mutable std::size_t recent_bytes_ = 0;
  mutable std::uint64_t files_ = 0;
  mutable std::vector<std::uint64_t> in_files_;  // a Bloom filter of the keys in files, one word a key
  Status status_;  // of what was put
};

struct KvBatch::Impl {
  std::shared_ptr<Kv> kv;
  rocksdb::WriteBatchWithIndex writes{rocksdb::BytewiseComparator(), 0, true};
  KvSink* sink = nullptr;          // of a large batch, as is what follows
  std::unique_ptr<KvAside> aside{};
};

}  // namespace bayan::graph
