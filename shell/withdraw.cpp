// `bayan withdraw`: retracts what a document said.
#include <fmt/format.h>

#include "bayan/care.hpp"
#include "shell/invocation.hpp"
#include "shell/terminal.hpp"

namespace bayan::shell {

int run_withdraw(const Invocation& in) {
  auto store = open_existing_for_writing(in);
  if (!store) return report(store.error());
  const auto done = withdraw(*store, in.target);
  if (!done) return report(done.error());
  if (!in.quiet) fmt::print(stderr, "{} statements retracted\n", done->statements_retracted);
  return exit_done;
}

}  // namespace bayan::shell
