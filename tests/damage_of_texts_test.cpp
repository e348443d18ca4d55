// What damaged texts look like, and from where on they are not read.
#include <doctest/doctest.h>

#include "ingest/damage.hpp"
#include "tests/extract_print.hpp"

using namespace bayan;
using ingest::find_damage;

namespace {

std::string repeated(std::string_view text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

constexpr const char* sound =
    "أكدت الدول الضامنة التزامها بسيادة سوريا ووحدة أراضيها، ورحبت بالجولة الـ21 التي عقدت في 15 رجب 1445هـ.\n"
    "وقال د.أحمد الخطيب إن الوفد (BBC عربي) يرفض الاتفاق رقم 2254 على مستوى الاستراتيجيات والمسؤوليات.\n"
    "The participants stressed the need for a ceasefire; McDonald and MacArthur met on YouTube in the U.S. capital.\n";

}  // namespace

TEST_CASE("a sound text in both languages has no damage") {
  const DamageReport damage = find_damage(sound, "");
  CHECK_FALSE(damage.any());
  CHECK(damage.describe() == "no damage");
}

TEST_CASE("each sign of damage is counted, and enough of it stops the reading") {
  struct Case {
    std::string text;
    std::uint64_t DamageReport::*count;
    std::uint64_t expected;
    std::string not_read;
  };
  const Case cases[] = {
      {"الجولةالسابعة من المفاوضات", &DamageReport::glued_words, 1, ""},
      {repeated("الجولةالسابعة من المفاوضات\n", 5), &DamageReport::glued_words, 5, "its words are glued together"},
      {"The statementThe participants issued", &DamageReport::glued_words, 1, ""},
      {repeated("المبعوث الأممـــي\n", 9), &DamageReport::tatweel, 27, ""},
      {repeated("ﻗﺎﻝ ﺍﻟﻮﺯﻳﺮ\n", 4), &DamageReport::presentation_forms, 36,
       "its letters are presentation forms, as a PDF has them"},
      {repeated("The states agreed on a new        Syria rejects all of the plans\n", 6), &DamageReport::column_lines,
       6, "columns of a page are mixed in its lines"},
      {"قال إن الأ.مم المتحدة تتابع", &DamageReport::dots_inside_words, 1, ""},
      {repeated("قا.ل إن الأ.مم المت.حدة تت.ابع\n", 3), &DamageReport::dots_inside_words, 9,
       "dots stand inside its words"},
      {repeated("ا ل م ب ع و ث قال\n", 2), &DamageReport::spaced_letters, 14,
       "its words are set apart letter by letter"},
      {repeated("ةلودلا تضفر ةطخلا\n", 5), &DamageReport::reversed_words, 10, "its words are written backwards"},
      {repeated("Ù‚Ø§Ù„ Ø§Ù„ÙˆØ²ÙŠØ±\n", 3), &DamageReport::unreadable, 27,
       "its letters were lost to a wrong encoding"},
  };
  for (const Case& c : cases) {
    const DamageReport damage = find_damage(c.text, "");
    CAPTURE(c.text);
    CHECK(damage.*c.count == c.expected);
    CHECK(damage.not_read == c.not_read);
  }
}

TEST_CASE("Persian, Urdu and Kurdish are told from Arabic, also where names have their letters") {
  const std::pair<const char*, const char*> cases[] = {
      {"وزیر امور خارجه ایران گفت که این توافق برای همه کشورهای منطقه است و باید اجرا شود", "Persian"},
      {"وزیر خارجہ نے کہا ہے کہ یہ معاہدہ خطے کے تمام ممالک کے لیے ہے", "Urdu"},
      {"وەزیری دەرەوە گوتی کە ئەم ڕێککەوتنە بۆ هەموو وڵاتانی ناوچەکە گرنگە", "Kurdish"},
      {"قال وزير الخارجية إن هذا الاتفاق لجميع دول المنطقة ويجب أن ينفذ فورا", ""},
      {"والتقى المبعوث رئيس بلدية چوار گوشه في زيارته الأولى إلى شمال العراق أمس الخميس", ""},
      {"نص قصير", ""},
      {"The foreign minister said so", ""},
  };
  for (const auto& [text, expected] : cases)
    CHECK_MESSAGE(ingest::other_language(text).value_or("") == expected, std::string(text));
}

TEST_CASE("a paragraph in another language is passed over; a document of them is not read") {
  const std::string persian =
      "سوریه می‌گوید که این توافق برای همه کشورهای منطقه است و باید "
      "اجرا "
      "شود\n";
  const std::string arabic =
      "طالبت سوريا بانسحاب القوات التركية.\nوأدانت روسيا الهجمات على المستشفيات ورفضت العقوبات.\n";
  const auto mixed = testing::read(arabic + persian);
  REQUIRE(mixed.has_value());
  CHECK(mixed->damage.other_language_paragraphs == 1);
  CHECK(mixed->damage.not_read.empty());
  CHECK(mixed->statements.size() == testing::read(arabic)->statements.size());
  CHECK(mixed->statements.size() >= 3);
  const auto whole = testing::read(persian + persian + persian + arabic);
  REQUIRE(whole.has_value());
  CHECK(whole->damage.not_read == "it is in Persian");
  CHECK(whole->statements.empty());
  CHECK(find_damage("متن", "fa-IR").not_read == "it is in Persian");
}

TEST_CASE("a damaged document is stored with its text, and its report says that it was not read") {
  IngestOptions options;
  const std::string text = "Series: talks\nRound: 1\n\n" + repeated("طالبت سورياالجولةالسابعة بانسحابةالقوات\n", 6);
  const auto extraction = extract(text, "damaged.txt", options);
  REQUIRE(extraction.has_value());
  CHECK(extraction->records.empty());
  CHECK(extraction->damage.describe() == "stored and not read: its words are glued together (12 glued words)");
}
