// Runs conformance cases of the query language: bayan_cases FILE...
//
// A case file is blocks (`== KEYWORD [ARGUMENT]` and the lines below it) that fill a store and ask it questions; the
// stores are in `fixtures/` beside the file. The format:
//   use NAME, at TIME, load, do          make the store (outside of cases)
//   case TITLE, query, params, options   one question
//   rows unordered|ordered, count N, error LINE:COLUMN CODE [TEXT], ok, partial WORD   what it answers
//
// UPDATE=1 in the environment rewrites what failing cases expect in the files given; read the difference afterwards.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "bayan/bayan.hpp"
#include "text/fold.hpp"

namespace {

namespace fs = std::filesystem;
using nlohmann::json;

struct Block {
  std::string keyword, argument;
  std::vector<std::string> lines;
  std::size_t line = 0;
};

// What stops a whole file: it cannot be read or run.
struct Broken {
  std::string message;
};

std::vector<Block> read_blocks(const fs::path& path) {
  std::ifstream in(path);
  if (!in) throw Broken{fmt::format("{}: cannot be read", path.string())};
  std::vector<Block> out;
  std::string line;
  for (std::size_t number = 1; std::getline(in, line); ++number) {
    if (line.rfind("== ", 0) == 0) {
      Block block;
      const std::size_t space = line.find(' ', 3);
      block.keyword = line.substr(3, space == std::string::npos ? space : space - 3);
      if (space != std::string::npos) block.argument = line.substr(space + 1);
      while (!block.argument.empty() && block.argument.back() == ' ') block.argument.pop_back();
      block.line = number;
      out.push_back(std::move(block));
    } else if (!out.empty()) {
      out.back().lines.push_back(line);
    } else if (!line.empty() && line[0] != '#') {
      throw Broken{fmt::format("{}:{}: text before the first block", path.string(), number)};
    }
  }
  const auto is_blank = [](const std::string& text) { return text.find_first_not_of(" \t\r") == std::string::npos; };
  for (auto& block : out) {
    while (!block.lines.empty() && is_blank(block.lines.back())) block.lines.pop_back();
  }
  return out;
}

// The lines of a block that say something.
std::vector<std::string> content(const Block& block) {
  std::vector<std::string> out;
  for (const auto& line : block.lines) {
    if (line.find_first_not_of(" \t\r") != std::string::npos && line[0] != '#') out.push_back(line);
  }
  return out;
}

std::string joined(const Block& block) { return fmt::format("{}", fmt::join(block.lines, "\n")); }

std::string shown(const bayan::Error& error) {
  return fmt::format("error {}:{} {} {} ({})", error.line, error.column, bayan::name(error.code), error.message,
                     error.help);
}

// A store in a folder of its own, with a clock that is set.
class TestStore {
 public:
  TestStore() {
    static int counter = 0;
    folder_ = fs::temp_directory_path() / fmt::format("bayan-cases-{}-{}", ::getpid(), counter++);
    bayan::OpenOptions options;
    options.create = true;
    options.synced = false;
    options.clock_us = [clock = clock_] { return *clock; };
    auto opened = bayan::Store::open(folder_.string(), options);
    if (!opened) throw Broken{bayan::describe(opened.error())};
    store_.emplace(std::move(*opened));
  }
  ~TestStore() {
    store_.reset();
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }
  TestStore(const TestStore&) = delete;
  TestStore& operator=(const TestStore&) = delete;

  bayan::Store& store() { return *store_; }

  void set_clock(const std::string& time) {
    int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
    if (std::sscanf(time.c_str(), "%d-%d-%dT%d:%d:%dZ", &year, &month, &day, &hour, &minute, &second) != 6) {
      throw Broken{"not a time: " + time};
    }
    using namespace std::chrono;
    const sys_days date = std::chrono::year(year) / month / day;
    const auto moment = date.time_since_epoch() + hours(hour) + minutes(minute) + seconds(second);
    *clock_ = duration_cast<microseconds>(moment).count();
  }

  void load(const Block& block, const fs::path& path) {
    bayan::Batch batch;
    for (const auto& line : content(block)) {
      auto record = bayan::record_from_json(line);
      if (!record)
        throw Broken{fmt::format("{}:{}: {}\n  {}", path.string(), block.line, bayan::describe(record.error()), line)};
      batch.add(std::move(*record));
    }
    const auto report = store().commit(batch);
    if (!report) throw Broken{fmt::format("{}:{}: {}", path.string(), block.line, bayan::describe(report.error()))};
  }

  void write(const Block& block, const fs::path& path) {
    for (const auto& line : content(block)) {
      const auto rows = bayan::query(store(), line);
      if (!rows) throw Broken{fmt::format("{}:{}: {}", path.string(), block.line, bayan::describe(rows.error(), line))};
    }
  }

