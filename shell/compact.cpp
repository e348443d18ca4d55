// `bayan compact`: packs a store into as few bytes as it needs.
#include <fmt/format.h>

#include <chrono>

#include "graph/database.hpp"
#include "shell/invocation.hpp"
#include "shell/terminal.hpp"

namespace bayan::shell {

namespace {

std::string progress_line(std::uint64_t done, std::uint64_t total, double seconds) {
  if (total == 0 || done >= total) return "compact: rewriting files";
  std::string out = fmt::format("compact: {}%", done * 100 / total);
  if (done > 0)
    out += fmt::format(", {:.0f} s left", seconds * static_cast<double>(total - done) / static_cast<double>(done));
  return out;
}

double mib(std::uint64_t bytes) { return static_cast<double>(bytes) / (1 << 20); }

}  // namespace

int run_compact(const Invocation& in) {
  auto store = open_existing_for_writing(in);
  if (!store) return report(store.error());
  const Interrupts interrupts;
  Progress progress(in.quiet);
  const auto began = std::chrono::steady_clock::now();
  const auto seconds = [&] { return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count(); };
  const std::uint64_t before = store->database()->kv().bytes_on_disk();
  CompactOptions options;
  options.cancel = &Interrupts::stopped();
  options.progress = [&](std::uint64_t done, std::uint64_t total) {
    progress.show(progress_line(done, total, seconds()));
  };
  if (const auto done = store->compact(options); !done) return report(done.error());
  if (!in.quiet) {
    fmt::print(stderr, "{:.1f} MiB before, {:.1f} MiB now, {:.2f} s\n", mib(before),
               mib(store->database()->kv().bytes_on_disk()), seconds());
  }
  return exit_done;
}

}  // namespace bayan::shell
