// The parser's rules, for the parser's own files only: parser.cpp (queries, patterns), parse_path.cpp,
// parse_rounds.cpp, parse_cond.cpp, parse_verbs.cpp.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bayan/result.hpp"
#include "query/ast.hpp"
#include "query/lexer.hpp"

namespace bayan::ql {

class Parser {
 public:
  explicit Parser(std::vector<Token> tokens) : tokens_(std::move(tokens)) {}

  Result<QueryExpr> query();

 private:
  // parser.cpp
  Result<ReadExpr> read();
  Result<std::string> as_of();
  Result<BodyExpr> body();
  Result<SegmentExpr> segment();
  Result<PartExpr> part();
  Result<PatternExpr> pattern();
  Result<Qualifier> qualifier();
  Result<NodeExpr> node(std::string_view wanted, bool literals);
  Result<NodeExpr> claim();
  Result<NodeExpr> name_or_variable(std::string_view wanted);
  Result<WalkExpr> walk();
  Result<WriteExpr> write();
  Result<WriteExpr> write_names(WriteExpr write);

  // parse_path.cpp
  Result<RelationExpr> relation();
  Result<PathExpr> path();
  Result<PathExpr> sequence();
  Result<PathExpr> hop();
  Result<PathExpr> repetition(PathExpr item);

  // parse_rounds.cpp
  Result<AtExpr> at();
  Result<std::vector<SpanExpr>> rounds();
  Result<SpanExpr> span(const std::optional<Name>& series);
  Result<RoundExpr> round(bool dates);
  Result<PointExpr> point();
  std::optional<Name> series_prefix();
  bool at_round() const;

  // parse_verbs.cpp
  Result<VerbExpr> verb();
  Status verb_operands(VerbExpr& verb);
  Status aggregate(VerbExpr& verb);
  Result<std::vector<SortKey>> keys();
  Result<CountExpr> count();
  Result<std::vector<FieldExpr>> fields();
  Result<FieldExpr> field();

  // parse_cond.cpp
  Result<CondExpr> cond();
  Result<CondExpr> conj();
  Result<CondExpr> test();
  Result<CondExpr> comparison();
  Status membership(CondExpr& cond);
  Result<ValueExpr> value();

  // --- tokens
  const Token& here() const { return tokens_[at_]; }
  const Token& ahead() const { return tokens_[std::min(at_ + 1, tokens_.size() - 1)]; }
  bool at_end() const { return here().kind == TokenKind::end; }
  bool at_word(std::string_view keyword) const { return here().is_word(keyword); }
  bool at_symbol(std::string_view symbol) const { return here().is(symbol); }
  const Token& take() { return tokens_[at_end() ? at_ : at_++]; }
  bool take_if_word(std::string_view keyword) { return at_word(keyword) ? (take(), true) : false; }
  bool take_if_symbol(std::string_view symbol) { return at_symbol(symbol) ? (take(), true) : false; }
  Status take_symbol(std::string_view symbol);
  Status take_word(std::string_view keyword);
  Status open();  // an opening bracket, counted
  Status close();
  Status deeper(Place place);

  // A bare word that is not reserved, a quoted text or a parameter.
  bool at_name() const;
  Name take_name();
  Result<Name> name(std::string_view wanted);
  Result<Variable> variable();
  Result<std::int64_t> whole_number();
  // A literal, if one stands here.
  std::optional<Literal> literal();

  // What was expected here, and what stands here instead.
  Error expected(std::string_view wanted) const;

  std::vector<Token> tokens_;
  std::size_t at_ = 0;
  unsigned depth_ = 0;
};

}  // namespace bayan::ql
