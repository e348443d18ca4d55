// The command line, read with CLI11: which commands there are, which options each takes, what --help says.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <map>

#include "bayan/version.hpp"
#include "shell/invocation.hpp"
#include "text/nearest.hpp"

namespace bayan::shell {

namespace {

void add_store(CLI::App& app, Invocation& in) {
  app.add_option("STORE", in.store, "the folder of the store")->required();
}

void add_format(CLI::App& app, Invocation& in) {
  app.add_option_function<std::string>(
         "--format", [&in](const std::string& name) { in.format = formats().at(name), in.format_given = true; },
         "table, json, jsonl, csv, tsv or markdown")
      ->check(CLI::IsMember(formats()))
      ->type_name("F");
  app.add_option("-o", in.output, "write to this file instead of standard output")->type_name("FILE");
}

void add_lang(CLI::App& app, Invocation& in) {
  app.add_option("--lang", in.lang, "language of the labels")->type_name("L");
}
void add_quiet(CLI::App& app, Invocation& in) { app.add_flag("--quiet", in.quiet, "no progress, no report"); }

void add_document_options(CLI::App& app, Invocation& in) {
  DocumentOptions& d = in.document;
  app.add_option("--series", d.series, "series of the talks")->type_name("S");
  app.add_option_function<std::int64_t>(
         "--round", [&d](std::int64_t round) { d.round = round; }, "round of the series")
      ->check(CLI::NonNegativeNumber)
      ->type_name("N");
  app.add_option("--date", d.date, "the document's date, YYYY-MM-DD")->type_name("D");
  app.add_option("--title", d.title, "its title")->type_name("T");
  app.add_option("--language", d.lang, "ar or en")->type_name("L");
  app.add_option("--source", d.source, "its address")->type_name("U");
  app.add_option("--publisher", d.publisher, "who published it")->type_name("P");
  app.add_option("--rounds-by", d.rounds_by, "make rounds from dates: day, month or year")
      ->check(CLI::IsMember({"day", "month", "year"}))
      ->type_name("UNIT");
  app.add_option("--lexicon", in.lexicons, "a folder that extends the lexicon")->type_name("DIR");
}

void add_query_options(CLI::App& app, Invocation& in) {
  add_format(app, in), add_lang(app, in), add_quiet(app, in);
  app.add_option("--series", in.document.series, "the default series")->type_name("S");
  app.add_option("--param", in.params, "a parameter: K=V, V as JSON or as a text")->type_name("K=V");
  app.add_option("--timeout", in.timeout_ms, "stop after this time")
      ->transform(CLI::AsNumberWithUnit(std::map<std::string, std::uint64_t>{{"ms", 1}, {"s", 1000}, {"m", 60'000}}))
      ->type_name("5s");
  app.add_option("--rows", in.rows, "at most this many rows")->type_name("N");
  app.add_option("--memory", in.memory_bytes, "memory budget")->transform(CLI::AsSizeValue(false))->type_name("512MiB");
  app.add_option("--cache", in.cache_bytes, "block cache")->transform(CLI::AsSizeValue(false))->type_name("256MiB");
  app.add_option("--as-of", in.as_of, "what the store knew then")->type_name("T");
}

void add_writing(CLI::App& ingest, CLI::App& extract, CLI::App& import, Invocation& in) {
  add_store(ingest, in);
  ingest.add_option("PATH", in.paths, "texts and pages (.txt, .html): files, folders, - for standard input")
      ->required();
  add_document_options(ingest, in);
  ingest.add_flag("--again", in.again, "read again what is there already, with today's lexicon and rules");
  ingest.add_flag("--dry-run", in.dry_run, "show what would be stored, store nothing");
  ingest.add_flag("--relaxed", in.relaxed, "do not wait for the disk");
  add_format(ingest, in), add_quiet(ingest, in);

  extract.add_option("PATH", in.paths, "texts and pages (.txt, .html): files, folders, - for standard input")
      ->required();
  add_document_options(extract, in);
  extract.add_flag("--explain", in.explain, "each sentence with what was seen in it, and why");
  extract.add_flag("--unknown", in.unknown, "frequent words that the lexicon lacks");
  extract.add_option("-o", in.output, "write to this file instead of standard output")->type_name("FILE");
  add_quiet(extract, in);

  add_store(import, in);
  import
      .add_option("FILE", in.paths,
                  "records (.jsonl), tables (.tsv, .csv), RDF (.nt, .nq, .ttl, .trig), each also as .gz, .xz, .zst; - "
                  "for standard input")
      ->required();
  import.add_option("--format", in.import_format, "jsonl, tsv, csv, nt, nq, ttl or trig; else by the file's name")
      ->check(CLI::IsMember({"jsonl", "tsv", "csv", "nt", "nq", "ttl", "trig"}))
      ->type_name("F");
  import.add_option("--columns", in.columns, "of tables: the file's column A is our column B")
      ->delimiter(',')
      ->type_name("A=B,…");
  import.add_option("--prefix", in.prefixes, "of RDF: an IRI that begins with IRI has the key P:rest")
      ->type_name("P=IRI");
  import.add_option("--graphs-as", in.graphs_as, "of RDF: named graphs are rounds, not documents")
      ->type_name("rounds:SERIES");
  import.add_flag("--strict", in.strict, "the first bad line stops, nothing is stored");
  import.add_flag("--keep-recorded-at", in.keep_recorded_at, "keep the times in the records");
  import.add_flag("--relaxed", in.relaxed, "do not wait for the disk");
  add_quiet(import, in);
}

// Entities that may be one, and the verdict on them.
void add_identity(CLI::App& entities, Invocation& in) {
  CLI::Option* proposals = entities.add_flag(
      "--proposals", in.proposals, "pairs that may be one entity, with a score and the reasons; nothing is merged");
  entities.add_option("--not-the-same", in.apart, "two names: these are two entities, do not propose them again")
      ->expected(2)
      ->type_name("A B")
      ->excludes(proposals);
  add_quiet(entities, in);
  entities.footer(
      "Example:  bayan entities talks.bayan --proposals\n"
      "          bayan query talks.bayan 'merge Bathili into Bathily'     when they are one (Store::merge)\n"
      "          bayan entities talks.bayan --not-the-same Bathili Bathily   when they are not");
}

void add_reading(CLI::App& app, Invocation& in) {
  CLI::App* query = app.add_subcommand("query", "one question; prints its rows");
  add_store(*query, in);
  query->add_option("QUERY", in.query, "the question; - for standard input");
  query->add_option("-f", in.query_file, "read the question from a file")->type_name("FILE");
  add_query_options(*query, in);
  query->footer("Example:  bayan query talks.bayan 'Syria demands ?what | timeline'");

  CLI::App* shell = app.add_subcommand("shell", "the interactive shell");
  add_store(*shell, in);
  add_query_options(*shell, in);
  shell->footer("Example:  bayan shell talks.bayan        then .help");

  CLI::App* out = app.add_subcommand("export", "all of a store as exchange records");
  add_store(*out, in);
  out->add_option("-o", in.output, "write to this file instead of standard output")->type_name("FILE");
  add_quiet(*out, in);
  out->footer("Example:  bayan export talks.bayan > talks.jsonl");

  const std::pair<const char*, const char*> lists[] = {{"stats", "sizes and counts"},
                                                       {"rounds", "the rounds, with days, places and coverage"},
                                                       {"entities", "the entities, with counts"},
                                                       {"relations", "the relations, with counts"},
                                                       {"documents", "the documents, with counts"}};
  for (const auto& [name, what] : lists) {
    CLI::App* list = app.add_subcommand(name, what);
    add_store(*list, in);
    add_format(*list, in), add_lang(*list, in);
    list->footer(fmt::format("Example:  bayan {} talks.bayan --format csv", name));
    if (std::string_view(name) == "entities") add_identity(*list, in);
  }
}

void add_care(CLI::App& app, Invocation& in) {
  CLI::App* compact = app.add_subcommand("compact", "pack all that was written, drop what was removed");
  add_store(*compact, in), add_quiet(*compact, in);
  compact->footer("Example:  bayan compact talks.bayan");
  CLI::App* backup = app.add_subcommand("backup", "a copy that opens as a store, also while others write");
  add_store(*backup, in), add_quiet(*backup, in);
  backup->add_option("TO", in.target, "a folder that does not exist")->required();
  backup->footer("Example:  bayan backup talks.bayan talks.backup");
  CLI::App* restore = app.add_subcommand("restore", "make a store of a backup");
  restore->add_option("BACKUP", in.store, "the folder of the backup")->required();
  restore->add_option("STORE", in.target, "a folder that does not exist")->required();
  add_quiet(*restore, in);
  restore->footer("Example:  bayan restore talks.backup talks.bayan");
  CLI::App* withdraw = app.add_subcommand("withdraw", "retract what a document said; the history keeps it");
  add_store(*withdraw, in), add_quiet(*withdraw, in);
  withdraw->add_option("DOCUMENT", in.target, "its title or its SHA-256")->required();
  withdraw->add_flag("--forget", in.forget, "take it out for good: its text, what it said, names that only it has");
  withdraw->footer("Example:  bayan withdraw talks.bayan \"Joint statement 21\"");
  CLI::App* check = app.add_subcommand("check", "compare all parts of the store with each other");
  add_store(*check, in), add_quiet(*check, in);
  check->footer("Example:  bayan check talks.bayan");
}

bool is_command(const CLI::App& app, const std::string& name) {
  const auto all = app.get_subcommands({});
  return std::any_of(all.begin(), all.end(), [&](const CLI::App* sub) { return sub->get_name() == name; });
}

// What CLI11 refused, in our words: what, and what to do next.
int refuse(const CLI::App& app, const CLI::ParseError& problem, const std::string& first) {
  if (problem.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success))
    return app.exit(problem, std::cout, std::cerr);
  std::vector<std::string> commands;
  const CLI::App* chosen = &app;
  for (const CLI::App* sub : app.get_subcommands({})) {
    commands.push_back(sub->get_name());
    if (sub->get_name() == first) chosen = sub;
  }
  if (chosen == &app && !first.empty() && first.front() != '-') {
    std::cerr << "error: there is no command \"" << first << "\"\n";
    const auto near = text::nearest(first, commands);
    std::cerr << (near.empty() ? "help: bayan --help lists them\n"
                               : fmt::format("help: did you mean \"{}\"?\n", near.front()));
  } else {
    std::cerr << "error: " << problem.what() << "\n"
              << "help: see bayan " << (chosen == &app ? "" : chosen->get_name() + " ") << "--help\n";
  }
  return exit_wrong;
}

}  // namespace

Parsed parse_command_line(int argc, char** argv) {
  Invocation in;
  CLI::App app("bayan: a knowledge graph of who said what, round by round", "bayan");
  app.set_version_flag("--version", std::string("bayan ") + BAYAN_VERSION);
  app.require_subcommand(1);
  app.footer(
      "Example:  bayan ingest talks.bayan examples/astana && bayan query talks.bayan '?who demands ?what'\n"
      "          bayan STORE alone opens the shell.");
  CLI::App* ingest = app.add_subcommand("ingest", "read texts into a store");
  CLI::App* extract = app.add_subcommand("extract", "print what texts say, without a store");
  CLI::App* import = app.add_subcommand("import", "take in records made elsewhere");
  add_writing(*ingest, *extract, *import, in);
  ingest->footer("Example:  bayan ingest talks.bayan communique.txt --series astana --date 2024-01-25");
  extract->footer("Example:  bayan extract communique.txt --series astana --date 2024-01-25");
  import->footer("Example:  bayan import talks.bayan statements.jsonl");
  add_reading(app, in);
  add_care(app, in);

  const std::string first = argc > 1 ? argv[1] : "";
  std::error_code code;
  if (argc == 2 && !is_command(app, first) && std::filesystem::is_directory(first, code)) {
    in.command = "shell", in.store = first;
    return {in, exit_done};
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& problem) {
    return {std::nullopt, refuse(app, problem, first)};
  }
  in.command = app.get_subcommands().front()->get_name();
  return {in, exit_done};
}

}  // namespace bayan::shell
