// Import: records made elsewhere, a line each, into a store. Which reader reads a file is chosen here, by its name.
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <filesystem>

#include "bayan/ingest.hpp"
#include "graph/database.hpp"
#include "ingest/decompress.hpp"
#include "ingest/intake.hpp"
#include "ingest/lines.hpp"
#include "ingest/nquads.hpp"
#include "ingest/rdf.hpp"
#include "ingest/record_reader.hpp"
#include "ingest/sha256.hpp"
#include "ingest/table.hpp"
#include "ingest/turtle.hpp"

namespace bayan {

namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t large_input_bytes = std::uint64_t{4} << 20;  // below, a run of pages is not worth it
constexpr std::uint64_t usual_compression = 8;                       // of what these formats hold
constexpr std::uint32_t lines_between = 4096;                        // two looks at cancel and progress
constexpr std::size_t load_name_size = 16;                           // of a digest, in the keys of blank nodes

constexpr std::array<std::string_view, 7> formats = {"jsonl", "tsv", "csv", "nt", "nq", "ttl", "trig"};

// One file or standard input.
struct Input {
  std::string path, name, format;
  std::uint64_t bytes = 0;  // 0: not known
  bool large = true;
};

Error refused(const std::string& path, std::string message, std::string help) {
  Error error = make_error(ErrorCode::input, std::move(message), std::move(help));
  error.file = path;
  return error;
}

Result<Input> input_of(const std::string& path, const std::string& format) {
  if (fs::is_directory(path))
    return refused(path, "this is a folder", "name the files, or use: bayan ingest STORE FOLDER");
  Input out{path, path == "-" ? "standard input" : path, format};
  const std::string_view inside = ingest::name_inside(path);
  if (out.format.empty()) {
    const std::string extension = fs::path(inside).extension().string();
    if (!extension.empty()) out.format = extension.substr(1);
  }
  struct stat status {};
  const int found = path == "-" ? ::fstat(0, &status) : ::stat(path.c_str(), &status);
  if (found == 0 && S_ISREG(status.st_mode)) {
    out.bytes = static_cast<std::uint64_t>(status.st_size);
    out.large = out.bytes * (inside.size() < path.size() ? usual_compression : 1) >= large_input_bytes;
  }
  return out;
}

bool is_blank(std::string_view line) { return line.find_first_not_of(" \t\r") == std::string_view::npos; }

class Importer {
 public:
  Importer(Store& store, const ImportOptions& options) : store_(store), options_(options), intake_(store, options) {}

  Result<ImportReport> run(const std::vector<std::string>& paths) {
    const auto began = std::chrono::steady_clock::now();
    std::vector<Input> inputs;
    for (const std::string& path : paths) {
      BAYAN_LET(input, input_of(path, options_.format));
      intake_.expect(input.bytes, input.large);
      inputs.push_back(std::move(input));
    }
    for (const Input& input : inputs) BAYAN_TRY(read(input));
    BAYAN_LET(report, intake_.finish());
    report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    return report;
  }

 private:
  Status read(const Input& input) {
    BAYAN_LET(source, ingest::ByteSource::open(input.path));
    if (input.format == "ttl" || input.format == "trig") return read_turtle(input, std::move(source));
    ingest::LineReader lines(std::move(source));
    if (input.format == "tsv" || input.format == "csv") return read_table(input, lines);
    if (input.format == "nt" || input.format == "nq") return read_nquads(input, lines);
    return read_records(input, std::move(lines));
  }

  // Every line that is not blank, each with its number.
  template <class Read>
  Status each_line(const Input& input, ingest::LineReader& lines, std::uint32_t number, const Read& read_line) {
    for (std::string_view line; lines.next(line);) {
      if (++number % lines_between == 0) BAYAN_TRY(intake_.keep_in_touch(lines.bytes()));
      if (is_blank(line)) continue;
      const ingest::InputPlace place{input.name, number};
      if (auto status = ingest::check_line(line); status)
        BAYAN_TRY(read_line(line, place));
      else
        BAYAN_TRY(intake_.skip(std::move(status.error()), place));
    }
    BAYAN_TRY(lines.status());
    BAYAN_TRY(intake_.keep_in_touch(lines.bytes()));
    intake_.input_ended(lines.bytes());
    return {};
  }

