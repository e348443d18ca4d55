#include "tests/bench/commits.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <stdexcept>
#include <thread>
#include <vector>

#include "bayan/bayan.hpp"
#include "graph/kv_impl.hpp"

namespace bayan::bench {

namespace {

namespace fs = std::filesystem;
using graph::Family;

constexpr int rounds = 3;
constexpr double seconds_a_round = 1.5;
constexpr std::size_t batch_statements = 100;

double now_s() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

Statement statement(std::uint64_t number) {
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

// Calls `write(number)` from so many threads for a while; returns calls a second.
double rate(unsigned threads, std::atomic<std::uint64_t>& number, const std::function<void(std::uint64_t)>& write) {
  std::atomic<std::uint64_t> done{0};
  const double begin = now_s(), end = begin + seconds_a_round;
  std::vector<std::thread> all;
  for (unsigned i = 0; i < threads; ++i) {
    all.emplace_back([&] {
      for (; now_s() < end; ++done) write(++number);
    });
  }
  for (auto& thread : all) thread.join();
  return static_cast<double>(done) / (now_s() - begin);
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
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
      const auto family = static_cast<Family>(i);
      families.emplace_back(graph::family_name(family), graph::family_options(family, cache));
    }
    rocksdb::DB* db = nullptr;
    check(rocksdb::DB::Open(options, path, families, &families_, &db));
    db_.reset(db);
  }
  ~Bare() {
    for (auto* family : families_) db_->DestroyColumnFamilyHandle(family).PermitUncheckedError();
  }

  // The keys of one statement: a row in each order, its record, its indexes, and what counts it.
  void add_statement(rocksdb::WriteBatch& batch, std::uint64_t number) const {
    std::string key(40, 'k');
    for (int i = 0; i < 8; ++i) key[static_cast<std::size_t>(i)] = static_cast<char>(number * 0x9e3779b97f4a7c15u >> (i * 8));
    const std::string record(72, 'r');
    for (const Family order : {Family::sro, Family::ros, Family::osr, Family::rso, Family::round_first})
      put(batch, order, key.substr(0, 32), "1");
    put(batch, Family::statements, key, record);
    put(batch, Family::statement_id, key.substr(0, 8), key.substr(0, 32));
    put(batch, Family::by_speaker, key.substr(0, 16), "");
    put(batch, Family::rounds, key.substr(0, 17), "1");
  }
  void write(rocksdb::WriteBatch& batch, bool synced) const {
    rocksdb::WriteOptions options;
    options.sync = synced;
    check(db_->Write(options, &batch));
  }

 private:
  static void check(const rocksdb::Status& status) {
    if (!status.ok()) throw std::runtime_error(status.ToString());
  }
  void put(rocksdb::WriteBatch& batch, Family family, const std::string& key, const std::string& value) const {
    batch.Put(families_[static_cast<std::size_t>(family) + 1], key, value).PermitUncheckedError();
  }

  std::vector<rocksdb::ColumnFamilyHandle*> families_;
  std::unique_ptr<rocksdb::DB> db_;
};

Store open(const std::string& path, bool synced) {
  OpenOptions options;
  options.create = true, options.synced = synced;
  auto store = Store::open(path, options);
  if (!store) throw std::runtime_error(store.error().message);
  return *store;
}

// Ours and bare in turn, so that what else the machine does meets both.
void compare(const std::string& folder, const char* what, unsigned threads, std::size_t statements, bool synced) {
  Store store = open(folder + "/store", synced);
  const Bare bare(folder + "/bare");
  std::atomic<std::uint64_t> ours_at{0}, bare_at{0};
  const auto commit = [&](std::uint64_t number) {
    Batch batch;
    for (std::size_t i = 0; i < statements; ++i) batch.add(statement(number * statements + i));
    if (const auto done = store.commit(batch); !done) throw std::runtime_error(done.error().message);
  };
  const auto write = [&](std::uint64_t number) {
    rocksdb::WriteBatch batch;
    for (std::size_t i = 0; i < statements; ++i) bare.add_statement(batch, number * statements + i);
    bare.write(batch, synced);
  };
  for (std::uint64_t i = 0; i < 20; ++i) commit(++ours_at), write(++bare_at);  // names are made once
  std::vector<double> ours, theirs;
  for (int i = 0; i < rounds; ++i) {
    ours.push_back(rate(threads, ours_at, commit));
    theirs.push_back(rate(threads, bare_at, write));
  }
  fmt::print("{:<46} {:>8.0f}/s, bare RocksDB {:>8.0f}/s, ratio {:.2f}\n", what, median(ours), median(theirs),
             median(ours) / median(theirs));
  fs::remove_all(folder);
  fs::create_directories(folder);
}

}  // namespace

int commits(const std::string& folder) {
  if (fs::exists(folder)) return fmt::print(stderr, "{}: there is something already\n", folder), 1;
  fs::create_directories(folder);
  compare(folder, "synced commits of one statement, 1 thread", 1, 1, true);
  compare(folder, "synced commits of one statement, 16 threads", 16, 1, true);
  compare(folder, "unsynced commits of 100 statements, 1 thread", 1, batch_statements, false);
  fs::remove_all(folder);
  return 0;
}

}  // namespace bayan::bench
