#include "query/results.hpp"

#include <algorithm>

#include "graph/values.hpp"

namespace bayan {
namespace {

Rows::Source::Columns shared(std::vector<std::string> columns) {
  return std::make_shared<const std::vector<std::string>>(std::move(columns));
}

// The rows of a run, decoded as they are read.
class RunRows final : public Rows::Source {
 public:
  RunRows(std::unique_ptr<ql::Run> run, std::vector<std::string> names, std::uint64_t row_limit)
      : Source(shared(std::move(names))), run_(std::move(run)), row_limit_(row_limit) {}

  // Finds rows until there is one to read, or no more. So that query() itself reports what fails at once.
  void find() {
    while (at_ == results_.size() && goes_on_) {
      results_.clear();
      at_ = 0;
      auto more = run_->more(results_);
      if (!more) error = std::move(more.error());
      goes_on_ = !error && *more;
    }
  }

  bool next() override {
    find();
    if (error || at_ == results_.size()) return false;
    if (row_limit_ != 0 && given_ == row_limit_) {
      // There is one row more than the budget allows.
      run_->budget().mark_partial("row limit");
      results_.clear();
      at_ = 0;
      goes_on_ = false;
      return false;
    }
    decode(results_[at_]);
    results_[at_++] = {};  // let go as it is read
    ++given_;
    return true;
  }

  const Row& row() const override { return row_; }
  CellView cell(std::size_t column) const override { return ql::view_of(row_.values[column]); }
  std::size_t round_count() const override { return rounds_.size(); }
  RoundRef round(std::size_t i) const override {
    return {run_->values().view().series(rounds_[i].series()).key, rounds_[i].ordinal()};
  }
  std::optional<std::string> partial() const override { return run_->budget().partial(); }

 private:
  void decode(const ql::ResultRow& result) {
    const ql::Values& values = run_->values();
    row_.values.clear();
    for (const auto& cell : result.cells) row_.values.push_back(values.value(cell));
    rounds_ = result.rounds;
    std::sort(rounds_.begin(), rounds_.end(), [&](RoundId a, RoundId b) { return values.round_before(a, b); });
    row_.rounds.clear();
    for (const RoundId round : rounds_) row_.rounds.push_back(values.view().round_name(round));
  }

  std::unique_ptr<ql::Run> run_;
  std::uint64_t row_limit_;             // of the budget; 0 is none
  std::vector<ql::ResultRow> results_;  // found by the run, not yet read
  std::size_t at_ = 0;
  std::uint64_t given_ = 0;
  bool goes_on_ = true;
  Row row_;
  std::vector<RoundId> rounds_;
};

// Rows that are there: of writes and plans.
class ReadyRows final : public Rows::Source {
 public:
  ReadyRows(const std::string& column, std::vector<Row> rows) : Source(shared({column})), rows_(std::move(rows)) {
    has_rounds = false;
  }
  bool next() override { return ++given_ <= rows_.size(); }
  const Row& row() const override { return rows_[given_ - 1]; }
  CellView cell(std::size_t column) const override { return ql::view_of(row().values[column]); }

 private:
  std::vector<Row> rows_;
  std::size_t given_ = 0;
};

}  // namespace

Rows::Rows(std::unique_ptr<Source> source) : source_(std::move(source)) {}
Rows::Rows(Rows&&) noexcept = default;
Rows& Rows::operator=(Rows&&) noexcept = default;
Rows::~Rows() = default;

const std::vector<std::string>& Rows::columns() const { return *source_->columns; }
bool Rows::has_rounds() const { return source_->has_rounds; }
bool Rows::next() {
  try {
    return source_->next();
  } catch (const graph::Unreadable& broken) {
    source_->error = broken.error();
    return false;
  }
}
const Row& Rows::row() const { return source_->row(); }
CellView Rows::cell(std::size_t column) const { return source_->cell(column); }
std::size_t Rows::round_count() const { return source_->round_count(); }
RoundRef Rows::round(std::size_t i) const { return source_->round(i); }
Status Rows::status() const { return source_->error ? Status(*source_->error) : Status{}; }
std::optional<std::string> Rows::partial() const { return source_->partial(); }
const std::vector<std::string>& Rows::warnings() const { return source_->warnings; }

std::string Rows::json() const {
  Value object;
  object.kind = Value::Kind::map;
  const Row& row = source_->row();
  for (std::size_t i = 0; i < columns().size(); ++i) object.fields.emplace_back(columns()[i], row.values[i]);
  if (source_->has_rounds) {
    Value rounds;
    rounds.kind = Value::Kind::list;
    for (const auto& name : row.rounds) {
      Value round;
      round.kind = Value::Kind::round;
      round.key = round.text = name;
      rounds.items.push_back(std::move(round));
    }
    object.fields.emplace_back("rounds", std::move(rounds));
  }
  return object.json();
}

namespace ql {

CellView view_of(const Value& value) {
  CellView out;
  out.kind = value.kind;
  out.key = value.key;
  out.text = value.text;
  out.integer = value.integer;
  out.negative = value.negative;
  return out;
}

Result<Rows> rows_of(std::unique_ptr<Run> run, const QueryOptions& options, std::vector<std::string> warnings) {
  std::vector<std::string> names;
  for (const auto& column : run->plan().columns()) names.push_back(column.name);
  auto source = std::make_unique<RunRows>(std::move(run), std::move(names), options.rows);
  source->warnings = std::move(warnings);
  source->find();
  if (source->error) return std::move(*source->error);
  return Rows(std::move(source));
}

Rows one_number(const std::string& column, std::int64_t number) {
  Value value;
  value.kind = Value::Kind::integer;
  value.integer = number;
  value.text = std::to_string(number);
  std::vector<Row> rows(1);
  rows.front().values.push_back(std::move(value));
  return Rows(std::make_unique<ReadyRows>(column, std::move(rows)));
}

Rows lines(const std::string& column, const std::vector<std::string>& texts) {
  std::vector<Row> rows;
  for (const auto& text : texts) {
    Value value;
    value.kind = Value::Kind::text;
    value.text = text;
    rows.push_back({{std::move(value)}, {}});
  }
  return Rows(std::make_unique<ReadyRows>(column, std::move(rows)));
}

}  // namespace ql
}  // namespace bayan
