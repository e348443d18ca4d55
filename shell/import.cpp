// `bayan import`: records made elsewhere.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "bayan/ingest.hpp"
#include "shell/invocation.hpp"
#include "shell/terminal.hpp"

namespace bayan::shell {

namespace {

std::string progress_line(std::uint64_t done, std::uint64_t total, double seconds) {
  const double mib = static_cast<double>(done) / (1 << 20);
  std::string out = fmt::format("import: {:.1f} MiB", mib);
  if (seconds > 0) out += fmt::format(", {:.1f} MiB/s", mib / seconds);
  if (total > 0 && done > 0) {
    const double left = seconds * static_cast<double>(total - std::min(done, total)) / static_cast<double>(done);
    out += fmt::format(", {}%, {:.0f} s left", done * 100 / total, left);
  }
  return out;
}

}  // namespace

int run_import(const Invocation& in) {
  const Interrupts interrupts;  // from the first: a store must not be left half made
  auto store = open_for_writing(in);
  if (!store) return report(store.error());
  Progress progress(in.quiet);
  const auto began = std::chrono::steady_clock::now();
  ImportOptions options;
  options.keep_recorded_at = in.keep_recorded_at;
  options.strict = in.strict;
  options.format = in.import_format;
  options.columns = in.columns;
  options.prefixes = in.prefixes;
  options.graphs_as = in.graphs_as;
  options.cancel = &Interrupts::stopped();
  options.progress = [&](std::uint64_t done, std::uint64_t total) {
    progress.show(
        progress_line(done, total, std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count()));
  };
  options.packing = [&](std::uint64_t rows, std::uint64_t total) {
    progress.show(fmt::format("import: packing, {}%", rows * 100 / std::max<std::uint64_t>(total, 1)));
  };
  const auto done = import_paths(*store, in.paths, options);
  if (!done) return report(done.error());
  for (const Error& error : done->errors) fmt::print(stderr, "{}", describe(error));
  if (done->bad_lines > done->errors.size())
    fmt::print(stderr, "… and {} more bad lines\n", done->bad_lines - done->errors.size());
  if (!in.quiet) {
    fmt::print(stderr, "{} lines: {} statements stored, {} known already, {} declarations, {} bad lines, {:.2f} s\n",
               done->lines, done->statements, done->statements_known, done->declarations, done->bad_lines,
               done->seconds);
  }
  return done->bad_lines > 0 ? exit_wrong : exit_done;
}

}  // namespace bayan::shell
