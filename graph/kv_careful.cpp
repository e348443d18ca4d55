// Table files outlive a failed write of the manifest. RocksDB 7.8 takes such a write for undone and deletes the table files
// that it named; what reached the disk may name them all the same, and the store would not open again. Here nothing is
// deleted from then on: what is not needed is cleared away at the next opening.
#include <rocksdb/env.h>
#include <rocksdb/file_system.h>

#include <atomic>
#include <string>

#include "graph/kv_impl.hpp"

namespace bayan::graph {

namespace {

using rocksdb::FSWritableFile;
using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;

using Doubt = std::shared_ptr<std::atomic<bool>>;

IOStatus noted(IOStatus status, const Doubt& doubt) {
  if (!status.ok()) *doubt = true;
  return status;
}

bool is_manifest(const std::string& name) { return name.find("MANIFEST-") != std::string::npos; }

class ManifestFile final : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  ManifestFile(std::unique_ptr<FSWritableFile> file, Doubt doubt)
      : FSWritableFileOwnerWrapper(std::move(file)), doubt_(std::move(doubt)) {}

  IOStatus Append(const rocksdb::Slice& data, const IOOptions& options, IODebugContext* context) override {
    return noted(FSWritableFileOwnerWrapper::Append(data, options, context), doubt_);
  }
  IOStatus Append(const rocksdb::Slice& data, const IOOptions& options, const rocksdb::DataVerificationInfo& info,
                  IODebugContext* context) override {
    return noted(FSWritableFileOwnerWrapper::Append(data, options, info, context), doubt_);
  }
  IOStatus Sync(const IOOptions& options, IODebugContext* context) override {
    return noted(FSWritableFileOwnerWrapper::Sync(options, context), doubt_);
  }
  IOStatus Fsync(const IOOptions& options, IODebugContext* context) override {
    return noted(FSWritableFileOwnerWrapper::Fsync(options, context), doubt_);
  }
  IOStatus Flush(const IOOptions& options, IODebugContext* context) override {
    return noted(FSWritableFileOwnerWrapper::Flush(options, context), doubt_);
  }
  IOStatus Close(const IOOptions& options, IODebugContext* context) override {
    return noted(FSWritableFileOwnerWrapper::Close(options, context), doubt_);
  }

 private:
  Doubt doubt_;
};

class CarefulFiles final : public rocksdb::FileSystemWrapper {
 public:
  explicit CarefulFiles(const std::shared_ptr<rocksdb::FileSystem>& base) : FileSystemWrapper(base) {}
  const char* Name() const override { return "CarefulFiles"; }

  IOStatus NewWritableFile(const std::string& name, const rocksdb::FileOptions& options,
                           std::unique_ptr<FSWritableFile>* file, IODebugContext* context) override {
    IOStatus status = FileSystemWrapper::NewWritableFile(name, options, file, context);
    if (!is_manifest(name)) return status;
    if (status.ok()) *file = std::make_unique<ManifestFile>(std::move(*file), doubt_);
    return noted(std::move(status), doubt_);
  }
  // The file that says which manifest counts comes into its place by a rename.
  IOStatus RenameFile(const std::string& from, const std::string& to, const IOOptions& options,
                      IODebugContext* context) override {
    return noted(FileSystemWrapper::RenameFile(from, to, options, context), doubt_);
  }
  IOStatus DeleteFile(const std::string& name, const IOOptions& options, IODebugContext* context) override {
    if (*doubt_ && (name.ends_with(".sst") || is_manifest(name))) return IOStatus::OK();
    return FileSystemWrapper::DeleteFile(name, options, context);
  }

 private:
  Doubt doubt_ = std::make_shared<std::atomic<bool>>(false);
};

}  // namespace

std::shared_ptr<rocksdb::Env> careful_environment(const std::shared_ptr<rocksdb::Env>& base) {
  rocksdb::Env* const below = base ? base.get() : rocksdb::Env::Default();
  return rocksdb::NewCompositeEnv(std::make_shared<CarefulFiles>(below->GetFileSystem()));
}

}  // namespace bayan::graph
