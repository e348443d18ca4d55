#include "query/parser.hpp"

#include <fmt/format.h>

#include "query/keywords.hpp"
#include "query/parse_rules.hpp"

namespace bayan::ql {
namespace {

constexpr unsigned depth_limit = 64;

}  // namespace

Result<QueryExpr> parse(std::string_view query) {
  BAYAN_LET(tokens, lex(query));
  return Parser(std::move(tokens)).query();
}

// query = read | write ; a ";" may end it
Result<QueryExpr> Parser::query() {
  const bool writes = at_word("add") || at_word("retract") || at_word("alias") || at_word("merge");
  QueryExpr out;
  if (writes) {
    BAYAN_LET(tree, write());
    out = std::move(tree);
  } else {
    BAYAN_LET(tree, read());
    out = std::move(tree);
  }
  take_if_symbol(";");
  if (!at_end()) return expected(writes ? "the end" : "\"|\" and a verb, or the end");
  return out;
}

// read = [ "explain" | "profile" ] [ "as" "of" DATE ":" ] ( body | walk ) { "|" verb }
Result<ReadExpr> Parser::read() {
  ReadExpr out;
  if (take_if_word("explain")) {
    out.mode = ReadExpr::Mode::explain;
  } else if (take_if_word("profile")) {
    out.mode = ReadExpr::Mode::profile;
  }
  if (at_word("as") || at_word("as of")) {
    BAYAN_LET(moment, as_of());
    out.as_of = moment;
  }
  if (at_word("walk")) {
    BAYAN_LET(tree, walk());
    out.body = std::move(tree);
  } else {
    BAYAN_LET(tree, body());
    out.body = std::move(tree);
  }
  while (take_if_symbol("|")) {
    BAYAN_LET(next, verb());
    out.verbs.push_back(std::move(next));
  }
  return out;
}

// "as" "of" DATE ":"
Result<std::string> Parser::as_of() {
  if (take().keyword == "as") BAYAN_TRY(take_word("of"));
  if (here().kind != TokenKind::date || here().text.size() == 7) return expected("a date");
  std::string moment = take().text;
  BAYAN_TRY(take_symbol(":"));
  return moment;
}

// body = segment { "then" segment [ "within" INT ] } [ "where" cond ]
Result<BodyExpr> Parser::body() {
  BodyExpr out;
  BAYAN_LET(first, segment());
  out.segments.push_back(std::move(first));
  while (take_if_word("then")) {
    BAYAN_LET(next, segment());
    if (take_if_word("within")) {
      BAYAN_LET(within, whole_number());
      next.within = within;
    }
    out.segments.push_back(std::move(next));
  }
  if (take_if_word("where")) {
    BAYAN_LET(where, cond());
    out.where = std::move(where);
  }
  return out;
}

// segment = part { "," part } [ "@" at ]
Result<SegmentExpr> Parser::segment() {
  SegmentExpr out;
  out.place = here().place;
  do {
    BAYAN_LET(next, part());
    out.parts.push_back(std::move(next));
  } while (take_if_symbol(","));
  if (take_if_symbol("@")) {
    BAYAN_LET(where, at());
    out.at = std::move(where);
  }
  return out;
}

// part = pattern | ( "not" | "optional" ) "(" segment [ "where" cond ] ")"
Result<PartExpr> Parser::part() {
  PartExpr out;
  out.place = here().place;
  if (!at_word("not") && !at_word("optional")) {
    BAYAN_LET(tree, pattern());
    out.pattern = std::move(tree);
    return out;
  }
  out.kind = take().keyword == "not" ? PartExpr::Kind::absent : PartExpr::Kind::optional;
  BAYAN_TRY(open());
  auto group = std::make_shared<GroupExpr>();
  BAYAN_LET(inner, segment());
  group->segment = std::move(inner);
  if (take_if_word("where")) {
    BAYAN_LET(where, cond());
    group->where = std::move(where);
  }
  BAYAN_TRY(close());
  out.group = std::move(group);
  return out;
}

// pattern = subject relation object { qualifier }
Result<PatternExpr> Parser::pattern() {
  PatternExpr out;
  out.place = here().place;
  BAYAN_LET(subject, node("a subject", false));
  BAYAN_LET(edge, relation());
  BAYAN_LET(object, node("an object", true));
  out.subject = std::move(subject);
  out.relation = std::move(edge);
  out.object = std::move(object);
  while (at_word("by") || at_word("about") || at_word("from") || at_word("as")) {
    BAYAN_LET(next, qualifier());
    out.qualifiers.push_back(std::move(next));
  }
  return out;
}

// qualifier = ( "by" | "about" ) ( name | VAR | "_" ) | "from" name | "as" VAR
Result<Qualifier> Parser::qualifier() {
  Qualifier out;
  out.place = here().place;
  const std::string keyword = take().keyword;
  if (keyword == "as") {
    out.kind = Qualifier::Kind::as;
    BAYAN_LET(bound, variable());
    out.value.kind = NodeExpr::Kind::variable;
    out.value.variable = bound;
    out.value.place = bound.place;
    return out;
  }
  if (keyword == "from") {
    out.kind = Qualifier::Kind::from;
    BAYAN_LET(document, name("a document"));
    out.value.kind = NodeExpr::Kind::name;
    out.value.place = document.place;
    out.value.name = std::move(document);
    return out;
  }
  out.kind = keyword == "by" ? Qualifier::Kind::by : Qualifier::Kind::about;
  if (at_symbol("_")) {
    out.value.place = take().place;
    return out;
  }
  BAYAN_LET(value, name_or_variable("a name or a variable"));
  out.value = std::move(value);
  return out;
}

// subject = name | VAR | "_" | "(" subject relation object ")" ;  object = subject | literal
Result<NodeExpr> Parser::node(std::string_view wanted, bool literals) {
  NodeExpr out;
  out.place = here().place;
  if (at_name() || here().kind == TokenKind::variable) return name_or_variable(wanted);
  if (take_if_symbol("_")) return out;
  if (at_symbol("(")) return claim();
  if (literals) {
    if (auto value = literal()) {
      out.kind = NodeExpr::Kind::literal;
      out.literal = std::move(*value);
      return out;
    }
  }
  return expected(wanted);
}

// "(" subject relation object ")"
Result<NodeExpr> Parser::claim() {
  NodeExpr out;
  out.kind = NodeExpr::Kind::claim;
  out.place = here().place;
  BAYAN_TRY(open());
  auto parts = std::make_shared<ClaimExpr>();
  BAYAN_LET(subject, node("a subject", false));
  BAYAN_LET(edge, relation());
  BAYAN_LET(object, node("an object", true));
  parts->subject = std::move(subject);
  parts->relation = std::move(edge);
  parts->object = std::move(object);
  BAYAN_TRY(close());
  out.claim = std::move(parts);
  return out;
}

Result<NodeExpr> Parser::name_or_variable(std::string_view wanted) {
  NodeExpr out;
  out.place = here().place;
  if (here().kind == TokenKind::variable) {
    out.kind = NodeExpr::Kind::variable;
    out.variable = {take().text, out.place};
    return out;
  }
  BAYAN_LET(taken, name(wanted));
  out.kind = NodeExpr::Kind::name;
  out.name = std::move(taken);
  return out;
}

// walk = "walk" ( name | VAR ) "to" ( name | VAR ) [ "max" INT ] [ "rising" ] [ "@" rounds ]
Result<WalkExpr> Parser::walk() {
  WalkExpr out;
  out.place = take().place;
  BAYAN_LET(from, name_or_variable("a name or a variable"));
  BAYAN_TRY(take_word("to"));
  BAYAN_LET(to, name_or_variable("a name or a variable"));
  out.from = std::move(from);
  out.to = std::move(to);
  if (take_if_word("max")) {
    out.max_place = here().place;
    BAYAN_LET(max, whole_number());
    out.max = max;
  }
  out.rising = take_if_word("rising");
  if (take_if_symbol("@")) {
    BAYAN_LET(spans, rounds());
    out.rounds = std::move(spans);
  }
  return out;
}

// write = "add" pattern [ "@" point ] | "retract" pattern [ "@" rounds ] | "alias" name TEXT | "merge" name "into" name
Result<WriteExpr> Parser::write() {
  WriteExpr out;
  out.place = here().place;
  const std::string word = take().keyword;
  if (word == "alias" || word == "merge") {
    out.kind = word == "alias" ? WriteExpr::Kind::alias : WriteExpr::Kind::merge;
    return write_names(std::move(out));
  }
  out.kind = word == "add" ? WriteExpr::Kind::add : WriteExpr::Kind::retract;
  BAYAN_LET(tree, pattern());
  out.pattern = std::move(tree);
  if (!take_if_symbol("@")) return out;
  if (out.kind == WriteExpr::Kind::add) {
    BAYAN_LET(at, point());
    out.at = std::move(at);
  } else {
    BAYAN_LET(spans, rounds());
    out.rounds = std::move(spans);
  }
  return out;
}

Result<WriteExpr> Parser::write_names(WriteExpr write) {
  BAYAN_LET(first, name("an entity"));
  write.name = std::move(first);
  if (write.kind == WriteExpr::Kind::alias) {
    if (here().kind != TokenKind::text) return expected("a quoted text");
    write.text = take().text;
    return write;
  }
  // The Arabic for "into" is the Arabic for "in".
  if (!at_word("into") && !(at_word("in") && here().text != "in")) return expected("\"into\"");
  take();
  BAYAN_LET(second, name("an entity"));
  write.into = std::move(second);
  return write;
}

Status Parser::take_symbol(std::string_view symbol) {
  if (!at_symbol(symbol)) return expected(fmt::format("\"{}\"", symbol));
  take();
  return {};
}

Status Parser::take_word(std::string_view keyword) {
  if (!at_word(keyword)) return expected(fmt::format("\"{}\"", keyword));
  take();
  return {};
}

Status Parser::deeper(Place place) {
  if (++depth_ <= depth_limit) return {};
  return error_at(place, ErrorCode::limit, fmt::format("nested deeper than {}", depth_limit));
}

Status Parser::open() {
  const Place place = here().place;
  BAYAN_TRY(take_symbol("("));
  return deeper(place);
}

Status Parser::close() {
  BAYAN_TRY(take_symbol(")"));
  --depth_;
  return {};
}

bool Parser::at_name() const {
  const TokenKind kind = here().kind;
  if (kind == TokenKind::text || kind == TokenKind::parameter) return true;
  return kind == TokenKind::word && !is_reserved(here().keyword);
}

Name Parser::take_name() {
  const Token& token = take();
  const Name::Form form = token.kind == TokenKind::text        ? Name::Form::text
                          : token.kind == TokenKind::parameter ? Name::Form::parameter
                                                               : Name::Form::word;
  return {form, token.text, token.place};
}

Result<Name> Parser::name(std::string_view wanted) {
  if (!at_name()) return expected(wanted);
  return take_name();
}

Result<Variable> Parser::variable() {
  if (here().kind != TokenKind::variable) return expected("a variable");
  const Token& token = take();
  return Variable{token.text, token.place};
}

Result<std::int64_t> Parser::whole_number() {
  if (here().kind != TokenKind::integer) return expected("a whole number");
  return take().integer;
}

// literal = [ "-" ] NUMBER | DATE | "true" | "false"
std::optional<Literal> Parser::literal() {
  const auto is_number = [](const Token& t) { return t.kind == TokenKind::integer || t.kind == TokenKind::number; };
  const bool minus = at_symbol("-") && is_number(ahead());
  if (minus) take();
  if (is_number(here())) {
    const Token& token = take();
    const LiteralType type = token.kind == TokenKind::integer ? LiteralType::integer : LiteralType::decimal;
    // Leading zeros do not count: 007 is 7.
    std::string digits = type == LiteralType::integer ? std::to_string(token.integer) : token.text;
    return Literal{type, minus && token.text != "0" ? "-" + digits : digits, {}, {}};
  }
  if (here().kind == TokenKind::date && here().text.size() == 10)
    return Literal{LiteralType::date, take().text, {}, {}};
  if (at_word("true") || at_word("false")) return Literal{LiteralType::boolean, take().keyword, {}, {}};
  return std::nullopt;
}

Error Parser::expected(std::string_view wanted) const {
  const Token& token = here();
  if (token.kind == TokenKind::word && is_reserved(token.keyword)) {
    return error_at(token.place, ErrorCode::syntax,
                    fmt::format("expected {}, found the reserved word \"{}\"", wanted, token.text),
                    fmt::format("to use it as a name quote it: \"{}\"", token.text));
  }
  return error_at(token.place, ErrorCode::syntax, fmt::format("expected {}, found {}", wanted, shown(token)));
}

}  // namespace bayan::ql
