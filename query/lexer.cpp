#include "query/lexer.hpp"

#include <fmt/format.h>

#include <charconv>
#include <optional>

#include "query/calendar.hpp"
#include "query/keywords.hpp"
#include "text/classes.hpp"

namespace bayan::ql {
namespace {

constexpr std::size_t text_limit_bytes = std::size_t{1} << 20;

class Lexer {
 public:
  explicit Lexer(std::string_view query) : query_(query) {}

  Result<std::vector<Token>> run() {
    while (skip_blanks()) BAYAN_TRY(token());
    Token last;
    last.place = last.end = tokens_.empty() ? Place{} : tokens_.back().end;
    tokens_.push_back(last);
    return std::move(tokens_);
  }

 private:
  bool at_end() const { return at_ >= query_.size(); }
  char32_t peek() const { return at_end() ? 0 : text::code_point_at(query_, at_).value; }
  char32_t peek_after() const {
    const std::size_t next = at_ + text::code_point_at(query_, at_).size;
    return next >= query_.size() ? 0 : text::code_point_at(query_, next).value;
  }
  void advance() {
    const auto c = text::code_point_at(query_, at_);
    at_ += c.size;
    if (c.value == '\n') {
      ++here_.line;
      here_.column = 1;
    } else {
      ++here_.column;
    }
  }

  // Blanks, line ends, direction marks and comments separate tokens. False at the end of the query.
  bool skip_blanks() {
    while (!at_end()) {
      const char32_t c = peek();
      if (c == '#') {
        while (!at_end() && peek() != '\n') advance();
      } else if (text::is_blank(c) || text::is_bidi_control(c)) {
        advance();
      } else {
        return true;
      }
    }
    return false;
  }

  void push(TokenKind kind, std::string value, Place place) {
    Token token;
    token.kind = kind;
    token.text = std::move(value);
    if (kind == TokenKind::word) token.keyword = keyword_of(token.text);
    token.place = place;
    token.end = here_;
    tokens_.push_back(std::move(token));
  }

  Status token() {
    const char32_t c = peek();
    if (text::is_letter(c) || (c == '_' && text::is_word(peek_after()))) return word();
    if (c == '?' || c == U'؟' || c == '$') return variable();
    if (text::is_digit(c)) return number();
    if (c == '"' || c == '\'' || c == U'“' || c == U'«') return quotation();
    return symbol();
  }

  Status word() {
    const Place place = here_;
    const std::size_t begin = at_;
    advance();
    while (!at_end() && (text::is_word(peek()) || (peek() == '-' && text::is_letter(peek_after())))) advance();
    push(TokenKind::word, std::string(query_.substr(begin, at_ - begin)), place);
    return {};
  }

  Status variable() {
    const Place place = here_;
    const bool parameter = peek() == '$';
    advance();
    const std::size_t begin = at_;
    if (at_end() || !text::is_word(peek()) || text::is_digit(peek())) {
      return error_at(place, ErrorCode::text, fmt::format("stray \"{}\"", parameter ? "$" : "?"),
                      parameter ? "a parameter needs a name: $name" : "a variable needs a name: ?name");
    }
    while (!at_end() && text::is_word(peek())) advance();
    push(parameter ? TokenKind::parameter : TokenKind::variable, std::string(query_.substr(begin, at_ - begin)), place);
    return {};
  }

  Status number() {
    const Place place = here_;
    if (auto date = date_here()) {
      for (std::size_t i = 0; i < date->size(); ++i) advance();
      if (!is_moment(*date)) return error_at(place, ErrorCode::text, fmt::format("not a date: \"{}\"", *date));
      push(TokenKind::date, *date, place);
    } else {
      BAYAN_TRY(plain_number(place));
    }
    if (!at_end() && (text::is_letter(peek()) || peek() == '_')) {
      return error_at(place, ErrorCode::syntax, "a name cannot begin with a digit", "to use it as a name quote it");
    }
    return {};
  }

  std::string digits() {
    std::string out;
    while (!at_end() && text::is_digit(peek())) {
      out += static_cast<char>('0' + text::digit_value(peek()));
      advance();
    }
    return out;
  }

  Status plain_number(Place place) {
    std::string value = digits();
    const bool fraction = peek() == '.' && text::is_digit(peek_after());
    if (fraction) {
      advance();
      value += "." + digits();
      if (value.size() > 300) return error_at(place, ErrorCode::limit, "this number is too big");
      push(TokenKind::number, value, place);
      return {};
    }
    std::int64_t integer = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), integer);
    if (error != std::errc{})
      return error_at(place, ErrorCode::limit, "this number is too big", "numbers have 64 bits");
    push(TokenKind::integer, value, place);
    tokens_.back().integer = integer;
    return {};
  }

