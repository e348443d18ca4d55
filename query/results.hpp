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
  using Columns = std::shared_ptr<const std::vector<std::string>>;
  explicit Source(Columns names) : columns(std::move(names)) {}
  virtual ~Source() = default;

  virtual bool next() = 0;
  virtual const Row& row() const = 0;
  virtual CellView cell(std::size_t column) const = 0;
  virtual std::size_t round_count() const { return 0; }
  virtual RoundRef round(std::size_t) const { return {}; }
  virtual std::optional<std::string> partial() const { return std::nullopt; }

  Columns columns;
  bool has_rounds = true;
  std::vector<std::string> warnings;
  std::optional<Error> error;
};

namespace ql {

// A value's own texts.
CellView view_of(const Value& value);

Result<Rows> rows_of(std::unique_ptr<Run> run, const QueryOptions& options, std::vector<std::string> warnings);
// One row with one number: what a write answers.
Rows one_number(const std::string& column, std::int64_t number);
// A line of text a row: what explain answers.
Rows lines(const std::string& column, const std::vector<std::string>& texts);

}  // namespace ql
}  // namespace bayan
