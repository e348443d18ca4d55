#include "shell/reading.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "shell/terminal.hpp"

namespace bayan::shell {

IngestOptions reading_options(const Invocation& in) {
  IngestOptions out;
  out.document = in.document;
  out.lexicons = in.lexicons;
  out.cancel = &Interrupts::stopped();
  return out;
}

int report_problems(const IngestReport& read) {
  for (const std::string& warning : read.warnings) fmt::print(stderr, "warning: {}\n", warning);
  int status = exit_done;
  for (const Error& failure : read.failures) status = std::max(status, report(failure));
  return status;
}

}  // namespace bayan::shell
