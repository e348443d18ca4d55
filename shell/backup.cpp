// `bayan backup` and `bayan restore`: copies of a store, there and back.
#include <fmt/format.h>

#include "bayan/store.hpp"
#include "shell/invocation.hpp"
#include "shell/terminal.hpp"

namespace bayan::shell {

int run_backup(const Invocation& in) {
  const auto store = open_for_reading(in);
  if (!store) return report(store.error());
  if (const auto status = store->backup(in.target); !status) return report(status.error());
  if (!in.quiet) fmt::print(stderr, "{} is a backup of {}\n", in.target, in.store);
  return exit_done;
}

int run_restore(const Invocation& in) {
  if (const auto status = restore(in.store, in.target); !status) return report(status.error());
  if (!in.quiet) fmt::print(stderr, "{} is a store again, from {}\n", in.target, in.store);
  return exit_done;
}

}  // namespace bayan::shell
