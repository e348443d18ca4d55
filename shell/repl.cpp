// `bayan shell`: questions one after the other, with line editing and history.
#include <editline/readline.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <iostream>

#include "shell/answer.hpp"
#include "shell/invocation.hpp"
#include "shell/lists.hpp"
#include "shell/terminal.hpp"

namespace bayan::shell {

namespace {

constexpr const char* help_text =
    "A question is a pattern, and verbs after |:\n"
    "  Syria demands ?what @21\n"
    "  ?who condemns ?what | alike | timeline\n"
    "  ?who ?does ?what | diff 20 21\n"
    "  Syria demands ?what | why                    the sentences\n"
    "A line that ends in , | then or an open bracket goes on; so does nothing else. Ctrl-C stops a question.\n"
    "  .help                 this\n"
    "  .rounds .entities .relations .documents .stats\n"
    "  .mode FORMAT          table json jsonl csv tsv markdown\n"
    "  .lang L               language of the labels\n"
    "  .series S             the series that @21 means\n"
    "  .quit                 leave\n";

// Whether a question goes on in the next line.
bool goes_on(const std::string& text) {
  int depth = 0;
  char quote = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quote != 0) {
      if (c == '\\')
        ++i;
      else if (c == quote || c == '\n')
        quote = 0;
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '(' || c == '{') {
      ++depth;
    } else if (c == ')' || c == '}') {
      --depth;
    }
  }
  if (depth > 0) return true;
  const std::size_t last = text.find_last_not_of(" \t\n");
  if (last == std::string::npos) return false;
  const std::string_view trimmed = std::string_view(text).substr(0, last + 1);
  for (const std::string_view end : {",", "|", "،"}) {
    if (trimmed.ends_with(end)) return true;
  }
  for (const std::string_view end : {"then", "ثم"}) {
    if (trimmed == end || (trimmed.ends_with(end) && trimmed[trimmed.size() - end.size() - 1] == ' ')) return true;
  }
  return false;
}

std::string history_path() {
  const char* state = std::getenv("XDG_STATE_HOME");
  const char* home = std::getenv("HOME");
  if (state != nullptr && *state != '\0') return std::string(state) + "/bayan_history";
  return home == nullptr ? std::string() : std::string(home) + "/.bayan_history";
}

// Lines from a person or, where standard input is no terminal, from a file.
class Lines {
 public:
  explicit Lines(bool interactive) : interactive_(interactive), history_(history_path()) {
    if (!interactive_) return;
    ::using_history();
    if (!history_.empty()) ::read_history(history_.c_str());
  }
  ~Lines() {
    if (interactive_ && !history_.empty() && ::write_history(history_.c_str()) == 0) ::chmod(history_.c_str(), 0600);
  }
  std::optional<std::string> next(const char* prompt) {
    if (!interactive_) {
      std::string line;
      return std::getline(std::cin, line) ? std::optional(line) : std::nullopt;
    }
    std::unique_ptr<char, void (*)(void*)> line(::readline(prompt), std::free);
    if (!line) return std::nullopt;
    return std::string(line.get());
  }
  void remember(const std::string& question) {
    if (interactive_ && !question.empty()) ::add_history(question.c_str());
  }

 private:
  bool interactive_;
  std::string history_;
};

class Session {
 public:
  Session(Store store, const Invocation& invocation) : store_(std::move(store)), in_(invocation) {}

  // False: leave.
  bool run(const std::string& text) {
    const std::size_t begin = text.find_first_not_of(" \t\n");
    if (begin == std::string::npos) return true;
    if (text[begin] == '.') return command(text.substr(begin, text.find_last_not_of(" \t\n;") + 1 - begin));
    auto output = Output::open(in_.output);
    if (!output) return report(output.error()), true;
    const Interrupts interrupts;
    if (!is_write(text)) return status_ = answer(store_, text, in_, *output), true;
    return write(text, *output);
  }
  int status() const { return status_; }

 private:
  // The shell reads beside a writer of another process; it takes the writer's place only while it writes.
  bool write(const std::string& text, Output& output) {
    auto writable = open_existing_for_writing(in_);
    if (!writable) return status_ = report(writable.error()), true;
    status_ = answer(*writable, text, in_, output);
    writable = make_error(ErrorCode::usage, "closed");
    reopen();
    return true;
  }
  void reopen() {
    auto again = open_for_reading(in_);
    if (again)
      store_ = std::move(*again);
    else
      report(again.error());
  }

  bool command(const std::string& line) {
    const std::size_t space = line.find(' ');
    const std::string name = line.substr(0, space);
    const std::string argument = space == std::string::npos ? "" : line.substr(line.find_first_not_of(' ', space));
    if (name == ".quit" || name == ".exit") return false;
    if (name == ".help") return fmt::print("{}", help_text), true;
    if (name == ".lang") return in_.lang = argument, true;
    if (name == ".series") return in_.document.series = argument, true;
    if (name == ".mode") return set_mode(argument), true;
    for (const char* list : {"rounds", "entities", "relations", "documents", "stats"}) {
      if (name == std::string(".") + list) return print(list), true;
    }
    fmt::print(stderr, "error: there is no command \"{}\"\nhelp: .help lists them\n", name);
    return true;
  }
  void set_mode(const std::string& mode) {
    const auto found = formats().find(mode);
    if (found == formats().end())
      fmt::print(stderr, "error: \"{}\" is no format\nhelp: table json jsonl csv tsv markdown\n", mode);
    else
      in_.format = found->second;
  }
  void print(const std::string& list) {
    reopen();
    const auto snapshot = store_.snapshot();
    if (!snapshot) return void(report(snapshot.error()));
    auto output = Output::open(in_.output);
    if (!output) return void(report(output.error()));
    if (auto status = print_list(list, *snapshot->view(), in_, *output); !status) report(status.error());
    if (auto status = output->finish(); !status) report(status.error());
  }

  Store store_;
  Invocation in_;
  int status_ = exit_done;
};

}  // namespace

int run_shell(const Invocation& in) {
  auto store = open_for_reading(in);
  if (!store) return report(store.error());
  const bool interactive = is_terminal(stdin);
  if (interactive) fmt::print("bayan, {}. A question, or .help\n", in.store);
  Lines lines(interactive);
  Session session(std::move(*store), in);
  std::string text;
  while (const auto line = lines.next(text.empty() ? "bayan> " : "  ...> ")) {
    text += text.empty() ? *line : "\n" + *line;
    if (goes_on(text)) continue;
    lines.remember(text);
    if (!session.run(text)) return exit_done;
    text.clear();
  }
  if (!text.empty()) session.run(text);
  if (interactive) fmt::print("\n");
  return interactive ? exit_done : session.status();
}

}  // namespace bayan::shell
