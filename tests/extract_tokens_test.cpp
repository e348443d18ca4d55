#include <doctest/doctest.h>

#include "ingest/extract/arabic.hpp"
#include "ingest/extract/sentence.hpp"
#include "tests/extract_print.hpp"
#include "text/fold.hpp"

using namespace bayan;
using ingest::Sentence;

namespace {

std::string analysed(const std::string& word) {
  const auto parts = ingest::analyse(testing::lexicon().language("ar"), text::fold(word));
  std::string out;
  if (parts.conjunction != 0) out += std::string(1, parts.conjunction) + "+";
  if (parts.preposition != 0) out += std::string(1, parts.preposition) + "+";
  if (parts.future) out += "s+";
  out += parts.base;
  return parts.pronoun.empty() ? out : out + "+" + parts.pronoun;
}

Sentence sentence(std::string_view text, std::string_view lang) {
  return Sentence(testing::lexicon(), text, {0, static_cast<std::uint32_t>(text.size())}, lang);
}

}  // namespace

TEST_CASE("letters written onto a word are taken off, and letters of the word are not") {
  const std::pair<const char*, const char*> cases[] = {
      {"والقانون", "w+القانون"},
      {"للقانون", "l+القانون"},
      {"بالوقف", "b+الوقف"},
      {"لإعادة", "l+اعاده"},
      {"ومواصلة", "w+مواصله"},
      {"وبمشاركة", "w+بمشاركه"},
      {"ولمكافحة", "wl"},
      {"ستدعم", "s+تدعم"},
      {"تصميمهم", "تصميمهم+هم"},
      {"إدانتها", "ادانتها+ها"},
      {"وفد", "وفد"},
      {"وقف", "وقف"},
      {"وزير", "وزير"},
      {"بيان", "بيان"},
      {"لجنة", "لجنه"},
      {"كازاخستان", "كازاخستان"},
      {"وكازاخستان", "w+كازاخستان"},
      {"ولبنان", "w+لبنان"},
      {"فلسطين", "فلسطين"},
      {"و21", "w+21"},
      {"ولم", "w+لم"},
  };
  for (const auto& [word, expected] : cases) {
    if (std::string_view(expected) == "wl") {
      CHECK(analysed(word) == "w+l+مكافحه");
    } else {
      CHECK(analysed(word) == expected);
    }
  }
}

TEST_CASE("verbal nouns of the derived forms are known by their shape") {
  for (const char* word : {"تفعيل", "تسويه", "تعاون", "ارسال", "انسحاب", "استئناف", "مواصله"})
    CHECK_MESSAGE(ingest::shaped_like_verbal_noun(word), word);
  for (const char* word : {"وزير", "دوله", "سوريا", "قانون", "روسيا"})
    CHECK_MESSAGE(!ingest::shaped_like_verbal_noun(word), word);
}

TEST_CASE("the span of an object leaves out what is written onto its first word") {
  const std::string text = "رحبت بـالوقف وبالعودة وللدول";
  const Sentence s = sentence(text, "ar");
  CHECK(s.text(ingest::Extent{1, 2}, true) == "الوقف");
  CHECK(s.text(ingest::Extent{2, 3}, true) == "العودة");
  CHECK(s.text(ingest::Extent{3, 4}, true) == "للدول");
}

TEST_CASE("quotations nest, turn round and stay open") {
  const auto shape = [](std::string_view text) {
    const Sentence s = sentence(text, "en");
    std::string out;
    for (const auto& q : s.quotations()) out += fmt::format("{}-{}/{} ", q.open, q.close, q.depth);
    return out;
  };
  CHECK(shape("a “b” c") == "1-3/0 ");
  CHECK(shape("a ”b“ c") == "1-3/0 ");
  CHECK(shape("a «b “c” d» e") == "1-7/0 3-5/1 ");
  CHECK(shape("a \"b\" c") == "1-3/0 ");
  CHECK(shape("a “b c") == "1-4/0 ");
  CHECK(shape("a b” c") == "2-4/0 ");
}

TEST_CASE("a name in capitals is not the small word") {
  const Sentence s = sentence("the states who met us praised the WHO and the US", "en");
  CHECK(s.match(2, ingest::Cue::entity) == nullptr);
  CHECK(s.match(4, ingest::Cue::entity) == nullptr);
  CHECK(s.match(7, ingest::Cue::entity) != nullptr);
  CHECK(s.match(10, ingest::Cue::entity) != nullptr);
}
