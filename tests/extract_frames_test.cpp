// Sentences and the statements they make: rules of the language, one a line.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "tests/extract_cases.hpp"

using namespace bayan;
using testing::check;

TEST_CASE("English frames") {
  check({
      {"Egypt stressed the need to end the siege and the importance of humanitarian aid.",
       {"Egypt | stresses_necessity | \"end the siege\"", "Egypt | stresses_importance | \"humanitarian aid\""}},
      {"Norway called on Israel to lift the blockade.", {"Norway | calls_for | \"lift the blockade\""}},
      {"Kenya urged the parties not to resume fighting.", {"Kenya | calls_for | \"not to resume fighting\""}},
      {"Iraq accused Turkey of breaching the truce and of supporting separatists.",
       {"Iraq | accuses | \"breaching the truce\"", "Iraq | accuses | \"supporting separatists\""}},
      {"Jordan did not support the proposal.", {"Jordan | not supports | \"the proposal\""}},
      {"China never endorsed the sanctions.", {"China | not supports | \"the sanctions\""}},
      {"The truce was welcomed by the African Union.", {"African_Union | welcomes | \"The truce\""}},
      {"The truce was welcomed.", {}},
      {"Oman should reject the plan.", {}},
      {"Qatar voiced its support for dialogue, adding that elections could follow.",
       {"Qatar | supports | \"dialogue\"", "Qatar | says | \"elections could follow\""}},
      {"Stressing the need for calm, Egypt called for a ceasefire.",
       {"Egypt | stresses_necessity | \"calm\"", "Egypt | calls_for | \"a ceasefire\""}},
      {"Sudan and Chad condemned the attack.",
       {"Sudan | condemns | \"the attack\"", "Chad | condemns | \"the attack\""}},
      {"Germany stressed dialogue on the basis of international law.",
       {"Germany | stresses | \"dialogue\"", "\"dialogue\" | based_on | \"international law\""}},
      {"Morocco considers the strikes a violation of international law.",
       {"\"the strikes\" | violates | \"international law\""}},
      {"The withdrawal of foreign forces is a precondition for peace.",
       {"\"The withdrawal of foreign forces\" | is_precondition_for | \"peace\""}},
  });
}

TEST_CASE("quotations in English") {
  check({
      {"“We reject the plan,” said the Sudanese delegate.", {"Sudan | rejects | \"the plan\""}},
      {"“The talks were long,” Hans Grundberg said.", {"Hans_Grundberg | says | \"The talks were long\""}},
      {"Hans Grundberg: “We support a ceasefire.”", {"United_Nations | supports | \"a ceasefire\""}},
      {"The “victory” was empty.", {}},
  });
}

TEST_CASE("Arabic frames") {
  check({
      {"شددت مصر على ضرورة رفع الحصار وإيصال المساعدات.",
       {"Egypt | stresses_necessity | \"رفع الحصار\"", "Egypt | stresses_necessity | \"إيصال المساعدات\""}},
      {"دعا العراق تركيا إلى سحب قواتها.", {"Iraq | calls_for | \"سحب قواتها\""}},
      {"أعربت الكويت عن قلقها إزاء الوضع الإنساني.", {"Kuwait | expresses_concern | \"الوضع الإنساني\""}},
      {"لم تدعم الجزائر المقترح.", {"Algeria | not supports | \"المقترح\""}},
      {"لم تتفق الأطراف على موعد.", {"parties | not agrees_to | \"موعد\""}},
      {"أدانت الأردن الهجوم واعتبرته انتهاكاً للقانون الدولي.",
       {"Jordan | condemns | \"الهجوم\"", "\"الهجوم\" | violates | \"للقانون الدولي\""}},
      {"رحبت قطر بالهدنة، داعية إلى حوار شامل.",
       {"Qatar | welcomes | \"الهدنة\"", "Qatar | calls_for | \"حوار شامل\""}},
      {"قال وزير الخارجية المصري سامح شكري إن بلاده ترفض التهجير.",
       {"Sameh_Shoukry | holds_role | \"وزير الخارجية المصري\"", "Egypt | rejects | \"التهجير\""}},
      {"أكدت تونس دعم الحوار من خلال عقد مؤتمر جديد.",
       {"Tunisia | supports | \"الحوار\"", "\"الحوار\" | through | \"عقد مؤتمر جديد\""}},
      {"طالبت ليبيا بانسحاب المرتزقة بهدف تحقيق السلام.",
       {"Libya | demands | \"انسحاب المرتزقة\"", "\"انسحاب المرتزقة\" | aims_at | \"تحقيق السلام\""}},
      {"رفض التصعيد واجب.", {}},
      {"دعم الحوار مهم.", {}},
  });
}

TEST_CASE("quotations in Arabic") {
  check({
      {"قال المندوب السوداني: «نرفض أي تدخل أجنبي».", {"Sudan | rejects | \"أي تدخل أجنبي\""}},
      {"وأضاف لافروف: “الوضع صعب”.", {"Sergey_Lavrov | says | \"الوضع صعب\""}},
  });
}

