// `~` in conditions: the index of words changes how rows are found, and never which.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>

#include "graph/database.hpp"
#include "tests/loaded_store.hpp"

// Behind the helpers: its rows are others than theirs.
#include "bayan/query.hpp"

namespace {

std::vector<std::string> ask(Store& store, const std::string& query) {
  auto rows = bayan::query(store, query);
  REQUIRE_MESSAGE(rows.has_value(), query, ": ", rows.error().message);
  std::vector<std::string> out;
  while (rows->next()) out.push_back(rows->json());
  REQUIRE(rows->status().has_value());
  if (rows->partial()) out.push_back("partial: " + *rows->partial());
  std::sort(out.begin(), out.end());
  return out;
}

std::string plan_of(Store& store, const std::string& query) {
  std::string out;
  for (const std::string& line : ask(store, "explain " + query)) out += line + "\n";
  return out;
}

// What is frequent in names, and what is rare.
std::string random_text(std::mt19937& random) {
  static const std::vector<std::string> words = {"talks",  "Talk",       "round",  "محادثات", "الانسحاب",
                                                 "انسحاب", "withdrawal", "Border", "2017",    "true",
                                                 "الحدود", "forces",     "القوات", "zone"};
  std::string out;
  const std::size_t count = 1 + random() % 3;
  for (std::size_t i = 0; i < count; ++i)
    out += (i == 0 ? "" : " ") + words[random() % (random() % 3 == 0 ? words.size() : 3)];
  return out;
}

Node random_node(std::mt19937& random, bool object, int depth = 0) {
  switch (random() % (object ? 9 : 5)) {
    case 5:
      return Literal{LiteralType::integer, random() % 2 == 0 ? "2017" : "-5", {}, {}};
    case 6:
      return Literal{LiteralType::date, "2017-05-04", {}, {}};
    case 7:
      return Literal{LiteralType::boolean, "true", {}, {}};
    case 8:
      return Literal{LiteralType::text, random_text(random), "en", {}};
    case 3:
      if (object) return Phrase{random_text(random), "en", {"topic_" + std::to_string(random() % 3)}};
      [[fallthrough]];
    case 4:
      if (depth == 0 && random() % 3 == 0) {
        return std::make_shared<const Claim>(
            Claim{random_node(random, false, 1), "border_talks", random_node(random, true, 1), Polarity::positive});
      }
      [[fallthrough]];
    default:
      return Entity{"e" + std::to_string(random() % 25), {}, {}};
  }
}

void fill(Store& store, std::mt19937& random, bool claims) {
  Batch batch;
  for (int i = 0; i < 25; ++i) {
    EntityDeclaration entity;
    entity.key = "e" + std::to_string(i);
    entity.labels["en"] = random_text(random), entity.aliases["ar"] = {random_text(random)};
    batch.add(entity);
  }
  for (int i = 0; i < 150; ++i) {
    Statement statement = statement_of({"x", "r" + std::to_string(random() % 3), "y", false, random() % 5 == 0,
                                        static_cast<std::int64_t>(random() % 5)});
    const int depth = claims ? 0 : 1;
    statement.subject = random_node(random, false, depth), statement.object = random_node(random, true, depth);
    if (random() % 2 == 0) statement.speaker = Entity{"e" + std::to_string(random() % 25), {}, {}};
    if (random() % 2 == 0) statement.evidence = Evidence{{}, random_text(random)};
    batch.add(statement);
  }
  REQUIRE(store.commit(batch).has_value());
  std::vector<::Row> rows;
  for (int i = 0; i < 300; ++i)
    rows.push_back({random_text(random), "r0", random_text(random), random() % 2 == 0, false, 1});
  load(store, rows);
  REQUIRE(store.merge("e1", "e2").has_value());
  Batch renamed;
  renamed.add(EntityDeclaration{"e3", {}, {{"en", "quite another"}}, {}});
  REQUIRE(store.commit(renamed).has_value());
  Batch retractions;
  for (const auto& [id, statement] : statements_of(*view_of(store))) {
    if (random() % 6 == 0) retractions.retract({id});
  }
  REQUIRE(store.commit(retractions).has_value());
}

}  // namespace

