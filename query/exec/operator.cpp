#include "query/exec/operator.hpp"

#include <fmt/format.h>

namespace bayan::ql {

Status run_from(const Operators& operators, std::size_t at, const Tuples& in, const Emit& emit) {
  if (in.empty()) return {};
  if (at == operators.size()) return emit(in);
  return operators[at]->run(in, [&](const Tuples& out) { return run_from(operators, at + 1, out, emit); });
}

void describe(const Operators& operators, bool counts, unsigned depth, std::vector<std::string>& out) {
  for (const auto& one : operators) {
    std::string line = std::string(depth * std::size_t{2}, ' ') + one->description();
    if (counts) line += fmt::format("  [{} rows in, {} out, {} seeks]", one->rows_in(), one->rows_out(), one->seeks());
    out.push_back(std::move(line));
    if (const auto* inner = one->inner()) describe(*inner, counts, depth + 1, out);
  }
}

}  // namespace bayan::ql
