// Kills a writer at random moments, while it makes a store, commits, loads, folds and compacts: nothing acknowledged is
// lost, nothing is stored by halves, and nothing is left of what was broken off. A reader follows the writer through
// all of its lives: it sees a beginning of the commits, and what was acknowledged before it caught up.
//
//   crash FOLDER ROUNDS
//
// The same for imports (crash_import.hpp).
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <thread>

#include "bayan/store.hpp"
#include "graph/bulk.hpp"
#include "graph/database.hpp"
#include "graph/index.hpp"
#include "graph/runs.hpp"
#include "graph/view.hpp"
#include "tests/crash_import.hpp"

using namespace bayan;

namespace {

constexpr int statements_a_commit = 5;
constexpr std::uint64_t loads_every = 7;  // of so many commits one is a load

Statement statement(std::uint64_t commit, int number) {
  Statement out;
  out.series = "talks", out.round = static_cast<std::int64_t>(commit);
  out.subject = Entity{"subject " + std::to_string(number), {}, {}};
  out.relation = "says";
  out.object = Phrase{"words of commit " + std::to_string(commit), "en", {}};
  return out;
}

Status write_batch(Store& store, std::uint64_t commit) {
  Batch batch;
  for (int i = 0; i < statements_a_commit; ++i) batch.add(statement(commit, i));
  const auto done = store.commit(batch);
  return done ? Status() : Status(done.error());
}

// The same statements as files of their own.
Status load(Store& store, std::uint64_t commit) {
  graph::BulkLoad bulk(store.database());
  const std::string words = "words of commit " + std::to_string(commit);
  for (int i = 0; i < statements_a_commit; ++i) {
    const std::string subject = "subject " + std::to_string(i);
    graph::BulkRow row;
    row.subject = subject, row.relation = "says", row.object = words, row.kind = graph::BulkRow::Object::phrase;
    row.series = "talks", row.round = static_cast<std::int64_t>(commit);
    BAYAN_LET(added, bulk.add(row));
    if (!added) return make_error(ErrorCode::store, "a row was refused");
  }
  const auto done = bulk.finish();
  return done ? Status() : Status(done.error());
}

Result<Store> open(const std::string& path) { return Store::open(path, {.create = true, .background_fold = false}); }

// The writer, a process of its own: one commit after the other, each acknowledged on the pipe when it is done.
[[noreturn]] void write_forever(const std::string& path, std::uint64_t first, int pipe) {
  auto store = open(path);
  if (!store) _exit(3);
  std::thread([&store] {
    for (int round = 1;; ++round) {
      if (!(round % 4 == 0 ? store->compact() : store->database()->fold({}))) _exit(6);
    }
  }).detach();
  for (std::uint64_t commit = first;; ++commit) {
    if (!(commit % loads_every == 0 ? load(*store, commit) : write_batch(*store, commit))) _exit(4);
    if (::write(pipe, &commit, sizeof commit) != sizeof commit) _exit(5);
  }
}

// Whether each order has so many facts.
bool orders_agree(const graph::View& view, std::size_t facts) {
  for (const auto& order : graph::orders) {
    std::size_t rows = 0;
    auto scan = view.facts({}, order.order);
    while (scan.next()) rows += scan.batch().size();
    if (!scan.status() || rows != facts)
      return std::fprintf(stderr, "order %d has %zu facts of %zu\n", static_cast<int>(order.order), rows, facts), false;
  }
  return true;
}

// Whether a fold that was broken off left pages that no run lists.
bool leavings(const graph::Database& database) {
  const auto state = database.state();
  std::set<std::uint32_t> listed;
  for (const auto* runs : {&state.catalog->runs, &state.catalog->retired}) {
    for (const auto& run : *runs) listed.insert(run->info().number);
  }
  for (const auto& order : graph::orders) {
    auto cursor = state.snapshot->cursor(graph::page_family(order.order));
    for (cursor.seek(""); cursor.valid(); cursor.next()) {
      if (!listed.contains(graph::run_of_page_key(cursor.key()))) return std::fputs("stray pages\n", stderr), true;
    }
  }
  return false;
}

// How many commits the store holds, whole and from 1 without a gap; none and a message when that is not so.
std::optional<std::uint64_t> commits_in(const Store& store) {
  const auto view = store.snapshot()->view();
  std::map<std::int64_t, int> counts;
  const auto count = [&](const graph::StatementInfo& s) { return ++counts[s.fact.round.ordinal()], true; };
  if (const auto read = view->all_statements(count); !read)
    return std::fputs(describe(read.error()).c_str(), stderr), std::nullopt;
  for (const auto& [commit, number] : counts) {
    if (number != statements_a_commit)
      return std::fprintf(stderr, "commit %ld has %d statements\n", static_cast<long>(commit), number), std::nullopt;
  }
  if (!orders_agree(*view, counts.size() * statements_a_commit)) return std::nullopt;
  if (!counts.empty() && counts.rbegin()->first != static_cast<std::int64_t>(counts.size()))
    return std::fputs("a commit is missing\n", stderr), std::nullopt;
  return counts.size();
}

bool agrees_with_itself(const Store& store) {
  const auto checked = store.check();
  if (checked && checked->faults == 0) return true;
  return std::fprintf(stderr, "%s\n", checked ? checked->messages.front().c_str() : "no check"), false;
}

// The same of a store that nobody writes to.
std::optional<std::uint64_t> whole_commits(const std::string& path) {
  const auto store = open(path);
  if (!store) return std::fputs(describe(store.error()).c_str(), stderr), std::nullopt;
  const auto commits = commits_in(*store);
  if (!commits || leavings(*store->database()) || !agrees_with_itself(*store)) return std::nullopt;
  return commits;
}

class Follower {
 public:
  // Whether it sees what it has to, of which so much was acknowledged.
  bool follow(const std::string& path, std::uint64_t acknowledged) {
    if (!store_) {
      auto opened = Store::open(path, {.read_only = true});
      if (!opened) return std::fputs(describe(opened.error()).c_str(), stderr), false;
      store_ = *opened;
    }
    const auto begin = std::chrono::steady_clock::now();
    const auto news = store_->catch_up();
    if (!news) return std::fputs(describe(news.error()).c_str(), stderr), false;
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begin;
    ++times_, sum_ms_ += took.count(), most_ms_ = std::max(most_ms_, took.count());
    const auto commits = commits_in(*store_);
    if (!commits || (times_ % check_every == 0 && !agrees_with_itself(*store_))) return false;
    const std::uint64_t least = std::max(acknowledged, seen_);
    if (*commits < least)
      return std::fprintf(stderr, "a follower sees %lu commits of %lu\n", static_cast<unsigned long>(*commits),
                          static_cast<unsigned long>(least)),
             false;
    seen_ = *commits;
    return true;
  }
  void report() const {
    std::printf("caught up %d times, %.1f ms each, at most %.1f\n", times_, sum_ms_ / times_, most_ms_);
  }

