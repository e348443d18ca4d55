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

Status compact_store(const Invocation& in) {
  BAYAN_LET(store, open_existing_for_writing(in));
  const Interrupts interrupts;
  Progress progress(in.quiet);
  const auto began = std::chrono::steady_clock::now();
  CompactOptions options;
  options.cancel = &Interrupts::stopped();
  options.progress = [&](std::uint64_t done, std::uint64_t total) {
    const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - began;
    progress.show(progress_line(done, total, passed.count()));
  };
  return store.compact(options);
}

}  // namespace

int run_compact(const Invocation& in) {
  const auto began = std::chrono::steady_clock::now();
  const auto bytes_on_disk = [&]() -> Result<std::uint64_t> {
    // Opening drops what the list of files still says of files that are gone: their first and last keys.
    BAYAN_LET(store, open_existing_for_writing(in));
    return store.database()->kv()->bytes_on_disk();
  };
  const auto before = bytes_on_disk();
  if (!before) return report(before.error());
  if (const auto done = compact_store(in); !done) return report(done.error());
  const auto now = bytes_on_disk();
  if (!now) return report(now.error());
  if (!in.quiet) {
    const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - began;
    fmt::print(stderr, "{:.1f} MiB before, {:.1f} MiB now, {:.2f} s\n", mib(*before), mib(*now), passed.count());
  }
  return exit_done;
}

}  // namespace bayan::shell
