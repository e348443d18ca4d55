#include "tests/faulty_files.hpp"

#include <rocksdb/env.h>
#include <rocksdb/file_system.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <random>
#include <vector>

using namespace rocksdb;
namespace fs = std::filesystem;

namespace {

struct FileLength {
  std::uint64_t written = 0, synced = 0;
};
using LengthPointer = std::shared_ptr<FileLength>;

std::string folder_of(const std::string& path) { return fs::path(path).lexically_normal().parent_path().string(); }
std::string folder_named(const std::string& path) {
  const fs::path clean = fs::path(path).lexically_normal();
  return (clean.has_filename() ? clean : clean.parent_path()).string();
}

}  // namespace

struct FaultyFiles::State {
  struct Undo {
    std::string folder;
    std::function<void()> undo;
  };

  std::mutex mutex;
  std::string attic;
  std::uint64_t operations = 0, fail_at = 0, in_attic = 0;
  Fault fault = Fault::none;
  bool power_is_off = false;
  std::map<std::string, LengthPointer> lengths;
  std::vector<Undo> undos;  // of changes to folders that were not synced, oldest first

  // Counts an operation. REQUIRES: mutex is held.
  IOStatus step() {
    ++operations;
    if (power_is_off) return IOStatus::IOError("the power is off");
    if (fault == Fault::none || operations != fail_at) return IOStatus::OK();
    if (fault == Fault::disk_full) return IOStatus::NoSpace("No space left on device");
    power_is_off = fault == Fault::power_cut;
    return IOStatus::IOError("a fault that was asked for");
  }

  // A second name for a file that is about to lose its own.
  std::string keep(const std::string& path) {
    const std::string kept = attic + "/" + std::to_string(++in_attic);
    std::error_code ignored;
    fs::create_hard_link(path, kept, ignored);
    return kept;
  }
  void put_back(const std::string& kept, const std::string& path) {
    std::error_code ignored;
    fs::rename(kept, path, ignored);
  }
  void sync_folder(const std::string& folder) {
    std::erase_if(undos, [&](const Undo& change) { return change.folder == folder; });
  }
};

namespace {

using StatePointer = std::shared_ptr<FaultyFiles::State>;

class Writable : public FSWritableFileOwnerWrapper {
 public:
  Writable(std::unique_ptr<FSWritableFile> file, StatePointer state, LengthPointer length)
      : FSWritableFileOwnerWrapper(std::move(file)), state_(std::move(state)), length_(std::move(length)) {}

  using FSWritableFileOwnerWrapper::Append;
  IOStatus Append(const Slice& data, const IOOptions& options, IODebugContext* debug) override {
    const std::lock_guard lock(state_->mutex);
    const IOStatus fault = state_->step();
    const Slice done(data.data(), fault.ok() ? data.size() : data.size() / 2);
    if (!fault.ok() && fault.ToString().find("power") != std::string::npos) return fault;
    length_->written += done.size();
    const IOStatus status = target()->Append(done, options, debug);
    return fault.ok() ? status : fault;
  }
  IOStatus Append(const Slice& data, const IOOptions& options, const DataVerificationInfo&,
                  IODebugContext* debug) override {
    return Append(data, options, debug);
  }
  IOStatus Truncate(std::uint64_t size, const IOOptions& options, IODebugContext* debug) override {
    const std::lock_guard lock(state_->mutex);
    const IOStatus fault = state_->step();
    if (!fault.ok()) return fault;
    length_->written = size;
    length_->synced = std::min(length_->synced, size);
    return target()->Truncate(size, options, debug);
  }
  IOStatus Sync(const IOOptions& options, IODebugContext* debug) override {
    const std::lock_guard lock(state_->mutex);
    IOStatus status = state_->step();
    if (status.ok()) status = target()->Flush(options, debug);
    if (status.ok()) length_->synced = length_->written;
    return status;
  }
  IOStatus Fsync(const IOOptions& options, IODebugContext* debug) override { return Sync(options, debug); }
  IOStatus RangeSync(std::uint64_t, std::uint64_t, const IOOptions&, IODebugContext*) override {
    return IOStatus::OK();  // promises nothing
  }

 private:
  StatePointer state_;
  LengthPointer length_;
};

class Readable : public FSSequentialFileOwnerWrapper {
 public:
  Readable(std::unique_ptr<FSSequentialFile> file, StatePointer state)
      : FSSequentialFileOwnerWrapper(std::move(file)), state_(std::move(state)) {}
  IOStatus Read(std::size_t n, const IOOptions& options, Slice* result, char* scratch, IODebugContext* debug) override {
    {
      const std::lock_guard lock(state_->mutex);
      if (auto fault = state_->step(); !fault.ok()) return fault;
    }
    return target()->Read(n, options, result, scratch, debug);
  }

 private:
  StatePointer state_;
};

class Directory : public FSDirectory {
 public:
  Directory(std::unique_ptr<FSDirectory> folder, StatePointer state, std::string path)
      : folder_(std::move(folder)), state_(std::move(state)), path_(std::move(path)) {}
  IOStatus Fsync(const IOOptions&, IODebugContext*) override {
    const std::lock_guard lock(state_->mutex);
    if (auto fault = state_->step(); !fault.ok()) return fault;
    state_->sync_folder(path_);
    return IOStatus::OK();
  }
  IOStatus Close(const IOOptions& options, IODebugContext* debug) override { return folder_->Close(options, debug); }

 private:
  std::unique_ptr<FSDirectory> folder_;
  StatePointer state_;
  std::string path_;
};

class Files : public FileSystemWrapper {
 public:
  explicit Files(StatePointer state) : FileSystemWrapper(FileSystem::Default()), state_(std::move(state)) {}
  const char* Name() const override { return "FaultyFiles"; }

