// RocksDB with our families and options and nothing of ours above it: what figures of commits are held against.
#pragma once

#include <fmt/format.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "bayan/bayan.hpp"
#include "graph/kv_impl.hpp"

namespace bayan::bench {

// A statement as a host commits it: with a speaker, a quotation, a rule.
inline Statement statement(std::uint64_t number) {
  Statement out;
  out.series = "talks", out.round = static_cast<std::int64_t>(number % 40);
  out.subject = Entity{fmt::format("actor_{}", number % 50), {}, {}};
  out.relation = "demands";
  out.object = Entity{fmt::format("topic_{}", number % 997), {}, {}};
  out.speaker = Entity{fmt::format("speaker_{}", number % 20), {}, {}};
  out.rule = "en.demand", out.confidence = 0.8;
  out.evidence = Evidence{{}, fmt::format("words that were said by number {}", number)};
  return out;
}

// RocksDB with our families and options, and nothing of ours above it.
class Bare {
 public:
  explicit Bare(const std::string& path) {
    const auto cache = rocksdb::NewLRUCache(std::size_t{32} << 20);
    rocksdb::DBOptions options;
    options.create_if_missing = options.create_missing_column_families = true;
    std::vector<rocksdb::ColumnFamilyDescriptor> families = {{rocksdb::kDefaultColumnFamilyName, {}}};
    for (std::size_t i = 0; i < graph::family_count; ++i) {
      const auto family = static_cast<graph::Family>(i);
      families.emplace_back(graph::family_name(family), graph::family_options(family, cache));
    }
    rocksdb::DB* db = nullptr;
    check(rocksdb::DB::Open(options, path, families, &families_, &db));
    db_.reset(db);
  }
  ~Bare() {
    for (auto* family : families_) db_->DestroyColumnFamilyHandle(family).PermitUncheckedError();
  }

  // The keys of one statement: a row in each order, its record, its indexes, the words of its quote, and what counts it.
  void add_statement(rocksdb::WriteBatch& batch, std::uint64_t number) const {
    const std::string key = key_of(number), record(72, 'r');
    add_row(batch, number);
    put(batch, graph::Family::statements, key, record);
    put(batch, graph::Family::statement_id, key.substr(0, 8), key.substr(0, 32));
    put(batch, graph::Family::by_speaker, key.substr(0, 16), "");
    put(batch, graph::Family::rounds, key.substr(0, 17), "1");
    for (const char* word : {"word", "that", "were", "said", "by", "number"})
      put(batch, graph::Family::words, std::string(word) + '\0' + 's' + key.substr(0, 8), "");
    for (const std::size_t size : {9, 9, 17}) put(batch, graph::Family::statistics, key.substr(0, size), "1");
    put(batch, graph::Family::meta, "nextS", "123");
  }
  // The keys of a fact: a row in each order.
  void add_row(rocksdb::WriteBatch& batch, std::uint64_t number) const {
    const std::string key = key_of(number);
    for (const graph::Family order : {graph::Family::sro, graph::Family::ros, graph::Family::osr, graph::Family::rso,
                                      graph::Family::round_first})
      put(batch, order, key.substr(0, 32), "1");
  }
  void read(std::uint64_t number) const {
    std::string value;
    const rocksdb::Status status =
        db_->Get({}, families_[static_cast<std::size_t>(graph::Family::sro) + 1], key_of(number).substr(0, 32), &value);
    if (!status.IsNotFound()) check(status);
  }
  void write(rocksdb::WriteBatch& batch, bool synced) const {
    rocksdb::WriteOptions options;
    options.sync = synced;
    check(db_->Write(options, &batch));
  }

 private:
  static std::string key_of(std::uint64_t number) {
    std::string key(40, 'k');
    for (int i = 0; i < 8; ++i)
      key[static_cast<std::size_t>(i)] = static_cast<char>(number * 0x9e3779b97f4a7c15u >> (i * 8));
    return key;
  }
  static void check(const rocksdb::Status& status) {
    if (!status.ok()) throw std::runtime_error(status.ToString());
  }
  void put(rocksdb::WriteBatch& batch, graph::Family family, const std::string& key, const std::string& value) const {
    batch.Put(families_[static_cast<std::size_t>(family) + 1], key, value).PermitUncheckedError();
  }

  std::vector<rocksdb::ColumnFamilyHandle*> families_;
  std::unique_ptr<rocksdb::DB> db_;
};

}  // namespace bayan::bench
