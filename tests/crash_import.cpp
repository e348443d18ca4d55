#include "tests/crash_import.hpp"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <optional>
#include <thread>

#include "bayan/ingest.hpp"
#include "bayan/store.hpp"

namespace bayan::testing {

namespace {

Result<Store> open(const std::string& path) { return Store::open(path, {.create = true}); }

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

}  // namespace

[[noreturn]] void import_once(const std::string& path, const std::string& input) {
  auto store = open(path);
  if (!store) _exit(3);
  _exit(import_paths(*store, {input}, {}) ? 0 : 4);
}

bool kill_imports(const std::string& path, int kills) {
  const std::string records = path + ".jsonl", table = path + ".tsv";
  write_inputs(records, table);
  const bool well = kill_imports(path, records, kills) && kill_imports(path, table, kills);
  std::filesystem::remove(records);
  std::filesystem::remove(table);
  return well;
}

}  // namespace bayan::testing
