// Import: records made elsewhere, a line each, into a store.
#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>

#include "bayan/ingest.hpp"
#include "graph/validate.hpp"
#include "text/utf8.hpp"

namespace bayan {

namespace {

constexpr std::size_t records_a_commit = 100'000;
constexpr std::size_t errors_kept = 100;
constexpr std::size_t most_line_bytes = std::size_t{64} << 20;

class Importer {
 public:
  Importer(Store& store, const ImportOptions& options) : store_(store), options_(options) {}

  Result<ImportReport> run(const std::vector<std::string>& paths) {
    const auto began = std::chrono::steady_clock::now();
    for (const std::string& path : paths) {
      std::error_code code;
      const auto size = path == "-" ? 0 : std::filesystem::file_size(path, code);
      if (!code) bytes_total_ += size;
    }
    batch_.keep_recorded_at(options_.keep_recorded_at);
    for (const std::string& path : paths) BAYAN_TRY(read_file(path));
    BAYAN_TRY(store_batch());
    report_.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    return report_;
  }

 private:
  Status read_file(const std::string& path) {
    if (path == "-") return read_lines(std::cin, "standard input");
    if (std::filesystem::is_directory(path))
      return refused(path, "this is a folder", "name the files, or use: bayan ingest STORE FOLDER");
    std::ifstream in(path, std::ios::binary);
    if (!in) return refused(path, "the file cannot be read", "check its name and rights");
    return read_lines(in, path);
  }

  static Error refused(const std::string& path, std::string message, std::string help) {
    Error error = make_error(ErrorCode::input, std::move(message), std::move(help));
    error.file = path;
    return error;
  }

  Status read_lines(std::istream& in, const std::string& file) {
    std::string line;
    std::uint32_t number = 0;
    while (std::getline(in, line)) {
      ++number;
      bytes_done_ += line.size() + 1;
      if (number % 4096 == 0) {
        if (options_.cancel != nullptr && *options_.cancel)
          return make_error(ErrorCode::cancelled, "the import was stopped", "what was committed stays");
        if (options_.progress) options_.progress(bytes_done_, bytes_total_);
      }
      BAYAN_TRY(read_line(line, file, number));
    }
    if (in.bad()) return refused(file, "the file cannot be read to its end", "check the disk");
    if (options_.progress) options_.progress(bytes_done_, bytes_total_);
    return {};
  }

  Status read_line(std::string_view line, const std::string& file, std::uint32_t number) {
    if (line.find_first_not_of(" \t\r") == std::string_view::npos || line.front() == '#') return {};
    ++report_.lines;
    auto record = parse(line);
    if (record) {
      batch_.add(std::move(*record));
      places_.emplace_back(file, number);
      // Strict is all or nothing, so it is one commit however large.
      return batch_.size() >= records_a_commit && !options_.strict ? store_batch() : Status();
    }
    record.error().file = file;
    record.error().line = number;
    return skip(std::move(record.error()));
  }

  static Result<Record> parse(std::string_view line) {
    if (line.size() > most_line_bytes)
      return make_error(ErrorCode::limit, fmt::format("a line of {} bytes", line.size()),
                        "a record is one line of at most 64 MiB");
    if (const auto bad = text::first_bad_byte(line)) {
      Error error =
          make_error(ErrorCode::text, fmt::format("not UTF-8: byte {} of the line begins no character", *bad + 1),
                     "convert the file to UTF-8");
      error.column = static_cast<std::uint32_t>(text::count_code_points(line.substr(0, *bad)) + 1);
      return error;
    }
    auto record = record_from_json(line);
    if (!record) return record;
    BAYAN_TRY(graph::validate(*record));
    return record;
  }

  Status skip(Error error) {
    if (options_.strict) return error;
    ++report_.bad_lines;
    if (report_.errors.size() < errors_kept) report_.errors.push_back(std::move(error));
    return {};
  }

  // Stores what is gathered. A record that the store refuses (an impossible date, say) is taken out and reported, the
  // others go in: the commit is tried again without it.
  Status store_batch() {
    while (!batch_.empty()) {
      auto done = store_.commit(batch_);
      if (done) {
        report_.statements += done->statements_added;
        report_.statements_known += done->statements_known;
        report_.declarations += done->declarations;
        break;
      }
      Error error = std::move(done.error());
      if (error.code == ErrorCode::store || error.code == ErrorCode::busy || error.line == 0) return error;
      const std::size_t at = error.line - 1;
      error.file = places_[at].first;
      error.line = places_[at].second;
      BAYAN_TRY(skip(std::move(error)));
      drop(at);
    }
    batch_.clear();
    batch_.keep_recorded_at(options_.keep_recorded_at);
    places_.clear();
    return {};
  }

  void drop(std::size_t at) {
    Batch rest;
    rest.keep_recorded_at(options_.keep_recorded_at);
    for (std::size_t i = 0; i < batch_.records().size(); ++i) {
      if (i != at) rest.add(batch_.records()[i]);
    }
    batch_ = std::move(rest);
    places_.erase(places_.begin() + static_cast<std::ptrdiff_t>(at));
  }

  Store& store_;
  const ImportOptions& options_;
  Batch batch_;
  std::vector<std::pair<std::string, std::uint32_t>> places_;  // file and line of each record of the batch
  std::uint64_t bytes_done_ = 0, bytes_total_ = 0;
  ImportReport report_;
};

}  // namespace

Result<ImportReport> import_paths(Store& store, const std::vector<std::string>& paths, const ImportOptions& options) {
  if (!options.format.empty() && options.format != "jsonl") {
    return make_error(ErrorCode::usage, fmt::format("import does not read the format \"{}\"", options.format),
                      "it reads jsonl: one record a line");
  }
  return Importer(store, options).run(paths);
}

}  // namespace bayan
