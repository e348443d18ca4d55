// What stands behind bayan::Rows: a run whose rows are decoded one by one, or rows that are values already.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bayan/query.hpp"
#include "query/exec/rows.hpp"
#include "query/run.hpp"

namespace bayan {

struct Rows::Source {
  std::vector<std::string> columns;
  bool has_rounds = false;
  std::vector<std::string> warnings;

  std::unique_ptr<ql::Run> run;        // of a read
  std::uint64_t row_limit = 0;         // of the budget; 0 is none
  std::vector<ql::ResultRow> results;  // found by the run, not yet read
  std::vector<Row> ready;              // of writes and plans

  std::size_t at = 0;
  std::uint64_t given = 0;
  bool goes_on = true;
  Row row;
  std::optional<Error> error;

  bool next();
  // Finds rows until there is one to read, or no more. So that query() itself reports what fails at once.
  void find();
  bool next_result();
  void decode(const ql::ResultRow& result);
};

namespace ql {

Result<Rows> rows_of(std::unique_ptr<Run> run, const QueryOptions& options, std::vector<std::string> warnings);
// One row with one number: what a write answers.
Rows one_number(const std::string& column, std::int64_t number);
// A line of text a row: what explain answers.
Rows lines(const std::string& column, const std::vector<std::string>& texts);

}  // namespace ql
}  // namespace bayan
