// The program that takes part in the bench beside other stores.
//
//   bayan_bench answer STORE questions.jsonl [BUDGET_S] > answers.bayan.jsonl
//   bayan_bench scan STORE
//   bayan_bench commits FOLDER
//   bayan_bench latency FOLDER
//
// An answer's time goes from having the arguments to holding the whole result, names included. Files are read once
// before, so that they are in the page cache; a kind's first question is asked once more before it counts; a kind stops
// when its budget (40 s) is spent, but not before three questions, where they fit in five budgets.
#include <fmt/format.h>
#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <string>

#include "bayan/bayan.hpp"
#include "tests/bench/asker.hpp"
#include "tests/bench/commits.hpp"
#include "tests/bench/latency.hpp"
#include "tests/bench/reading_figures.hpp"
#include "tests/bench/scan.hpp"

namespace {

using namespace bayan;
using bayan::bench::Asker;
using bayan::bench::Question;

constexpr double default_budget_s = 40;
constexpr std::size_t cache_bytes = std::size_t{512} << 20;

double seconds_since(std::chrono::steady_clock::time_point begin) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

void read_once(const std::string& folder) {
  std::string block(std::size_t{1} << 20, '\0');
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    std::ifstream file(entry.path(), std::ios::binary);
    while (file.read(block.data(), static_cast<std::streamsize>(block.size()))) {
    }
  }
}

struct Spent {
  double seconds = 0;  // the warm-up's too
  int asked = 0;

  bool is_over(double budget) const {
    return seconds > budget && (asked >= 3 || seconds * (asked + 2) / (asked + 1) > 5 * budget);
  }
};

// Asks once; prints the answer when `counts`.
bool ask(Asker& asker, const Question& question, Spent& spent, bool counts) {
  const auto begin = std::chrono::steady_clock::now();
  const auto fetched = asker.ask(question);
  const double seconds = seconds_since(begin);
  spent.seconds += seconds;
  if (!fetched) return std::fputs(describe(fetched.error()).c_str(), stderr), false;
  if (!counts) return true;
  ++spent.asked;
  fmt::print("{{\"id\": {}, \"kind\": \"{}\", \"answer\": {}, \"us\": {:.1f}}}\n", question.id, question.kind,
             bench::answer(question.kind, *fetched), seconds * 1e6);
  return true;
}

int answer(const std::string& path, const std::string& questions, double budget) {
  read_once(path);
  const auto begin = std::chrono::steady_clock::now();
  OpenOptions options;
  options.read_only = true;
  options.cache_bytes = cache_bytes;
  auto store = Store::open(path, options);
  if (!store) return std::fputs(describe(store.error()).c_str(), stderr), 1;
  Asker asker(*store->snapshot());
  const double open_s = seconds_since(begin);
  std::ifstream in(questions);
  std::map<std::string, Spent> spent;
  for (std::string line; std::getline(in, line);) {
    const auto question = bench::question_from_json(line);
    if (!question) return std::fputs(describe(question.error()).c_str(), stderr), 1;
    Spent& used = spent[question->kind];
    if (used.is_over(budget)) continue;
    if (used.seconds == 0 && !ask(asker, *question, used, false)) return 1;
    if (!ask(asker, *question, used, true)) return 1;
  }
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  fmt::print(stderr, "{{\"open_s\": {:.4f}, \"ask_peak_mib\": {}}}\n", open_s, usage.ru_maxrss / 1024);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string command = argc > 1 ? argv[1] : "";
  if (command == "answer" && (argc == 4 || argc == 5))
    return answer(argv[2], argv[3], argc == 5 ? std::atof(argv[4]) : default_budget_s);
  if (command == "scan" && argc == 3) return bench::scan(argv[2]);
  if (command == "commits" && argc == 3) return bench::commits(argv[2]);
  if (command == "latency" && argc == 3) return bench::latency(argv[2]);
  if (command == "pairs" && argc == 3) return bench::about_pairs(argv[2]);
  if (command == "clitics" && argc == 3) return bench::clitics(argv[2]);
  std::fputs("usage: bayan_bench answer STORE questions.jsonl [BUDGET_S]\n       bayan_bench scan STORE\n"
             "       bayan_bench commits FOLDER\n       bayan_bench latency FOLDER\n"
             "       bayan_bench pairs PAIRS.tsv\n       bayan_bench clitics SENTENCES.tsv\n", stderr);
  return 2;
}
