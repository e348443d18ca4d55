#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

#include "ingest/html/page.hpp"
#include "ingest/loader.hpp"

namespace bayan::ingest {

namespace {

namespace fs = std::filesystem;

Error refused(const std::string& path, std::string message, std::string help) {
  Error error = make_error(ErrorCode::input, std::move(message), std::move(help));
  error.file = path;
  return error;
}

Status find_in_folder(const fs::path& folder, std::vector<Found>& out) {
  std::error_code code;
  fs::recursive_directory_iterator entries(folder, code);
  if (code) return refused(folder.string(), "the folder cannot be read: " + code.message(), "check its rights");
  for (; entries != fs::recursive_directory_iterator(); entries.increment(code)) {
    if (code) return refused(folder.string(), "the folder cannot be read: " + code.message(), "check its rights");
    const fs::path& path = entries->path();
    if (path.filename().string().starts_with('.')) {
      if (entries->is_directory(code)) entries.disable_recursion_pending();
      continue;
    }
    if (!entries->is_regular_file(code)) continue;
    if (path.extension() == ".jsonl") out.push_back({path.string(), true});
    if (path.extension() == ".txt" || is_page_name(path.string())) out.push_back({path.string(), false});
  }
  return {};
}

}  // namespace

Result<std::vector<Found>> find_inputs(const std::vector<std::string>& paths) {
  std::vector<Found> out;
  for (const std::string& path : paths) {
    std::error_code code;
    if (path == "-") {
      out.push_back({path, false});
    } else if (fs::is_directory(path, code)) {
      const std::size_t before = out.size();
      BAYAN_TRY(find_in_folder(path, out));
      if (out.size() == before)
        return refused(path, "there are no texts in this folder",
                       "it takes .txt texts, .html pages and .jsonl records");
      std::sort(out.begin() + static_cast<std::ptrdiff_t>(before), out.end(),
                [](const Found& a, const Found& b) { return a.path < b.path; });
    } else if (fs::exists(path, code)) {
      out.push_back({path, fs::path(path).extension() == ".jsonl"});
    } else {
      return refused(path, code ? "this path cannot be read: " + code.message() : "there is no such file",
                     "check the name");
    }
  }
  std::stable_partition(out.begin(), out.end(), [](const Found& found) { return found.records; });
  return out;
}

Result<std::string> read_bytes(const std::string& path) {
  if (path == "-") return std::string(std::istreambuf_iterator<char>(std::cin), {});
  std::ifstream in(path, std::ios::binary);
  if (!in) return refused(path, fmt::format("the file cannot be read: {}", std::strerror(errno)), "check its rights");
  std::string out;
  std::error_code code;
  if (const auto size = fs::file_size(path, code); !code) out.reserve(size);
  char block[1 << 16];
  while (in.read(block, sizeof block) || in.gcount() > 0) out.append(block, static_cast<std::size_t>(in.gcount()));
  if (in.bad()) return refused(path, "the file cannot be read to its end", "check the disk");
  return out;
}

}  // namespace bayan::ingest
