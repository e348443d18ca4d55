// What a large batch must read again and does not keep in memory.
#include <rocksdb/filter_policy.h>
#include <rocksdb/table.h>

#include <filesystem>

#include "graph/kv_impl.hpp"

namespace bayan::graph {

namespace {

constexpr std::size_t buffered_bytes = std::size_t{24} << 20;
constexpr std::size_t cached_bytes = std::size_t{8} << 20;
constexpr char was_put = 'p', was_removed = 'r';  // what a value begins with

void set_key(std::string& key, Family family, std::string_view of_family) {
  key.assign(1, static_cast<char>(family));
  key += of_family;
}

}  // namespace

// No log and no syncs: nothing of it outlives the process.
Result<std::unique_ptr<KvAside>> KvAside::make(const Kv& kv, const std::string& folder) {
  std::error_code ignored;
  std::filesystem::remove_all(folder, ignored);
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = rocksdb::NewLRUCache(cached_bytes);
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  rocksdb::Options options;
  options.create_if_missing = true;
  options.env = kv.impl().environment();
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  options.compression = rocksdb::kNoCompression;
  options.write_buffer_size = buffered_bytes;
  options.avoid_flush_during_shutdown = true;
  options.info_log_level = rocksdb::FATAL_LEVEL;
  std::unique_ptr<KvAside> out(new KvAside(kv.path()));
  rocksdb::DB* db = nullptr;
  if (const auto status = rocksdb::DB::Open(options, folder, &db); !status.ok()) return store_error(kv.path(), status);
  out->db_.reset(db);
  return out;
}

void KvAside::put(Family family, std::string_view key, std::optional<std::string_view> value) {
  if (!status_) return;
  rocksdb::WriteOptions options;
  options.disableWAL = true;
  set_key(key_, family, key);
  value_.assign(1, value ? was_put : was_removed);
  value_ += value.value_or(std::string_view());
  if (const auto status = db_->Put(options, key_, value_); !status.ok()) status_ = store_error(path_, status);
}

Result<std::optional<std::optional<std::string>>> KvAside::get(Family family, std::string_view key) const {
  using Said = std::optional<std::optional<std::string>>;
  std::string full, value;
  set_key(full, family, key);
  const rocksdb::Status status = db_->Get(rocksdb::ReadOptions(), full, &value);
  if (status.IsNotFound()) return Said();
  if (!status.ok()) return store_error(path_, status);
  if (value.front() == was_removed) return Said(std::optional<std::string>());
  return Said(value.substr(1));
}

Status KvAside::each(Family family, const KvBatch::Visit& visit) const {
  BAYAN_TRY(status_);
  const char letter = static_cast<char>(family);
  rocksdb::ReadOptions options;
  options.fill_cache = false;
  const std::unique_ptr<rocksdb::Iterator> at(db_->NewIterator(options));
  for (at->Seek(rocksdb::Slice(&letter, 1)); at->Valid() && at->key()[0] == letter; at->Next()) {
    const std::string_view value = view(at->value());
    const bool put = value.front() == was_put;
    BAYAN_TRY(visit(view(at->key()).substr(1), put ? std::optional(value.substr(1)) : std::nullopt));
  }
  return at->status().ok() ? Status() : store_error(path_, at->status());
}

}  // namespace bayan::graph
