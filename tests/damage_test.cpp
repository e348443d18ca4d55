// Files of a store that say something else than was written: a named error, right answers, or rows of which `check`
// says that they are wrong. Never a crash, and never the quiet loss of a commit.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "bayan/bayan.hpp"
#include "graph/bulk.hpp"
#include "tests/temporary.hpp"

using namespace bayan;
namespace fs = std::filesystem;

namespace {

constexpr int commits = 60;

void commit(Store& store, int from, int to) {
  for (int i = from; i < to; ++i) {
    Statement statement;
    statement.series = "talks", statement.round = 1 + i % 4;
    statement.subject = Entity{"party " + std::to_string(i % 7), {}, {}};
    statement.relation = i == 0 ? "trades" : "says";
    statement.object = Phrase{"words number " + std::to_string(i), "en", {}};
    Batch batch;
    batch.add(statement);
    REQUIRE(store.commit(batch).has_value());
  }
}

void load(Store& store) {
  graph::BulkLoad bulk(store.database());
  for (int i = 0; i < 50; ++i) {
    const std::string subject = "loaded " + std::to_string(i);
    graph::BulkRow row;
    row.subject = subject, row.relation = "trades", row.object = "party 1";
    row.series = "talks", row.round = 1;
    REQUIRE(bulk.add(row).has_value());
  }
  REQUIRE(bulk.finish().has_value());
}

// Commits alone: all that they said is in one log.
void fill_log(const std::string& path) {
  Store store = *Store::open(path, {.create = true});
  commit(store, 0, commits);
}

// All kinds of files: tables of a load and of a compaction, and two logs.
void fill_all(const std::string& path) {
  {
    Store store = *Store::open(path, {.create = true});
    commit(store, 0, commits / 2);
    load(store);
    REQUIRE(store.compact().has_value());
    commit(store, commits / 2, commits - 10);
  }
  Store store = *Store::open(path);
  commit(store, commits - 10, commits);
}

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void write(const fs::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

std::vector<fs::path> files(const std::string& folder) {
  std::vector<fs::path> out;
  for (const auto& entry : fs::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (entry.is_regular_file() && !name.starts_with("LOG") && name != "LOCK" && name != "WRITER")
      out.push_back(entry.path());
  }
  std::sort(out.begin(), out.end());
  return out;
}

fs::path log_of(const std::string& folder) {
  for (const fs::path& file : files(folder)) {
    if (file.extension() == ".log" && read(file).find("words number") != std::string::npos) return file;
  }
  FAIL("there is no log");
  return {};
}

// Everything that the store says, a line a row.
Result<std::vector<std::string>> answers(const Store& store) {
  BAYAN_LET(snapshot, store.snapshot());
  std::vector<std::string> out;
  for (const char* text : {"?who says ?what", "?who trades ?whom"}) {
    BAYAN_LET(rows, query(snapshot, text));
    while (rows.next()) out.push_back(rows.json());
    BAYAN_TRY(rows.status());
  }
  std::sort(out.begin(), out.end());
  return out;
}

// What an opening of the store comes to: "" when it is the right rows, or an error that has a name and a next step, or
// rows that `check` complains of.
std::string fault_of(const std::string& path, bool read_only, const std::vector<std::string>& right, bool* noticed) {
  const auto named = [&](const Error& error) -> std::string {
    *noticed = true;
    const bool well = error.code == ErrorCode::store && !error.help.empty();
    return well ? "" : "an error without a next step: " + describe(error);
  };
  OpenOptions options;
  options.read_only = read_only;
  options.background_fold = false;
  const auto store = Store::open(path, options);
  if (!store) return named(store.error());
  const auto found = answers(*store);
  if (!found) return named(found.error());
  if (*found == right) return "";
  const auto report = store->check();
  if (!report) return named(report.error());
  if (report->faults > 0) return "";
  return std::to_string(found->size()) + " rows of " + std::to_string(right.size()) + ", and check finds nothing";
}

struct Damaged {
  Temporary folder;
  std::string good = folder.path() + "/good", path = folder.path() + "/store";
  std::vector<std::string> right;

  explicit Damaged(void (*fill)(const std::string&)) {
    fill(good);
    right = *answers(*Store::open(good, {.read_only = true}));
    REQUIRE(right.size() >= commits);
  }
  fs::path copy_of(const fs::path& file) const { return fs::path(path) / file.filename(); }

  // Whether the damage to this file was noticed; wrong rows fail the test.
  bool notices(const fs::path& file, bool read_only, const std::string& what, const std::string* bytes) {
    fs::remove_all(path);
    fs::copy(good, path, fs::copy_options::recursive);
    bytes == nullptr ? void(fs::remove(copy_of(file))) : write(copy_of(file), *bytes);
    bool noticed = false;
    const std::string fault = fault_of(path, read_only, right, &noticed);
    CHECK_MESSAGE(fault.empty(), file.filename().string(), ", ", what,
                  read_only ? ", reading: " : ", writing: ", fault);
    return noticed;
  }
};

}  // namespace

TEST_CASE("a flipped bit anywhere in the log of acknowledged commits is an error, not the loss of what follows") {
  Damaged store(fill_log);
  const fs::path log = log_of(store.good);
  const std::string good = read(log);
  std::mt19937 random(11);
  // Lengths and types of records first: RocksDB takes a record that cannot be for the end of the log.
  std::vector<std::size_t> places = {4, 5, 6};
  for (int i = 0; i < 40; ++i) places.push_back(random() % good.size());
  for (const std::size_t at : places) {
    for (const unsigned bit : {2U, 7U}) {
      std::string bytes = good;
      bytes[at] = static_cast<char>(bytes[at] ^ (1U << bit));
      CHECK(store.notices(log, true, "byte " + std::to_string(at), &bytes));
    }
  }
}

TEST_CASE(
    "a log that a kill cut within its last commit gives the commits before it, also beside the note of an older "
    "closing") {
  Damaged store(fill_log);
  fs::remove(fs::path(store.good) / "CLOSED");
  const fs::path log = log_of(store.good);
  const std::string good = read(log);
  for (const std::size_t torn : {1, 7, 100}) {
    write(log, good.substr(0, good.size() - torn));
    const auto opened = Store::open(store.good, {.read_only = true});
    REQUIRE(opened.has_value());
    CHECK(answers(*opened)->size() == store.right.size() - 1);
  }
}

TEST_CASE("after a closing, a log or a list of files that was cut is an error") {
  Damaged store(fill_log);
  for (const fs::path& file : files(store.good)) {
    const bool counts = file.extension() == ".log" || file.filename().string().starts_with("MANIFEST");
    if (!counts || fs::file_size(file) == 0) continue;
    const std::string good = read(file);
    for (const std::size_t left : {good.size() - 1, good.size() / 2, std::size_t{0}}) {
      const std::string bytes = good.substr(0, left);
      for (const bool read_only : {true, false})
        CHECK(store.notices(file, read_only, "cut to " + std::to_string(left), &bytes));
    }
  }
}

TEST_CASE("a file that is missing is an error, or none that the answers need") {
  Damaged store(fill_all);
  for (const fs::path& file : files(store.good)) {
    for (const bool read_only : {true, false}) {
      const bool noticed = store.notices(file, read_only, "missing", nullptr);
      const std::string name = file.filename().string();
      const bool needed =
          file.extension() == ".sst" || file.extension() == ".log" || name == "CURRENT" || name.starts_with("MANIFEST");
      CHECK_MESSAGE((noticed || !needed), name);
    }
  }
}

TEST_CASE("flipped bits and cuts in every kind of file give errors, right answers, or faults that check names") {
  Damaged store(fill_all);
  std::mt19937 random(7);
  for (const fs::path& file : files(store.good)) {
    const std::string good = read(file);
    if (good.empty()) continue;
    const bool table = file.extension() == ".sst";
    for (int i = 0; i < (table ? 4 : 12); ++i) {
      std::string bytes = good;
      const std::size_t at = random() % good.size();
      bytes[at] = static_cast<char>(bytes[at] ^ (1U << random() % 8));
      store.notices(file, table || i % 2 == 0, "byte " + std::to_string(at), &bytes);
    }
    const std::string half = good.substr(0, good.size() / 2);
    CHECK((store.notices(file, true, "halved", &half) || !table));
  }
}

TEST_CASE("opening for writing what lost its CURRENT leaves the rest as it is") {
  Damaged store(fill_all);
  fs::remove(fs::path(store.good) / "CURRENT");
  const auto before = files(store.good);
  const auto opened = Store::open(store.good, {.create = true});
  REQUIRE_FALSE(opened.has_value());
  CHECK(opened.error().message == "the store is damaged: its file CURRENT is missing");
  CHECK(files(store.good) == before);
}