 private:
  std::shared_ptr<std::int64_t> clock_ = std::make_shared<std::int64_t>(1767225600000000);
  fs::path folder_;
  std::optional<bayan::Store> store_;
};

struct Case {
  std::string title;
  std::size_t line = 0;
  std::optional<std::string> query;
  std::string params = "{}";
  json options = json::object();
  std::optional<Block> expectation;
  std::optional<std::string> partial;
};

bool same(const json& a, const json& b) {
  if (a.is_number() && b.is_number()) return std::abs(a.get<double>() - b.get<double>()) < 1e-9;
  if (a.is_array() && b.is_array()) {
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), same);
  }
  if (a.is_object() && b.is_object()) {
    if (a.size() != b.size()) return false;
    for (const auto& [key, value] : a.items()) {
      if (!b.contains(key) || !same(value, b[key])) return false;
    }
    return true;
  }
  return a == b;
}

// What one query gave.
struct Answer {
  std::optional<bayan::Error> error;
  std::vector<json> rows;
  std::optional<std::string> partial;
};

bayan::QueryOptions options_of(const json& given) {
  bayan::QueryOptions out;
  out.lang = given.value("lang", out.lang);
  out.series = given.value("series", out.series);
  out.path_limit = given.value("path_limit", out.path_limit);
  out.similarity = given.value("similarity", out.similarity);
  out.rows = given.value("rows", out.rows);
  return out;
}

Answer ask(bayan::Store& store, const Case& one) {
  Answer out;
  auto parameters = bayan::Parameters::from_json(one.params);
  if (!parameters) {
    out.error = parameters.error();
    return out;
  }
  auto rows = bayan::query(store, *one.query, *parameters, options_of(one.options));
  if (!rows) {
    out.error = rows.error();
    return out;
  }
  while (rows->next()) {
    const std::string text = rows->json();
    out.rows.push_back(json::parse(text, nullptr, false));
    if (out.rows.back().is_discarded()) out.rows.back() = "not JSON: " + text;
  }
  if (const auto status = rows->status(); !status) out.error = status.error();
  out.partial = rows->partial();
  return out;
}

std::string shown(const std::vector<json>& rows) {
  std::string out;
  for (const auto& row : rows) out += "\n      " + row.dump();
  return out.empty() ? "\n      nothing" : out;
}

// Nothing when the rows are the wanted ones.
std::optional<std::string> compare_rows(const Block& block, const std::vector<json>& got) {
  std::vector<json> wanted;
  for (const auto& line : content(block)) wanted.push_back(json::parse(line));
  if (block.argument == "ordered") {
    if (wanted.size() == got.size() && std::equal(wanted.begin(), wanted.end(), got.begin(), same)) return std::nullopt;
    return "wanted in this order:" + shown(wanted) + "\n    got:" + shown(got);
  }
  std::vector<json> surplus = got, missing;
  for (const auto& row : wanted) {
    const auto found = std::find_if(surplus.begin(), surplus.end(), [&](const json& one) { return same(one, row); });
    if (found == surplus.end()) {
      missing.push_back(row);
    } else {
      surplus.erase(found);
    }
  }
  if (missing.empty() && surplus.empty()) return std::nullopt;
  return "wanted but not got:" + shown(missing) + "\n    got but not wanted:" + shown(surplus);
}

std::optional<std::string> compare_error(const std::string& wanted, const Answer& answer) {
  if (!answer.error)
    return fmt::format("wanted error {}, got {} rows:{}", wanted, answer.rows.size(), shown(answer.rows));
  const bayan::Error& error = *answer.error;
  std::istringstream in(wanted);
  std::string place, code, text;
  in >> place >> code;
  std::getline(in, text);
  const std::string got_place = fmt::format("{}:{}", error.line, error.column);
  const std::string said = bayan::text::fold(error.message + " " + error.help);
  const bool fits =
      place == got_place && code == bayan::name(error.code) && said.find(bayan::text::fold(text)) != std::string::npos;
  if (fits) return std::nullopt;
  return fmt::format("wanted error {}, got {}", wanted, shown(error));
}

// Nothing when the case passes, else why it fails.
std::optional<std::string> run_case(bayan::Store& store, const Case& one, Answer& answer) {
  if (!one.query || !one.expectation) return "a case needs a query and what it answers";
  answer = ask(store, one);
  const Block& wanted = *one.expectation;
  if (wanted.keyword == "error") return compare_error(wanted.argument, answer);
  if (answer.error) return "got " + shown(*answer.error);
  if (wanted.keyword == "ok") return std::nullopt;
  const bool marked = answer.partial.has_value();
  const bool fits = one.partial ? marked && answer.partial->find(*one.partial) != std::string::npos : !marked;
  if (!fits)
    return fmt::format("partial: wanted {}, got {}", one.partial.value_or("no"), answer.partial.value_or("no"));
  if (wanted.keyword == "rows") return compare_rows(wanted, answer.rows);
  if (std::to_string(answer.rows.size()) == wanted.argument) return std::nullopt;
  return fmt::format("wanted {} rows, got {}:{}", wanted.argument, answer.rows.size(), shown(answer.rows));
}

