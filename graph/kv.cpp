#include "graph/kv.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <rocksdb/cache.h>
#include <rocksdb/db.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/table.h>
#include <rocksdb/utilities/write_batch_with_index.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <vector>

namespace bayan::graph {

namespace {

namespace fs = std::filesystem;

constexpr std::array<const char*, family_count> family_names = {
    "meta",       "terms",        "lookup",     "names",       "sro",   "ros",    "osr",       "rso",    "round_first",
    "statements", "statement_id", "by_speaker", "by_document", "about", "claims", "documents", "chunks", "rounds"};

constexpr const char* lock_file =
    "WRITER";  // held and with the holder's process id in it while a store is open for writing

rocksdb::Slice slice(std::string_view s) { return {s.data(), s.size()}; }
std::string_view view(const rocksdb::Slice& s) { return {s.data(), s.size()}; }

Error store_error(const std::string& path, const rocksdb::Status& status) {
  Error error = make_error(ErrorCode::store, status.ToString());
  error.file = path;
  if (status.IsNoSpace() || error.message.find("No space left") != std::string::npos) {
    error.message = "the disk is full";
    error.help = "free some space; nothing of this commit was stored";
  } else if (status.IsCorruption()) {
    error.message = "the store is damaged: " + status.ToString();
    error.help = "restore it from a backup";
  }
  return error;
}

Error path_error(const std::string& path, std::string message, std::string help) {
  Error error = make_error(ErrorCode::store, std::move(message), std::move(help));
  error.file = path;
  return error;
}

rocksdb::ColumnFamilyOptions family_options(const std::shared_ptr<rocksdb::Cache>& cache) {
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = cache;
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  table.format_version = 5;
  table.checksum = rocksdb::kCRC32c;
  rocksdb::ColumnFamilyOptions out;
  out.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  out.compression = rocksdb::kLZ4Compression;
  out.write_buffer_size = std::size_t{16} << 20;
  return out;
}

// Refuses what is not a store of ours before RocksDB touches the folder.
Status check_folder(const std::string& path, const KvOptions& options) {
  std::error_code code;
  const auto status = fs::status(path, code);
  if (!fs::exists(status)) {
    if (options.create && !options.read_only) return {};
    return path_error(path, "there is no store here", "make one with: bayan ingest STORE PATH…");
  }
  if (!fs::is_directory(status))
    return path_error(path, "this is a file, not a store", "name another path for the store");
  fs::directory_iterator entries(path, code);
  if (code) return path_error(path, "the folder cannot be read: " + code.message(), "check the rights of the folder");
  if (fs::exists(fs::path(path) / "CURRENT", code)) return {};
  if (entries == fs::directory_iterator() && options.create) return {};
  return path_error(path, "this folder is not a bayan store", "name a folder that is empty or does not exist");
}

// Holds the writer's lock, or says who does.
class WriterLock {
 public:
  ~WriterLock() {
    if (file_ >= 0) ::close(file_);
  }
  Status take(const std::string& folder) {
    const std::string name = (fs::path(folder) / lock_file).string();
    file_ = ::open(name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (file_ < 0) {
      return path_error(folder, fmt::format("the store cannot be written: {}", std::strerror(errno)),
                        "check the rights of the folder");
    }
    if (::flock(file_, LOCK_EX | LOCK_NB) != 0) {
      long holder = 0;
      std::ifstream(name) >> holder;
      Error error = make_error(ErrorCode::busy, fmt::format("process {} writes to this store", holder),
                               "wait until it is done, or open the store for reading");
      error.file = folder;
      return error;
    }
    const std::string id = std::to_string(::getpid()) + "\n";
    const bool written =
        ::ftruncate(file_, 0) == 0 && ::pwrite(file_, id.data(), id.size(), 0) == static_cast<ssize_t>(id.size());
    if (!written) return path_error(folder, fmt::format("the store cannot be written: {}", std::strerror(errno)), {});
    return {};
  }

 private:
  int file_ = -1;
};

}  // namespace

struct Kv::Impl {
  std::string path;
  KvOptions options;
  WriterLock lock;
  std::unique_ptr<rocksdb::DB> db;
  std::vector<rocksdb::ColumnFamilyHandle*> families;

