#include "graph/kv_files.hpp"

#include <rocksdb/options.h>
#include <rocksdb/sst_file_writer.h>

#include <array>
#include <filesystem>
#include <vector>

#include "graph/kv_impl.hpp"

namespace bayan::graph {

namespace {

namespace fs = std::filesystem;

// A writer keeps eight bytes a key for its filter until its file is whole, so files end before that is much.
constexpr std::uint64_t file_bytes = std::uint64_t{64} << 20;

}  // namespace

struct KvFiles::Impl {
  std::shared_ptr<Kv> kv;
  fs::path folder;
  std::shared_ptr<rocksdb::Cache> no_cache = rocksdb::NewLRUCache(0);
  std::array<std::unique_ptr<rocksdb::SstFileWriter>, family_count> writers;
  std::array<std::vector<std::string>, family_count> paths;

  Status begin_file(std::size_t which) {
    const auto family = static_cast<Family>(which);
    const std::string name = std::to_string(which) + "-" + std::to_string(paths[which].size()) + ".sst";
    paths[which].push_back((folder / name).string());
    rocksdb::Options options(rocksdb::DBOptions(), family_options(family, no_cache));
    options.env = kv->impl().environment();
    writers[which] =
        std::make_unique<rocksdb::SstFileWriter>(rocksdb::EnvOptions(), options, kv->impl().family(family));
    const auto status = writers[which]->Open(paths[which].back());
    return status.ok() ? Status() : store_error(kv->path(), status);
  }
  Result<rocksdb::SstFileWriter*> writer(Family family) {
    const auto which = static_cast<std::size_t>(family);
    auto& out = writers[which];
    if (out && out->FileSize() >= file_bytes) BAYAN_TRY(end_file(which));
    if (!out) BAYAN_TRY(begin_file(which));
    return out.get();
  }
  Status end_file(std::size_t which) {
    if (!writers[which]) return {};
    const auto status = writers[which]->Finish();
    writers[which].reset();
    return status.ok() ? Status() : store_error(kv->path(), status);
  }
};

KvFiles::KvFiles(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

KvFiles::~KvFiles() {
  std::error_code ignored;
  fs::remove_all(impl_->folder, ignored);
}

void KvFiles::clear(const Kv& kv) {
  std::error_code ignored;
  for (const char* folder : {load_folder, load_pages_folder, fold_folder, fold_retired_folder})
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

const std::string& KvFiles::folder() const { return impl_->folder.native(); }

Status KvFiles::put(Family family, std::string_view key, std::string_view value) {
  BAYAN_LET(writer, impl_->writer(family));
  const auto status = writer->Put(slice(key), slice(value));
  return status.ok() ? Status() : store_error(impl_->kv->path(), status);
}

Status KvFiles::remove(Family family, std::string_view key) {
  BAYAN_LET(writer, impl_->writer(family));
  const auto status = writer->Delete(slice(key));
  return status.ok() ? Status() : store_error(impl_->kv->path(), status);
}

Status KvFiles::flush() {
  for (std::size_t which = 0; which < family_count; ++which) BAYAN_TRY(impl_->end_file(which));
  return {};
}

Status KvFiles::ingest() {
  std::vector<rocksdb::IngestExternalFileArg> args;
  for (std::size_t which = 0; which < family_count; ++which) {
    BAYAN_TRY(impl_->end_file(which));
    if (impl_->paths[which].empty()) continue;
    rocksdb::IngestExternalFileArg arg;
    arg.column_family = impl_->kv->impl().family(static_cast<Family>(which));
    arg.external_files = impl_->paths[which];
    arg.options.move_files = true;
    args.push_back(std::move(arg));
  }
  if (args.empty()) return {};
  auto& kv = impl_->kv->impl();
  BAYAN_TRY(kv.require_whole());
  return kv.written(kv.db->IngestExternalFiles(args));
}

}  // namespace bayan::graph
