#include "shell/terminal.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>

#include "text/display.hpp"

namespace bayan::shell {

namespace {

constexpr std::size_t default_columns = 100;
constexpr long long progress_every_ms = 100;

std::atomic<bool> interrupted{false};
struct sigaction before;

void on_interrupt(int) {
  interrupted = true;
  ::sigaction(SIGINT, &before, nullptr);
}

long long now_ms() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count();
}

}  // namespace

bool is_terminal(std::FILE* stream) { return ::isatty(::fileno(stream)) == 1; }

std::size_t columns_of_output() {
  winsize size{};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  if (const char* columns = std::getenv("COLUMNS")) {
    if (const long n = std::strtol(columns, nullptr, 10); n > 0) return static_cast<std::size_t>(n);
  }
  return default_columns;
}

int report(const Error& error, std::string_view source) {
  fmt::print(stderr, "{}", describe(error, source));
  return error.code == ErrorCode::store || error.code == ErrorCode::busy ? exit_store : exit_wrong;
}

Interrupts::Interrupts() {
  interrupted = false;
  struct sigaction action {};
  action.sa_handler = on_interrupt;
  ::sigaction(SIGINT, &action, &before);
}
Interrupts::~Interrupts() { ::sigaction(SIGINT, &before, nullptr); }
std::atomic<bool>& Interrupts::stopped() { return interrupted; }

void Output::Close::operator()(std::FILE* file) const {
  if (file != stdout) std::fclose(file);
}

Result<Output> Output::open(const std::string& path) {
  if (path.empty()) return Output(stdout, "standard output");
  std::FILE* const file = std::fopen(path.c_str(), "wb");
  if (file == nullptr) {
    Error error = make_error(ErrorCode::store, fmt::format("this file cannot be written: {}", std::strerror(errno)),
                             "name another file after -o");
    error.file = path;
    return error;
  }
  return Output(file, path);
}

void Output::write(std::string_view text) {
  if (failed_ || std::fwrite(text.data(), 1, text.size(), file_.get()) == text.size()) return;
  failed_ = true;
  code_ = errno;
}

Status Output::finish() {
  if (!failed_ && std::fflush(file_.get()) != 0) failed_ = true, code_ = errno;
  if (!failed_ || code_ == EPIPE) return {};  // a reader that has seen enough is no error
  Error error = make_error(ErrorCode::store, fmt::format("writing failed: {}", std::strerror(code_)),
                           "what was printed is not whole");
  error.file = path_;
  return error;
}

Progress::Progress(bool quiet) : shown_(!quiet && is_terminal(stderr)) {}
Progress::~Progress() {
  if (dirty_) fmt::print(stderr, "\r\x1b[K");
}
void Progress::show(const std::string& line) {
  if (!shown_ || now_ms() - last_ms_ < progress_every_ms) return;
  last_ms_ = now_ms();
  dirty_ = true;
  fmt::print(stderr, "\r\x1b[K{}", text::isolate(text::shorten(line, columns_of_output() - 1)));
  std::fflush(stderr);
}

Result<Store> open_for_reading(const Invocation& invocation) {
  OpenOptions options;
  options.read_only = true;
  options.cache_bytes = invocation.cache_bytes;
  return Store::open(invocation.store, options);
}

Result<Snapshot> open_snapshot(const Invocation& invocation) {
  BAYAN_LET(store, open_for_reading(invocation));
  return store.snapshot();
}

namespace {

Result<Store> open_writable(const Invocation& invocation, bool create) {
  OpenOptions options;
  options.create = create;
  options.synced = !invocation.relaxed;
  options.cache_bytes = invocation.cache_bytes;
  return Store::open(invocation.store, options);
}

}  // namespace

Result<Store> open_for_writing(const Invocation& invocation) { return open_writable(invocation, true); }
Result<Store> open_existing_for_writing(const Invocation& invocation) { return open_writable(invocation, false); }

}  // namespace bayan::shell
