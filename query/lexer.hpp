// Text to tokens. The token rules are in GRAMMAR.md.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "bayan/result.hpp"
#include "text/utf8.hpp"

namespace bayan::ql {

using text::Place;

enum class TokenKind { word, variable, parameter, text, integer, number, date, symbol, end };

struct Token {
  TokenKind kind = TokenKind::end;
  std::string text;          // a word, a name without ? or $, what a quotation says, the ASCII form of a number or date
  std::string keyword;       // of a word: the keyword it spells, else empty
  std::int64_t integer = 0;  // of an integer
  Place place;               // its first character
  Place end;                 // just after its last

  bool is(std::string_view symbol) const { return kind == TokenKind::symbol && text == symbol; }
  bool is_word(std::string_view wanted) const { return kind == TokenKind::word && keyword == wanted; }
};

// The tokens of a query; the last one is `end`, just after the last of the others. Errors: text (not UTF-8, a stray
// character, an unclosed quotation, a bad escape, an impossible date), limit (a number over 64 bits, a text over
// 1 MiB), syntax (a name that begins with a digit).
Result<std::vector<Token>> lex(std::string_view query);

// One token a line, for tests: `1:7 word demands`.
std::string dump(const std::vector<Token>& tokens);

// How a token is named in a message.
std::string shown(const Token& token);

Error error_at(Place place, ErrorCode code, std::string message, std::string help = {});

}  // namespace bayan::ql
