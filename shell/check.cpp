// `bayan check`: whether a store agrees with itself.
#include <fmt/format.h>

#include "shell/invocation.hpp"
#include "shell/terminal.hpp"

namespace bayan::shell {

namespace {

Result<CheckReport> check_with_progress(const Store& store, bool quiet) {
  Progress progress(quiet);
  CheckOptions options;
  options.cancel = &Interrupts::stopped();
  options.progress = [&](std::uint64_t done, std::uint64_t total) {
    progress.show(total == 0 ? "check" : fmt::format("check: {}%", done * 100 / total));
  };
  return store.check(options);
}

}  // namespace

int run_check(const Invocation& in) {
  auto store = open_for_reading(in);
  if (!store) return report(store.error());
  const Interrupts interrupts;
  const auto checked = check_with_progress(*store, in.quiet);
  if (!checked) return report(checked.error());
  for (const std::string& message : checked->messages) fmt::print("{}\n", message);
  if (checked->faults == 0) {
    fmt::print("sound: {} facts, {} statements, {} terms, {} documents\n", checked->facts, checked->statements,
               checked->terms, checked->documents);
    return exit_done;
  }
  Error error = make_error(ErrorCode::store, fmt::format("the store has {} faults", checked->faults),
                           "restore a backup, or export what can be read and import it into a new store");
  error.file = in.store;
  return report(error);
}

}  // namespace bayan::shell
