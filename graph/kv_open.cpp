// Opening a store: its families and their options, the writer's lock, what is refused.
#include <fcntl.h>
#include <fmt/format.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/listener.h>
#include <rocksdb/table.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "graph/format.hpp"
#include "graph/kv_impl.hpp"

namespace bayan::graph {

namespace {

namespace fs = std::filesystem;

constexpr std::array<const char*, family_count> family_names = {
    "meta",     "terms",       "lookup",     "names",        "sro",        "ros",         "osr",
    "rso",      "round_first", "statements", "statement_id", "by_speaker", "by_document", "about",
    "claims",   "documents",   "chunks",     "rounds",       "page_sro",   "page_ros",    "page_osr",
    "page_rso", "page_round",  "runs",       "words",        "statistics", "history"};

constexpr const char* lock_file = "WRITER";
constexpr std::uint64_t most_log_bytes = std::uint64_t{64} << 20;
constexpr std::uint64_t short_log_bytes = std::uint64_t{256} << 10;

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
  // RocksDB would make a new database and clear the rest away. Tables and logs come after CURRENT.
  const bool has_rows = std::any_of(entries, fs::directory_iterator(), [](const auto& entry) {
    return entry.path().extension() == ".sst" || entry.path().extension() == ".log";
  });
  if (has_rows)
    return path_error(path, "the store is damaged: its file CURRENT is missing", "restore it from a backup");
  if (fs::exists(fs::path(path) / lock_file, code)) {  // a kill or a failure broke off the making of a store
    if (options.create && !options.read_only) return {};
    return path_error(path, "this store was never finished", "open it for writing once");
  }
  return path_error(path, "this folder is not a bayan store", "name a folder that is empty or does not exist");
}

}  // namespace

Error store_error(const std::string& path, const rocksdb::Status& status) {
  Error error = make_error(ErrorCode::store, status.ToString());
  error.file = path;
  if (status.IsNoSpace() || error.message.find("No space left") != std::string::npos) {
    error.message = "the disk is full";
    error.help = "free some space; nothing of this commit was stored";
  } else if (status.IsCorruption()) {
    error.message = "the store is damaged: " + status.ToString();
    error.help = "restore it from a backup";
  } else if (error.message.find("No such file") != std::string::npos) {
    error.message = "the store is damaged: a file is missing: " + status.ToString();
    error.help = "restore it from a backup";
  } else {
    error.help = "check the disk and the rights of the folder; where both are well, restore the store from a backup";
  }
  return error;
}

Error path_error(const std::string& path, std::string message, std::string help) {
  Error error = make_error(ErrorCode::store, std::move(message), std::move(help));
  error.file = path;
  return error;
}

Status Kv::Impl::written(const rocksdb::Status& status) {
  if (status.ok()) return {};
  *failed = true;
  return store_error(path, status);
}

// After a write that failed RocksDB 7.8 may break its own assertions when it is written to (docs/design/005).
Status Kv::Impl::require_whole() const {
  if (!*failed) return {};
  return path_error(path, "an earlier write failed, so nothing more is written", "open the store again");
}

// What is left in the log is read again at every opening, also by readers: a long one is written out when a store
// closes. After a failure nothing is, and nothing is noted: the next opening finds out what there is.
void close_database(Kv::Impl& impl) {
  if (!impl.db) return;
  const bool writes = !impl.options.read_only && !*impl.failed;
  bool synced = false;
  if (writes) {
    rocksdb::VectorLogPtr logs;
    std::uint64_t bytes = 0;
    if (impl.db->GetSortedWalFiles(logs).ok()) {
      for (const auto& log : logs) bytes += log->SizeFileBytes();
    }
    synced = impl.db->SyncWAL().ok();
    if (synced && bytes > short_log_bytes) synced = impl.db->Flush(rocksdb::FlushOptions(), impl.families).ok();
  }
  const std::uint64_t sequence = impl.db->GetLatestSequenceNumber();
  for (auto* family : impl.families) impl.db->DestroyColumnFamilyHandle(family);
  const bool closed = impl.db->Close().ok();
  if (writes && synced && closed) leave_note(impl.path, sequence);
}

