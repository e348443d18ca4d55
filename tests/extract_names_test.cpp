// Persons and organisations that no lexicon has: introduced once, known afterwards.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "tests/extract_print.hpp"

using namespace bayan;

namespace {

struct Case {
  const char* text;
  std::vector<std::string> subjects;  // key:type of each statement, roles left out
};

void check(const std::vector<Case>& cases) {
  DocumentOptions options;
  options.round = 5;
  options.date = "2020-03-10";
  for (const Case& c : cases) {
    const auto reads = testing::read(c.text, options);
    REQUIRE(reads.has_value());
    std::vector<std::string> found;
    for (const Statement& s : reads->statements) {
      if (s.relation == "holds_role") continue;
      const auto* subject = std::get_if<Entity>(&s.subject);
      found.push_back(subject == nullptr ? testing::print(s.subject) : subject->key + ":" + subject->type);
    }
    CAPTURE(c.text);
    CAPTURE(fmt::format("{}", fmt::join(found, "\n")));
    CHECK(found == c.subjects);
  }
}

}  // namespace

TEST_CASE("an organisation that is introduced in full is known by its short name afterwards") {
  check({
      {"The Forum for National Dialogue (FND) demanded the release of detainees. The FND rejected foreign "
       "interference. The Forum called for calm.",
       {"Forum_for_National_Dialogue:organisation", "Forum_for_National_Dialogue:organisation",
        "Forum_for_National_Dialogue:organisation"}},
      {"The National Salvation Alliance of Darfur condemned the attacks. The Alliance called for calm.",
       {"National_Salvation_Alliance_of_Darfur:organisation", "National_Salvation_Alliance_of_Darfur:organisation"}},
      {"ودعا تجمع المهنيين الوطني (تمو) إلى وقف الحرب. ورفض التجمع التدخل الخارجي.",
       {"تجمع_المهنيين_الوطني:organisation", "تجمع_المهنيين_الوطني:organisation"}},
      {"وطالبت قوات الدرع الوطني بوقف القصف. ورفضت الدرع الوطني الاتهامات.",
       {"قوات_الدرع_الوطني:organisation", "قوات_الدرع_الوطني:organisation"}},
  });
}

TEST_CASE("what is no name of an organisation becomes none") {
  check({
      {"The forum for dialogue rejected the plan.", {}},
      {"The FND rejected foreign interference.", {}},
      {"ورفضت قوات الأمن الاتهامات.", {}},
  });
}

TEST_CASE("a person who is introduced with a title or a full name is known by the last name afterwards") {
  check({
      {"Mahdi Al-Houthi, the Houthi leader, condemned the strikes. Al-Houthi demanded the lifting of the siege.",
       {"Mahdi_Al-Houthi:person", "Mahdi_Al-Houthi:person"}},
      {"Kenyan diplomat Jane Wanjiku welcomed the agreement. Wanjiku called for a ceasefire.",
       {"Jane_Wanjiku:person", "Jane_Wanjiku:person"}},
      {"وقال الدبلوماسي الكيني جون مبيكي إن بلاده ترفض الهجمات. وطالب مبيكي بالإفراج عن المعتقلين.",
       {"Kenya:state", "جون_مبيكي:person"}},
      {"وأدان زعيم الجماعة عبد الملك الحوثي الغارات. ودعا الحوثي إلى رفع الحصار.",
       {"عبد_الملك_الحوثي:person", "عبد_الملك_الحوثي:person"}},
  });
}
