// The rules of rounds.
#include "query/keywords.hpp"
#include "query/parse_rules.hpp"

namespace bayan::ql {

// at = rounds | ( VAR | "any" ) [ "in" rounds ]
Result<AtExpr> Parser::at() {
  AtExpr out;
  out.place = here().place;
  const bool any = at_word("any") && !ahead().is(":");  // `any:3` is round 3 of a series of that name
  if (here().kind != TokenKind::variable && !any) {
    BAYAN_LET(spans, rounds());
    out.rounds = std::move(spans);
    return out;
  }
  out.kind = any ? AtExpr::Kind::any : AtExpr::Kind::variable;
  out.variable = {take().text, out.place};
  if (take_if_word("in")) {
    BAYAN_LET(spans, rounds());
    out.rounds = std::move(spans);
  }
  return out;
}

// rounds = span { "," span } ; a series holds for the rest of the list
Result<std::vector<SpanExpr>> Parser::rounds() {
  std::vector<SpanExpr> out;
  std::optional<Name> series;
  do {
    BAYAN_LET(next, span(series));
    series = next.series;
    out.push_back(std::move(next));
  } while (take_if_symbol(","));
  return out;
}

// span = series | [ series ":" ] ( round [ ".." [ round ] ] | ".." [ round ] )
Result<SpanExpr> Parser::span(const std::optional<Name>& series) {
  SpanExpr out;
  out.place = here().place;
  auto own = series_prefix();
  out.series = own ? own : series;
  if (!own && !at_round() && at_name()) {
    out.form = SpanExpr::Form::series;
    out.series = take_name();
    return out;
  }
  if (at_round()) {
    BAYAN_LET(low, round(true));
    out.low = std::move(low);
    if (!at_symbol("..")) return out;
  }
  if (!at_symbol("..")) return expected("a round");
  take();
  out.form = SpanExpr::Form::range;
  if (at_round()) {
    BAYAN_LET(high, round(true));
    out.high = std::move(high);
  }
  return out;
}

bool Parser::at_round() const {
  const Token& token = here();
  if (token.kind == TokenKind::date) return token.text.size() <= 10;
  return token.kind == TokenKind::integer || token.kind == TokenKind::parameter || at_word("last");
}

// round = point | DATE ;  point = INT | "last" [ "-" INT ] | PARAM
Result<RoundExpr> Parser::round(bool dates) {
  if (!at_round() || (here().kind == TokenKind::date && !dates)) return expected("a round");
  const Token& token = take();
  RoundExpr out;
  out.place = token.place;
  out.text = token.text;
  switch (token.kind) {
    case TokenKind::integer:
      out.number = token.integer;
      return out;
    case TokenKind::date:
      out.kind = RoundExpr::Kind::date;
      return out;
    case TokenKind::parameter:
      out.kind = RoundExpr::Kind::parameter;
      return out;
    default:
      out.kind = RoundExpr::Kind::last;
  }
  if (take_if_symbol("-")) {
    BAYAN_LET(back, whole_number());
    out.number = back;
  }
  return out;
}

// [ series ":" ] point
Result<PointExpr> Parser::point() {
  PointExpr out;
  out.series = series_prefix();
  BAYAN_LET(at, round(false));
  out.round = std::move(at);
  return out;
}

// [ series ":" ]
std::optional<Name> Parser::series_prefix() {
  const bool text = here().kind == TokenKind::text;
  const bool word = here().kind == TokenKind::word && !is_reserved(here().keyword);
  if ((!text && !word) || !ahead().is(":")) return std::nullopt;
  Name out = take_name();
  take();
  return out;
}

}  // namespace bayan::ql
