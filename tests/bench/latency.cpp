#include "tests/bench/latency.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <functional>
#include <thread>

#include "graph/bulk.hpp"
#include "tests/bench/bare_rocksdb.hpp"

namespace bayan::bench {

namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr std::uint64_t base_rows = 1'000'000, fold_rows = 200'000, load_rows = 1'000'000;
constexpr std::chrono::seconds phase_length(12), lead_in(2);
constexpr std::chrono::microseconds commit_pace(2'500), read_pace(250);
constexpr std::uint64_t rows_a_write = 1000;

// Calls `call` at a pace until the end; returns how long each took, in microseconds, sorted.
std::vector<double> paced(std::chrono::microseconds pace, Clock::time_point end, const std::function<void()>& call) {
  std::vector<double> out;
  for (auto next = Clock::now(); next < end; next += pace) {
    std::this_thread::sleep_until(next);
    const auto begin = Clock::now();
    call();
    out.push_back(std::chrono::duration<double, std::micro>(Clock::now() - begin).count());
    next = std::max(next, begin);  // a slow call is one slow call
  }
  std::sort(out.begin(), out.end());
  return out;
}

struct Figures {
  double median = 0, p999 = 0;
};

Figures figures_of(const std::vector<double>& sorted) {
  return {sorted[sorted.size() / 2], sorted[sorted.size() * 999 / 1000]};
}

struct Phase {
  Figures reads, commits;
  std::uint64_t rows = 0;  // that the third thread wrote
};

// `work` does a piece and returns its rows, again and again; before that, reads alone for a while: a store in use.
Phase measure(const std::function<void()>& read, const std::function<void()>& commit,
              const std::function<std::uint64_t()>& work) {
  Phase out;
  (void)paced(read_pace, Clock::now() + lead_in, read);
  const auto end = Clock::now() + phase_length;
  std::thread worker([&] {
    while (Clock::now() < end) out.rows += work();
  });
  std::thread reader([&] { out.reads = figures_of(paced(read_pace, end, read)); });
  out.commits = figures_of(paced(commit_pace, end, commit));
  reader.join();
  worker.join();
  return out;
}

void require(const Error* error) {
  if (error != nullptr) throw std::runtime_error(describe(*error));
}
template <class T>
T need(Result<T> result) {
  require(result ? nullptr : &result.error());
  return std::move(*result);
}
void need(const Status& status) { require(status ? nullptr : &status.error()); }

class Ours {
 public:
  explicit Ours(const std::string& path) : store_(need(open(path))) {
    load(base_rows);
    need(store_.compact());
  }

  void read() {
    const std::uint64_t row = (read_++ * 7919) % base_rows;
    const Parameters parameters{{"s", Parameters::EntityKey{subject(row)}}, {"o", Parameters::EntityKey{object(row)}}};
    Rows rows = need(prepared_.run(need(store_.snapshot()), parameters));
    if (!rows.next()) throw std::runtime_error("a row is missing");
  }
  void commit() {
    Batch batch;
    batch.add(statement(++committed_));
    need(store_.commit(batch));
  }
  // As many rows as the background folds at a time, committed before the clock of a phase starts.
  void fill_delta() {
    for (std::uint64_t row = 0; row < fold_rows;) {
      Batch batch;
      for (const std::uint64_t end = row + rows_a_write; row < end; ++row) batch.add(statement(++committed_));
      need(store_.commit(batch));
    }
  }
  std::uint64_t fold() {
    CompactOptions options;
    options.bytes_per_second = OpenOptions().fold_bytes_per_second;
    need(store_.compact(options));
    return base_rows;
  }
  std::uint64_t load(std::uint64_t rows) {
    graph::BulkLoad load(store_.database());
    for (std::uint64_t i = 0; i < rows; ++i, ++loaded_) {
      const std::string s = subject(loaded_), o = object(loaded_);
      graph::BulkRow row;
      row.subject = s, row.relation = "relates", row.object = o, row.series = "generated";
      row.round = static_cast<std::int64_t>(loaded_ % 400);
      need(load.add(row));
    }
    need(load.finish());
    return rows;
  }

 private:
  static Result<Store> open(const std::string& path) {
    OpenOptions options;
    options.create = true, options.background_fold = false;
    return Store::open(path, options);
  }
  static std::string subject(std::uint64_t row) { return fmt::format("actor {}", row * 31 % 50'021); }
  static std::string object(std::uint64_t row) { return fmt::format("thing {}", row); }

  Store store_;
  Prepared prepared_ = need(prepare("$s relates $o"));
  std::uint64_t read_ = 0, committed_ = 0, loaded_ = 0;
};

class Theirs {
 public:
  explicit Theirs(const std::string& path) : bare_(path) { write(base_rows, base_rows); }

  void read() { bare_.read((read_++ * 7919) % base_rows); }
  void commit() {
    rocksdb::WriteBatch batch;
    bare_.add_statement(batch, ++written_);
    bare_.write(batch, true);
  }
  // Rows at a pace, in batches.
  std::uint64_t write(std::uint64_t rows, std::uint64_t rows_a_second) {
    const auto begin = Clock::now();
    for (std::uint64_t done = 0; done < rows; done += rows_a_write) {
      rocksdb::WriteBatch batch;
      for (std::uint64_t i = 0; i < rows_a_write; ++i) bare_.add_row(batch, ++written_);
      bare_.write(batch, false);
      std::this_thread::sleep_until(begin + std::chrono::duration<double>(double(done) / double(rows_a_second)));
    }
    return rows;
  }

 private:
  Bare bare_;
  std::uint64_t read_ = 0;
  std::atomic<std::uint64_t> written_{0};
};

void print(const char* what, const Figures& ours, const Figures& theirs) {
  fmt::print("{:<28} median {:>8.1f} µs, p99.9 {:>9.1f} µs; bare {:>8.1f} and {:>9.1f}; p99.9 ratio {:.2f}\n", what, ours.median,
             ours.p999, theirs.median, theirs.p999, ours.p999 / theirs.p999);
}

void compare(const char* phase, const Phase& ours, const Phase& theirs) {
  print(fmt::format("reads while it {}", phase).c_str(), ours.reads, theirs.reads);
  print(fmt::format("commits while it {}", phase).c_str(), ours.commits, theirs.commits);
  fmt::print("  ({} rows in the background, bare {})\n", ours.rows, theirs.rows);
}

}  // namespace

int latency(const std::string& folder) {
  if (fs::exists(folder)) return fmt::print(stderr, "{}: there is something already\n", folder), 1;
  fs::create_directories(folder);
  {
    Ours ours(folder + "/store");
    Theirs theirs(folder + "/bare");
    const auto bare_like = [&](const Phase& phase) {
      const std::uint64_t rate = std::max<std::uint64_t>(phase.rows / static_cast<std::uint64_t>(phase_length.count()), 1);
      return measure([&] { theirs.read(); }, [&] { theirs.commit(); },
                     [&, rate] { return theirs.write(10 * rows_a_write, rate); });
    };
    ours.fill_delta();
    const Phase fold = measure([&] { ours.read(); }, [&] { ours.commit(); }, [&] { return ours.fold(); });
    compare("folds", fold, bare_like(fold));
    const Phase load =
        measure([&] { ours.read(); }, [&] { ours.commit(); }, [&] { return ours.load(load_rows); });
    compare("loads", load, bare_like(load));
  }
  fs::remove_all(folder);
  return 0;
}

}  // namespace bayan::bench
