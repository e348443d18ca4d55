#include "shell/reading.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "shell/terminal.hpp"

namespace bayan::shell {

namespace {

constexpr std::size_t most_damage_shown = 20;  // documents that were read all the same

}  // namespace

IngestOptions reading_options(const Invocation& in) {
  IngestOptions out;
  out.document = in.document;
  out.lexicons = in.lexicons;
  out.cancel = &Interrupts::stopped();
  return out;
}

int report_problems(const IngestReport& read, bool quiet) {
  std::size_t shown = 0;
  for (const DamageReport& damage : read.damage) {
    if (!damage.not_read.empty()) {
      fmt::print(stderr, "warning: {}: {}\n", damage.name, damage.describe());
    } else if (!quiet && shown++ < most_damage_shown) {
      fmt::print(stderr, "damage: {}: {}\n", damage.name, damage.describe());
    }
  }
  if (shown > most_damage_shown) fmt::print(stderr, "damage: and {} documents more\n", shown - most_damage_shown);
  for (const std::string& warning : read.warnings) fmt::print(stderr, "warning: {}\n", warning);
  int status = exit_done;
  for (const Error& failure : read.failures) status = std::max(status, report(failure));
  return status;
}

}  // namespace bayan::shell
