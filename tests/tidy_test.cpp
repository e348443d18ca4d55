// The house rules that a machine can check: include arrows, lengths of files and functions, names of parties in code.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

namespace fs = std::filesystem;

namespace {

constexpr std::size_t most_file_lines = 400;
constexpr std::size_t most_function_lines = 70;

// What a folder may include of ours, besides itself. Arrows point down: docs in ARCHITECTURE.md.
const std::map<std::string, std::set<std::string>> arrows = {
    {"include", {}},
    {"text", {"include"}},
    {"graph", {"include", "text"}},
    {"ingest", {"include", "text", "graph"}},
    {"query", {"include", "text", "graph"}},
    {"shell", {"include", "text", "graph"}},
    {"examples", {"include"}},
    {"tests", {"include", "text", "graph", "ingest", "query", "shell"}},
};

// Which files alone may include a library's headers.
const std::vector<std::pair<std::string, std::string>> owners = {{"rocksdb/", "graph/kv"},
                                                                 {"unicode/", "text/"},
                                                                 {"libstemmer.h", "text/"},
                                                                 {"gumbo.h", "ingest/html/tree.cpp"},
                                                                 {"CLI/", "shell/cli.cpp"},
                                                                 {"editline/", "shell/repl.cpp"}};

struct Source {
  std::string path;  // from the root
  std::vector<std::string> lines;
};

std::vector<Source> sources() {
  std::vector<Source> out;
  const fs::path root = BAYAN_SOURCE_DIR;
  for (const auto& [folder, allowed] : arrows) {
    if (!fs::exists(root / folder)) continue;
    for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
      const std::string extension = entry.path().extension().string();
      if (extension != ".cpp" && extension != ".hpp") continue;
      Source source{fs::relative(entry.path(), root).string(), {}};
      std::ifstream in(entry.path());
      for (std::string line; std::getline(in, line);) source.lines.push_back(line);
      out.push_back(std::move(source));
    }
  }
  std::sort(out.begin(), out.end(), [](const Source& a, const Source& b) { return a.path < b.path; });
  return out;
}

std::string folder_of(const std::string& path) { return path.substr(0, path.find('/')); }

}  // namespace

TEST_CASE("includes follow the arrows") {
  const std::regex include(R"re(^#include ["<]([^">]+)[">])re");
  for (const Source& source : sources()) {
    const std::string from = folder_of(source.path);
    for (const std::string& line : source.lines) {
      std::smatch match;
      if (!std::regex_search(line, match, include)) continue;
      const std::string target = match[1];
      for (const auto& [header, owner] : owners) {
        if (target.starts_with(header))
          CHECK_MESSAGE((source.path.starts_with(owner) || source.path == "tests/faulty_files.cpp"),
                        source.path << " includes " << target);
      }
      std::string to = folder_of(target);
      if (to == "bayan") to = "include";
      if (!arrows.contains(to) || to == from) continue;
      CHECK_MESSAGE(arrows.at(from).contains(to), source.path << " includes " << target);
    }
  }
}

TEST_CASE("public headers include no dependency") {
  const std::regex include(R"re(^#include <([^>]+)>)re");
  for (const Source& source : sources()) {
    if (folder_of(source.path) != "include") continue;
    for (const std::string& line : source.lines) {
      std::smatch match;
      if (!std::regex_search(line, match, include)) continue;
      const std::string target = match[1];
      CHECK_MESSAGE(target.find_first_of("/.") == std::string::npos, source.path << " includes " << target);
    }
  }
}

TEST_CASE("a file has at most 400 lines") {
  for (const Source& source : sources()) {
    if (source.path.starts_with("tests/")) continue;
    CHECK_MESSAGE(source.lines.size() <= most_file_lines, source.path << " has " << source.lines.size());
  }
}

TEST_CASE("a function has at most 70 lines") {
  // A body opens with a line that ends in ") {" or the like at depth 0 or 2 and closes with "}" at the same depth.
  const std::regex opens(R"(^( {0,2})[A-Za-z_].*\)[^;]*\{$)");
  for (const Source& source : sources()) {
    for (std::size_t i = 0; i < source.lines.size(); ++i) {
      std::smatch match;
      if (!std::regex_match(source.lines[i], match, opens)) continue;
      if (source.lines[i].find("namespace") != std::string::npos ||
          source.lines[i].find("TEST_CASE") != std::string::npos)
        continue;
      const std::string close = match[1].str() + "}";
      std::size_t end = i + 1;
      while (end < source.lines.size() && source.lines[end] != close && source.lines[end] != close + ";") ++end;
      CHECK_MESSAGE(end - i <= most_function_lines, source.path << ":" << i + 1 << " has " << end - i << " lines");
    }
  }
}

TEST_CASE("no party of any talks is named in the code that reads text") {
  const std::regex names(R"((Syria|Astana|Turk|Russia|Iran|Israel|سوري|أستان|ترك|روسي|إيران|إسرائيل))");
  for (const Source& source : sources()) {
    if (!source.path.starts_with("ingest/extract/") && !source.path.starts_with("query/") &&
        !source.path.starts_with("text/"))
      continue;
    for (std::size_t i = 0; i < source.lines.size(); ++i) {
      std::string code = source.lines[i];
      if (const auto comment = code.find("//"); comment != std::string::npos) code.resize(comment);
      CHECK_MESSAGE(!std::regex_search(code, names), source.path << ":" << i + 1);
    }
  }
}

TEST_CASE("nothing is left for later inside the code") {
  const std::string marks[] = {std::string("TO") + "DO", std::string("FIX") + "ME", std::string("XX") + "X"};
  for (const Source& source : sources()) {
    for (std::size_t i = 0; i < source.lines.size(); ++i) {
      for (const std::string& mark : marks) {
        CHECK_MESSAGE(source.lines[i].find(mark) == std::string::npos, source.path << ":" << i + 1);
      }
    }
  }
}
