// Folding, segmentation and display, by example and by property.
#include <doctest/doctest.h>

#include <random>

#include "text/classes.hpp"
#include "text/display.hpp"
#include "text/fold.hpp"
#include "text/nearest.hpp"
#include "text/segment.hpp"
#include "text/stem.hpp"
#include "text/utf8.hpp"

using namespace bayan;

namespace {

// Texts of letters that matter here: Latin with and without marks, Arabic with its variants, digits of three scripts,
// marks, tatweel, direction controls, punctuation, characters beyond the first plane.
std::string random_text(std::mt19937& random, std::size_t length) {
  static const std::u32string letters =
      U"aZéßİıñÅ ،.-_'\"\n\tأإآٱاىیيةهکكلـًٌٍَُِّْٰ\u0653\u0654٣۳7\u200f\u2067\ufeff\u200c😀中𐤀ǅ";
  std::uniform_int_distribution<std::size_t> pick(0, letters.size() - 1);
  std::string out;
  for (std::size_t i = 0; i < length; ++i) text::append(out, letters[pick(random)]);
  return out;
}

}  // namespace

TEST_CASE("folding makes one form of what reads the same") {
  const std::pair<const char*, const char*> same[] = {
      {"Syria", "syria"},
      {"Türkiye", "turkiye"},
      {"  Al-Jaafari_Bashar ", "al jaafari bashar"},
      {"أستانا", "استانا"},
      {"إدلب", "ادلب"},
      {"آلية", "اليه"},
      {"مُحَمَّد", "محمد"},
      {"ســـوريا", "سوريا"},
      {"على", "علي"},
      {"ایران", "ايران"},
      {"کردستان", "كردستان"},
      {"الجولة ٢١", "الجوله 21"},
      {"۲۱", "21"},
      {"\u2067سوريا\u2069", "سوريا"},
      {"STRASSE", "strasse"},
      {"straße", "strasse"},
      {"İstanbul", "istanbul"},
      {"“quoted”,", "quoted"},
      {"", ""},
      {"—", ""},
  };
  for (const auto& [written, folded] : same) CHECK(text::fold(written) == folded);
}

TEST_CASE("folding twice changes nothing") {
  std::mt19937 random(1);
  for (int i = 0; i < 3000; ++i) {
    const std::string original = random_text(random, 20);
    const std::string once = text::fold(original);
    INFO("text: ", original);
    CHECK(text::fold(once) == once);
  }
}

TEST_CASE("every folded position maps to a whole original character") {
  std::mt19937 random(2);
  for (int i = 0; i < 3000; ++i) {
    const std::string original = random_text(random, 20);
    const auto folded = text::fold_mapped(original);
    REQUIRE(folded.has_value());
    INFO("text: ", original);
    CHECK(folded->text == text::fold(original));
    REQUIRE(folded->origin.size() == folded->text.size());
    for (std::size_t at = 0; at < folded->text.size(); ++at) {
      const std::uint32_t begin = folded->origin[at], end = folded->end[at];
      REQUIRE(end <= original.size());
      CHECK(text::code_point_at(original, begin).size == end - begin);
      CHECK((at == 0 || folded->origin[at - 1] <= begin));
      // What is folded alone is a part of what is folded here, unless it stands for a break between words.
      if (folded->text[at] != ' ')
        CHECK(text::fold(original.substr(begin, end - begin)).find(folded->text[at]) != std::string::npos);
    }
  }
}

TEST_CASE("any byte string either folds or is refused at its first bad byte") {
  std::mt19937 random(3);
  std::uniform_int_distribution<int> byte(0, 255);
  int refused = 0;
  for (int i = 0; i < 5000; ++i) {
    std::string bytes;
    for (int n = 0; n < 12; ++n) bytes += static_cast<char>(i % 2 == 0 ? byte(random) : byte(random) & 0x7f);
    const auto folded = text::fold_mapped(bytes);
    const auto bad = text::first_bad_byte(bytes);
    CHECK(folded.has_value() == !bad.has_value());
    if (!bad) continue;
    ++refused;
    CHECK(folded.error().column == *bad + 1);
    CHECK_FALSE(text::first_bad_byte(std::string_view(bytes).substr(0, *bad)).has_value());
  }
  CHECK(refused > 1000);
}

