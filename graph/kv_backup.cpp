// Copies of a store's files that open as a store of their own.
#include <fcntl.h>
#include <fmt/format.h>
#include <rocksdb/utilities/checkpoint.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <limits>
#include <thread>
#include <vector>

#include "graph/kv_impl.hpp"

namespace bayan::graph {

namespace {

namespace fs = std::filesystem;

constexpr int most_tries = 200;
constexpr auto pause_between_tries = std::chrono::milliseconds(10);

Error copy_error(const fs::path& to, const std::error_code& code) {
  return path_error(to.string(), "the copy cannot be written: " + code.message(),
                    "check the rights and the free space there; the store itself is as it was");
}

// Makes what was written there survive a power cut.
Status sync_path(const fs::path& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const bool done = file >= 0 && ::fsync(file) == 0;
  const std::error_code code(errno, std::generic_category());
  if (file >= 0) ::close(file);
  if (!done) return copy_error(path, code);
  return {};
}

// Table files never change, so a second name of the same bytes will do; across file systems they are copied.
Status take_table(const fs::path& from, const fs::path& to, bool link) {
  std::error_code code;
  if (fs::exists(to, code)) return {};
  if (link) fs::create_hard_link(from, to, code);
  if (link && !code) return {};
  fs::copy_file(from, to, code);
  if (code == std::errc::no_such_file_or_directory) return {};  // replaced meanwhile: the manifest will tell
  if (code) return copy_error(to, code);
  return sync_path(to);
}

Status take_copy(const fs::path& from, const fs::path& to, bool* gone) {
  std::error_code code;
  fs::copy_file(from, to, fs::copy_options::overwrite_existing, code);
  *gone = code == std::errc::no_such_file_or_directory;
  if (*gone) return {};
  if (code) return copy_error(to, code);
  return sync_path(to);
}

struct Listing {
  std::vector<fs::path> tables, logs, others;  // logs newest first
  std::string manifest;
  std::uintmax_t manifest_bytes = 0;
};

Listing list(const fs::path& folder) {
  Listing out;
  std::error_code code;
  for (const auto& entry : fs::directory_iterator(folder, code)) {
    const std::string name = entry.path().filename().string();
    if (entry.path().extension() == ".sst") out.tables.push_back(entry.path());
    if (entry.path().extension() == ".log") out.logs.push_back(entry.path());
    if (name == "CURRENT" || name == "IDENTITY" || name.starts_with("OPTIONS-")) out.others.push_back(entry.path());
    if (name.starts_with("MANIFEST-") && name > out.manifest) {
      out.manifest = name;
      out.manifest_bytes = entry.file_size(code);
    }
  }
  std::sort(out.logs.rbegin(), out.logs.rend());
  out.others.push_back(folder / out.manifest);
  return out;
}

// One try; `same` is false when the writer changed its list of files meanwhile, so that the copies may not fit
// together. Logs are copied newest first: only the newest grows, so that what is copied is a beginning of what was
// written.
Status copy_files(const fs::path& from, const fs::path& to, bool link, bool* same) {
  const Listing before = list(from);
  *same = false;
  for (const fs::path& table : before.tables) BAYAN_TRY(take_table(table, to / table.filename(), link));
  for (const auto* files : {&before.logs, &before.others}) {
    for (const fs::path& file : *files) {
      bool gone = false;
      BAYAN_TRY(take_copy(file, to / file.filename(), &gone));
      if (gone) return {};
    }
  }
  const Listing after = list(from);
  *same = after.manifest == before.manifest && after.manifest_bytes == before.manifest_bytes;
  return {};
}

Status copy_beside_writer(const std::string& from, const std::string& to, bool link) {
  for (int tries = 0; tries < most_tries; ++tries) {
    std::error_code code;
    if (tries == 0) fs::create_directory(to, code);
    if (code) return copy_error(to, code);
    // Logs and lists of an earlier try must not mix with this one's.
    for (const auto& entry : fs::directory_iterator(to, code)) {
      if (entry.path().extension() != ".sst") fs::remove(entry.path(), code);
    }
    bool same = false;
    BAYAN_TRY(copy_files(from, to, link, &same));
    if (same) return sync_path(to);
    std::this_thread::sleep_for(pause_between_tries);
  }
  return path_error(from, "the store's files change too fast to be copied", "try again when less is written");
}

}  // namespace

Status Kv::copy_to(const std::string& to, Copying how) const {
  if (how == Copying::apart || read_only()) return copy_beside_writer(impl_->path, to, how == Copying::linked);
  rocksdb::Checkpoint* made = nullptr;
  rocksdb::Status status = rocksdb::Checkpoint::Create(impl_->db.get(), &made);
  const std::unique_ptr<rocksdb::Checkpoint> checkpoint(made);
  // Logs are copied however long they are: a flush would make readers and commits wait.
  if (status.ok()) status = checkpoint->CreateCheckpoint(to, std::numeric_limits<std::uint64_t>::max());
  if (!status.ok()) return store_error(to, status);
  return {};
}

}  // namespace bayan::graph
