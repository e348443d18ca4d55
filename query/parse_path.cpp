// The rules of relations and paths.
#include "query/parse_rules.hpp"

namespace bayan::ql {

// relation = [ "not" ] ( VAR | path )
Result<RelationExpr> Parser::relation() {
  RelationExpr out;
  if (at_word("not")) out.negated = take().place;
  out.place = here().place;
  if (here().kind == TokenKind::variable) {
    out.kind = RelationExpr::Kind::variable;
    out.variable = {take().text, out.place};
    return out;
  }
  BAYAN_LET(tree, path());
  out.kind = tree.kind == PathExpr::Kind::any ? RelationExpr::Kind::any : RelationExpr::Kind::path;
  out.path = std::move(tree);
  return out;
}

// path = sequence { "|" sequence }
Result<PathExpr> Parser::path() {
  BAYAN_LET(first, sequence());
  if (!at_symbol("|")) return first;
  PathExpr out;
  out.kind = PathExpr::Kind::alternatives;
  out.place = first.place;
  out.items.push_back(std::move(first));
  while (take_if_symbol("|")) {
    BAYAN_LET(next, sequence());
    out.items.push_back(std::move(next));
  }
  return out;
}

// sequence = hop { "/" hop }
Result<PathExpr> Parser::sequence() {
  BAYAN_LET(first, hop());
  if (!at_symbol("/")) return first;
  PathExpr out;
  out.kind = PathExpr::Kind::sequence;
  out.place = first.place;
  out.items.push_back(std::move(first));
  while (take_if_symbol("/")) {
    BAYAN_LET(next, hop());
    out.items.push_back(std::move(next));
  }
  return out;
}

// hop = [ "^" ] ( name | "_" | "(" path ")" ) [ repetition ]
Result<PathExpr> Parser::hop() {
  PathExpr out;
  out.place = here().place;
  const Place first = out.place;
  const bool inverse = take_if_symbol("^");
  if (at_symbol("(")) {
    BAYAN_TRY(open());
    BAYAN_LET(inner, path());
    BAYAN_TRY(close());
    out = std::move(inner);
  } else if (at_symbol("_")) {
    out.kind = PathExpr::Kind::any;
    out.place = take().place;
  } else {
    BAYAN_LET(taken, name("a relation"));
    out.place = taken.place;
    out.name = std::move(taken);
  }
  if (inverse) {
    PathExpr turned;
    turned.kind = PathExpr::Kind::inverse;
    turned.place = first;
    turned.items.push_back(std::move(out));
    out = std::move(turned);
  }
  return repetition(std::move(out));
}

// repetition = "*" | "+" | "{" INT [ "," INT ] "}"
Result<PathExpr> Parser::repetition(PathExpr item) {
  if (!at_symbol("*") && !at_symbol("+") && !at_symbol("{")) return item;
  PathExpr out;
  out.kind = PathExpr::Kind::repeat;
  out.place = here().place;
  out.items.push_back(std::move(item));
  if (!at_symbol("{")) {
    out.open = true;
    out.low = take().is("+") ? 1 : 0;
    return out;
  }
  take();
  out.place = here().place;
  BAYAN_LET(low, whole_number());
  out.low = out.high = static_cast<std::uint64_t>(low);
  if (take_if_symbol(",")) {
    out.place = here().place;
    BAYAN_LET(high, whole_number());
    out.high = static_cast<std::uint64_t>(high);
  }
  BAYAN_TRY(take_symbol("}"));
  return out;
}

}  // namespace bayan::ql
