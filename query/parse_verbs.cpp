// The rules of verbs.
#include <fmt/format.h>

#include <algorithm>

#include "query/keywords.hpp"
#include "query/parse_rules.hpp"
#include "query/suggest.hpp"

namespace bayan::ql {
namespace {

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace

// verb = one of the words of verb_names(), and its operands
Result<VerbExpr> Parser::verb() {
  if (here().kind != TokenKind::word) return expected("a verb");
  const Token& token = here();
  const auto& known = verb_names();
  if (std::find(known.begin(), known.end(), token.keyword) == known.end()) {
    return error_at(token.place, ErrorCode::unknown, fmt::format("unknown verb \"{}\"", token.text),
                    did_you_mean(token.text, {known.begin(), known.end()}));
  }
  VerbExpr out;
  out.name = token.keyword;
  out.place = take().place;
  BAYAN_TRY(verb_operands(out));
  return out;
}

Status Parser::verb_operands(VerbExpr& out) {
  if (out.name == "diff") {
    BAYAN_LET(from, point());
    BAYAN_LET(to, point());
    out.from = std::move(from);
    out.to = std::move(to);
  } else if (out.name == "matrix") {
    for (int i = 0; i < 2 || (i == 2 && here().kind == TokenKind::variable); ++i) {
      BAYAN_LET(next, variable());
      out.variables.push_back(std::move(next));
    }
  } else if (out.name == "where") {
    BAYAN_LET(tree, cond());
    out.cond = std::move(tree);
  } else if (out.name == "select") {
    BAYAN_LET(list, fields());
    out.fields = std::move(list);
  } else if (out.name == "sort") {
    BAYAN_LET(list, keys());
    out.keys = std::move(list);
  } else if (is_one_of(out.name, {"limit", "offset"})) {
    BAYAN_LET(number, count());
    out.number = std::move(number);
  } else if (is_one_of(out.name, {"count", "min", "max", "sum", "avg"})) {
    BAYAN_TRY(aggregate(out));
  }
  return {};
}

// "count" [ field ] [ "by" fields ] | ( "min" | "max" | "sum" | "avg" ) field [ "by" fields ]
Status Parser::aggregate(VerbExpr& out) {
  if (out.name != "count" || here().kind == TokenKind::variable) {
    BAYAN_LET(tree, field());
    out.field = std::move(tree);
  }
  if (take_if_word("by")) {
    BAYAN_LET(list, fields());
    out.fields = std::move(list);
  }
  return {};
}

// key = field [ "asc" | "desc" ]
Result<std::vector<SortKey>> Parser::keys() {
  std::vector<SortKey> out;
  do {
    SortKey key;
    BAYAN_LET(tree, field());
    key.field = std::move(tree);
    key.descending = take_if_word("desc");
    if (!key.descending) take_if_word("asc");
    out.push_back(std::move(key));
  } while (take_if_symbol(","));
  return out;
}

// INT | PARAM
Result<CountExpr> Parser::count() {
  CountExpr out;
  out.place = here().place;
  if (here().kind == TokenKind::parameter) {
    out.parameter = take_name();
    return out;
  }
  BAYAN_LET(number, whole_number());
  out.number = number;
  return out;
}

// fields = field { "," field }
Result<std::vector<FieldExpr>> Parser::fields() {
  std::vector<FieldExpr> out;
  do {
    BAYAN_LET(next, field());
    out.push_back(std::move(next));
  } while (take_if_symbol(","));
  return out;
}

// field = VAR { "." WORD }
Result<FieldExpr> Parser::field() {
  FieldExpr out;
  BAYAN_LET(first, variable());
  out.variable = std::move(first);
  while (take_if_symbol(".")) {
    if (here().kind != TokenKind::word) return expected("a property");
    const Token& token = take();
    out.properties.push_back({token.text, token.place});
  }
  return out;
}

}  // namespace bayan::ql
