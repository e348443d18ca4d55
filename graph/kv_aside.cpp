// What a large batch must read again and does not keep in memory: a table of what was put last, which goes to a file of
// a database when it is large. The database has no log and nothing is synced: it does not outlive the batch.
#include <rocksdb/filter_policy.h>
#include <rocksdb/sst_file_writer.h>
#include <rocksdb/table.h>

#include <algorithm>
#include <filesystem>

#include "graph/kv_impl.hpp"

namespace bayan::graph {

namespace {

constexpr std::size_t recent_bytes = std::size_t{24} << 20;
constexpr std::size_t bytes_of_entry = 112;  // of a table of texts, beside the texts
constexpr std::size_t cached_bytes = std::size_t{8} << 20;
constexpr std::size_t filter_words = std::size_t{1} << 21;  // 16 MiB: good for ten million keys
constexpr char was_put = 'p', was_removed = 'r';            // what a value begins with

std::string full_key(Family family, std::string_view key) {
  std::string out(1, static_cast<char>(family));
  return out += key;
}

std::optional<std::string> said_by(std::string_view value) {
  return value.front() == was_put ? std::optional(std::string(value.substr(1))) : std::nullopt;
}

rocksdb::Options options_of(rocksdb::Env* environment) {
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = rocksdb::NewLRUCache(cached_bytes);
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  rocksdb::Options out;
  out.create_if_missing = true;
  out.env = environment;
  out.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  out.compression = rocksdb::kNoCompression;
  out.info_log_level = rocksdb::FATAL_LEVEL;
  return out;
}

}  // namespace

Result<std::unique_ptr<KvAside>> KvAside::make(const Kv& kv, const std::string& folder) {
  std::error_code ignored;
  std::filesystem::remove_all(folder, ignored);
  std::unique_ptr<KvAside> out(new KvAside(kv, folder));
  KvCursor stored = kv.snapshot()->cursor(Family::lookup);
  stored.seek("");
  BAYAN_TRY(stored.status());
  out->store_is_empty_ = !stored.valid();
  rocksdb::DB* db = nullptr;
  const auto status = rocksdb::DB::Open(options_of(kv.impl().environment()), folder, &db);
  if (!status.ok()) return store_error(kv.path(), status);
  out->db_.reset(db);
  return out;
}

void KvAside::put(Family family, std::string_view key, std::optional<std::string_view> value) {
  if (!status_) return;
  const auto [entry, is_new] = recent_.try_emplace(full_key(family, key));
  if (is_new) recent_bytes_ += entry->first.size() + bytes_of_entry;
  entry->second.assign(1, value ? was_put : was_removed);
  entry->second += value.value_or(std::string_view());
  recent_bytes_ += entry->second.size();
  if (recent_bytes_ > recent_bytes) status_ = spill();
}

// Whether a key may be in a file; from now on it may, where it is noted.
bool KvAside::may_have(const std::string& key, bool note) const {
  if (in_files_.empty()) in_files_.resize(filter_words);
  const std::size_t hash = std::hash<std::string>()(key);
  std::uint64_t& word = in_files_[hash & (filter_words - 1)];
  const std::uint64_t bits = std::uint64_t{1} << (hash >> 40 & 63) | std::uint64_t{1} << (hash >> 46 & 63) |
                             std::uint64_t{1} << (hash >> 52 & 63);
  if (note) word |= bits;
  return (word & bits) == bits;
}

Status KvAside::spill() const {
  if (recent_.empty()) return {};
  for (const auto& entry : recent_) may_have(entry.first, true);
  std::vector<const std::pair<const std::string, std::string>*> sorted;
  sorted.reserve(recent_.size());
  for (const auto& entry : recent_) sorted.push_back(&entry);
  std::sort(sorted.begin(), sorted.end(), [](const auto* x, const auto* y) { return x->first < y->first; });
  const std::string path = folder_ + "/recent-" + std::to_string(++files_) + ".sst";
  rocksdb::SstFileWriter file(rocksdb::EnvOptions(), options_of(kv_.impl().environment()));
  rocksdb::Status status = file.Open(path);
  for (std::size_t i = 0; status.ok() && i < sorted.size(); ++i) status = file.Put(sorted[i]->first, sorted[i]->second);
  if (status.ok()) status = file.Finish();
  rocksdb::IngestExternalFileOptions moved;
  moved.move_files = true;
  if (status.ok()) status = db_->IngestExternalFile({path}, moved);
  if (!status.ok()) return store_error(kv_.path(), status);
  recent_.clear();
  recent_bytes_ = 0;
  return {};
}

Result<std::optional<std::optional<std::string>>> KvAside::get(Family family, std::string_view key) const {
  using Said = std::optional<std::optional<std::string>>;
  const std::string full = full_key(family, key);
  if (const auto recent = recent_.find(full); recent != recent_.end()) return Said(said_by(recent->second));
  if (files_ == 0 || !may_have(full, false)) return Said();
  std::string value;
  const rocksdb::Status status = db_->Get(rocksdb::ReadOptions(), full, &value);
  if (status.IsNotFound()) return Said();
  if (!status.ok()) return store_error(kv_.path(), status);
  return Said(said_by(value));
}

Status KvAside::each(Family family, const KvBatch::Visit& visit) const {
  BAYAN_TRY(status_);
  BAYAN_TRY(spill());
  const char letter = static_cast<char>(family);
  rocksdb::ReadOptions options;
  options.fill_cache = false;
  const std::unique_ptr<rocksdb::Iterator> at(db_->NewIterator(options));
  for (at->Seek(rocksdb::Slice(&letter, 1)); at->Valid() && at->key()[0] == letter; at->Next()) {
    const std::string_view value = view(at->value());
    const bool put = value.front() == was_put;
    BAYAN_TRY(visit(view(at->key()).substr(1), put ? std::optional(value.substr(1)) : std::nullopt));
  }
  return at->status().ok() ? Status() : store_error(kv_.path(), at->status());
}

}  // namespace bayan::graph
