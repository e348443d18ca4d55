#include "query/results.hpp"

#include <algorithm>

namespace bayan {

bool Rows::Source::next() {
  if (run) return next_result();
  if (at >= ready.size()) return false;
  row = std::move(ready[at++]);
  return true;
}

void Rows::Source::find() {
  while (at == results.size() && goes_on) {
    results.clear();
    at = 0;
    auto more = run->more(results);
    if (!more) error = std::move(more.error());
    goes_on = !error && *more;
  }
}

bool Rows::Source::next_result() {
  find();
  if (error || at == results.size()) return false;
  if (row_limit != 0 && given == row_limit) {
    // There is one row more than the budget allows.
    run->budget().mark_partial("row limit");
    results.clear();
    at = 0;
    goes_on = false;
    return false;
  }
  decode(results[at]);
  results[at++] = {};  // let go as it is read
  ++given;
  return true;
}

void Rows::Source::decode(const ql::ResultRow& result) {
  row.values.clear();
  for (const auto& cell : result.cells) row.values.push_back(run->values().value(cell));
  std::vector<RoundId> rounds = result.rounds;
  std::sort(rounds.begin(), rounds.end(), [&](RoundId a, RoundId b) { return run->values().round_before(a, b); });
  row.rounds.clear();
  for (const RoundId round : rounds) row.rounds.push_back(run->values().view().round_name(round));
}

Rows::Rows(std::unique_ptr<Source> source) : source_(std::move(source)) {}
Rows::Rows(Rows&&) noexcept = default;
Rows& Rows::operator=(Rows&&) noexcept = default;
Rows::~Rows() = default;

const std::vector<std::string>& Rows::columns() const { return source_->columns; }
bool Rows::has_rounds() const { return source_->has_rounds; }
bool Rows::next() { return source_->next(); }
const Row& Rows::row() const { return source_->row; }
Status Rows::status() const { return source_->error ? Status(*source_->error) : Status{}; }
std::optional<std::string> Rows::partial() const {
  return source_->run ? source_->run->budget().partial() : std::nullopt;
}
const std::vector<std::string>& Rows::warnings() const { return source_->warnings; }

std::string Rows::json() const {
  Value object;
  object.kind = Value::Kind::map;
  const Row& row = source_->row;
  for (std::size_t i = 0; i < source_->columns.size(); ++i)
    object.fields.emplace_back(source_->columns[i], row.values[i]);
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

Result<Rows> rows_of(std::unique_ptr<Run> run, const QueryOptions& options, std::vector<std::string> warnings) {
  auto source = std::make_unique<Rows::Source>();
  for (const auto& column : run->plan().columns()) source->columns.push_back(column.name);
  source->has_rounds = true;
  source->warnings = std::move(warnings);
  source->row_limit = options.rows;
  source->run = std::move(run);
  source->find();
  if (source->error) return std::move(*source->error);
  return Rows(std::move(source));
}

Rows one_number(const std::string& column, std::int64_t number) {
  auto source = std::make_unique<Rows::Source>();
  source->columns = {column};
  Value value;
  value.kind = Value::Kind::integer;
  value.integer = number;
  value.text = std::to_string(number);
  source->ready.push_back({{std::move(value)}, {}});
  return Rows(std::move(source));
}

Rows lines(const std::string& column, const std::vector<std::string>& texts) {
  auto source = std::make_unique<Rows::Source>();
  source->columns = {column};
  for (const auto& text : texts) {
    Value value;
    value.kind = Value::Kind::text;
    value.text = text;
    source->ready.push_back({{std::move(value)}, {}});
  }
  return Rows(std::move(source));
}

}  // namespace ql
}  // namespace bayan
