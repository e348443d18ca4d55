// The rules of conditions.
#include "query/parse_rules.hpp"

namespace bayan::ql {
namespace {

bool is_comparison(const Token& token) {
  for (const std::string_view op : {"=", "!=", "<", "<=", ">", ">=", "~"}) {
    if (token.is(op)) return true;
  }
  return token.is_word("is");
}

}  // namespace

// cond = conj { "or" conj }
Result<CondExpr> Parser::cond() {
  BAYAN_LET(first, conj());
  if (!at_word("or")) return first;
  CondExpr out;
  out.kind = CondExpr::Kind::any_of;
  out.place = here().place;
  out.items.push_back(std::move(first));
  while (take_if_word("or")) {
    BAYAN_LET(next, conj());
    out.items.push_back(std::move(next));
  }
  return out;
}

// conj = test { "and" test }
Result<CondExpr> Parser::conj() {
  BAYAN_LET(first, test());
  if (!at_word("and")) return first;
  CondExpr out;
  out.kind = CondExpr::Kind::all_of;
  out.place = here().place;
  out.items.push_back(std::move(first));
  while (take_if_word("and")) {
    BAYAN_LET(next, test());
    out.items.push_back(std::move(next));
  }
  return out;
}

// test = "not" test | "(" cond ")" | comparison
Result<CondExpr> Parser::test() {
  if (at_word("not")) {
    CondExpr out;
    out.kind = CondExpr::Kind::negation;
    out.place = take().place;
    BAYAN_TRY(deeper(out.place));
    BAYAN_LET(inner, test());
    --depth_;
    out.items.push_back(std::move(inner));
    return out;
  }
  if (!at_symbol("(")) return comparison();
  BAYAN_TRY(open());
  BAYAN_LET(inner, cond());
  BAYAN_TRY(close());
  return inner;
}

// comparison = value compare value | value "in" ( "(" value { "," value } ")" | PARAM )
Result<CondExpr> Parser::comparison() {
  CondExpr out;
  BAYAN_LET(left, value());
  out.left = std::move(left);
  out.place = here().place;
  if (is_comparison(here())) {
    out.op = at_word("is") ? "is" : here().text;
    take();
    BAYAN_LET(right, value());
    out.right = std::move(right);
    return out;
  }
  if (!take_if_word("in")) return expected("a comparison: one of = != < <= > >= ~ is in");
  BAYAN_TRY(membership(out));
  return out;
}

Status Parser::membership(CondExpr& out) {
  out.kind = CondExpr::Kind::membership;
  if (here().kind == TokenKind::parameter) {
    out.list_parameter = take_name();
    return {};
  }
  BAYAN_TRY(open());
  do {
    BAYAN_LET(next, value());
    out.list.push_back(std::move(next));
  } while (take_if_symbol(","));
  return close();
}

// value = field | name | literal
Result<ValueExpr> Parser::value() {
  ValueExpr out;
  out.place = here().place;
  if (here().kind == TokenKind::variable) {
    BAYAN_LET(tree, field());
    out.field = std::move(tree);
    return out;
  }
  if (at_name()) {
    out.kind = ValueExpr::Kind::name;
    out.name = take_name();
    return out;
  }
  auto constant = literal();
  if (!constant) return expected("a variable or a value");
  out.kind = ValueExpr::Kind::literal;
  out.literal = std::move(*constant);
  return out;
}

}  // namespace bayan::ql
