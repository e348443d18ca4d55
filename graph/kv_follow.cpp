// Reading beside a writer of another process. RocksDB reads its list of files (the manifest) first and the logs after
// it. What a writer moves meanwhile from a log to a table file, or adds as a table file of a load, would be missing
// without a word: so the list must be the same one before and after, or all is read again.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

#include "graph/kv_impl.hpp"

namespace bayan::graph {

namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr auto patience = std::chrono::seconds(10);
constexpr auto pause_between_tries = std::chrono::milliseconds(2);

}  // namespace

HeldFolder::~HeldFolder() {
  if (file_ >= 0) ::close(file_);
}

void HeldFolder::hold(const std::string& path) { file_ = ::open(path.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC); }

bool HeldFolder::same_as(const HeldFolder& other) const {
  struct stat mine {
  }, others{};
  return ::fstat(file_, &mine) == 0 && ::fstat(other.file_, &others) == 0 && mine.st_ino == others.st_ino &&
         mine.st_dev == others.st_dev;
}

bool FilesMark::same_list(const FilesMark& other) const {
  return manifest == other.manifest && manifest_bytes == other.manifest_bytes;
}

FilesMark mark_of(const std::string& folder) {
  FilesMark out;
  std::error_code code;
  std::ifstream(fs::path(folder) / "CURRENT") >> out.manifest;
  out.manifest_bytes = fs::file_size(fs::path(folder) / out.manifest, code);
  for (fs::directory_iterator entry(folder, code), end; !code && entry != end; entry.increment(code)) {
    if (entry->path().extension() != ".log") continue;
    std::error_code gone;
    const std::uint64_t bytes = entry->file_size(gone);
    if (!gone) out.logs.emplace_back(entry->path().filename().string(), bytes);
  }
  std::sort(out.logs.begin(), out.logs.end());
  return out;
}

// One try, and whether the files were those that were meant to be.
static Status try_to_read(Kv::Impl& impl, const rocksdb::DBOptions& options,
                          const std::vector<rocksdb::ColumnFamilyDescriptor>& families) {
  BAYAN_TRY(check_files(impl.path, impl.mark));
  rocksdb::DB* db = nullptr;
  const rocksdb::Status status = rocksdb::DB::OpenForReadOnly(options, impl.path, families, &impl.families, &db);
  impl.db.reset(db);
  if (!status.ok()) return open_error(impl.path, status);
  return check_rows(impl.path, impl.db->GetLatestSequenceNumber());
}

Status open_to_read(Kv::Impl& impl, const rocksdb::DBOptions& options,
                    const std::vector<rocksdb::ColumnFamilyDescriptor>& families) {
  const auto until = Clock::now() + patience;
  while (true) {
    impl.mark = mark_of(impl.path);
    Status opened = try_to_read(impl, options, families);
    const FilesMark after = mark_of(impl.path);
    if (opened && after.same_list(impl.mark)) return {};
    // A failure beside a writer that writes says nothing about the store.
    if (!opened && after == impl.mark) return opened;
    close_database(impl);
    impl.families.clear();
    impl.db.reset();
    if (Clock::now() > until) break;
    std::this_thread::sleep_for(pause_between_tries);
  }
  Error error = make_error(ErrorCode::busy, "the store's files change too fast to be opened",
                           "try again when the process that writes to the store has less to do");
  error.file = impl.path;
  return error;
}

bool Kv::is_current() const { return mark_of(impl_->path) == impl_->mark; }

Result<std::shared_ptr<Kv>> Kv::open_again() const {
  BAYAN_LET(again, open(impl_->path, impl_->options));
  const bool goes_on = again->impl_->folder.same_as(impl_->folder) &&
                       again->impl_->db->GetLatestSequenceNumber() >= impl_->db->GetLatestSequenceNumber();
  if (goes_on) return again;
  return path_error(impl_->path, "this is another store than the one that was opened", "open it anew");
}

bool Kv::holds_the_same_as(const Kv& other) const {
  return impl_->mark.same_list(other.impl_->mark) &&
         impl_->db->GetLatestSequenceNumber() == other.impl_->db->GetLatestSequenceNumber();
}

}  // namespace bayan::graph
