// The public entry points: text in, rows out.
#include "bayan/query.hpp"

#include <fmt/format.h>

#include "graph/values.hpp"
#include "query/calendar.hpp"
#include "query/check.hpp"
#include "query/lexer.hpp"
#include "query/names.hpp"
#include "query/parser.hpp"
#include "query/planner.hpp"
#include "query/point.hpp"
#include "query/results.hpp"
#include "query/run.hpp"
#include "query/write.hpp"

namespace bayan {
namespace ql {
namespace {

Result<std::shared_ptr<const graph::View>> view_at(const std::shared_ptr<const graph::View>& view,
                                                   const std::string& moment) {
  if (moment.empty()) return view;
  const auto us = end_of_moment_us(moment);
  if (!us)
    return make_error(ErrorCode::usage, fmt::format("not a day or time: \"{}\"", moment),
                      "as in 2026-11-01 or 2026-11-01T10:30:00Z");
  return view->as_of(*us);
}

Result<Rows> run_read(const Snapshot& snapshot, const ReadExpr& read, const std::optional<PointQuery>& point,
                      const Parameters& parameters, const QueryOptions& options) {
  if (point) {
    BAYAN_LET(rows, point->run(snapshot.view(), Names(*snapshot.view(), parameters, options)));
    if (rows) return Rows(std::move(rows));
  }
  BAYAN_LET(view, view_at(snapshot.view(), read.as_of.empty() ? options.as_of : read.as_of));
  const Names names(*view, parameters, options);
  BAYAN_LET(checked, check(read, names));
  BAYAN_TRY(order_patterns(checked.plan, *view));
  auto run = std::make_unique<Run>(view, std::move(checked.plan), options);
  if (read.mode == ReadExpr::Mode::run) return rows_of(std::move(run), options, std::move(checked.warnings));
  if (read.mode == ReadExpr::Mode::explain) return lines("plan", run->describe_steps(false));
  std::vector<ResultRow> rows;
  std::size_t count = 0;
  for (bool more = true; more; rows.clear()) {
    BAYAN_LET(next, run->more(rows));
    more = next;
    count += rows.size();
  }
  auto out = run->describe_steps(true);
  out.push_back(fmt::format("{} rows{}", count, run->budget().partial() ? ", " + *run->budget().partial() : ""));
  return lines("plan", out);
}

Error only_reads(const WriteExpr& write) {
  return error_at(write.place, ErrorCode::place, "this call only reads", "ask the store itself to write");
}

}  // namespace
}  // namespace ql

struct Prepared::Impl {
  ql::QueryExpr tree;
  QueryOptions options;
  std::optional<ql::PointQuery> point{};  // refers to `tree`

  const ql::ReadExpr& read() const { return std::get<ql::ReadExpr>(tree); }
};

Prepared::Prepared(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}

Result<Rows> Prepared::run(const Snapshot& snapshot, const Parameters& parameters) const {
  try {
    return ql::run_read(snapshot, impl_->read(), impl_->point, parameters, impl_->options);
  } catch (const graph::Unreadable& broken) {
    return broken.error();
  }
}

Result<Prepared> prepare(std::string_view text, const QueryOptions& options) {
  BAYAN_LET(tree, ql::parse(text));
  if (const auto* write = std::get_if<ql::WriteExpr>(&tree)) return ql::only_reads(*write);
  auto impl = std::make_shared<Prepared::Impl>(Prepared::Impl{std::move(tree), options});
  impl->point = ql::PointQuery::of(impl->read());
  return Prepared(std::move(impl));
}

Result<Rows> query(const Snapshot& snapshot, std::string_view text, const Parameters& parameters,
                   const QueryOptions& options) {
  BAYAN_LET(prepared, prepare(text, options));
  return prepared.run(snapshot, parameters);
}

Result<Rows> query(Store& store, std::string_view text, const Parameters& parameters, const QueryOptions& options) {
  BAYAN_LET(tree, ql::parse(text));
  try {
    if (const auto* write = std::get_if<ql::WriteExpr>(&tree)) return ql::run_write(store, *write, parameters, options);
    BAYAN_LET(snapshot, store.snapshot());
    const auto& read = std::get<ql::ReadExpr>(tree);
    return ql::run_read(snapshot, read, ql::PointQuery::of(read), parameters, options);
  } catch (const graph::Unreadable& broken) {
    return broken.error();
  }
}

bool is_write(std::string_view text) {
  const auto tree = ql::parse(text);
  return tree && std::holds_alternative<ql::WriteExpr>(*tree);
}

}  // namespace bayan
