// Arabic sentences and the statements they make: subjects the lexicon lacks, verbs of several frames, nouns of saying,
// things that do something to things.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "tests/extract_print.hpp"

using namespace bayan;

namespace {

struct Case {
  const char* text;
  std::vector<std::string> claims;
};

std::vector<std::string> claims(const std::string& text, const DocumentOptions& options) {
  auto reads = testing::read(text, options);
  REQUIRE(reads.has_value());
  std::vector<std::string> out;
  for (const Statement& s : reads->statements) out.push_back(testing::print_claim(s));
  return out;
}

void check(const std::vector<Case>& cases) {
  DocumentOptions options;
  options.round = 5;
  options.date = "2020-03-10";
  for (const Case& c : cases) {
    const auto found = claims(c.text, options);
    CAPTURE(c.text);
    CAPTURE(fmt::format("{}", fmt::join(found, "\n")));
    CHECK(found == c.claims);
  }
}

}  // namespace

TEST_CASE("Arabic verbs of several frames take the one their complement tells") {
  check({
      {"نوهت مصر بأهمية الحوار.", {"Egypt | stresses_importance | \"الحوار\""}},
      {"نوهت مصر إلى أن الهدنة صامدة.", {"Egypt | says | \"الهدنة صامدة\""}},
      {"ذكّرت قطر بأن المهلة تنتهي غدا.", {"Qatar | says | \"المهلة تنتهي غدا\""}},
      {"أعادت الجزائر تأكيد التزامها الثابت والكامل بوقف إطلاق النار.", {"Algeria | reaffirms | \"وقف إطلاق النار\""}},
      {"أبدت تونس بالغ قلقها إزاء تدهور الوضع.", {"Tunisia | expresses_concern | \"تدهور الوضع\""}},
      {"لم تخف تركيا قلقها من انهيار الهدنة.", {"Turkey | expresses_concern | \"انهيار الهدنة\""}},
      {"ناشد الأردن الدول المانحة زيادة المساعدات.", {"Jordan | calls_for | \"زيادة المساعدات\""}},
  });
}

TEST_CASE("Arabic subjects the lexicon lacks are named by their words, where the text bounds them") {
  check({
      {"يرى محللون أن الهدنة هشة للغاية.", {"محللون | considers | \"الهدنة هشة للغاية\""}},
      {"اعترض المتظاهرون على رفع الأسعار.", {"المتظاهرون | opposes | \"رفع الأسعار\""}},
      {"طالب محافظ المدينة بفتح المعبر.", {}},
      {"أكد مجددا على ضرورة الحوار.", {}},
      {"كانت بنود الخطة التي يرعاها الوسطاء غامضة، وطالب بتوضيحها.", {}},
      {"أما مصر فأكدت رفضها التهجير.", {"Egypt | rejects | \"التهجير\""}},
      {"نقلت وكالة الأنباء عن لافروف قوله إن العقوبات غير قانونية.",
       {"Sergey_Lavrov | says | \"العقوبات غير قانونية\""}},
      {"قال وزير البيئة سالم قرقاش إن الخطة جاهزة للتنفيذ.",
       {"سالم_قرقاش | says | \"الخطة جاهزة للتنفيذ\"", "سالم_قرقاش | holds_role | \"وزير البيئة\""}},
      {"قال رئيس الوفد عبد الرحمن الزوي إن الخطة جاهزة للتنفيذ.",
       {"عبد_الرحمن_الزوي | says | \"الخطة جاهزة للتنفيذ\"", "عبد_الرحمن_الزوي | holds_role | \"رئيس الوفد\""}},
      {"قالت المبعوثة الأممية بالوكالة جوليا تشنغ إن الخطة جاهزة.",
       {"جوليا_تشنغ | says | \"الخطة جاهزة\"", "جوليا_تشنغ | holds_role | \"المبعوثة الأممية بالوكالة\""}},
      {"شدد مدير شعبة العمليات في اليونيسف توماس كيلر على ضرورة حماية الأطفال.",
       {"توماس_كيلر | stresses_necessity | \"حماية الأطفال\"",
        "توماس_كيلر | holds_role | \"مدير شعبة العمليات في اليونيسف\""}},
  });
}

