// Query text to tokens.
#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

#include "query/lexer.hpp"

using bayan::ql::dump;
using bayan::ql::lex;

namespace {

std::string tokens_of(std::string_view query) {
  const auto tokens = lex(query);
  if (!tokens) return "error " + std::string(bayan::name(tokens.error().code));
  return dump(*tokens);
}

}  // namespace

TEST_CASE("tokens have kinds and places") {
  CHECK(tokens_of("a b ?x @21") == "1:1 word a\n1:3 word b\n1:5 variable x\n1:8 symbol @\n1:9 integer 21\n1:11 end\n");
  CHECK(tokens_of("") == "1:1 end\n");
  CHECK(tokens_of("# all of it a comment") == "1:1 end\n");
  CHECK(tokens_of("a # b\n c") == "1:1 word a\n2:2 word c\n2:3 end\n");
}

TEST_CASE("a hyphen belongs to a word only before a letter") {
  CHECK(tokens_of("Al-Amin") == "1:1 word Al-Amin\n1:8 end\n");
  CHECK(tokens_of("last-1") == "1:1 word last\n1:5 symbol -\n1:6 integer 1\n1:7 end\n");
}

TEST_CASE("digits of every keyboard are digits") {
  CHECK(tokens_of("٢١") == "1:1 integer 21\n1:3 end\n");
  CHECK(tokens_of("۲۱") == "1:1 integer 21\n1:3 end\n");
  CHECK(tokens_of("٢.٥") == "1:1 number 2.5\n1:4 end\n");
  CHECK(tokens_of("٢٠٢٤-٠١-٢٥") == "1:1 date 2024-01-25\n1:11 end\n");
}

TEST_CASE("dates, and what only looks like one") {
  CHECK(tokens_of("2024-01") == "1:1 date 2024-01\n1:8 end\n");
  CHECK(tokens_of("2024-01-25T10:30:00Z") == "1:1 date 2024-01-25T10:30:00Z\n1:21 end\n");
  CHECK(tokens_of("2024-1") == "1:1 integer 2024\n1:5 symbol -\n1:6 integer 1\n1:7 end\n");
  CHECK(tokens_of("18..21") == "1:1 integer 18\n1:3 symbol ..\n1:5 integer 21\n1:7 end\n");
}

TEST_CASE("quotations") {
  CHECK(tokens_of(R"("a \"b\" c")") == "1:1 text a \"b\" c\n1:12 end\n");
  CHECK(tokens_of("«نص»") == "1:1 text نص\n1:5 end\n");
  CHECK(tokens_of("“x” 'y'") == "1:1 text x\n1:5 text y\n1:8 end\n");
}

TEST_CASE("Arabic spellings of the language's words") {
  CHECK(tokens_of("ثم") == "1:1 word ثم (then)\n1:3 end\n");
  CHECK(tokens_of("أو او") == "1:1 word أو (or)\n1:4 word او (or)\n1:6 end\n");
  CHECK(tokens_of("؟س،؛") == "1:1 variable س\n1:3 symbol ,\n1:4 symbol ;\n1:5 end\n");
}

TEST_CASE("what no token begins with, or ends in the middle") {
  const std::vector<std::pair<std::string, std::string>> table = {
      {"a & b", "text"},     {"\"open", "text"},
      {"\"a\nb\"", "text"},  {"'\\q'", "text"},
      {"?", "text"},         {"$1", "text"},
      {"\xff", "text"},      {"2024-13", "text"},
      {"12ab", "syntax"},    {"99999999999999999999", "limit"},
      {"2024-02-30", "text"}};
  for (const auto& [query, code] : table) CHECK_MESSAGE(tokens_of(query) == "error " + code, query);
}

TEST_CASE("a quotation of more than a mebibyte is refused") {
  CHECK(tokens_of("\"" + std::string((1 << 20) + 1, 'x') + "\"") == "error limit");
}