  IOStatus NewWritableFile(const std::string& path, const FileOptions& options, std::unique_ptr<FSWritableFile>* out,
                           IODebugContext* debug) override {
    const std::lock_guard lock(state_->mutex);
    if (auto fault = state_->step(); !fault.ok()) return fault;
    std::unique_ptr<FSWritableFile> file;
    if (auto status = target()->NewWritableFile(path, options, &file, debug); !status.ok()) return status;
    auto length = std::make_shared<FileLength>();
    state_->lengths[path] = length;
    state_->undos.push_back({folder_of(path), [path] { ::unlink(path.c_str()); }});
    *out = std::make_unique<Writable>(std::move(file), state_, std::move(length));
    return IOStatus::OK();
  }
  IOStatus NewSequentialFile(const std::string& path, const FileOptions& options,
                             std::unique_ptr<FSSequentialFile>* out, IODebugContext* debug) override {
    if (auto fault = step(); !fault.ok()) return fault;
    std::unique_ptr<FSSequentialFile> file;
    if (auto status = target()->NewSequentialFile(path, options, &file, debug); !status.ok()) return status;
    *out = std::make_unique<Readable>(std::move(file), state_);
    return IOStatus::OK();
  }
  IOStatus NewRandomAccessFile(const std::string& path, const FileOptions& options,
                               std::unique_ptr<FSRandomAccessFile>* out, IODebugContext* debug) override {
    if (auto fault = step(); !fault.ok()) return fault;
    return target()->NewRandomAccessFile(path, options, out, debug);
  }
  IOStatus NewDirectory(const std::string& path, const IOOptions& options, std::unique_ptr<FSDirectory>* out,
                        IODebugContext* debug) override {
    if (auto fault = step(); !fault.ok()) return fault;
    std::unique_ptr<FSDirectory> folder;
    if (auto status = target()->NewDirectory(path, options, &folder, debug); !status.ok()) return status;
    *out = std::make_unique<Directory>(std::move(folder), state_, folder_named(path));
    return IOStatus::OK();
  }
  IOStatus DeleteFile(const std::string& path, const IOOptions& options, IODebugContext* debug) override {
    const std::lock_guard lock(state_->mutex);
    if (auto fault = state_->step(); !fault.ok()) return fault;
    const std::string kept = state_->keep(path);
    const LengthPointer length = take_length(path);
    auto* const state = state_.get();
    state_->undos.push_back({folder_of(path), [=] {
                               state->put_back(kept, path);
                               if (length) state->lengths[path] = length;
                             }});
    return target()->DeleteFile(path, options, debug);
  }
  IOStatus RenameFile(const std::string& from, const std::string& to, const IOOptions& options,
                      IODebugContext* debug) override {
    const std::lock_guard lock(state_->mutex);
    if (auto fault = state_->step(); !fault.ok()) return fault;
    const bool replaces = fs::exists(to);
    const std::string kept = replaces ? state_->keep(to) : std::string();
    const LengthPointer old = take_length(to), length = take_length(from);
    if (length) state_->lengths[to] = length;
    auto* const state = state_.get();
    state_->undos.push_back({folder_of(to), [=] {
                               std::error_code ignored;
                               fs::rename(to, from, ignored);
                               state->lengths.erase(to);
                               if (length) state->lengths[from] = length;
                               if (replaces) state->put_back(kept, to);
                               if (old) state->lengths[to] = old;
                             }});
    return target()->RenameFile(from, to, options, debug);
  }
  IOStatus LinkFile(const std::string& from, const std::string& to, const IOOptions& options,
                    IODebugContext* debug) override {
    const std::lock_guard lock(state_->mutex);
    if (auto fault = state_->step(); !fault.ok()) return fault;
    if (const auto known = state_->lengths.find(from); known != state_->lengths.end())
      state_->lengths[to] = known->second;
    state_->undos.push_back({folder_of(to), [to] { ::unlink(to.c_str()); }});
    return target()->LinkFile(from, to, options, debug);
  }

 private:
  IOStatus step() {
    const std::lock_guard lock(state_->mutex);
    return state_->step();
  }
  LengthPointer take_length(const std::string& path) {
    const auto found = state_->lengths.find(path);
    if (found == state_->lengths.end()) return {};
    LengthPointer out = found->second;
    state_->lengths.erase(found);
    return out;
  }

  StatePointer state_;
};

}  // namespace

FaultyFiles::FaultyFiles(const std::string& attic) : state_(std::make_shared<State>()) {
  fs::remove_all(attic);
  fs::create_directories(attic);
  state_->attic = attic;
  environment_ = NewCompositeEnv(std::make_shared<Files>(state_));
}

FaultyFiles::~FaultyFiles() {
  std::error_code ignored;
  fs::remove_all(state_->attic, ignored);
}

std::shared_ptr<Env> FaultyFiles::environment() const { return environment_; }

void FaultyFiles::fail_at(std::uint64_t operation, Fault fault) {
  const std::lock_guard lock(state_->mutex);
  state_->fail_at = operation;
  state_->fault = fault;
}

std::uint64_t FaultyFiles::operations() const {
  const std::lock_guard lock(state_->mutex);
  return state_->operations;
}

void FaultyFiles::lose_what_was_not_synced(std::uint32_t seed) {
  const std::lock_guard lock(state_->mutex);
  for (auto change = state_->undos.rbegin(); change != state_->undos.rend(); ++change) change->undo();
  state_->undos.clear();
  std::mt19937 random(seed);
  for (const auto& [path, length] : state_->lengths) {
    const std::uint64_t left = length->synced + random() % (length->written - length->synced + 1);
    if (left < length->written && ::truncate(path.c_str(), static_cast<off_t>(left)) != 0) continue;  // it is gone
  }
}
