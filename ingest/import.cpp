// Import: records made elsewhere, a line each, into a store.
#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <memory>

#include "bayan/ingest.hpp"
#include "graph/bulk.hpp"
#include "graph/validate.hpp"
#include "ingest/lines.hpp"
#include "ingest/table.hpp"
#include "text/utf8.hpp"

namespace bayan {

namespace {

constexpr std::size_t records_a_commit = 100'000;
constexpr std::size_t errors_kept = 100;
constexpr std::size_t most_line_bytes = std::size_t{64} << 20;
constexpr std::uintmax_t large_table_bytes = std::uintmax_t{4} << 20;  // below, a run of pages is not worth it
constexpr std::uint32_t lines_between = 4096;                          // two looks at cancel and progress

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
    if (std::filesystem::is_directory(path))
      return refused(path, "this is a folder", "name the files, or use: bayan ingest STORE FOLDER");
    BAYAN_LET(lines, ingest::LineReader::open(path));
    const std::string format = options_.format.empty() ? extension_of(path) : options_.format;
    const std::string name = path == "-" ? "standard input" : path;
    if (format == "tsv" || format == "csv")
      return read_table(lines, name, format == "tsv" ? '\t' : ',', is_large(path));
    return read_lines(lines, name);
  }

  static std::string extension_of(const std::string& path) {
    const std::string extension = std::filesystem::path(path).extension().string();
    return extension.empty() ? extension : extension.substr(1);
  }
  static bool is_large(const std::string& path) {
    std::error_code code;
    return path == "-" || (std::filesystem::file_size(path, code) >= large_table_bytes && !code);
  }

  static Error refused(const std::string& path, std::string message, std::string help) {
    Error error = make_error(ErrorCode::input, std::move(message), std::move(help));
    error.file = path;
    return error;
  }

  // Every so many lines: whether to stop, and how far it is.
  Status keep_in_touch(const ingest::LineReader& lines) {
    if (options_.cancel != nullptr && *options_.cancel)
      return make_error(ErrorCode::cancelled, "the import was stopped", "what was committed stays");
    if (options_.progress) options_.progress(bytes_before_ + lines.bytes(), bytes_total_);
    return {};
  }

  Status read_lines(ingest::LineReader& lines, const std::string& file) {
    std::uint32_t number = 0;
    for (std::string_view line; lines.next(line);) {
      if (++number % lines_between == 0) BAYAN_TRY(keep_in_touch(lines));
      BAYAN_TRY(read_line(line, file, number));
    }
    BAYAN_TRY(lines.status());
    BAYAN_TRY(keep_in_touch(lines));
    bytes_before_ += lines.bytes();
    return {};
  }

  // Bare facts of a large table go into one bulk load, lines that say more into commits.
  Status read_table(ingest::LineReader& lines, const std::string& file, char separator, bool large) {
    std::string_view line;
    if (!lines.next(line)) return refused(file, "the table is empty", "its first line names the columns");
    auto table = ingest::TableReader::open(line, separator, options_.columns);
    if (!table) return placed(std::move(table.error()), file, 1);
    graph::BulkLoad load(store_.database());
    std::uint32_t number = 1;
    while (lines.next(line)) {
      if (++number % lines_between == 0) BAYAN_TRY(keep_in_touch(lines));
      if (line.empty()) continue;
      ++report_.lines;
      Status status = check_utf8(line);
      if (status) status = table->read(line);
      if (!status) {
        BAYAN_TRY(skip(placed(std::move(status.error()), file, number)));
        continue;
      }
      if (large && table->is_bare()) {
        BAYAN_LET(loaded, load.add(table->row()));
        if (loaded) continue;
      }
      BAYAN_TRY(take(table->record(), file, number));
    }
    BAYAN_TRY(lines.status());
    BAYAN_TRY(keep_in_touch(lines));
    bytes_before_ += lines.bytes();
    BAYAN_LET(done, load.finish());
    report_.statements += done.statements_added;
    report_.statements_known += done.statements_known;
    return {};
  }

  static Error placed(Error error, const std::string& file, std::uint32_t line) {
    error.file = file;
    error.line = line;
    return error;
  }

  Status read_line(std::string_view line, const std::string& file, std::uint32_t number) {
    if (line.find_first_not_of(" \t\r") == std::string_view::npos || line.front() == '#') return {};
    ++report_.lines;
    auto record = parse(line);
    if (!record) return skip(placed(std::move(record.error()), file, number));
    return take(std::move(*record), file, number);
  }

  Status take(Record record, const std::string& file, std::uint32_t number) {
    if (auto status = graph::validate(record); !status) return skip(placed(std::move(status.error()), file, number));
    batch_.add(std::move(record));
    places_.emplace_back(file, number);
    // Strict is all or nothing, so it is one commit however large.
    return batch_.size() >= records_a_commit && !options_.strict ? store_batch() : Status();
  }

  static Status check_utf8(std::string_view line) {
    const auto at = text::first_bad_byte(line);
    if (!at) return {};
    Error error =
        make_error(ErrorCode::text, fmt::format("not UTF-8: byte {} of the line begins no character", *at + 1),
                   "convert the file to UTF-8");
    error.column = static_cast<std::uint32_t>(text::count_code_points(line.substr(0, *at)) + 1);
    return error;
  }

  static Result<Record> parse(std::string_view line) {
    if (line.size() > most_line_bytes)
      return make_error(ErrorCode::limit, fmt::format("a line of {} bytes", line.size()),
                        "a record is one line of at most 64 MiB");
    BAYAN_TRY(check_utf8(line));
    return record_from_json(line);
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
  std::uint64_t bytes_before_ = 0, bytes_total_ = 0;           // of the files read already, and of all
  ImportReport report_;
};

}  // namespace

Result<ImportReport> import_paths(Store& store, const std::vector<std::string>& paths, const ImportOptions& options) {
  if (!options.format.empty() && options.format != "jsonl" && options.format != "tsv" && options.format != "csv") {
    return make_error(ErrorCode::usage, fmt::format("import does not read the format \"{}\"", options.format),
                      "it reads jsonl, tsv and csv");
  }
  return Importer(store, options).run(paths);
}

}  // namespace bayan
