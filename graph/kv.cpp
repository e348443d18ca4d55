#include "graph/kv.hpp"

#include <rocksdb/convenience.h>

#include <filesystem>

#include "graph/kv_impl.hpp"

namespace bayan::graph {

Kv::Kv(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Kv::~Kv() = default;
bool Kv::read_only() const { return impl_->options.read_only; }
const std::string& Kv::path() const { return impl_->path; }

std::uint64_t Kv::bytes_on_disk() const {
  std::uint64_t out = 0;
  std::error_code code;
  for (const auto& entry : std::filesystem::directory_iterator(impl_->path, code)) {
    if (entry.is_regular_file(code)) out += entry.file_size(code);
  }
  return out;
}

std::uint64_t Kv::bytes_in_files(Family family) const {
  std::uint64_t out = 0;
  impl_->db->GetIntProperty(impl_->family(family), rocksdb::DB::Properties::kLiveSstFilesSize, &out);
  return out;
}

std::uint64_t Kv::estimated_keys(Family family) const {
  std::uint64_t out = 0;
  impl_->db->GetIntProperty(impl_->family(family), rocksdb::DB::Properties::kEstimateNumKeys, &out);
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

Result<std::optional<std::string>> Kv::get(Family family, std::string_view key) const {
  std::string value;
  const rocksdb::Status status = impl_->db->Get(rocksdb::ReadOptions(), impl_->family(family), slice(key), &value);
  return found(impl_->path, status, std::move(value));
}

namespace {

rocksdb::ReadOptions to_keep() {
  rocksdb::ReadOptions out;
  out.fill_cache = false;
  out.verify_checksums = false;
  return out;
}

}  // namespace

Result<std::optional<std::string>> Kv::get_to_keep(Family family, std::string_view key) const {
  std::string value;
  const rocksdb::Status status = impl_->db->Get(to_keep(), impl_->family(family), slice(key), &value);
  return found(impl_->path, status, std::move(value));
}

Status Kv::each_to_keep(Family family, std::string_view from,
                        const std::function<bool(std::string_view, std::string_view)>& visit) const {
  const std::unique_ptr<rocksdb::Iterator> at(impl_->db->NewIterator(to_keep(), impl_->family(family)));
  for (at->Seek(slice(from)); at->Valid(); at->Next()) {
    if (!visit(view(at->key()), view(at->value()))) return {};
  }
  if (at->status().ok()) return {};
  return store_error(impl_->path, at->status());
}

Result<std::optional<std::string>> KvSnapshot::get(Family family, std::string_view key) const {
  auto& kv = impl_->kv->impl();
  std::string value;
  const rocksdb::Status status = kv.db->Get(impl_->options(), kv.family(family), slice(key), &value);
  return found(kv.path, status, std::move(value));
}

// --- cursors

struct KvCursor::Impl {
  std::shared_ptr<const Kv> kv;
  std::string end;
  rocksdb::Slice end_slice;  // of `end`; the iterator keeps its address
  std::unique_ptr<rocksdb::Iterator> iterator;
};

KvCursor::KvCursor(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
KvCursor::KvCursor(KvCursor&&) noexcept = default;
KvCursor::~KvCursor() = default;

KvCursor KvSnapshot::cursor(Family family, std::string end) const {
  auto& kv = impl_->kv->impl();
  auto impl = std::make_unique<KvCursor::Impl>();
  impl->kv = impl_->kv;
  rocksdb::ReadOptions options = impl_->options();
  impl->end = std::move(end);
  impl->end_slice = slice(impl->end);
  if (!impl->end.empty()) options.iterate_upper_bound = &impl->end_slice;
  impl->iterator.reset(kv.db->NewIterator(options, kv.family(family)));
  return KvCursor(std::move(impl));
}

void KvCursor::seek(std::string_view key) { impl_->iterator->Seek(slice(key)); }
void KvCursor::seek_back(std::string_view key) { impl_->iterator->SeekForPrev(slice(key)); }
void KvCursor::next() { impl_->iterator->Next(); }
bool KvCursor::valid() const { return impl_->iterator->Valid(); }
std::string_view KvCursor::key() const { return view(impl_->iterator->key()); }
std::string_view KvCursor::value() const { return view(impl_->iterator->value()); }
Status KvCursor::status() const {
  const rocksdb::Status status = impl_->iterator->status();
  if (status.ok()) return {};
  return store_error(impl_->kv->path(), status);
}

// --- removal

namespace {

constexpr int removed_a_batch = 1024;

}  // namespace

Status Kv::remove_range(Family family, std::string_view begin, std::string_view end) {
  BAYAN_TRY(impl_->require_whole());
  rocksdb::ColumnFamilyHandle* const handle = impl_->family(family);
  const rocksdb::Slice first = slice(begin), after = slice(end);
  const rocksdb::Status status = rocksdb::DeleteFilesInRange(impl_->db.get(), handle, &first, &after, false);
  BAYAN_TRY(impl_->written(status));
  // Key by key, not by a tombstone over the range: a compaction that is left with tombstones alone makes a file without
  // keys, and where that file cannot be written RocksDB 7.8 breaks its own assertion (docs/design/005).
  KvCursor left = snapshot()->cursor(family);
  left.seek(begin);
  while (left.valid() && left.key() < end) {
    rocksdb::WriteBatch batch;
    for (int keys = 0; keys < removed_a_batch && left.valid() && left.key() < end; ++keys, left.next())
      batch.Delete(handle, slice(left.key())).PermitUncheckedError();
    BAYAN_TRY(impl_->written(impl_->db->Write(rocksdb::WriteOptions(), &batch)));
  }
  return left.status();
}

Status Kv::compact(Family family, const std::atomic<bool>& cancel) {
  BAYAN_TRY(impl_->require_whole());
  rocksdb::CompactRangeOptions options;
  options.bottommost_level_compaction = rocksdb::BottommostLevelCompaction::kForceOptimized;
  options.canceled = const_cast<std::atomic<bool>*>(&cancel);  // it is only read
  const rocksdb::Status status = impl_->db->CompactRange(options, impl_->family(family), nullptr, nullptr);
  if (status.IsIncomplete() || status.IsManualCompactionPaused())
    return make_error(ErrorCode::cancelled, "the compaction was stopped", "compact the store again");
  return impl_->written(status);
}

// --- batches

std::unique_ptr<KvBatch> Kv::batch() {
  auto impl = std::make_unique<KvBatch::Impl>();
  impl->kv = shared_from_this();
  return std::make_unique<KvBatch>(std::move(impl));
}

Result<std::unique_ptr<KvBatch>> Kv::large_batch(KvSink& sink, const std::string& folder) {
  BAYAN_LET(aside, KvAside::make(*this, folder));
  auto impl = std::make_unique<KvBatch::Impl>();
  impl->kv = shared_from_this();
  impl->sink = &sink;
  impl->aside = std::move(aside);
  return std::make_unique<KvBatch>(std::move(impl));
}

KvBatch::KvBatch(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
KvBatch::~KvBatch() = default;

void KvBatch::put(Family family, std::string_view key, std::string_view value) {
  if (impl_->aside && KvAside::has(family)) return impl_->aside->put(family, key, value);
  impl_->writes.Put(impl_->kv->impl().family(family), slice(key), slice(value)).PermitUncheckedError();
}

void KvBatch::remove(Family family, std::string_view key) {
  if (impl_->aside && KvAside::has(family)) return impl_->aside->put(family, key, std::nullopt);
  impl_->writes.Delete(impl_->kv->impl().family(family), slice(key)).PermitUncheckedError();
}

void KvBatch::put_blind(Family family, std::string_view key, std::string_view value) {
  if (impl_->sink != nullptr) return impl_->sink->take(family, key, value);
  impl_->writes.GetWriteBatch()->Put(impl_->kv->impl().family(family), slice(key), slice(value)).PermitUncheckedError();
}

Result<std::optional<std::string>> KvBatch::get(Family family, std::string_view key) const {
  if (impl_->aside && KvAside::has(family)) {
    BAYAN_LET(said, impl_->aside->get(family, key));
    if (said) return *said;
    if (impl_->aside->store_is_empty() && family != Family::chunks) return std::optional<std::string>();
    return impl_->kv->get(family, key);
  }
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

Status KvBatch::each(Family family, const Visit& visit) const {
  if (KvAside::has(family)) return impl_->aside->each(family, visit);
  const std::unique_ptr<rocksdb::WBWIIterator> at(impl_->writes.NewIterator(impl_->kv->impl().family(family)));
  for (at->SeekToFirst(); at->Valid(); at->Next()) {
    const rocksdb::WriteEntry entry = at->Entry();
    const bool put = entry.type == rocksdb::kPutRecord;
    BAYAN_TRY(visit(view(entry.key), put ? std::optional(view(entry.value)) : std::nullopt));
  }
  return {};
}

Status Kv::commit(KvBatch& batch, bool synced) {
  BAYAN_TRY(impl_->require_whole());
  rocksdb::WriteOptions options;
  options.sync = synced;
  const rocksdb::Status status = impl_->db->Write(options, batch.impl().writes.GetWriteBatch());
  return impl_->written(status);
}

Status Kv::sync() {
  BAYAN_TRY(impl_->require_whole());
  const rocksdb::Status status = impl_->db->SyncWAL();
  return impl_->written(status);
}

}  // namespace bayan::graph
