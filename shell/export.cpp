// `bayan export`: all of a store as exchange records.
#include <fmt/format.h>

#include "bayan/ingest.hpp"
#include "graph/records.hpp"
#include "shell/invocation.hpp"
#include "shell/terminal.hpp"

namespace bayan::shell {

int run_export(const Invocation& in) {
  const auto snapshot = open_snapshot(in);
  if (!snapshot) return report(snapshot.error());
  auto output = Output::open(in.output);
  if (!output) return report(output.error());
  const Interrupts interrupts;
  Progress progress(in.quiet);
  std::uint64_t count = 0;
  const auto status = graph::each_record(*snapshot->view(), [&](const Record& record) {
    output->write(to_json(record) + "\n");
    progress.show(fmt::format("export: {} records", ++count));
    return !Interrupts::stopped();
  });
  if (!status) return report(status.error());
  if (auto finished = output->finish(); !finished) return report(finished.error());
  if (Interrupts::stopped())
    return report(make_error(ErrorCode::cancelled, "the export was stopped", "what was written is not whole"));
  return exit_done;
}

}  // namespace bayan::shell