TEST_CASE("lists take their subject from the line above") {
  check({
      {"The ministers of Egypt, Jordan and Iraq:\n1. Welcomed the truce;\n2. Called for elections.",
       {"Egypt | welcomes | \"the truce\"", "Jordan | welcomes | \"the truce\"", "Iraq | welcomes | \"the truce\"",
        "Egypt | calls_for | \"elections\"", "Jordan | calls_for | \"elections\"", "Iraq | calls_for | \"elections\""}},
      {"إن جامعة الدول العربية:\n1. تدين الهجمات؛\n2. تدعو إلى الحوار.",
       {"Arab_League | condemns | \"الهجمات\"", "Arab_League | calls_for | \"الحوار\""}},
  });
}

TEST_CASE("a statement is said by its issuers, and the document speaks") {
  DocumentOptions options;
  options.series = "arab_summit";
  options.round = 33;
  auto reads = testing::read("The final statement condemned the attacks.", options);
  REQUIRE(reads.has_value());
  REQUIRE(reads->statements.size() == 1);
  const Statement& s = reads->statements[0];
  CHECK(testing::print_claim(s) == "Arab_League | condemns | \"the attacks\"");
  CHECK(s.speaker->key == "Arab_summit-33_final_statement");
  CHECK(s.holder->key == "Arab_League");
}

TEST_CASE("a passage about another round is of that round, unnamed past ones have none") {
  DocumentOptions options;
  options.series = "yemen";
  options.round = 4;
  auto reads = testing::read(
      "Qatar called for calm.\nAt the previous round Qatar had demanded elections.\n"
      "In previous meetings Egypt had rejected the plan.",
      options);
  REQUIRE(reads.has_value());
  REQUIRE(reads->statements.size() == 3);
  CHECK(reads->statements[0].round == 4);
  CHECK(reads->statements[1].round == 3);
  CHECK_FALSE(reads->statements[2].round.has_value());
}

TEST_CASE("the round comes from the options, the header, the text, or the date") {
  const auto round = [](const std::string& text, const DocumentOptions& options) {
    auto reads = testing::read(text, options);
    REQUIRE(reads.has_value());
    return reads->document.round;
  };
  DocumentOptions given, dated;
  given.round = 9;
  dated.date = "2020-03-10";
  dated.rounds_by = "month";
  CHECK(round("Round: 8\n\nText.", given) == 9);
  CHECK(round("Round: 8\n\nText.", {}) == 8);
  CHECK(round("The seventh round of talks ended.", {}) == 7);
  CHECK(round("Nothing is said here.", dated) == 2020 * 12 + 2);
  CHECK_FALSE(round("Nothing is said here.", {}).has_value());
}

TEST_CASE("evidence and object are exactly the bytes of the document") {
  const std::string text = "Series: yemen\n\nرحّبت قطر بالهدنة، ودعت إلى الحوار.\n";
  auto reads = testing::read(text);
  REQUIRE(reads.has_value());
  REQUIRE(reads->statements.size() == 2);
  for (const Statement& s : reads->statements) {
    const Span span = *s.evidence->utf8;
    CHECK(s.evidence->text == text.substr(span.begin, span.end - span.begin));
    CHECK(std::get<Phrase>(s.object).text ==
          text.substr(s.object_span->begin, s.object_span->end - s.object_span->begin));
  }
}

TEST_CASE("phrases in two languages are about the same") {
  const auto about = [](const std::string& text) {
    auto reads = testing::read(text);
    REQUIRE(reads.has_value());
    REQUIRE(reads->statements.size() == 1);
    return std::get<Phrase>(reads->statements[0].object).about;
  };
  CHECK(about("Egypt demanded the withdrawal of Turkish forces.") == about("طالبت مصر بانسحاب القوات التركية."));
  CHECK(about("Egypt called for an immediate ceasefire in Libya.") ==
        about("دعت مصر إلى الوقف الفوري لإطلاق النار في ليبيا."));
  CHECK(about("Egypt demanded a full withdrawal.") != about("Egypt demanded a partial withdrawal."));
}

TEST_CASE("a very long line is read in windows") {
  std::string text;
  for (int i = 0; i < 20000; ++i) text += "دعت مصر إلى وقف القتال، وقالت «كلاماً كثيراً ";
  auto reads = testing::read(text);
  REQUIRE(reads.has_value());
  CHECK(reads->statements.size() > 1000);
}

TEST_CASE("declarations explain what the records use") {
  auto reads = testing::read("Egypt demanded the withdrawal of Turkish forces.");
  REQUIRE(reads.has_value());
  std::vector<Record> records(reads->statements.begin(), reads->statements.end());
  bool state = false, idea = false, parent = false;
  for (const Record& record : ingest::declarations(records, testing::lexicon())) {
    if (const auto* e = std::get_if<EntityDeclaration>(&record)) {
      state |= e->key == "Egypt" && e->type == "state" && e->labels.at("ar") == "مصر";
      idea |= e->key == "withdrawal" && e->type == "concept";
    }
    if (const auto* r = std::get_if<RelationDeclaration>(&record))
      parent |= r->key == "calls_for" && !r->forms.at("ar").empty();
  }
  CHECK(state);
  CHECK(idea);
  CHECK(parent);
}
