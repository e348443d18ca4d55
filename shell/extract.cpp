// `bayan extract`: what texts say, as exchange records, without a store.
#include "shell/reading.hpp"
#include "shell/terminal.hpp"

namespace bayan::shell {

int run_extract(const Invocation& in) {
  auto output = Output::open(in.output);
  if (!output) return report(output.error());
  const Interrupts interrupts;
  IngestOptions options = reading_options(in);
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
  return report_problems(*done, in.quiet || in.explain);
}

}  // namespace bayan::shell
