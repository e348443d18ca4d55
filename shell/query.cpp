// `bayan query`: one question, its rows.
#include <fmt/format.h>

#include <fstream>
#include <iostream>
#include <iterator>
#include <sstream>

#include "shell/answer.hpp"
#include "shell/invocation.hpp"
#include "shell/terminal.hpp"

namespace bayan::shell {

namespace {

Result<std::string> question_of(const Invocation& in) {
  if (in.query_file.empty() && in.query != "-") {
    if (!in.query.empty()) return in.query;
    return make_error(ErrorCode::usage, "there is no question", "write it after the store, in single quotes");
  }
  if (in.query_file.empty() || in.query_file == "-") {
    return std::string(std::istreambuf_iterator<char>(std::cin), {});
  }
  std::ifstream file(in.query_file, std::ios::binary);
  if (file) return std::string(std::istreambuf_iterator<char>(file), {});
  Error error = make_error(ErrorCode::input, "the file cannot be read", "check its name and rights");
  error.file = in.query_file;
  return error;
}

}  // namespace

int run_query(const Invocation& in) {
  auto question = question_of(in);
  if (!question) return report(question.error());
  auto store = is_write(*question) ? open_existing_for_writing(in) : open_for_reading(in);
  if (!store) return report(store.error());
  auto output = Output::open(in.output);
  if (!output) return report(output.error());
  const Interrupts interrupts;
  return answer(*store, *question, in, *output);
}

}  // namespace bayan::shell