  ~Impl() {
    for (auto* family : families) db->DestroyColumnFamilyHandle(family);
    if (db) db->Close().PermitUncheckedError();
  }
  rocksdb::ColumnFamilyHandle* family(Family which) const { return families[static_cast<std::size_t>(which) + 1]; }
};

Kv::Kv(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Kv::~Kv() = default;
bool Kv::read_only() const { return impl_->options.read_only; }
const std::string& Kv::path() const { return impl_->path; }

Result<std::shared_ptr<Kv>> Kv::open(const std::string& path, const KvOptions& options) {
  BAYAN_TRY(check_folder(path, options));
  auto impl = std::make_unique<Impl>();
  impl->path = path;
  impl->options = options;
  if (!options.read_only) {
    std::error_code code;
    fs::create_directories(path, code);
    if (code)
      return path_error(path, "the store cannot be made: " + code.message(), "check the rights of the folder above");
    BAYAN_TRY(impl->lock.take(path));
  }
  const auto cache = rocksdb::NewLRUCache(options.cache_bytes);
  rocksdb::DBOptions db_options;
  db_options.create_if_missing = options.create;
  db_options.create_missing_column_families = options.create;
  db_options.paranoid_checks = true;
  db_options.wal_recovery_mode = rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  db_options.info_log_level = rocksdb::WARN_LEVEL;
  db_options.keep_log_file_num = 2;
  db_options.max_background_jobs = 2;
  std::vector<rocksdb::ColumnFamilyDescriptor> descriptors = {
      {rocksdb::kDefaultColumnFamilyName, family_options(cache)}};
  for (const char* family : family_names) descriptors.emplace_back(family, family_options(cache));
  rocksdb::DB* db = nullptr;
  const rocksdb::Status status = options.read_only
                                     ? rocksdb::DB::OpenForReadOnly(db_options, path, descriptors, &impl->families, &db)
                                     : rocksdb::DB::Open(db_options, path, descriptors, &impl->families, &db);
  impl->db.reset(db);
  if (status.IsInvalidArgument()) {
    return path_error(path, "this folder is a RocksDB database, but not a bayan store: " + status.ToString(),
                      "name another folder");
  }
  if (!status.ok()) return store_error(path, status);
  return std::shared_ptr<Kv>(new Kv(std::move(impl)));
}

std::uint64_t Kv::bytes_on_disk() const {
  std::uint64_t out = 0;
  std::error_code code;
  for (const auto& entry : fs::directory_iterator(impl_->path, code)) {
    if (entry.is_regular_file(code)) out += entry.file_size(code);
  }
  return out;
}

// --- snapshots

struct KvSnapshot::Impl {
  std::shared_ptr<const Kv> kv;
  const rocksdb::Snapshot* snapshot;

  ~Impl() { kv->impl().db->ReleaseSnapshot(snapshot); }
  rocksdb::ReadOptions options() const {
    rocksdb::ReadOptions out;
    out.snapshot = snapshot;
    return out;
  }
};

std::shared_ptr<const KvSnapshot> Kv::snapshot() const {
  auto impl = std::make_unique<KvSnapshot::Impl>();
  impl->kv = shared_from_this();
  impl->snapshot = impl_->db->GetSnapshot();
  return std::make_shared<KvSnapshot>(std::move(impl));
}

KvSnapshot::KvSnapshot(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
KvSnapshot::~KvSnapshot() = default;

namespace {

Result<std::optional<std::string>> found(const std::string& path, const rocksdb::Status& status, std::string value) {
  if (status.ok()) return std::optional<std::string>(std::move(value));
  if (status.IsNotFound()) return std::optional<std::string>();
  return store_error(path, status);
}

}  // namespace

Result<std::optional<std::string>> KvSnapshot::get(Family family, std::string_view key) const {
  auto& kv = impl_->kv->impl();
  std::string value;
  const rocksdb::Status status = kv.db->Get(impl_->options(), kv.family(family), slice(key), &value);
  return found(kv.path, status, std::move(value));
}

// --- cursors

struct KvCursor::Impl {
  std::shared_ptr<const Kv> kv;
  std::unique_ptr<rocksdb::Iterator> iterator;
};

KvCursor::KvCursor(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
KvCursor::KvCursor(KvCursor&&) noexcept = default;
KvCursor::~KvCursor() = default;

KvCursor KvSnapshot::cursor(Family family) const {
  auto& kv = impl_->kv->impl();
  auto impl = std::make_unique<KvCursor::Impl>();
  impl->kv = impl_->kv;
  impl->iterator.reset(kv.db->NewIterator(impl_->options(), kv.family(family)));
  return KvCursor(std::move(impl));
}

void KvCursor::seek(std::string_view key) { impl_->iterator->Seek(slice(key)); }
void KvCursor::next() { impl_->iterator->Next(); }
bool KvCursor::valid() const { return impl_->iterator->Valid(); }
std::string_view KvCursor::key() const { return view(impl_->iterator->key()); }
std::string_view KvCursor::value() const { return view(impl_->iterator->value()); }
Status KvCursor::status() const {
  const rocksdb::Status status = impl_->iterator->status();
  if (status.ok()) return {};
  return store_error(impl_->kv->path(), status);
}

// --- batches

struct KvBatch::Impl {
  std::shared_ptr<Kv> kv;
  rocksdb::WriteBatchWithIndex writes{rocksdb::BytewiseComparator(), 0, true};
};

std::unique_ptr<KvBatch> Kv::batch() {
  auto impl = std::make_unique<KvBatch::Impl>();
  impl->kv = shared_from_this();
  return std::make_unique<KvBatch>(std::move(impl));
}

KvBatch::KvBatch(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
KvBatch::~KvBatch() = default;

void KvBatch::put(Family family, std::string_view key, std::string_view value) {
  impl_->writes.Put(impl_->kv->impl().family(family), slice(key), slice(value)).PermitUncheckedError();
}

void KvBatch::remove(Family family, std::string_view key) {
  impl_->writes.Delete(impl_->kv->impl().family(family), slice(key)).PermitUncheckedError();
}

void KvBatch::put_blind(Family family, std::string_view key, std::string_view value) {
  impl_->writes.GetWriteBatch()->Put(impl_->kv->impl().family(family), slice(key), slice(value)).PermitUncheckedError();
}

Result<std::optional<std::string>> KvBatch::get(Family family, std::string_view key) const {
  auto& kv = impl_->kv->impl();
  std::string value;
  const rocksdb::Status status =
      impl_->writes.GetFromBatchAndDB(kv.db.get(), rocksdb::ReadOptions(), kv.family(family), slice(key), &value);
  return found(kv.path, status, std::move(value));
}

KvCursor KvBatch::cursor(Family family) const {
  auto& kv = impl_->kv->impl();
  auto impl = std::make_unique<KvCursor::Impl>();
  impl->kv = impl_->kv;
  impl->iterator.reset(impl_->writes.NewIteratorWithBase(
      kv.family(family), kv.db->NewIterator(rocksdb::ReadOptions(), kv.family(family))));
  return KvCursor(std::move(impl));
}

Status Kv::commit(KvBatch& batch, bool synced) {
  rocksdb::WriteOptions options;
  options.sync = synced;
  const rocksdb::Status status = impl_->db->Write(options, batch.impl().writes.GetWriteBatch());
  if (!status.ok()) return store_error(impl_->path, status);
  return {};
}

}  // namespace bayan::graph
