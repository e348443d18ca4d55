// `bayan withdraw`: retracts what a document said, or takes the document out for good.
#include <fmt/format.h>

#include "bayan/care.hpp"
#include "shell/invocation.hpp"
#include "shell/terminal.hpp"

namespace bayan::shell {

int run_withdraw(const Invocation& in) {
  auto store = open_existing_for_writing(in);
  if (!store) return report(store.error());
  const auto done = in.forget ? forget(*store, in.target) : withdraw(*store, in.target);
  if (!done) return report(done.error());
  if (in.quiet) return exit_done;
  if (in.forget) {
    fmt::print(stderr,
               "the document and its {} statements are forgotten; their bytes leave the files with: bayan compact {}\n",
               done->statements_forgotten, in.store);
  } else {
    fmt::print(stderr, "{} statements retracted\n", done->statements_retracted);
  }
  return exit_done;
}

}  // namespace bayan::shell