// The block that the answer would have passed with.
std::vector<std::string> expectation_of(const Block& wanted, const Answer& answer) {
  if (answer.error) {
    return {fmt::format("== error {}:{} {}", answer.error->line, answer.error->column, bayan::name(answer.error->code)),
            ""};
  }
  if (wanted.keyword == "count") return {fmt::format("== count {}", answer.rows.size()), ""};
  std::vector<std::string> out{"== rows " + (wanted.keyword == "rows" ? wanted.argument : std::string("unordered"))};
  for (const auto& row : answer.rows) out.push_back(row.dump());
  out.push_back("");
  return out;
}

class FileRun {
 public:
  explicit FileRun(fs::path path) : path_(std::move(path)) {}

  void run() {
    for (const auto& block : read_blocks(path_)) take(block);
    finish_case();
    if (std::getenv("UPDATE") != nullptr && !rewritten_.empty()) rewrite();
  }

  int passed = 0, failed = 0;

 private:
  void take(const Block& block) {
    const std::string& keyword = block.keyword;
    if (keyword == "use" || keyword == "at" || keyword == "load" || keyword == "do") {
      finish_case();
      set_up(block, path_);
    } else if (keyword == "case") {
      finish_case();
      case_.emplace();
      case_->title = block.argument;
      case_->line = block.line;
    } else if (!case_) {
      throw Broken{fmt::format("{}:{}: \"{}\" outside of a case", path_.string(), block.line, keyword)};
    } else {
      add_to_case(block);
    }
  }

  void add_to_case(const Block& block) {
    const std::string& keyword = block.keyword;
    if (keyword == "query") {
      case_->query = joined(block);
    } else if (keyword == "params") {
      case_->params = joined(block);
    } else if (keyword == "options") {
      case_->options = json::parse(joined(block));
    } else if (keyword == "partial") {
      case_->partial = block.argument;
    } else if (keyword == "rows" || keyword == "count" || keyword == "error" || keyword == "ok") {
      case_->expectation = block;
    } else {
      throw Broken{fmt::format("{}:{}: unknown block \"{}\"", path_.string(), block.line, keyword)};
    }
  }

  void set_up(const Block& block, const fs::path& from) {
    if (block.keyword == "use") {
      store_ = std::make_unique<TestStore>();
      const fs::path fixture = from.parent_path() / "fixtures" / (block.argument + ".fixture");
      for (const auto& inner : read_blocks(fixture)) set_up(inner, fixture);
      return;
    }
    if (!store_) store_ = std::make_unique<TestStore>();
    if (block.keyword == "at") {
      store_->set_clock(block.argument);
    } else if (block.keyword == "load") {
      store_->load(block, from);
    } else if (block.keyword == "do") {
      store_->write(block, from);
    } else {
      throw Broken{fmt::format("{}:{}: unknown block \"{}\"", from.string(), block.line, block.keyword)};
    }
  }

  void finish_case() {
    if (!case_) return;
    if (!store_) store_ = std::make_unique<TestStore>();
    Answer answer;
    const auto why = run_case(store_->store(), *case_, answer);
    if (why) {
      ++failed;
      if (case_->expectation) rewritten_[case_->expectation->line] = expectation_of(*case_->expectation, answer);
      fmt::print("FAIL {}:{}: {}\n    {}\n    {}\n", path_.string(), case_->line, case_->title,
                 case_->query.value_or(""), *why);
    } else {
      ++passed;
    }
    case_.reset();
  }

  void rewrite() const {
    std::ifstream in(path_);
    std::string out, line;
    bool skipping = false;
    for (std::size_t number = 1; std::getline(in, line); ++number) {
      if (line.rfind("== ", 0) == 0) skipping = false;
      const auto found = rewritten_.find(number);
      if (found != rewritten_.end()) {
        skipping = true;
        for (const auto& next : found->second) out += next + "\n";
      }
      if (!skipping) out += line + "\n";
    }
    in.close();
    std::ofstream(path_) << out;
  }

  fs::path path_;
  std::unique_ptr<TestStore> store_;
  std::optional<Case> case_;
  std::map<std::size_t, std::vector<std::string>> rewritten_;  // by the line of the block
};

}  // namespace

int main(int count, char** arguments) {
  int passed = 0, failed = 0;
  bool broken = false;
  for (int i = 1; i < count; ++i) {
    FileRun file{fs::path(arguments[i])};
    try {
      file.run();
    } catch (const Broken& problem) {
      broken = true;
      fmt::print("{}\n", problem.message);
    } catch (const json::exception& problem) {
      broken = true;
      fmt::print("{}: {}\n", arguments[i], problem.what());
    }
    passed += file.passed;
    failed += file.failed;
  }
  if (passed + failed == 0) fmt::print("there was no case\n");
  fmt::print("{} passed, {} failed\n", passed, failed);
  return broken || failed > 0 || passed == 0 ? 1 : 0;
}
