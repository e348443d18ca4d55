// The program: reads the command line, runs the command.
#include <fmt/format.h>

#include <clocale>
#include <csignal>
#include <exception>
#include <map>
#include <new>

#include "shell/invocation.hpp"

namespace {

using Run = int (*)(const bayan::shell::Invocation&);

const std::map<std::string, Run> commands = {
    {"ingest", bayan::shell::run_ingest},       {"extract", bayan::shell::run_extract},
    {"import", bayan::shell::run_import},       {"export", bayan::shell::run_export},
    {"query", bayan::shell::run_query},         {"shell", bayan::shell::run_shell},
    {"stats", bayan::shell::run_stats},         {"rounds", bayan::shell::run_rounds},
    {"entities", bayan::shell::run_entities},   {"relations", bayan::shell::run_relations},
    {"documents", bayan::shell::run_documents}, {"compact", bayan::shell::run_compact},
    {"check", bayan::shell::run_check},         {"backup", bayan::shell::run_backup},
    {"restore", bayan::shell::run_restore},     {"withdraw", bayan::shell::run_withdraw},
};

}  // namespace

int main(int argc, char** argv) {
  std::setlocale(LC_CTYPE, "");
  std::signal(SIGPIPE, SIG_IGN);  // a reader that goes away is an error of writing, not a death
  const bayan::shell::Parsed parsed = bayan::shell::parse_command_line(argc, argv);
  if (!parsed.invocation) return parsed.status;
  try {
    return commands.at(parsed.invocation->command)(*parsed.invocation);
  } catch (const std::bad_alloc&) {
    fmt::print(stderr, "error: out of memory\nhelp: set a budget with --memory, or --rows\n");
  } catch (const std::exception& problem) {
    fmt::print(stderr, "error: {}\n", problem.what());
  }
  return bayan::shell::exit_store;
}