 private:
  static constexpr int check_every = 5;
  std::optional<Store> store_;
  std::uint64_t seen_ = 0;
  int times_ = 0;
  double sum_ms_ = 0, most_ms_ = 0;
};

// A writer that was started on its way, and what it says that it did.
class Writer {
 public:
  Writer(const std::string& path, std::uint64_t first) {
    if (::pipe2(ends_, O_NONBLOCK) != 0) std::abort();
    child_ = ::fork();
    if (child_ == 0) {  // a new program, since this one has threads
      ::fcntl(ends_[1], F_SETFL, 0);
      ::execl("/proc/self/exe", "crash", "--write", path.c_str(), std::to_string(first).c_str(),
              std::to_string(ends_[1]).c_str(), nullptr);
      _exit(2);
    }
    ::close(ends_[1]);
  }
  ~Writer() { ::close(ends_[0]); }
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  std::uint64_t acknowledged() {
    for (std::uint64_t commit = 0; ::read(ends_[0], &commit, sizeof commit) == sizeof commit;) acknowledged_ = commit;
    return acknowledged_;
  }
  // False, and a message, when it had ended by itself.
  bool kill() {
    ::kill(child_, SIGKILL);
    int status = 0;
    ::waitpid(child_, &status, 0);
    if (WIFSIGNALED(status)) return true;
    return std::fprintf(stderr, "the writer ended by itself: %d\n", WEXITSTATUS(status)), false;
  }

 private:
  int ends_[2]{};
  pid_t child_ = 0;
  std::uint64_t acknowledged_ = 0;
};

using Milliseconds = std::chrono::milliseconds;

// Kills while the store is made: what is there can be opened and written to.
bool survives_its_making(const std::string& path, int kills, std::mt19937& random) {
  for (int i = 0; i < kills; ++i) {
    std::filesystem::remove_all(path);
    Writer writer(path, 1);
    std::this_thread::sleep_for(Milliseconds(static_cast<int>(random() % 80)));
    if (!writer.kill()) return false;
    const auto kept = whole_commits(path);
    if (!kept || *kept < writer.acknowledged()) return std::fprintf(stderr, "kill %d of its making\n", i), false;
  }
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 4 && std::string(argv[1]) == "--import") testing::import_once(argv[2], argv[3]);
  if (argc == 5 && std::string(argv[1]) == "--write") write_forever(argv[2], std::stoull(argv[3]), std::stoi(argv[4]));
  if (argc != 3) return std::fprintf(stderr, "usage: crash FOLDER ROUNDS\n"), 1;
  const std::string path = argv[1];
  const int rounds = std::atoi(argv[2]);
  if (!testing::kill_imports(path, rounds / 2)) return 1;
  std::filesystem::remove_all(path);
  std::mt19937 random(20);
  if (!survives_its_making(path, rounds, random)) return 1;
  std::filesystem::remove_all(path);
  std::uint64_t acknowledged = 0;
  Follower follower;
  for (int round = 0; round < rounds; ++round) {
    const auto before = whole_commits(path);
    if (!before) return 1;
    Writer writer(path, *before + 1);
    const auto end = std::chrono::steady_clock::now() + Milliseconds(60 + static_cast<int>(random() % 300));
    while (std::chrono::steady_clock::now() < end) {
      if (!follower.follow(path, std::max(acknowledged, writer.acknowledged()))) return 1;
      std::this_thread::sleep_for(Milliseconds(5));  // the writer needs the processor too
    }
    if (!writer.kill()) return 1;
    acknowledged = std::max(acknowledged, writer.acknowledged());
    if (!follower.follow(path, acknowledged)) return 1;
    const auto kept = whole_commits(path);
    if (!kept || *kept < acknowledged) {
      return std::fprintf(stderr, "round %d: %lu acknowledged, %lu kept\n", round,
                          static_cast<unsigned long>(acknowledged), static_cast<unsigned long>(kept.value_or(0))),
             1;
    }
  }
  follower.report();
  std::printf("%lu commits acknowledged over %d kills, none lost\n", static_cast<unsigned long>(acknowledged), rounds);
  return acknowledged > 0 ? 0 : 1;
}