const char* family_name(Family family) { return family_names[static_cast<std::size_t>(family)]; }

// Pages are packed already and checked by their own sums: no compression, some pages a block, as runs.cpp reads them.
// What names are looked up in is small and asked by every query: it is not compressed either.
rocksdb::ColumnFamilyOptions family_options(Family family, const std::shared_ptr<rocksdb::Cache>& cache) {
  const bool pages = family >= Family::page_sro && family <= Family::page_round;
  const bool dictionary = family == Family::lookup || family == Family::terms;
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = cache;
  if (!pages) table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  table.format_version = 5;
  table.checksum = rocksdb::kCRC32c;
  table.block_size = pages || dictionary ? 16 << 10 : 4 << 10;
  if (dictionary) table.data_block_index_type = rocksdb::BlockBasedTableOptions::kDataBlockBinaryAndHash;
  rocksdb::ColumnFamilyOptions out;
  out.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  out.compression = pages || dictionary ? rocksdb::kNoCompression : rocksdb::kLZ4Compression;
  out.write_buffer_size = std::size_t{16} << 20;
  return out;
}

WriterLock::~WriterLock() {
  if (file_ >= 0) ::close(file_);
}

Status WriterLock::take(const std::string& folder) {
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

namespace {

Error foreign_error(const std::string& path) {
  return path_error(path, "this folder is a RocksDB database, but not a bayan store", "name another folder");
}

}  // namespace

Error open_error(const std::string& path, const rocksdb::Status& status) {
  return status.IsInvalidArgument() ? foreign_error(path) : store_error(path, status);
}

namespace {

// The stamp of a store whose families are not those of this program; none: it was never finished, or is not ours.
Result<std::optional<std::string>> read_stamp(const std::string& path, const std::vector<std::string>& families) {
  if (std::find(families.begin(), families.end(), family_name(Family::meta)) == families.end())
    return std::optional<std::string>();
  rocksdb::DB* opened = nullptr;
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  const std::vector<rocksdb::ColumnFamilyDescriptor> wanted = {{rocksdb::kDefaultColumnFamilyName, {}},
                                                               {family_name(Family::meta), {}}};
  const rocksdb::Status status = rocksdb::DB::OpenForReadOnly({}, path, wanted, &handles, &opened);
  const std::unique_ptr<rocksdb::DB> db(opened);
  if (!status.ok()) return store_error(path, status);
  std::string stamp;
  const rocksdb::Status got = db->Get({}, handles[1], slice(format_key), &stamp);
  for (auto* handle : handles) db->DestroyColumnFamilyHandle(handle);
  if (got.ok()) return std::optional(stamp);
  if (got.IsNotFound()) return std::optional<std::string>();
  return store_error(path, got);
}

// A database with one family may be another program's, or a store whose making was cut off at once.
Status check_default_empty(const std::string& path) {
  rocksdb::DB* opened = nullptr;
  const rocksdb::Status status = rocksdb::DB::OpenForReadOnly({}, path, &opened);
  const std::unique_ptr<rocksdb::DB> db(opened);
  if (!status.ok()) return store_error(path, status);
  const std::unique_ptr<rocksdb::Iterator> rows(db->NewIterator({}));
  rows->SeekToFirst();
  if (rows->Valid()) return foreign_error(path);
  return {};
}

// Looks at the families before they are opened: opening for writing would add the missing ones to a store of another
// format, or to another program's database.
Status check_families(const std::string& path, bool may_create) {
  std::error_code code;
  if (!fs::exists(fs::path(path) / "CURRENT", code)) return {};
  std::vector<std::string> found;
  const rocksdb::Status status = rocksdb::DB::ListColumnFamilies({}, path, &found);
  if (!status.ok()) return {};  // the opening says what is wrong, and tries again beside a writer
  const auto is_ours = [](const std::string& name) {
    return name == rocksdb::kDefaultColumnFamilyName ||
           std::find(family_names.begin(), family_names.end(), name) != family_names.end();
  };
  const bool ours = std::all_of(found.begin(), found.end(), is_ours);
  if (ours && found.size() == family_count + 1) return {};
  BAYAN_LET(stamp, read_stamp(path, found));
  if (stamp) {
    BAYAN_TRY(check_stamp(path, *stamp));
    return path_error(path, "the store is damaged: it lacks a part that its format has", "restore it from a backup");
  }
  if (!ours || (found.size() == 1 && !may_create)) return foreign_error(path);
  if (found.size() == 1) return check_default_empty(path);
  if (!may_create) return path_error(path, "this store was never finished", "make it again with: bayan ingest");
  return {};
}

// What fails in the background is noted like a commit that fails.
class FailureNote final : public rocksdb::EventListener {
 public:
  explicit FailureNote(std::shared_ptr<std::atomic<bool>> failed) : failed_(std::move(failed)) {}
  void OnBackgroundError(rocksdb::BackgroundErrorReason /*reason*/, rocksdb::Status* /*error*/) override {
    *failed_ = true;
  }

 private:
  std::shared_ptr<std::atomic<bool>> failed_;
};

Status open_to_write(Kv::Impl& impl, const rocksdb::DBOptions& options,
                     const std::vector<rocksdb::ColumnFamilyDescriptor>& families) {
  BAYAN_TRY(check_files(impl.path, mark_of(impl.path)));
  rocksdb::DB* db = nullptr;
  const rocksdb::Status status = rocksdb::DB::Open(options, impl.path, families, &impl.families, &db);
  impl.db.reset(db);
  if (!status.ok()) return open_error(impl.path, status);
  Status whole = check_rows(impl.path, impl.db->GetLatestSequenceNumber());
  *impl.failed = !whole;  // leave all as it is
  return whole;
}

}  // namespace

Result<std::shared_ptr<Kv>> Kv::open(const std::string& path, const KvOptions& options) {
  BAYAN_TRY(check_folder(path, options));
  auto impl = std::make_unique<Impl>();
  impl->path = path;
  impl->options = options;
  impl->files = careful_environment(options.environment);
  if (!options.read_only) {
    std::error_code code;
    fs::create_directories(path, code);
    if (code)
      return path_error(path, "the store cannot be made: " + code.message(), "check the rights of the folder above");
    BAYAN_TRY(impl->lock.take(path));
  }
  impl->folder.hold(path);
  BAYAN_TRY(check_families(path, options.create));
  const auto cache = rocksdb::NewLRUCache(options.cache_bytes);
  rocksdb::DBOptions db_options;
  db_options.env = impl->environment();
  db_options.create_if_missing = options.create;
  db_options.create_missing_column_families = options.create;
  db_options.paranoid_checks = true;
  db_options.wal_recovery_mode = rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  db_options.info_log_level = rocksdb::WARN_LEVEL;
  db_options.keep_log_file_num = 2;
  db_options.max_background_jobs = 2;
  db_options.listeners = {std::make_shared<FailureNote>(impl->failed)};
  db_options.max_bgerror_resume_count = 0;        // what failed stays so until the store is opened again
  db_options.avoid_flush_during_recovery = true;  // opening makes no files; closing does, where the log is long
  db_options.max_total_wal_size = most_log_bytes;
  // Opening asks nothing of the files that reading them will not: a store of ten million rows opens as fast as a small
  // one.
  db_options.skip_stats_update_on_db_open = true;
  db_options.max_file_opening_threads = 1;
  std::vector<rocksdb::ColumnFamilyDescriptor> descriptors = {
      {rocksdb::kDefaultColumnFamilyName, family_options(Family::meta, cache)}};
  for (std::size_t i = 0; i < family_count; ++i) {
    const auto family = static_cast<Family>(i);
    descriptors.emplace_back(family_name(family), family_options(family, cache));
  }
  const auto open_them = options.read_only ? open_to_read : open_to_write;
  BAYAN_TRY(open_them(*impl, db_options, descriptors));
  return std::shared_ptr<Kv>(new Kv(std::move(impl)));
}

}  // namespace bayan::graph
