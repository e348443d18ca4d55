#include "graph/kv_files.hpp"

#include <rocksdb/options.h>
#include <rocksdb/sst_file_writer.h>

#include <array>
#include <filesystem>

#include "graph/kv_impl.hpp"

namespace bayan::graph {

namespace {

namespace fs = std::filesystem;

}  // namespace

struct KvFiles::Impl {
  std::shared_ptr<Kv> kv;
  fs::path folder;
  std::shared_ptr<rocksdb::Cache> no_cache = rocksdb::NewLRUCache(0);
  std::array<std::unique_ptr<rocksdb::SstFileWriter>, family_count> writers;

  std::string path_of(std::size_t family) const { return (folder / (std::to_string(family) + ".sst")).string(); }
};

KvFiles::KvFiles(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

KvFiles::~KvFiles() {
  std::error_code ignored;
  fs::remove_all(impl_->folder, ignored);
}

void KvFiles::clear(const Kv& kv) {
  std::error_code ignored;
  for (const char* folder : {load_folder, fold_folder, fold_retired_folder})
    fs::remove_all(fs::path(kv.path()) / folder, ignored);
}

Result<std::unique_ptr<KvFiles>> KvFiles::make(const std::shared_ptr<Kv>& kv, const char* folder) {
  auto impl = std::make_unique<Impl>();
  impl->kv = kv;
  impl->folder = fs::path(kv->path()) / folder;
  std::error_code code;
  fs::remove_all(impl->folder, code);
  fs::create_directories(impl->folder, code);
  if (code)
    return path_error(kv->path(), "the store cannot be written: " + code.message(), "check the rights of the folder");
  return std::unique_ptr<KvFiles>(new KvFiles(std::move(impl)));
}

Status KvFiles::put(Family family, std::string_view key, std::string_view value) {
  const auto which = static_cast<std::size_t>(family);
  auto& writer = impl_->writers[which];
  if (!writer) {
    rocksdb::Options options(rocksdb::DBOptions(), family_options(family, impl_->no_cache));
    options.env = impl_->kv->impl().environment();
    writer = std::make_unique<rocksdb::SstFileWriter>(rocksdb::EnvOptions(), options, impl_->kv->impl().family(family));
    if (auto status = writer->Open(impl_->path_of(which)); !status.ok()) return store_error(impl_->kv->path(), status);
  }
  if (auto status = writer->Put(slice(key), slice(value)); !status.ok()) return store_error(impl_->kv->path(), status);
  return {};
}

Status KvFiles::ingest() {
  std::vector<rocksdb::IngestExternalFileArg> args;
  for (std::size_t which = 0; which < family_count; ++which) {
    auto& writer = impl_->writers[which];
    if (!writer) continue;
    if (auto status = writer->Finish(); !status.ok()) return store_error(impl_->kv->path(), status);
    rocksdb::IngestExternalFileArg arg;
    arg.column_family = impl_->kv->impl().family(static_cast<Family>(which));
    arg.external_files = {impl_->path_of(which)};
    arg.options.move_files = true;
    args.push_back(std::move(arg));
  }
  if (args.empty()) return {};
  const rocksdb::Status status = impl_->kv->impl().db->IngestExternalFiles(args);
  if (!status.ok()) return store_error(impl_->kv->path(), status);
  return {};
}

}  // namespace bayan::graph
