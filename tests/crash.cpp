// Kills a writer at random moments, while it commits, loads, folds and compacts: nothing acknowledged is lost, nothing is stored
// by halves, and nothing is left of what was broken off.
//
//   crash FOLDER ROUNDS
//
// The same for imports of a large file of records and of a large table: of a killed one nothing is there.
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <thread>

#include "bayan/ingest.hpp"
#include "bayan/store.hpp"
#include "graph/bulk.hpp"
#include "graph/database.hpp"
#include "graph/index.hpp"
#include "graph/runs.hpp"
#include "graph/view.hpp"

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

// How many commits the store holds, whole and from 1 without a gap; 0 and a message when that is not so.
std::uint64_t whole_commits(const std::string& path) {
  auto store = open(path);
  if (!store) return std::fputs(describe(store.error()).c_str(), stderr), 0;
  const auto view = store->snapshot()->view();
  std::map<std::int64_t, int> counts;
  if (!view->all_statements([&](const graph::StatementInfo& s) { return ++counts[s.fact.round.ordinal()], true; }))
    return 0;
  for (const auto& [commit, count] : counts) {
    if (count != statements_a_commit)
      return std::fprintf(stderr, "commit %ld has %d statements\n", static_cast<long>(commit), count), 0;
  }
  if (!orders_agree(*view, counts.size() * statements_a_commit) || leavings(*store->database())) return 0;
  const auto checked = store->check();
  if (!checked || checked->faults > 0)
    return std::fprintf(stderr, "%s\n", checked ? checked->messages.front().c_str() : "no check"), 0;
  if (!counts.empty() && counts.rbegin()->first != static_cast<std::int64_t>(counts.size()))
    return std::fputs("a commit is missing\n", stderr), 0;
  return counts.size();
}

constexpr int imported = 20000;

// About five megabytes each, so that they are loaded and not committed.
void write_inputs(const std::string& records, const std::string& table) {
  std::ofstream lines(records), rows(table);
  rows << "subject\trelation\tobject\tseries\tround\n";
  const std::string filling(200, 'w');
  for (int i = 0; i < imported; ++i) {
    lines << R"({"subject":{"key":"s)" << i % 97 << R"("},"relation":"says","object":{"text":"words )" << i
          << R"("},"series":"talks","round":1,"speaker":{"key":"p"},"evidence":{"text":")" << filling << "\"}}\n";
    rows << "s" << i % 97 << "\thas\t" << filling << i << "\ttalks\t2\n";
  }
}

[[noreturn]] void import_once(const std::string& path, const std::string& input) {
  auto store = open(path);
  if (!store) _exit(3);
  _exit(import_paths(*store, {input}, {}) ? 0 : 4);
}

// How many statements the store has; none and a message when it does not agree with itself.
std::optional<std::uint64_t> sound_statements(const std::string& path) {
  auto store = open(path);
  if (!store) return std::fputs(describe(store.error()).c_str(), stderr), std::nullopt;
  const auto checked = store->check();
  if (!checked || checked->faults > 0)
    return std::fprintf(stderr, "%s\n", checked ? checked->messages.front().c_str() : "no check"), std::nullopt;
  if (std::filesystem::exists(path + "/load")) return std::fputs("files of a load are left\n", stderr), std::nullopt;
  return checked->statements;
}

// Kills imports of an input at moments spread over the time that a whole one takes. Returns whether the store had all of
// it or nothing after each.
bool kill_imports(const std::string& path, const std::string& input, int kills) {
  using Clock = std::chrono::steady_clock;
  const auto import_for = [&](Clock::duration most) {
    const pid_t child = ::fork();
    if (child == 0) {
      ::execl("/proc/self/exe", "crash", "--import", path.c_str(), input.c_str(), nullptr);
      _exit(2);
    }
    std::this_thread::sleep_for(most);
    if (most > Clock::duration::zero()) ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    return status;
  };
  std::filesystem::remove_all(path);
  const auto begin = Clock::now();
  if (import_for({}) != 0 || sound_statements(path) != imported) return std::fputs("no import\n", stderr), false;
  const auto whole = Clock::now() - begin;
  for (int i = 1; i <= kills; ++i) {
    std::filesystem::remove_all(path);
    if (!open(path)) return false;
    import_for(whole * i / (kills + 1));
    const auto kept = sound_statements(path);
    if (!kept || (*kept != 0 && *kept != imported))
      return std::fprintf(stderr, "%s: kill %d of %d left a part\n", input.c_str(), i, kills), false;
  }
  return true;
}

bool kill_imports(const std::string& path, int kills) {
  const std::string records = path + ".jsonl", table = path + ".tsv";
  write_inputs(records, table);
  const bool well = kill_imports(path, records, kills) && kill_imports(path, table, kills);
  std::filesystem::remove(records);
  std::filesystem::remove(table);
  return well;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 4 && std::string(argv[1]) == "--import") import_once(argv[2], argv[3]);
  if (argc == 5 && std::string(argv[1]) == "--write") write_forever(argv[2], std::stoull(argv[3]), std::stoi(argv[4]));
  if (argc != 3) return std::fprintf(stderr, "usage: crash FOLDER ROUNDS\n"), 1;
  const std::string path = argv[1];
  if (!kill_imports(path, std::atoi(argv[2]) / 2)) return 1;
  std::filesystem::remove_all(path);
  std::mt19937 random(20);
  std::uint64_t acknowledged = 0;
  for (int round = 0; round < std::atoi(argv[2]); ++round) {
    int ends[2];
    if (::pipe(ends) != 0) return 1;
    const std::uint64_t first = round == 0 ? 1 : whole_commits(path) + 1;
    const pid_t child = ::fork();
    if (child == 0) {  // a new program, since this one has threads
      ::execl("/proc/self/exe", "crash", "--write", path.c_str(), std::to_string(first).c_str(),
              std::to_string(ends[1]).c_str(), nullptr);
      _exit(2);
    }
    ::close(ends[1]);
    std::this_thread::sleep_for(std::chrono::milliseconds(60 + static_cast<int>(random() % 300)));
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    if (!WIFSIGNALED(status)) return std::fprintf(stderr, "the writer ended by itself: %d\n", WEXITSTATUS(status)), 1;
    for (std::uint64_t commit = 0; ::read(ends[0], &commit, sizeof commit) == sizeof commit;) acknowledged = commit;
    ::close(ends[0]);
    const std::uint64_t kept = whole_commits(path);
    if (kept < acknowledged || (kept == 0 && acknowledged > 0)) {
      return std::fprintf(stderr, "round %d: %lu acknowledged, %lu kept\n", round,
                          static_cast<unsigned long>(acknowledged), static_cast<unsigned long>(kept)),
             1;
    }
  }
  std::printf("%lu commits acknowledged over %s kills, none lost\n", static_cast<unsigned long>(acknowledged), argv[2]);
  return acknowledged > 0 ? 0 : 1;
}
