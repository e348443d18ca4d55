// `bayan ingest`: texts into a store.
#include <fmt/format.h>

#include "shell/reading.hpp"
#include "shell/table.hpp"
#include "shell/terminal.hpp"

namespace bayan::shell {

namespace {

std::string node_text(const Node& node) {
  if (const auto* entity = std::get_if<Entity>(&node)) return entity->key;
  if (const auto* phrase = std::get_if<Phrase>(&node)) return phrase->text;
  if (const auto* literal = std::get_if<Literal>(&node)) return literal->value;
  const auto& claim = std::get<std::shared_ptr<const Claim>>(node);
  return fmt::format("({} {} {})", node_text(claim->subject), claim->relation, node_text(claim->object));
}

// A dry run shows each statement that would be stored.
std::vector<Cell> statement_cells(const Statement& s) {
  const std::string relation = (s.polarity == Polarity::negative ? "not " : "") + s.relation;
  return {text_cell(s.round ? fmt::format("{}:{}", s.series, *s.round) : ""),
          text_cell(node_text(s.subject)),
          text_cell(relation),
          text_cell(node_text(s.object)),
          text_cell(s.speaker ? s.speaker->key : ""),
          text_cell(s.rule)};
}

void print_report(const IngestReport& report, bool dry_run) {
  fmt::print(stderr, "{} in {:.2f} s: {} documents ({} known already), {} records, {} statements",
             dry_run ? "would store" : "stored", report.seconds, report.documents, report.documents_known,
             report.records, report.statements);
  fmt::print(stderr, "; {} sentences, {} with none", report.sentences, report.sentences_silent);
  if (report.documents_not_read > 0)
    fmt::print(stderr, "; {} documents too damaged to read", report.documents_not_read);
  if (report.without_round > 0)
    fmt::print(stderr, "; {} statements of unnamed past rounds left out", report.without_round);
  fmt::print(stderr, "\n");
}

}  // namespace

int run_ingest(const Invocation& in) {
  auto output = Output::open(in.output);
  if (!output) return report(output.error());
  const Interrupts interrupts;
  IngestOptions options = reading_options(in);
  options.again = in.again;
  std::unique_ptr<Printer> printer;
  if (in.dry_run) {
    printer = make_printer(in.format, {{"round"}, {"subject"}, {"relation"}, {"object"}, {"speaker"}, {"rule"}},
                           *output, columns_of_output());
    options.on_record = [&](const Record& record) {
      if (const auto* statement = std::get_if<Statement>(&record)) printer->row(statement_cells(*statement));
    };
  }
  std::optional<Progress> progress(in.quiet);
  options.progress = [&](std::uint64_t done, std::uint64_t total, const std::string& name) {
    progress->show(total > 0 ? fmt::format("ingest: {} of {}  {}", done, total, name)
                             : fmt::format("ingest: {}  {}", done, name));
  };
  // A dry run needs no store, and makes none.
  std::optional<Store> store;
  if (!in.dry_run) {
    auto opened = open_for_writing(in);
    if (!opened) return report(opened.error());
    store = std::move(*opened);
  }
  const auto done = in.dry_run ? dry_run_paths(in.paths, options) : ingest_paths(*store, in.paths, options);
  progress.reset();
  if (!done) return report(done.error());
  if (printer) printer->end();
  if (auto status = output->finish(); !status) return report(status.error());
  const int status = report_problems(*done, in.quiet);
  if (!in.quiet) print_report(*done, in.dry_run);
  return status;
}

}  // namespace bayan::shell