TEST_CASE("Arabic links take their subject from where the text puts it") {
  check({
      {"أدانت مصر الهجمات التي تنتهك القانون الدولي وتقوض جهود السلام.",
       {"Egypt | condemns | \"الهجمات\"", "\"الهجمات\" | violates | \"القانون الدولي\"",
        "\"الهجمات\" | harms | \"جهود السلام\""}},
      {"رحبت قطر بالجهود الرامية إلى إنهاء الحرب.",
       {"Qatar | welcomes | \"الجهود الرامية إلى إنهاء الحرب\"", "\"الجهود\" | aims_at | \"إنهاء الحرب\""}},
      {"حذرت الأردن من أن الحصار يهدد استقرار المنطقة.",
       {"Jordan | warns | \"الحصار يهدد استقرار المنطقة\"", "\"الحصار\" | harms | \"استقرار المنطقة\""}},
      {"رفضت تركيا العقوبات المفروضة في انتهاك لميثاق الأمم المتحدة.",
       {"Turkey | rejects | \"العقوبات المفروضة في انتهاك لميثاق الأمم المتحدة\"",
        "\"العقوبات المفروضة\" | violates | UN_Charter"}},
      {"تقوض الاستقرار.", {}},
  });
}

TEST_CASE("Arabic objects are split where the verb's preposition or that comes again") {
  check({
      {"أعرب المبعوث عن قلقه من تدهور الوضع ومن نقص الأدوية.",
       {"المبعوث | expresses_concern | \"تدهور الوضع\"", "المبعوث | expresses_concern | \"نقص الأدوية\""}},
      {"شددت مصر على وحدة ليبيا وعلى إجراء الانتخابات.",
       {"Egypt | stresses | \"وحدة ليبيا\"", "Egypt | stresses | \"إجراء الانتخابات\""}},
      {"قال لافروف إن المحادثات مفيدة، وإن الخلافات باقية.",
       {"Sergey_Lavrov | says | \"المحادثات مفيدة\"", "Sergey_Lavrov | says | \"الخلافات باقية\""}},
      {"رحبت قطر بالإفراج عن المحتجزين وبعودة النازحين.",
       {"Qatar | welcomes | \"الإفراج عن المحتجزين\"", "Qatar | welcomes | \"عودة النازحين\""}},
  });
}

TEST_CASE("Arabic acts that did not happen are negative, and meetings without a number") {
  check({
      {"أخفق مجلس الأمن في اعتماد القرار.", {"UN_Security_Council | not issued | \"القرار\""}},
      {"امتنعت تركيا عن التوقيع على الاتفاق.", {"Turkey | not signed | \"الاتفاق\""}},
      {"رحبت مصر بالخطة التي اقترحتها سويسرا.", {"Egypt | welcomes | \"الخطة\"", "Switzerland | proposes | \"الخطة\""}},
      {"أكدت مصر أن السلام لا يمكن بلوغه إلا من خلال الحوار.",
       {"Egypt | affirms | \"السلام لا يمكن بلوغه إلا من خلال الحوار\"", "\"السلام\" | through | \"الحوار\""}},
      {"أكدت مصر أن البرلمان يرفض الخطة.",
       {"Egypt | affirms | \"البرلمان يرفض الخطة\"", "البرلمان | rejects | \"الخطة\""}},
      {"انتقل الوفد إلى تجدد القتال.", {}},
      {"عقد مجلس الأمن، الاثنين، جلسة طارئة.", {"\"جلسة طارئة\" | held_on | 2020-03-09"}},
      {"عقدت الجلسة الختامية في مدينة جنيف.", {"\"الجلسة الختامية\" | held_in | \"مدينة جنيف\""}},
      {"ومن المقرر أن يختتم المؤتمر في 12 مارس.", {"\"المؤتمر\" | ended_on | 2020-03-12"}},
      {"أكد المغرب، الذي استضاف المحادثات، دعمه للحوار.", {"\"المحادثات\" | held_in | Morocco"}},
      {"جرى اللقاء بمشاركة وفدي مصر وقطر بصفة مراقبين.",
       {"Egypt | attended_as_observer | \"بصفة مراقبين\"", "Qatar | attended_as_observer | \"بصفة مراقبين\""}},
      {"بحث المجلس الوضع في السودان.", {}},
      {"عقدت قمة حول الوضع في السودان.", {}},
  });
}