  // The longest date form that stands here, in ASCII digits; a digit after it makes it none.
  std::optional<std::string> date_here() const {
    std::string ahead;
    for (std::size_t at = at_; at < query_.size() && ahead.size() < 24;) {
      const auto c = text::code_point_at(query_, at);
      const int digit = text::digit_value(c.value);
      ahead += digit >= 0 ? static_cast<char>('0' + digit) : c.value < 128 ? static_cast<char>(c.value) : '?';
      at += c.size;
    }
    for (const std::string_view form : {"0000-00-00T00:00:00Z", "0000-00-00T00:00:00", "0000-00-00T00:00Z",
                                        "0000-00-00T00:00", "0000-00-00", "0000-00"}) {
      if (fits(ahead, form)) return ahead.substr(0, form.size());
    }
    return std::nullopt;
  }

  static bool fits(std::string_view ahead, std::string_view form) {
    if (ahead.size() < form.size()) return false;
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    for (std::size_t i = 0; i < form.size(); ++i) {
      if (form[i] == '0' ? !is_digit(ahead[i]) : ahead[i] != form[i]) return false;
    }
    return ahead.size() == form.size() || !is_digit(ahead[form.size()]);
  }

  Status quotation() {
    const Place place = here_;
    const char32_t open = peek();
    const char32_t close = open == U'“' ? U'”' : open == U'«' ? U'»' : open;
    const bool escapes = open == close;
    advance();
    std::string out;
    while (true) {
      if (at_end() || peek() == '\n') {
        return error_at(place, ErrorCode::text, "unclosed quotation", "a quoted text ends on the line it begins on");
      }
      if (peek() == close) break;
      if (escapes && peek() == '\\') {
        BAYAN_TRY(escape(out));
        continue;
      }
      text::append(out, peek());
      advance();
    }
    advance();
    if (out.size() > text_limit_bytes) return error_at(place, ErrorCode::limit, "this text is longer than 1 MiB");
    push(TokenKind::text, std::move(out), place);
    return {};
  }

  Status escape(std::string& out) {
    const Place place = here_;
    advance();
    const char32_t c = peek();
    if (c != '"' && c != '\'' && c != '\\' && c != 'n' && c != 't') {
      return error_at(place, ErrorCode::text, "bad escape", "inside quotes there are \\\" \\' \\\\ \\n \\t");
    }
    out += c == 'n' ? '\n' : c == 't' ? '\t' : static_cast<char>(c);
    advance();
    return {};
  }

  Status symbol() {
    const Place place = here_;
    for (const std::string_view pair : {"..", "!=", "<=", ">="}) {
      if (query_.substr(at_, 2) != pair) continue;
      advance();
      advance();
      push(TokenKind::symbol, std::string(pair), place);
      return {};
    }
    const char32_t c = peek();
    const char32_t plain = c == U'،' ? U',' : c == U'؛' ? U';' : c;
    constexpr std::string_view known = "_.,|/^*+{}()@:~=<>-;";
    if (plain >= 128 || known.find(static_cast<char>(plain)) == std::string_view::npos) {
      std::string written;
      text::append(written, c);
      return error_at(place, ErrorCode::text, fmt::format("unexpected character \"{}\"", written));
    }
    advance();
    push(TokenKind::symbol, std::string(1, static_cast<char>(plain)), place);
    return {};
  }

  std::string_view query_;
  std::size_t at_ = 0;
  Place here_;
  std::vector<Token> tokens_;
};

std::string_view kind_name(TokenKind kind) {
  constexpr std::string_view names[] = {"word",   "variable", "parameter", "text", "integer",
                                        "number", "date",     "symbol",    "end"};
  return names[static_cast<std::size_t>(kind)];
}

}  // namespace

Error error_at(Place place, ErrorCode code, std::string message, std::string help) {
  Error error = make_error(code, std::move(message), std::move(help));
  error.line = place.line;
  error.column = place.column;
  return error;
}

Result<std::vector<Token>> lex(std::string_view query) {
  if (const auto bad = text::first_bad_byte(query)) {
    return error_at(text::place_of(query.substr(0, *bad), *bad), ErrorCode::text, "this is not UTF-8");
  }
  return Lexer(query).run();
}

std::string shown(const Token& token) {
  switch (token.kind) {
    case TokenKind::end:
      return "the end";
    case TokenKind::variable:
      return "?" + token.text;
    case TokenKind::parameter:
      return "$" + token.text;
    default:
      return fmt::format("\"{}\"", token.text);
  }
}

std::string dump(const std::vector<Token>& tokens) {
  std::string out;
  for (const auto& token : tokens) {
    out += fmt::format("{}:{} {}", token.place.line, token.place.column, kind_name(token.kind));
    if (token.kind != TokenKind::end) out += " " + token.text;
    if (!token.keyword.empty() && token.keyword != token.text) out += " (" + token.keyword + ")";
    out += '\n';
  }
  return out;
}

}  // namespace bayan::ql
