// The lists of a store: rounds, entities, relations, documents. Shared by the commands and the shell.
#pragma once

#include <string>

#include "graph/view.hpp"
#include "shell/invocation.hpp"
#include "shell/terminal.hpp"

namespace bayan::shell {

// Prints the list called `what`. REQUIRES: rounds, entities, relations, documents or stats.
Status print_list(const std::string& what, const graph::View& view, const Invocation& invocation, Output& output);

// The same as a command: opens the store, prints, returns the exit status.
int run_list(const std::string& what, const Invocation& invocation);

}  // namespace bayan::shell
