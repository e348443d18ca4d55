// `bayan extract`: what texts say, as exchange records, without a store.
#include <fmt/format.h>

#include "bayan/ingest.hpp"
#include "shell/invocation.hpp"
#include "shell/terminal.hpp"

namespace bayan::shell {

int run_extract(const Invocation& in) {
  auto output = Output::open(in.output);
  if (!output) return report(output.error());
  const Interrupts interrupts;
  IngestOptions options;
  options.document = in.document;
  options.lexicons = in.lexicons;
  options.cancel = &Interrupts::stopped();
  options.explain = in.explain, options.unknown = in.unknown;
  if (!in.explain && !in.unknown) {
    options.on_record = [&](const Record& record) {
      if (std::holds_alternative<Statement>(record)) output->write(to_json(record) + "\n");
    };
  }
  options.on_explanation = [&](const std::string& text) { output->write(text); };
  const auto done = dry_run_paths(in.paths, options);
  if (!done) return report(done.error());
  if (auto status = output->finish(); !status) return report(status.error());
  for (const std::string& warning : done->warnings) fmt::print(stderr, "warning: {}\n", warning);
  int status = exit_done;
  for (const Error& failure : done->failures) status = std::max(status, report(failure));
  return status;
}

}  // namespace bayan::shell
