// Query text to trees, and the messages where there is none.
#include <doctest/doctest.h>

#include <random>
#include <string>
#include <utility>
#include <vector>

#include "bayan/result.hpp"
#include "query/parser.hpp"

using bayan::ql::parse;

namespace {

std::string tree_of(std::string_view query) {
  const auto tree = parse(query);
  return tree ? dump(*tree) : bayan::describe(tree.error(), query);
}

}  // namespace

TEST_CASE("trees") {
  const std::vector<std::pair<std::string, std::string>> table = {
      {"?a pledges ?x", "(segment [?a pledges ?x])"},
      {"A b \"c d\" @21", "(segment [A b \"c d\"] @21)"},
      {"A b _ by ?w about C from $d as ?st", "(segment [A b _ by ?w about C from $d as ?st])"},
      {"A not b ?x, ?y not ?does -2.50", "(segment [A not b ?x] [?y not ?does -2.50])"},
      {"?a says (B c ?x)", "(segment [?a says (B c ?x)])"},
      {"A b|c/^d*/(e|_){1,3} ?x", "(segment [A (b|(c/^d*/(e|_){1,3})) ?x])"},
      {"A b ?x @?r then ?c d ?x within 2 where ?x ~ \"q\"",
       "(segment [A b ?x] @?r) then (segment [?c d ?x] within 2) (where (~ ?x \"q\"))"},
      {"A b ?x, not (C d ?x @any where ?x = 1), optional (E f ?x)",
       "(segment [A b ?x] (not (segment [C d ?x] @any) (where (= ?x 1))) (optional (segment [E f ?x])))"},
      {"A b ?x @s:18,20..,..3,last-2,$p..$q,2024-01..2024-02",
       "(segment [A b ?x] @s:18,s:20..,s:..3,s:last-2,s:$p..$q,s:2024-01..2024-02)"},
      {"A b ?x @s", "(segment [A b ?x] @s)"},
      {"A b ?x @any in 1..2", "(segment [A b ?x] @any in 1..2)"},
      {"walk A to ?x max 3 rising @1..", "(walk A ?x max 3 rising @1..)"},
      {"explain as of 2026-11-01 : A b ?x", "explain as of 2026-11-01 (segment [A b ?x])"},
      {"A b ?x | diff 1 s:2 | sort ?x desc, ?x.label | limit $n",
       "(segment [A b ?x]) | (diff 1 s:2) | (sort ?x desc ?x.label) | (limit $n)"},
      {"A b ?x | count ?x by ?x.type, ?x | matrix ?a ?b ?c",
       "(segment [A b ?x]) | (count ?x by ?x.type ?x) | (matrix ?a ?b ?c)"},
      {"A b ?x where not ?x in (1, \"t\") or ?x is y and (?x < 2 or ?x.key != z)",
       "(segment [A b ?x]) (where (or (not (in ?x 1 \"t\")) (and (is ?x y) (or (< ?x 2) (!= ?x.key z)))))"},
      {"add A b \"c\" by D @3", "(add [A b \"c\" by D] @3)"},
      {"retract ?a b _ @1..2;", "(retract [?a b _] @1..2)"},
      {"alias A \"b\"", "(alias A \"b\")"},
      {"ادمج أ في ب", "(merge أ ب)"},
      {"أ يطلب ؟س @٣ ثم ليس (أ يطلب ؟س) | عدد",
       "(segment [أ يطلب ?س] @3) then (segment (not (segment [أ يطلب ?س]))) | (count)"},
      {"first \"then\" last", "(segment [first \"then\" last])"},
  };
  for (const auto& [query, wanted] : table) CHECK(tree_of(query) == wanted);
}

TEST_CASE("an error shows its place and what was expected") {
  CHECK(tree_of("A b").find("expected an object, found the end") != std::string::npos);
  const std::string reserved = tree_of("?x knows then");
  CHECK(reserved.find("reserved word \"then\"") != std::string::npos);
  CHECK(reserved.find("quote it: \"then\"") != std::string::npos);
  CHECK(tree_of("A b ?x | timelin").find("did you mean \"timeline\"") != std::string::npos);
  const std::string caret = tree_of("A b ?x,\n  then C d ?x");
  CHECK(caret.find("  then C d ?x\n") != std::string::npos);
  CHECK(caret.find("\n    ^") != std::string::npos);
}

TEST_CASE("no input crashes the parser") {
  const std::vector<std::string> pieces = {
      "A",  "?x", "b",  "_",   "(",  ")",  "not",  "then", "|",  ",",   "@",     "..",
      "21", "-",  "\"", "'",   "«",  "/",  "^",    "*",    "{",  "}",   "where", "in",
      "=",  "~",  "is", "by",  "as", "of", "walk", "to",   "$p", "add", "sort",  "\n",
      "#",  ";",  ":",  "2.5", "؟س", "ثم", "\xff", "\x80", ".",  "max", "count", "2024-01-25"};
  std::mt19937 random(17);
  for (int i = 0; i < 20000; ++i) {
    std::string query;
    for (std::size_t n = random() % 14; n > 0; --n) {
      query += pieces[random() % pieces.size()];
      if (random() % 4 != 0) query += ' ';
    }
    const auto tree = parse(query);
    if (tree) {
      CHECK(!dump(*tree).empty());
    } else {
      CHECK(!tree.error().message.empty());
      CHECK(tree.error().line > 0);
    }
  }
}

TEST_CASE("nesting is bounded before the stack is") {
  const auto code = [](const std::string& query) {
    const auto tree = parse(query);
    return tree ? std::string() : std::string(bayan::name(tree.error().code));
  };
  CHECK(code("A b ?x where " + std::string(100000, '(')) == "limit");
  CHECK(code("A " + std::string(100000, '(') + "b") == "limit");
  std::string claims, nots;
  for (int i = 0; i < 70; ++i) claims += "(A b ";
  for (int i = 0; i < 70; ++i) nots += "not ";
  CHECK(code("A b " + claims) == "limit");
  CHECK(code("A b ?x where " + nots + "?x = 1") == "limit");
}