TEST_CASE("a search through the index of words gives the rows that a test of every row gives") {
  // Patterns, what is searched in them, and what follows.
  const std::vector<std::array<std::string, 3>> questions = {
      {"?x r0 ?y", "?x", ""},
      {"?x r0 ?y", "?y", ""},
      {"?x _ ?y", "?y", ""},
      {"?x ?does ?y @talks:1..2", "?x", ""},
      {"?x not ?does ?y", "?y", ""},
      {"?x r0 ?y, ?y r0 ?z", "?y", ""},
      {"?x r0 ?y, ?z r0 ?y", "?z", " | count ?y"},
      {"?x r0 ?y then ?x _ ?z", "?x", ""},
      {"?x r0 ?y, not (?x r1 ?z)", "?x", ""},
      {"?x r0 ?y, optional (?y r1 ?z)", "?y", ""},
      {"?x _ ?y by ?who", "?who", ""},
      {"?x _ ?y by ?who", "?y", ""},
      {"?x _ ?y about ?topic", "?y", ""},
      {"?x _ e2", "?x", ""},
      {"(?x _ ?y) _ ?z", "?z", ""},
      {"(?x _ ?y) _ ?z", "?x", ""},
      {"?x r0+ ?y", "?x", ""},
      {"?x _ ?y @any in 1..3", "?y", " | first"},
      {"?x _ ?y as ?st", "?st.quote", ""},
      {"?x r0 ?y by ?who as ?st", "?st.quote", " | select ?x, ?st.quote"},
      {"?x _ ?y as ?st, ?y _ ?z", "?st.quote", ""},
  };
  std::size_t answered = 0, sought = 0;
  for (unsigned seed = 1; seed <= 4; ++seed) {
    const Temporary folder;
    std::int64_t clock = 1'000'000;
    std::mt19937 random(seed);
    Store store = open(folder, &clock);
    fill(store, random, seed % 2 == 0);
    for (const auto& [patterns, variable, verbs] : questions) {
      for (int i = 0; i < 6; ++i) {
        // Numbers and booleans have no postings.
        const std::string text = i == 0 ? "2017" : i == 1 ? "true" : random_text(random);
        const std::string test = variable + " ~ \"" + text + "\"";
        CAPTURE(seed);
        CAPTURE(patterns);
        CAPTURE(test);
        // The index has no part in what is denied twice.
        const auto wanted = ask(store, patterns + " where not (not " + test + ")" + verbs);
        CHECK(ask(store, patterns + " where " + test + verbs) == wanted);
        CHECK(ask(store, patterns + " | where " + test + verbs) == wanted);
        const auto both = ask(store, patterns + " where " + test + " and ?x ~ \"talk\"" + verbs);
        CHECK(both == ask(store, patterns + " where not (not (" + test + " and ?x ~ \"talks\"))" + verbs));
        answered += wanted.empty() ? 0 : 1;
        sought += plan_of(store, patterns + " where " + test + verbs).find("sought by") != std::string::npos ? 1 : 0;
      }
    }
  }
  CHECK(answered > 200);
  CHECK(sought > 100);
}

TEST_CASE("explain says how the index of words is used") {
  const Temporary folder;
  std::int64_t clock = 1'000'000;
  Store store = open(folder, &clock);
  std::vector<::Row> rows;
  for (int i = 0; i < 3000; ++i)
    rows.push_back({"actor " + std::to_string(i), "r", i == 7 ? "a rare topic 7" : "topic " + std::to_string(i), true});
  load(store, rows);
  const std::pair<const char*, const char*> plans[] = {
      {R"(?x r ?y where ?y ~ "rare topics")", "?y sought by 1 node with the words"},
      {R"(?x r ?y where ?x ~ "actors" and ?y ~ "rare topics")", "?y sought by 1 node with the words"},
      {R"(?x r ?y where ?y ~ "topic")", "?y is one of 3000 nodes with the words"},
      {R"(?x r ?y where ?y ~ "7")", "?y is one of 2 nodes with the words"},  // numbers may have it, too
      {R"(?x r ?y as ?st where ?st.quote ~ "nothing")", "sought by 0 statements with the words"},
  };
  for (const auto& [query, wanted] : plans) {
    const std::string plan = plan_of(store, query);
    CHECK_MESSAGE(plan.find(wanted) != std::string::npos, plan);
  }
  for (const char* query : {R"(?x r ?y where ?y ~ "rare" or ?x ~ "rare")", R"(?x r ?y where not ?y ~ "rare")",
                            R"(?x r+ ?y where ?y ~ "rare")"}) {
    const std::string plan = plan_of(store, query);
    CHECK_MESSAGE(plan.find("with the words") == std::string::npos, plan);
  }
  CHECK(ask(store, R"(?x r ?y where ?y ~ "rare topics")").size() == 1);
}

TEST_CASE("claims are found by the words of their parts, however many there are") {
  const Temporary folder;
  std::int64_t clock = 1'000'000;
  Store store = open(folder, &clock);
  for (const int claims : {40, 1500}) {
    Batch batch;
    for (int i = 0; i < claims; ++i) {
      Statement statement = statement_of({"x", "annoys", "somebody", false, false, 1});
      statement.subject = std::make_shared<const Claim>(Claim{Entity{"actor " + std::to_string(i), {}, {}}, "asks for",
                                                              Phrase{"talks on " + std::to_string(i % 7), {}, {}}});
      batch.add(statement);
    }
    REQUIRE(store.commit(batch).has_value());
    CHECK(ask(store, R"(?x annoys ?y where ?x ~ "actor ask talk 3" | count)") ==
          ask(store, R"(?x annoys ?y where not (not ?x ~ "actor ask talk 3") | count)"));
    CHECK(ask(store, R"(?x annoys ?y where ?x ~ "actor 17 asks talks")").size() == 1);
  }
}
