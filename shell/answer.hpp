// A question's rows, printed as asked for: shared by `bayan query` and the shell.
#pragma once

#include <string>

#include "bayan/query.hpp"
#include "shell/invocation.hpp"
#include "shell/terminal.hpp"

namespace bayan::shell {

// Returns the exit status. Ctrl-C stops the query and marks the result.
int answer(Store& store, const std::string& question, const Invocation& invocation, Output& output);

// As people read a value: labels, ● · ? in timelines, items one after the other.
std::string printed(const Value& value);

}  // namespace bayan::shell
