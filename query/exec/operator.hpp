// An operator turns batches of solutions into batches of solutions. A query's operators stand in a row; each hands its
// output on as soon as a batch is full, so nothing waits for a whole intermediate result.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "graph/view.hpp"
#include "query/exec/budget.hpp"
#include "query/exec/tuples.hpp"

namespace bayan::ql {

class Values;
class Coverage;

// What every operator of one run shares.
struct Context {
  const graph::View& view;
  Budget& budget;
  Sources& sources;
  const Values& values;
  const Coverage& coverage;
  unsigned path_limit = 8;
};

class Operator {
 public:
  explicit Operator(std::string description) : description_(std::move(description)) {}
  virtual ~Operator() = default;
  Operator(const Operator&) = delete;
  Operator& operator=(const Operator&) = delete;

  // Calls `emit` with every solution that follows from the rows of `in`; returns early when the budget is spent.
  Status run(const Tuples& in, const Emit& emit) {
    rows_in_ += in.size();
    return work(in, [&](const Tuples& out) {
      rows_out_ += out.size();
      return emit(out);
    });
  }

  const std::string& description() const { return description_; }
  std::uint64_t rows_in() const { return rows_in_; }
  std::uint64_t rows_out() const { return rows_out_; }
  std::uint64_t seeks() const { return seeks_; }
  virtual const std::vector<std::unique_ptr<Operator>>* inner() const { return nullptr; }

 protected:
  virtual Status work(const Tuples& in, const Emit& emit) = 0;
  std::uint64_t seeks_ = 0;

 private:
  std::string description_;
  std::uint64_t rows_in_ = 0, rows_out_ = 0;
};

using Operators = std::vector<std::unique_ptr<Operator>>;

// Runs the operators from `at` on.
Status run_from(const Operators& operators, std::size_t at, const Tuples& in, const Emit& emit);

// The operators and what they did, one a line, for `explain` and `profile`.
void describe(const Operators& operators, bool counts, unsigned depth, std::vector<std::string>& out);

}  // namespace bayan::ql
