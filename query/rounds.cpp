#include "query/rounds.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "query/calendar.hpp"
#include "query/lexer.hpp"

namespace bayan::ql {
namespace {

class Resolver {
 public:
  explicit Resolver(const Names& names) : names_(names), view_(names.view()) {}

  Result<std::optional<SeriesId>> series(const std::optional<Name>& name) const {
    if (!name) return std::optional<SeriesId>{};
    BAYAN_LET(id, names_.series(name->text, name->place));
    return std::optional<SeriesId>(id);
  }

  Status add(const SpanExpr& span, std::vector<RoundId>& out) const {
    BAYAN_LET(of, series(span.series));
    if (span.form == SpanExpr::Form::series) {
      take_between(*of, std::nullopt, std::nullopt, out);
      return {};
    }
    const auto is_date = [](const auto& end) { return end && end->kind == RoundExpr::Kind::date; };
    if (is_date(span.low) || is_date(span.high)) return add_days(span, of, out);
    if (span.form == SpanExpr::Form::single) {
      BAYAN_LET(id, known(*span.low, of));
      out.push_back(id);
      return {};
    }
    return add_range(span, of, out);
  }

  // Rounds with a day in a range of dates.
  Status add_days(const SpanExpr& span, std::optional<SeriesId> of, std::vector<RoundId>& out) const {
    const bool single = span.form == SpanExpr::Form::single;
    const auto& high = single ? span.low : span.high;
    for (const auto* end : {&span.low, &high}) {
      if (*end && (*end)->kind != RoundExpr::Kind::date) {
        return error_at(high->place, ErrorCode::round, "a range runs between dates or between rounds, not both");
      }
    }
    const std::string first = span.low ? first_day(span.low->text) : "0000-01-01";
    const std::string last = high ? last_day(high->text) : "9999-12-31";
    if (last < first) return error_at(high->place, ErrorCode::round, "this range runs backwards");
    for (const auto& round : view_.rounds()) {
      if (of && round.id.series() != *of) continue;
      const auto days = view_.days(round.id);
      if (!days.first.empty() && days.first <= last && days.second >= first) out.push_back(round.id);
    }
    return {};
  }

  Status add_range(const SpanExpr& span, std::optional<SeriesId> of, std::vector<RoundId>& out) const {
    std::optional<RoundId> low, high;
    if (span.low) {
      BAYAN_LET(id, point(*span.low, of));
      low = id;
    }
    if (span.high) {
      BAYAN_LET(id, point(*span.high, of));
      high = id;
    }
    if (!low && !high && !of) {
      BAYAN_LET(id, names_.default_series(span.place));
      of = id;
    }
    if (low && high && (low->series() != high->series() || high->ordinal() < low->ordinal())) {
      return error_at(span.high->place, ErrorCode::round, "this range runs backwards");
    }
    take_between(low ? low->series() : high ? high->series() : *of, low, high, out);
    return {};
  }

  void take_between(SeriesId of, std::optional<RoundId> low, std::optional<RoundId> high,
                    std::vector<RoundId>& out) const {
    for (const auto& round : view_.rounds()) {
      if (round.id.series() == of && (!low || round.id >= *low) && (!high || round.id <= *high))
        out.push_back(round.id);
    }
  }

  Result<RoundId> known(const RoundExpr& expr, std::optional<SeriesId> of) const {
    BAYAN_LET(id, point(expr, of));
    if (view_.find_round(id) != nullptr) return id;
    std::vector<std::string> names;
    for (const auto& round : view_.rounds()) {
      if (round.id.series() == id.series() && names.size() < 12) names.push_back(view_.round_name(round.id));
    }
    return error_at(expr.place, ErrorCode::unknown,
                    fmt::format("unknown round \"{}:{}\"", view_.series(id.series()).key, id.ordinal()),
                    names.empty() ? "this series has no rounds" : fmt::format("known are {}", fmt::join(names, ", ")));
  }

  Result<RoundId> point(const RoundExpr& expr, std::optional<SeriesId> of) const {
    std::int64_t ordinal = expr.number;
    if (expr.kind == RoundExpr::Kind::parameter) {
      const Name name{Name::Form::parameter, expr.text, expr.place};
      BAYAN_LET(value, names_.parameter(name));
      if (const auto* text = std::get_if<std::string>(value)) return named_point(*text, name);
      const auto* number = std::get_if<std::int64_t>(value);
      if (number == nullptr) return param_error(name, "is not a round: 21 or \"series:21\" is one");
      ordinal = *number;
    }
    if (!of) {
      BAYAN_LET(id, names_.default_series(expr.place));
      of = id;
    }
    if (expr.kind == RoundExpr::Kind::last) return last(expr, *of);
    // Ordinals have 32 bits; one beyond them is a round that nobody knows.
    constexpr std::int64_t most = RoundId::ordinal_bias - 1;
    return RoundId::of(*of, std::clamp(ordinal, -most, most));
  }

  // "series:21"
  Result<RoundId> named_point(const std::string& text, const Name& name) const {
    const std::size_t colon = text.rfind(':');
    if (colon == std::string::npos) return param_error(name, "is not a round: 21 or \"series:21\" is one");
    const SeriesId of = view_.find_series(std::string_view(text).substr(0, colon));
    if (!of) {
      return error_at(name.place, ErrorCode::unknown, fmt::format("unknown series \"{}\"", text.substr(0, colon)));
    }
    std::int64_t ordinal = 0;
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data() + colon + 1, end, ordinal);
    if (error != std::errc{} || stop != end || ordinal >= RoundId::ordinal_bias)
      return param_error(name, "is not a round");
    return RoundId::of(of, ordinal);
  }

  // The covered rounds of a series, counted back.
  Result<RoundId> last(const RoundExpr& expr, SeriesId of) const {
    std::vector<RoundId> covered;
    for (const auto& round : view_.rounds()) {
      if (round.id.series() == of && round.covered) covered.push_back(round.id);
    }
    if (expr.number < 0 || static_cast<std::uint64_t>(expr.number) >= covered.size()) {
      return error_at(expr.place, ErrorCode::unknown,
                      fmt::format("unknown round: {} has {} covered rounds", view_.series(of).key, covered.size()));
    }
    return covered[covered.size() - 1 - static_cast<std::size_t>(expr.number)];
  }

 private:
  const Names& names_;
  const graph::View& view_;
};

}  // namespace

Result<std::vector<RoundId>> resolve_rounds(const std::vector<SpanExpr>& spans, const Names& names) {
  const Resolver resolver(names);
  std::vector<RoundId> out;
  for (const auto& span : spans) BAYAN_TRY(resolver.add(span, out));
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

Result<RoundId> resolve_point(const PointExpr& point, const Names& names) {
  const Resolver resolver(names);
  BAYAN_LET(of, resolver.series(point.series));
  return resolver.known(point.round, of);
}

Result<RoundId> resolve_new_point(const PointExpr& point, const Names& names) {
  const Resolver resolver(names);
  BAYAN_LET(of, resolver.series(point.series));
  if (point.round.number >= RoundId::ordinal_bias) {
    return error_at(point.round.place, ErrorCode::limit, "this ordinal is too big", "ordinals have 32 bits");
  }
  return resolver.point(point.round, of);
}

}  // namespace bayan::ql
