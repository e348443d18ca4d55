#include "tests/bench/commits.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <functional>
#include <stdexcept>
#include <thread>
#include <vector>

#include "bayan/bayan.hpp"
#include "tests/bench/bare_rocksdb.hpp"

namespace bayan::bench {

namespace {

namespace fs = std::filesystem;

constexpr int rounds = 3;
constexpr double seconds_a_round = 1.5;
constexpr std::size_t batch_statements = 100;

double now_s() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

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