TEST_CASE("bytes that are no UTF-8 are found where they begin") {
  const std::pair<const char*, std::size_t> bad[] = {{"ab\xff", 2},           {"\xc0\xaf", 0}, {"a\xed\xa0\x80", 1},
                                                     {"\xf4\x90\x80\x80", 0}, {"سو\xd8", 4},   {"\xe0\x80\x80", 0}};
  for (const auto& [bytes, at] : bad) CHECK(text::first_bad_byte(bytes) == at);
  CHECK_FALSE(text::first_bad_byte("سوريا 中 😀").has_value());
}

TEST_CASE("words keep numbers whole and punctuation apart") {
  const std::string s = "القرار 2,254، و3.5% (Al-Jaafari)";
  std::vector<std::string> got;
  for (const text::Word& word : text::words(s)) got.push_back(s.substr(word.range.begin, word.range.size()));
  CHECK(got == std::vector<std::string>{"القرار", "2,254", "،", "و3.5", "%", "(", "Al", "-", "Jaafari", ")"});
}

TEST_CASE("sentences end neither inside a quotation nor after an abbreviation") {
  const auto split = [](const std::string& s) {
    std::vector<std::string> out;
    for (const text::Range& range : text::sentences(s, {"د", "mr"})) out.push_back(s.substr(range.begin, range.size()));
    return out;
  };
  CHECK(split("One. Two! Three?") == std::vector<std::string>{"One.", "Two!", "Three?"});
  CHECK(split("He said: “Leave. Now.” They left.") == std::vector<std::string>{"He said: “Leave. Now.”", "They left."});
  CHECK(split("وقال د. بشار إن الوضع هادئ. وغادر.") ==
        std::vector<std::string>{"وقال د. بشار إن الوضع هادئ.", "وغادر."});
  CHECK(split("Mr. Smith met J. Doe. They spoke.") == std::vector<std::string>{"Mr. Smith met J. Doe.", "They spoke."});
  CHECK(split("1. Reaffirmed their commitment. Nothing else.") ==
        std::vector<std::string>{"1. Reaffirmed their commitment.", "Nothing else."});
  CHECK(split("An “unclosed quotation. It goes on.") ==
        std::vector<std::string>{"An “unclosed quotation.", "It goes on."});
  CHECK(split("") == std::vector<std::string>{});
}

TEST_CASE("paragraphs are the lines that are not blank") {
  const std::string s = "\n  one \r\n\n two\n";
  const auto got = text::paragraphs(s);
  REQUIRE(got.size() == 2);
  CHECK(s.substr(got[0].begin, got[0].size()) == "one");
  CHECK(s.substr(got[1].begin, got[1].size()) == "two");
}

TEST_CASE("width counts cells, not bytes") {
  CHECK(text::width("abc") == 3);
  CHECK(text::width("سوريا") == 5);
  CHECK(text::width("مُحَمَّد") == 4);
  CHECK(text::width("中文") == 4);
  CHECK(text::width("\u2068سوريا\u2069") == 5);
}

TEST_CASE("only texts with right-to-left characters are isolated") {
  CHECK(text::isolate("Syria 21") == "Syria 21");
  CHECK(text::isolate("سوريا") == "\u2068سوريا\u2069");
}

TEST_CASE("shortened texts fit and say that they are shortened") {
  CHECK(text::shorten("withdrawal", 10) == "withdrawal");
  CHECK(text::shorten("withdrawal", 5) == "with…");
  CHECK(text::shorten("انسحاب القوات", 7) == "انسحاب…");
  CHECK(text::shorten("abc", 0).empty());
}

TEST_CASE("stems join the forms of a word") {
  CHECK(text::stems("withdrawals") == text::stems("withdrawal"));
  CHECK(text::stems("الانسحاب") == text::stems("انسحاب"));
}

TEST_CASE("near names are found, nearest first") {
  CHECK(text::nearest("demnds", {"demands", "condemns", "rejects"}) == std::vector<std::string>{"demands"});
  CHECK(text::nearest("Siria", {"Syria", "Libya"}) == std::vector<std::string>{"Syria"});
  CHECK(text::nearest("xyzzy", {"Syria"}).empty());
  CHECK(text::edit_distance("ab", "ba") == 1);
}