  // A file's records are read ahead; of a pipe nobody knows when its next line comes.
  Status read_records(const Input& input, ingest::LineReader lines) {
    ingest::RecordReader reader(std::move(lines), input.large && input.bytes > 0);
    for (bool more = true; more;) {
      BAYAN_LET(block, reader.next());
      for (auto& [number, record] : block.lines) {
        const ingest::InputPlace place{input.name, number};
        intake_.count_line();
        if (record)
          BAYAN_TRY(intake_.take(std::move(*record), place));
        else
          BAYAN_TRY(intake_.skip(std::move(record.error()), place));
      }
      BAYAN_TRY(intake_.keep_in_touch(block.bytes));
      if (block.last) intake_.input_ended(block.bytes);
      more = !block.last;
    }
    return {};
  }

  Status read_table(const Input& input, ingest::LineReader& lines) {
    std::string_view header;
    if (!lines.next(header)) {
      BAYAN_TRY(lines.status());
      return refused(input.name, "the table is empty", "its first line names the columns");
    }
    auto table = ingest::TableReader::open(header, input.format == "tsv" ? '\t' : ',', options_.columns);
    if (!table) {
      table.error().file = input.name, table.error().line = 1;
      return table.error();
    }
    return each_line(input, lines, 1, [&](std::string_view line, const ingest::InputPlace& place) -> Status {
      intake_.count_line();
      if (auto status = table->read(line); !status) return intake_.skip(std::move(status.error()), place);
      if (table->is_bare()) return intake_.take(table->row(), place, input.large);
      return intake_.take(table->record(), place);
    });
  }

  Result<ingest::RdfMapping> mapping_of(const Input& input) const {
    return ingest::RdfMapping::make({options_.prefixes, options_.graphs_as}, [&, this]() -> Result<std::string> {
      // The bytes name the load, so that the same file has the same blank nodes again. Standard input is gone by then.
      if (input.path == "-") return fmt::format("{:x}", store_.database()->now_us());
      if (auto digest = ingest::sha256_of_file(input.path)) return digest->substr(0, load_name_size);
      return refused(input.name, "the file cannot be read again", "leave it in its place");
    });
  }

  Status take_quad(ingest::RdfMapping& mapping, const ingest::RdfQuad& quad, const ingest::InputPlace& place,
                   bool large) {
    intake_.count_line();
    if (auto status = mapping.map(quad); !status) {
      if (status.error().code != ErrorCode::input) return status;
      return intake_.skip(std::move(status.error()), place);
    }
    if (mapping.document().empty()) return intake_.take(mapping.row(), place, large);
    Statement statement = graph::statement_of(mapping.row());
    statement.document.emplace().title = std::string(mapping.document());
    return intake_.take(std::move(statement), place);
  }

  Status read_nquads(const Input& input, ingest::LineReader& lines) {
    BAYAN_LET(mapping, mapping_of(input));
    ingest::NQuadsReader reader(input.format == "nq");
    return each_line(input, lines, 0, [&](std::string_view line, const ingest::InputPlace& place) -> Status {
      auto some = reader.read(line);
      if (some) return *some ? take_quad(mapping, reader.quad(), place, input.large) : Status();
      intake_.count_line();
      return intake_.skip(std::move(some.error()), place);
    });
  }

  Status read_turtle(const Input& input, ingest::ByteSource source) {
    BAYAN_LET(mapping, mapping_of(input));
    ingest::TurtleOptions turtle{input.format == "trig", {}};
    if (input.path != "-") turtle.base = "file://" + fs::absolute(input.path).string();
    const ingest::InputPlace place{input.name};
    std::uint32_t number = 0;
    auto mistake = ingest::read_turtle(source, turtle, [&](const ingest::RdfQuad& quad) -> Status {
      if (++number % lines_between == 0) BAYAN_TRY(intake_.keep_in_touch(source.bytes()));
      return take_quad(mapping, quad, place, input.large);
    });
    if (!mistake) return std::move(mistake.error());
    if (*mistake) BAYAN_TRY(intake_.skip(std::move(**mistake), place));
    BAYAN_TRY(intake_.keep_in_touch(source.bytes()));
    intake_.input_ended(source.bytes());
    return {};
  }

  Store& store_;
  const ImportOptions& options_;
  ingest::Intake intake_;
};

}  // namespace

Result<ImportReport> import_paths(Store& store, const std::vector<std::string>& paths, const ImportOptions& options) {
  if (!options.format.empty() && std::find(formats.begin(), formats.end(), options.format) == formats.end()) {
    return make_error(ErrorCode::usage, fmt::format("import does not read the format \"{}\"", options.format),
                      fmt::format("it reads {}", fmt::join(formats, ", ")));
  }
  return Importer(store, options).run(paths);
}

}  // namespace bayan
