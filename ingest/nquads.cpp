#include "ingest/nquads.hpp"

#include <algorithm>

#include "text/utf8.hpp"

namespace bayan::ingest {

namespace {

constexpr std::string_view iri_help = "write it absolute, between < and >, other characters as \\u0020";

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_beyond_ascii(char c) { return static_cast<unsigned char>(c) >= 0x80; }

// Characters that cannot stand in an IRI, escaped or not.
bool is_out_of_iri(char32_t c) {
  return c <= 0x20 || c == '<' || c == '>' || c == '"' || c == '{' || c == '}' || c == '|' || c == '^' || c == '`' ||
         c == '\\';
}

bool has_scheme(std::string_view iri) {
  const std::size_t colon = iri.find(':');
  if (colon == std::string_view::npos || colon == 0 || !is_letter(iri[0])) return false;
  return std::all_of(iri.begin(), iri.begin() + static_cast<std::ptrdiff_t>(colon),
                     [](char c) { return is_letter(c) || is_digit(c) || c == '+' || c == '-' || c == '.'; });
}

int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

Error NQuadsReader::bad(std::string_view what, std::string_view help) const {
  Error error = make_error(ErrorCode::input, std::string(what), std::string(help));
  error.column = static_cast<std::uint32_t>(text::count_code_points(line_.substr(0, at_)) + 1);
  return error;
}

void NQuadsReader::skip_blanks() {
  while (at_ < line_.size() && (line_[at_] == ' ' || line_[at_] == '\t')) ++at_;
}

bool NQuadsReader::take(char wanted) {
  if (at_ == line_.size() || line_[at_] != wanted) return false;
  ++at_;
  return true;
}

// After a backslash: ECHAR in literals, UCHAR everywhere.
Status NQuadsReader::read_escape(std::string& into, bool in_literal) {
  if (at_ == line_.size()) return bad("a backslash ends the line");
  const char kind = line_[at_++];
  constexpr std::string_view letters = "tbnrf\"'\\", meant = "\t\b\n\r\f\"'\\";
  if (const std::size_t found = letters.find(kind); in_literal && found != std::string_view::npos) {
    into += meant[found];
    return {};
  }
  if (kind != 'u' && kind != 'U')
    return bad("no such escape", "escapes are \\u0633 and \\U00000633, in literals \\n \\t too");
  char32_t value = 0;
  for (const std::size_t end = at_ + (kind == 'u' ? 4 : 8); at_ < end; ++at_) {
    const int digit = at_ < line_.size() ? hex_value(line_[at_]) : -1;
    if (digit < 0) return bad("an escape needs hexadecimal digits", "four after \\u, eight after \\U");
    value = value << 4 | static_cast<char32_t>(digit);
  }
  if (value > 0x10ffff || (value >= 0xd800 && value < 0xe000)) return bad("the escape is no character");
  if (!in_literal && is_out_of_iri(value)) return bad("this character cannot stand in an IRI", iri_help);
  text::append(into, value);
  return {};
}

Status NQuadsReader::read_iri(std::string_view& into, std::string& unescaped) {
  ++at_;
  const std::size_t begin = at_;
  std::size_t copied = begin;
  bool escaped = false;
  for (;; ++at_) {
    if (at_ == line_.size()) return bad("the IRI does not end", "close it with >");
    const char c = line_[at_];
    if (c == '>') break;
    if (c == '\\') {
      if (!escaped) unescaped.clear();
      escaped = true;
      unescaped += line_.substr(copied, at_ - copied);
      ++at_;
      BAYAN_TRY(read_escape(unescaped, false));
      copied = at_--;
      continue;
    }
    if (!is_beyond_ascii(c) && is_out_of_iri(static_cast<char32_t>(c)))
      return bad("this character cannot stand in an IRI", iri_help);
  }
  into = line_.substr(begin, at_ - begin);
  if (escaped) into = unescaped += line_.substr(copied, at_ - copied);
  if (!has_scheme(into)) return at_ = begin, bad("the IRI is relative", "this format has no base: write the whole IRI");
  ++at_;
  return {};
}

Status NQuadsReader::read_blank(RdfTerm& term) {
  if (!take('_') || !take(':')) return bad("a blank node begins with _:");
  const std::size_t begin = at_;
  const auto is_first = [](char c) { return is_letter(c) || is_digit(c) || c == '_' || is_beyond_ascii(c); };
  if (at_ == line_.size() || !is_first(line_[at_])) return bad("a blank node needs a label");
  while (at_ < line_.size() && (is_first(line_[at_]) || line_[at_] == '-' || line_[at_] == '.')) ++at_;
  while (line_[at_ - 1] == '.') --at_;  // the line's own end
  term.kind = RdfTerm::Kind::blank;
  term.text = line_.substr(begin, at_ - begin);
  return {};
}

Status NQuadsReader::read_literal(RdfTerm& term) {
  ++at_;
  std::size_t copied = at_;
  const std::size_t begin = at_;
  std::string& unescaped = unescaped_[2];
  bool escaped = false;
  for (;; ++at_) {
    at_ = std::min(line_.find_first_of("\"\\", at_), line_.size());
    if (at_ == line_.size())
      return bad("the literal does not end on its line", "close it with \", write \\n for a new line");
    if (line_[at_] == '"') break;
    if (!escaped) unescaped.clear();
    escaped = true;
    unescaped += line_.substr(copied, at_ - copied);
    ++at_;
    BAYAN_TRY(read_escape(unescaped, true));
    copied = at_--;
  }
  term.kind = RdfTerm::Kind::literal;
  term.text = line_.substr(begin, at_ - begin);
  if (escaped) term.text = unescaped += line_.substr(copied, at_ - copied);
  ++at_;
  if (take('@')) {
    const std::size_t tag = at_;
    while (at_ < line_.size() && (is_letter(line_[at_]) || (at_ > tag && (is_digit(line_[at_]) || line_[at_] == '-'))))
      ++at_;
    term.lang = line_.substr(tag, at_ - tag);
    const std::string_view first = term.lang.substr(0, term.lang.find('-'));
    if (first.empty() || !std::all_of(first.begin(), first.end(), is_letter) || term.lang.ends_with('-') ||
        term.lang.find("--") != std::string_view::npos)
      return bad("this is no language tag", "write @ar or @en-GB");
    return {};
  }
  if (!line_.substr(at_).starts_with("^^")) return {};
  at_ += 2;
  if (at_ == line_.size() || line_[at_] != '<') return bad("a datatype is an IRI", "write ^^<IRI>");
  return read_iri(term.datatype, unescaped_[3]);
}

Status NQuadsReader::read_node(RdfTerm& term, std::string& unescaped, std::string_view wanted) {
  skip_blanks();
  if (at_ < line_.size() && line_[at_] == '<') {
    term.kind = RdfTerm::Kind::iri;
    return read_iri(term.text, unescaped);
  }
  if (at_ < line_.size() && line_[at_] == '_') return read_blank(term);
  return bad(wanted);
}

Result<bool> NQuadsReader::read(std::string_view line) {
  if (line.ends_with('\r')) line.remove_suffix(1);
  line_ = line;
  at_ = 0;
  quad_ = {};
  skip_blanks();
  if (at_ == line_.size() || line_[at_] == '#') return false;
  BAYAN_TRY(read_node(quad_.subject, unescaped_[0], "a line begins with an IRI or a blank node"));
  skip_blanks();
  if (at_ == line_.size() || line_[at_] != '<') return bad("the predicate must be an IRI");
  BAYAN_TRY(read_node(quad_.predicate, unescaped_[1], {}));
  skip_blanks();
  if (at_ < line_.size() && line_[at_] == '"') {
    BAYAN_TRY(read_literal(quad_.object));
  } else {
    BAYAN_TRY(read_node(quad_.object, unescaped_[2], "the object must be an IRI, a blank node or a literal"));
  }
  skip_blanks();
  if (graphs_ && at_ < line_.size() && line_[at_] != '.')
    BAYAN_TRY(read_node(quad_.graph, unescaped_[4], "a graph is an IRI or a blank node"));
  skip_blanks();
  if (!take('.')) return bad("the line needs a full stop here", graphs_ ? "" : "graphs are read from .nq files");
  skip_blanks();
  if (at_ < line_.size() && line_[at_] != '#') return bad("text follows the full stop", "one statement a line");
  return true;
}

}  // namespace bayan::ingest
