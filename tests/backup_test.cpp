// Backups open as the store did; stores of other formats and other databases are refused by name and left alone.
#include <doctest/doctest.h>

#include <atomic>
#include <filesystem>
#include <memory>
#include <thread>
#include <vector>

#include "bayan/store.hpp"
#include "graph/format.hpp"
#include "graph/kv_impl.hpp"
#include "graph/values.hpp"
#include "graph/view.hpp"
#include "tests/temporary.hpp"

using namespace bayan;
namespace fs = std::filesystem;

namespace {

Result<Store> open(const std::string& path, bool create, bool read_only = false) {
  OpenOptions options;
  options.create = create;
  options.read_only = read_only;
  options.synced = false;
  return Store::open(path, options);
}

CommitReport say(Store& store, int number) {
  Statement s;
  s.series = "talks", s.round = number % 7 + 1;
  s.subject = Entity{"s" + std::to_string(number), {}, {}};
  s.relation = "demands";
  s.object = Entity{"aid", {}, {}};
  Batch batch;
  batch.add(s);
  auto done = store.commit(batch);
  REQUIRE_MESSAGE(done.has_value(), done.error().message);
  return *done;
}

std::uint64_t statements(const Store& store) { return store.snapshot()->view()->counts()->statements; }

void check_whole(const std::string& path, std::uint64_t at_least) {
  const auto copy = open(path, false, true);
  REQUIRE_MESSAGE(copy.has_value(), copy.error().message);
  CHECK(statements(*copy) >= at_least);
  const auto report = copy->check();
  REQUIRE(report.has_value());
  CHECK(report->faults == 0);
}

// A database of RocksDB with these families, and one row in the family `row_in`.
void make_database(const std::string& path, const std::vector<std::string>& families, const std::string& row_in,
                   std::string_view key, const std::string& value) {
  rocksdb::Options options;
  options.create_if_missing = true, options.create_missing_column_families = true;
  std::vector<rocksdb::ColumnFamilyDescriptor> wanted = {{rocksdb::kDefaultColumnFamilyName, {}}};
  for (const auto& family : families) wanted.emplace_back(family, rocksdb::ColumnFamilyOptions());
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  rocksdb::DB* opened = nullptr;
  REQUIRE(rocksdb::DB::Open(options, path, wanted, &handles, &opened).ok());
  const std::unique_ptr<rocksdb::DB> db(opened);
  for (auto* handle : handles) {
    if (handle->GetName() == row_in) CHECK(db->Put({}, handle, rocksdb::Slice(key.data(), key.size()), value).ok());
  }
  for (auto* handle : handles) db->DestroyColumnFamilyHandle(handle);
}

std::vector<std::string> families_of(const std::string& path) {
  std::vector<std::string> out;
  REQUIRE(rocksdb::DB::ListColumnFamilies({}, path, &out).ok());
  return out;
}

}  // namespace

TEST_CASE("a backup holds what was committed before, whether its maker writes or only reads") {
  const Temporary folder;
  auto store = open(folder.path() + "/store", true);
  REQUIRE(store.has_value());
  for (int i = 0; i < 20; ++i) say(*store, i);
  REQUIRE(store->backup(folder.path() + "/own").has_value());
  const auto reader = open(folder.path() + "/store", false, true);
  REQUIRE(reader.has_value());
  say(*store, 20);
  REQUIRE(reader->backup(folder.path() + "/others").has_value());
  check_whole(folder.path() + "/own", 20);
  check_whole(folder.path() + "/others", 21);
  REQUIRE(restore(folder.path() + "/own", folder.path() + "/again").has_value());
  check_whole(folder.path() + "/again", 20);
  CHECK(statements(*store) == 21);
}

TEST_CASE("backups made while another thread commits and compacts are whole") {
  const Temporary folder;
  auto store = open(folder.path() + "/store", true);
  REQUIRE(store.has_value());
  say(*store, 0);
  std::atomic<bool> stop{false};
  std::atomic<std::uint64_t> said{1};
  std::thread writer([&] {
    for (int i = 1; !stop && i < 4000; ++i) {
      say(*store, i);
      said = static_cast<std::uint64_t>(i) + 1;
      if (i % 500 == 0) CHECK(store->compact().has_value());
    }
  });
  for (int i = 0; i < 6; ++i) {
    const std::string to = folder.path() + "/copy" + std::to_string(i);
    const auto maker = open(folder.path() + "/store", false, true);
    REQUIRE_MESSAGE(maker.has_value(), maker.error().message);
    const std::uint64_t before = said;
    const auto done = i % 2 == 0 ? maker->backup(to) : store->backup(to);
    REQUIRE_MESSAGE(done.has_value(), done.error().message);
    check_whole(to, before);
  }
  stop = true;
  writer.join();
}

TEST_CASE("a backup that fails leaves nothing, and one that a kill left is cleared away") {
  const Temporary folder;
  auto store = open(folder.path() + "/store", true);
  REQUIRE(store.has_value());
  say(*store, 1);
  CHECK_FALSE(store->backup(folder.path() + "/none/copy").has_value());
  CHECK_FALSE(fs::exists(folder.path() + "/none"));
  fs::create_directories(folder.path() + "/copy.unfinished/old");
  CHECK(store->backup(folder.path() + "/copy").has_value());
  CHECK_FALSE(fs::exists(folder.path() + "/copy.unfinished"));
  const auto again = store->backup(folder.path() + "/copy");
  REQUIRE_FALSE(again.has_value());
  CHECK(again.error().code == ErrorCode::input);
  CHECK_FALSE(again.error().help.empty());
}

TEST_CASE("stores of other formats are refused by name and stay as they are") {
  const Temporary folder;
  for (const auto& [format, families] : {std::pair(1, std::vector<std::string>{"meta", "terms"}),
                                         std::pair(99, std::vector<std::string>{"meta", "terms", "from_the_future"})}) {
    const std::string path = folder.path() + "/" + std::to_string(format);
    make_database(path, families, "meta", graph::format_key, graph::encode_number(static_cast<std::uint64_t>(format)));
    for (const bool create : {true, false}) {
      const auto refused = open(path, create);
      REQUIRE_FALSE(refused.has_value());
      CHECK(refused.error().code == ErrorCode::store);
      CHECK(refused.error().message.find("this store has format " + std::to_string(format)) == 0);
      CHECK(refused.error().help.find(format == 1 ? "export" : "newer") != std::string::npos);
    }
    CHECK(families_of(path).size() == families.size() + 1);
  }
}

TEST_CASE("another program's database is refused by name and stays as it is") {
  const Temporary folder;
  const std::pair<const char*, std::vector<std::string>> foreign[] = {{"one", {}}, {"two", {"people"}}};
  for (const auto& [name, families] : foreign) {
    const std::string path = folder.path() + "/" + name;
    make_database(path, families, rocksdb::kDefaultColumnFamilyName, "key", "value");
    for (const bool create : {true, false}) {
      const auto refused = open(path, create);
      REQUIRE_FALSE(refused.has_value());
      CHECK(refused.error().message.find("not a bayan store") != std::string::npos);
    }
    CHECK(families_of(path).size() == families.size() + 1);
  }
}
