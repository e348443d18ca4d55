// What the command line asked for, as data. cli.cpp makes it, each command reads what it needs.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "bayan/ingest.hpp"
#include "bayan/result.hpp"

namespace bayan::shell {

enum class Format { table, json, jsonl, csv, tsv, markdown };

// The formats by the names that people type.
const std::map<std::string, Format>& formats();

// Exit statuses, the same for every command.
enum Exit : int { exit_done = 0, exit_wrong = 1, exit_store = 2, exit_partial = 3 };

struct Invocation {
  std::string command;
  std::string store;
  std::vector<std::string> paths;  // texts or records
  std::string query;
  std::string query_file;  // -f
  std::string output;      // -o
  std::string target;      // of a backup or a restore: a folder; of a withdrawal: a document
  Format format = Format::table;
  bool format_given = false;
  DocumentOptions document;
  std::vector<std::string> lexicons;
  std::vector<std::string> params;    // K=V
  std::vector<std::string> columns;   // A=B
  std::vector<std::string> prefixes;  // P=IRI
  std::string import_format, graphs_as;
  std::string lang = "en";
  std::string as_of;
  std::uint64_t rows = 0, timeout_ms = 0, memory_bytes = 0, cache_bytes = std::uint64_t{256} << 20;
  bool again = false, dry_run = false, strict = false, relaxed = false, keep_recorded_at = false, quiet = false;
  std::vector<std::string> apart;  // two entities that are not the same
  bool proposals = false;
  bool explain = false, unknown = false, forget = false;
};

// Reads the command line. On an error or a request for help prints it and returns the exit status instead.
struct Parsed {
  std::optional<Invocation> invocation;
  int status = exit_done;
};
Parsed parse_command_line(int argc, char** argv);

// One a command; each returns the exit status.
int run_ingest(const Invocation& invocation);
int run_extract(const Invocation& invocation);
int run_import(const Invocation& invocation);
int run_export(const Invocation& invocation);
int run_backup(const Invocation& invocation);
int run_restore(const Invocation& invocation);
int run_withdraw(const Invocation& invocation);
int run_compact(const Invocation& invocation);
int run_check(const Invocation& invocation);
int run_query(const Invocation& invocation);
int run_shell(const Invocation& invocation);
int run_stats(const Invocation& invocation);
int run_rounds(const Invocation& invocation);
int run_entities(const Invocation& invocation);
int run_relations(const Invocation& invocation);
int run_documents(const Invocation& invocation);

}  // namespace bayan::shell
