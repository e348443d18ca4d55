// What stands between the commands and the person: standard streams, terminal or not, interrupts.
#pragma once

#include <atomic>
#include <cstdio>
#include <memory>
#include <string>

#include "bayan/result.hpp"
#include "bayan/store.hpp"
#include "shell/invocation.hpp"

namespace bayan::shell {

bool is_terminal(std::FILE* stream);

// Columns that a table may use: the terminal's, $COLUMNS, or 100.
std::size_t columns_of_output();

// Prints an error to standard error, with a caret into `source` when it has a place there; returns its exit status.
int report(const Error& error, std::string_view source = {});

// Set by Ctrl-C while an Interrupts lives; the second Ctrl-C ends the process as it would without.
class Interrupts {
 public:
  Interrupts();
  ~Interrupts();
  static std::atomic<bool>& stopped();
};

// Where results go: standard output or the file of -o. Failing to write is an error with its reason.
class Output {
 public:
  static Result<Output> open(const std::string& path);
  void write(std::string_view text);
  Status finish();  // flushes; errors: store (the disk is full ...)

 private:
  struct Close {
    void operator()(std::FILE* file) const;
  };
  explicit Output(std::FILE* file, std::string path) : file_(file), path_(std::move(path)) {}
  std::unique_ptr<std::FILE, Close> file_;
  std::string path_;
  bool failed_ = false;
  int code_ = 0;
};

// One line of progress on a terminal's standard error; nothing elsewhere.
class Progress {
 public:
  explicit Progress(bool quiet);
  ~Progress();
  void show(const std::string& line);

 private:
  bool shown_;
  bool dirty_ = false;
  long long last_ms_ = 0;
};

Result<Store> open_for_reading(const Invocation& invocation);
Result<Snapshot> open_snapshot(const Invocation& invocation);  // for reading; it keeps the store open
Result<Store> open_for_writing(const Invocation& invocation);  // creates a missing store
Result<Store> open_existing_for_writing(const Invocation& invocation);

}  // namespace bayan::shell
