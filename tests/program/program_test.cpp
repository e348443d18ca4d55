// The program from outside: what it prints, where, and how it ends, above all when something is wrong.
#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <thread>

#include "bayan/bayan.hpp"
#include "tests/temporary.hpp"

using namespace bayan;

namespace {

struct Outcome {
  int status = 0;
  std::string out, err;
};

std::string slurp(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void write(const std::string& path, const std::string& text) { std::ofstream(path, std::ios::binary) << text; }

// Runs the program with arguments as a shell reads them; `$T` is the folder.
Outcome run(const Temporary& folder, const std::string& arguments, const std::string& input = {}) {
  const std::string base = folder.path();
  write(base + "/stdin", input);
  const std::string command =
      "T='" + base + "'; \"" BAYAN_PROGRAM "\" " + arguments + " <\"$T/stdin\" >\"$T/stdout\" 2>\"$T/stderr\"";
  const int status = std::system(command.c_str());
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, slurp(base + "/stdout"), slurp(base + "/stderr")};
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

// Cells of a line: the texts here have one a code point, and direction marks have none.
std::size_t width(const std::string& line) {
  std::size_t out = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const bool begins = (static_cast<unsigned char>(line[i]) & 0xc0) != 0x80;
    const bool mark = line.compare(i, 3, "\u2068") == 0 || line.compare(i, 3, "\u2069") == 0;
    if (begins && !mark) ++out;
  }
  return out;
}

constexpr const char* communique =
    "Series: talks\nRound: 21\nDate: 2024-01-25\nTitle: Joint statement 21\nLanguage: en\n\n"
    "The participants stressed the need to preserve the ceasefire. Syria demanded the withdrawal of Turkish forces.\n";

// A store with one communiqué in it.
void ingest_communique(const Temporary& folder) {
  write(folder.path() + "/a.txt", communique);
  const Outcome done = run(folder, "ingest $T/store $T/a.txt");
  REQUIRE_MESSAGE(done.status == 0, done.err);
}

// An error says what is wrong and what to do next, and nothing else is on standard output.
void check_refused(const Outcome& outcome, int status, const std::string& what) {
  INFO(outcome.out, outcome.err);
  CHECK(outcome.status == status);
  CHECK(has(outcome.err, "error: "));
  CHECK(has(outcome.err, what));
  CHECK(has(outcome.err, "help: "));
  CHECK(outcome.out.empty());
}

}  // namespace

TEST_CASE("help fits a screen and carries an example") {
  const Temporary folder;
  for (const char* command : {"", "ingest", "extract", "import", "query", "shell", "export", "stats", "rounds",
                              "entities", "relations", "documents", "compact", "backup", "restore", "withdraw"}) {
    const Outcome help = run(folder, std::string(command) + " --help");
    INFO(command, help.out);
    CHECK(help.status == 0);
    CHECK(has(help.out, "Example:"));
    CHECK(std::count(help.out.begin(), help.out.end(), '\n') <= 40);
  }
  CHECK(has(run(folder, "--version").out, "bayan 0.1"));
}

TEST_CASE("a wrong command line says the nearest right one") {
  const Temporary folder;
  check_refused(run(folder, "querry x"), 1, "query");
  check_refused(run(folder, "query"), 1, "STORE");
  check_refused(run(folder, "ingest $T/store"), 1, "PATH");
  check_refused(run(folder, "rounds $T/store --format yaml"), 1, "yaml");
  check_refused(run(folder, "ingest $T/store x --round one"), 1, "round");
  check_refused(run(folder, "query $T/missing 'a b c'"), 2, "no store");
}

TEST_CASE("a document goes in, an answer comes out, and a second time adds nothing") {
  const Temporary folder;
  ingest_communique(folder);
  const Outcome again = run(folder, "ingest $T/store $T/a.txt");
  CHECK(again.status == 0);
  CHECK(has(again.err, "1 known already"));
  const Outcome answer = run(folder, "query $T/store 'Syria demands ?what @21' --format jsonl");
  CHECK(answer.status == 0);
  CHECK(has(answer.out, "\"rounds\":[\"talks:21\"]"));
  const Outcome why = run(folder, "query $T/store 'Syria demands ?what | why' --format jsonl");
  CHECK(has(why.out, "withdrawal of Turkish forces"));
  CHECK(run(folder, "ingest $T/store $T/a.txt --again").status == 0);
  CHECK(run(folder, "query $T/store 'Syria demands ?what @21' --format jsonl").out == answer.out);
}

TEST_CASE("the example corpus goes in whole, and its timeline fits 100 columns") {
  const Temporary folder;
  const std::string corpus = BAYAN_SOURCE_DIR "/examples/astana";
  const Outcome done = run(folder, "ingest $T/store '" + corpus + "'");
  REQUIRE_MESSAGE(done.status == 0, done.err);
  CHECK(has(done.err, "65 documents"));
  ::setenv("COLUMNS", "100", 1);
  const Outcome timeline = run(folder, "query $T/store --series astana -f '" + corpus + "/timeline.query'");
  INFO(timeline.out, timeline.err);
  CHECK(timeline.status == 0);
  CHECK(has(timeline.err, "16 rows"));
  CHECK(has(timeline.out, "condemns"));
  std::istringstream lines(timeline.out);
  for (std::string line; std::getline(lines, line);) CHECK(width(line) <= 100);
  CHECK(run(folder, "ingest $T/store '" + corpus + "'").status == 0);
}

TEST_CASE("rounds can be made from dates, and Ctrl-C stops a long text with nothing of it stored") {
  const Temporary folder;
  write(folder.path() + "/a.txt", "Syria demanded the withdrawal of Turkish forces.\n");
  const Outcome done = run(folder, "ingest $T/store $T/a.txt --series news --date 2024-01-25 --rounds-by month");
  REQUIRE_MESSAGE(done.status == 0, done.err);
  CHECK(has(run(folder, "query $T/store 'Syria demands ?x @2024-01' --format jsonl").out, "news:2024-01"));
  check_refused(run(folder, "ingest $T/store2 $T/a.txt --series news --rounds-by month"), 1, "no round");

  std::string large = "Series: talks\nRound: 2\n\n";
  for (int i = 0; i < 200'000; ++i) large += "Syria demanded the withdrawal of Turkish forces. ";
  write(folder.path() + "/large.txt", large);
  const std::string command = "T='" + folder.path() +
                              "'; timeout --foreground -s INT 1 \"" BAYAN_PROGRAM
                              "\" ingest $T/store $T/large.txt >/dev/null 2>\"$T/stderr\"";
  CHECK(WEXITSTATUS(std::system(command.c_str())) != 0);
  CHECK(has(slurp(folder.path() + "/stderr"), "stopped"));
  CHECK(has(run(folder, "stats $T/store --format csv").out, "documents,1"));
}

TEST_CASE("a dry run shows what would be stored, and stores nothing") {
  const Temporary folder;
  write(folder.path() + "/a.txt", communique);
  const Outcome dry = run(folder, "ingest $T/store $T/a.txt --dry-run");
  CHECK(dry.status == 0);
  CHECK(has(dry.out, "withdrawal"));
  CHECK_FALSE(std::filesystem::exists(folder.path() + "/store"));
}

TEST_CASE("machine formats are whole, and tables are aligned and isolated") {
  const Temporary folder;
  write(folder.path() + "/r.jsonl",
        "{\"define\":\"entity\",\"key\":\"Syria\",\"labels\":{\"en\":\"Syria\",\"ar\":\"سوريا\"}}\n"
        "{\"series\":\"t\",\"round\":1,\"subject\":{\"key\":\"Syria\"},\"relation\":\"demands\",\"object\":{\"text\":"
        "\"انسحاب, \\\"كامل\\\"\",\"lang\":\"ar\"}}\n");
  REQUIRE(run(folder, "import $T/store $T/r.jsonl").status == 0);
  const std::string query = "query $T/store 'Syria demands ?what' --format ";
  CHECK(run(folder, query + "jsonl").out ==
        "{\"what\":{\"text\":\"انسحاب, \\\"كامل\\\"\",\"lang\":\"ar\"},\"rounds\":[\"t:1\"]}\n");
  CHECK(run(folder, query + "json").out ==
        "[{\"what\":{\"text\":\"انسحاب, \\\"كامل\\\"\",\"lang\":\"ar\"},\"rounds\":[\"t:1\"]}]\n");
  CHECK(run(folder, query + "csv").out == "what,rounds\n\"انسحاب, \"\"كامل\"\"\",t:1\n");
  CHECK(run(folder, query + "tsv").out == "what\trounds\nانسحاب, \"كامل\"\tt:1\n");
  CHECK(has(run(folder, query + "table").out, "\u2068انسحاب, \"كامل\"\u2069"));
  CHECK(run(folder, "query $T/store '?x demands ?y | select ?x' --lang ar --format csv").out ==
        "x,rounds\nسوريا,t:1\n");
}

TEST_CASE("texts that cannot be read are refused with a place") {
  const Temporary folder;
  const auto refuse = [&](const std::string& text, const std::string& what) {
    write(folder.path() + "/bad.txt", text);
    check_refused(run(folder, "ingest $T/store $T/bad.txt --series talks --round 1"), 1, what);
  };
  refuse(std::string("words \xff and more"), "byte 6");
  refuse("", "empty");
  refuse("Series: talks\nDate: 2024-02-30\n\nText.\n", "bad.txt:2");
  check_refused(run(folder, "ingest $T/store $T/missing.txt"), 1, "no such file");
  write(folder.path() + "/loose.txt", "Nobody said anything about anything.\n");
  check_refused(run(folder, "ingest $T/store $T/loose.txt"), 1, "no round");
  const Outcome stats = run(folder, "stats $T/store --format csv");
  CHECK(has(stats.out, "documents,0"));
  CHECK(has(stats.out, "\nbytes of pages,"));
  const Outcome extracted = run(folder, "extract $T/loose.txt");
  CHECK(extracted.status == 0);
  CHECK(has(extracted.err, "warning: "));
}

TEST_CASE("one bad document does not keep the others out") {
  const Temporary folder;
  std::filesystem::create_directories(folder.path() + "/in");
  write(folder.path() + "/in/a.txt", communique);
  write(folder.path() + "/in/b.txt", "\xff");
  const Outcome done = run(folder, "ingest $T/store $T/in");
  CHECK(done.status == 1);
  CHECK(has(done.err, "b.txt"));
  CHECK(has(run(folder, "stats $T/store --format csv").out, "documents,1"));
}

TEST_CASE("bad records are skipped, counted and reported with file and line; strict stores nothing") {
  const Temporary folder;
  write(folder.path() + "/r.jsonl",
        "{\"subject\":{\"key\":\"A\"},\"relation\":\"says\",\"object\":{\"key\":\"B\"}}\n"
        "{\"subject\":\n"
        "{\"subject\":{\"key\":\"A\"},\"relation\":\"says\",\"object\":{\"key\":\"C\"},\"polarty\":\"-\"}\n"
        "{\"series\":\"t\",\"round\":1,\"date\":\"2024-02-30\",\"subject\":{\"key\":\"A\"},\"relation\":\"says\","
        "\"object\":{\"key\":\"C\"}}\n");
  const Outcome strict = run(folder, "import $T/store $T/r.jsonl --strict");
  check_refused(strict, 1, "r.jsonl:2");
  CHECK(has(run(folder, "stats $T/store --format csv").out, "statements,0"));
  const Outcome done = run(folder, "import $T/store $T/r.jsonl");
  CHECK(done.status == 1);
  for (const char* part :
       {"r.jsonl:2", "r.jsonl:3", "polarity", "r.jsonl:4", "2024-02-30", "1 statements stored", "3 bad lines"}) {
    INFO(done.err);
    CHECK(has(done.err, part));
  }
}

TEST_CASE("tables are read by their first line, large ones in bulk") {
  const Temporary folder;
  write(folder.path() + "/t.csv",
        "round,series,subject,relation,object_text,speaker,polarity\n"
        "1,t,Syria,demands,\"aid, \"\"now\"\"\",Somebody,+\n"
        "2,t,Syria,demands,aid,,-\n"
        "x,t,Syria,demands,aid,,\n");
  const Outcome done = run(folder, "import $T/store $T/t.csv");
  CHECK(done.status == 1);
  CHECK(has(done.err, "t.csv:4"));
  CHECK(has(run(folder, "query $T/store 'Syria demands ?x by Somebody' --format csv").out, "\"aid, \"\"now\"\"\""));
  CHECK(has(run(folder, "query $T/store 'Syria not demands ?x' --format csv").out, "aid,t:2"));
  check_refused(run(folder, "import $T/store2 $T/t.csv --columns subject=subjct"), 1, "subjct");

  std::string large = "subject\trelation\tobject\tseries\tround\tdate\n";
  for (int i = 0; i < 150'000; ++i) {
    large += "actor " + std::to_string(i % 5000) + "\tsays\ttopic " + std::to_string(i / 30) + "\tt\t" +
             std::to_string(i % 30 + 1) + "\t2024-01-15\n";
  }
  write(folder.path() + "/large.tsv", large);
  CHECK(run(folder, "import $T/store $T/large.tsv").status == 0);
  CHECK(has(run(folder, "stats $T/store --format csv").out, "statements,150002"));
  const Outcome rows = run(folder, "query $T/store '\"actor 7\" says ?x | count' --format csv");
  CHECK(has(rows.out, "30"));
  CHECK(run(folder, "import $T/store $T/large.tsv").status == 0);
  CHECK(has(run(folder, "stats $T/store --format csv").out, "statements,150002"));
}

TEST_CASE("a compacted store answers the same") {
  const Temporary folder;
  check_refused(run(folder, "compact $T/store"), 2, "no store");
  write(folder.path() + "/t.csv",
        "round,series,subject,relation,object_text\n1,t,Syria,demands,aid\n2,t,Syria,demands,aid\n");
  REQUIRE(run(folder, "import $T/store $T/t.csv").status == 0);
  const std::string before = run(folder, "query $T/store 'Syria demands ?x | timeline'").out;
  const Outcome done = run(folder, "compact $T/store");
  CHECK(done.status == 0);
  CHECK(has(done.err, "MiB now"));
  CHECK(run(folder, "query $T/store 'Syria demands ?x | timeline'").out == before);
}

TEST_CASE("a backup made beside a writer becomes a store again, and overwrites nothing") {
  const Temporary folder;
  check_refused(run(folder, "backup $T/store $T/copy"), 2, "no store");
  ingest_communique(folder);
  const std::string before = run(folder, "export $T/store").out;
  {
    OpenOptions options;
    const auto writer = Store::open(folder.path() + "/store", options);  // this process holds the store
    REQUIRE(writer.has_value());
    const Outcome done = run(folder, "backup $T/store $T/copy");
    INFO(done.err);
    CHECK(done.status == 0);
  }
  check_refused(run(folder, "backup $T/store $T/copy"), 1, "something at this path");
  check_refused(run(folder, "restore $T/copy $T/store"), 1, "something at this path");
  std::filesystem::remove_all(folder.path() + "/store");
  CHECK(run(folder, "restore $T/copy $T/store").status == 0);
  CHECK(run(folder, "check $T/store").status == 0);
  CHECK(run(folder, "export $T/store").out == before);
}

TEST_CASE("what a withdrawn document said is retracted at once and stays in the history") {
  const Temporary folder;
  ingest_communique(folder);
  check_refused(run(folder, "withdraw $T/store nothing"), 1, "no document");
  const std::string exported = run(folder, "export $T/store").out;
  const Outcome done = run(folder, "withdraw $T/store 'joint statement 21'");
  CHECK(done.status == 0);
  CHECK(has(done.err, "retracted"));
  CHECK(has(run(folder, "stats $T/store --format csv").out, "\nstatements,0"));
  CHECK(has(run(folder, "export $T/store").out, "\"retracted_at\":\"20"));
  CHECK_FALSE(has(exported, "\"retracted_at\":\"20"));
  CHECK(run(folder, "check $T/store").status == 0);
  const Outcome again = run(folder, "withdraw $T/store 'Joint statement 21'");
  CHECK(again.status == 0);
  CHECK(has(again.err, "0 statements"));
}

TEST_CASE("a forgotten document is gone, and is refused when it comes again") {
  const Temporary folder;
  ingest_communique(folder);
  const Outcome done = run(folder, "withdraw $T/store 'Joint statement 21' --forget");
  CHECK(done.status == 0);
  CHECK(has(done.err, "forgotten"));
  CHECK(has(done.err, "bayan compact"));
  CHECK_FALSE(has(run(folder, "export $T/store").out, "withdrawal"));
  CHECK(has(run(folder, "stats $T/store --format csv").out, "\nforgotten documents,1"));
  CHECK(run(folder, "compact $T/store").status == 0);
  CHECK(run(folder, "check $T/store").status == 0);
  check_refused(run(folder, "ingest $T/store $T/a.txt"), 1, "was forgotten on");
}

TEST_CASE("each kind of mistake in a query is shown with a caret and a next step") {
  const Temporary folder;
  ingest_communique(folder);
  const std::pair<const char*, const char*> mistakes[] = {
      {"Syria demnds ?what", "demands"},
      {"Siria demands ?what", "Syria"},
      {"Syria demands", "object"},
      {"Syria demands ?what @99", "99"},
      {"Syria demands ?what | timelin", "timeline"},
      {"Syria demands \"unclosed", "quot"},
      {"Syria demands ?what | sort ?who", "who"},
      {"Syria demands ?what @22..21", "21"},
  };
  for (const auto& [query, what] : mistakes) {
    const Outcome outcome = run(folder, "query $T/store '" + std::string(query) + "'");
    INFO(query, outcome.err);
    CHECK(outcome.status == 1);
    CHECK(has(outcome.err, "error: "));
    CHECK(has(outcome.err, "^"));
    CHECK(has(outcome.err, what));
  }
}

TEST_CASE("a store that cannot be opened is named with the reason") {
  const Temporary folder;
  std::filesystem::create_directories(folder.path() + "/other");
  write(folder.path() + "/other/file", "x");
  write(folder.path() + "/a.txt", communique);
  check_refused(run(folder, "ingest $T/other $T/a.txt"), 2, "not a bayan store");
  check_refused(run(folder, "ingest $T/a.txt $T/a.txt"), 2, "not a store");
  ingest_communique(folder);
  const auto holder = Store::open(folder.path() + "/store");
  REQUIRE(holder.has_value());
  check_refused(run(folder, "ingest $T/store $T/a.txt"), 2, std::to_string(::getpid()));
  CHECK(run(folder, "query $T/store 'Syria demands ?what'").status == 0);  // reading beside a writer
}

TEST_CASE("a folder without rights is refused") {
  if (::geteuid() == 0) return;  // root has all rights
  const Temporary folder;
  std::filesystem::create_directories(folder.path() + "/closed");
  std::filesystem::permissions(folder.path() + "/closed", std::filesystem::perms::none);
  write(folder.path() + "/a.txt", communique);
  check_refused(run(folder, "ingest $T/closed/store $T/a.txt"), 2, "rights");
  check_refused(run(folder, "ingest $T/store $T/closed"), 1, "rights");
  std::filesystem::permissions(folder.path() + "/closed", std::filesystem::perms::all);
}

TEST_CASE("the shell reads questions from a file, and goes on where a line does") {
  const Temporary folder;
  ingest_communique(folder);
  const Outcome outcome = run(folder, "shell $T/store --format jsonl",
                              ".help\n.rounds\nSyria demands ?what |\nselect ?what\n.nonsense\n.quit\n");
  CHECK(outcome.status == 0);
  CHECK(has(outcome.out, ".mode"));
  CHECK(has(outcome.out, "\"round\":\"talks:21\""));
  CHECK(has(outcome.out, "withdrawal of Turkish forces"));
  CHECK(has(outcome.err, ".nonsense"));
  const Outcome alone = run(folder, "$T/store", "Syria demands ?what\n");
  CHECK(has(alone.out, "withdrawal"));
}

TEST_CASE("writes of the query language are commits") {
  const Temporary folder;
  ingest_communique(folder);
  CHECK(run(folder, "query $T/store 'add Syria demands \"lifting of sanctions\" @21' --format jsonl").out ==
        "{\"added\":1}\n");
  CHECK(run(folder, "query $T/store 'add Syria demands \"lifting of sanctions\" @21' --format jsonl").out ==
        "{\"added\":0}\n");
  CHECK(has(run(folder, "query $T/store 'Syria demands ?x' --format jsonl").out, "lifting of sanctions"));
  CHECK(run(folder, "query $T/store 'retract Syria demands \"lifting of sanctions\" @21' --format jsonl").out ==
        "{\"retracted\":1}\n");
}

TEST_CASE("a folder's pages are read beside its texts, and quotes come from the article") {
  const Temporary folder;
  std::filesystem::create_directories(folder.path() + "/in");
  write(folder.path() + "/in/a.htm",
        "<html lang=en><head><title>Day one</title><meta property='article:published_time' content='2024-01-25'>"
        "<meta charset=windows-1252></head><body><nav><a href=1>Home</a></nav><p>Caf\xe9 talk. Syria demanded the "
        "withdrawal "
        "of Turkish forces.</p><script>x</script></body></html>");
  write(folder.path() + "/in/b.txt", "Persian stands here.\n" + std::string(9, ' ') + "\n");
  write(folder.path() + "/in/c.txt", "این توافق برای همه کشورهای منطقه است و باید اجرا شود\n");
  const Outcome outcome = run(folder, "ingest $T/store $T/in --series talks --round 21");
  CHECK(outcome.status == 0);
  CHECK(has(outcome.err, "3 documents"));
  CHECK(has(outcome.err, "c.txt: stored and not read: it is in Persian (1 paragraphs in Persian, not read)"));
  CHECK(has(outcome.err, "1 documents too damaged to read"));
  const Outcome why = run(folder, "query $T/store 'Syria demands ?what | why' --format jsonl");
  CHECK(has(why.out, "\"quote\":\"demanded the withdrawal of Turkish forces\""));
  CHECK(has(why.out, "\"utf8\":[18,59]"));  // of the article in UTF-8
  CHECK(has(why.out, "\"line\":1"));
  CHECK(has(why.out, "Day one"));
  CHECK(run(folder, "check $T/store").status == 0);
  CHECK(has(run(folder, "ingest $T/store $T/in --series talks --round 21").err, "3 known already"));
  CHECK(has(run(folder, "extract --explain $T/in/c.txt").out, "damage: stored and not read: it is in Persian"));
}

TEST_CASE("export then import answers the same") {
  const Temporary folder;
  ingest_communique(folder);
  REQUIRE(run(folder, "export $T/store -o $T/all.jsonl").status == 0);
  REQUIRE(run(folder, "import $T/again $T/all.jsonl --keep-recorded-at").status == 0);
  REQUIRE(run(folder, "export $T/again -o $T/all2.jsonl").status == 0);
  CHECK(slurp(folder.path() + "/all.jsonl") == slurp(folder.path() + "/all2.jsonl"));
  const std::string query = " '?who ?does ?what | why' --format jsonl";
  CHECK(run(folder, "query $T/store" + query).out == run(folder, "query $T/again" + query).out);
}

TEST_CASE("results that cannot be written are an error") {
  if (!std::filesystem::exists("/dev/full")) return;
  const Temporary folder;
  ingest_communique(folder);
  check_refused(run(folder, "query $T/store 'Syria demands ?x' --quiet -o /dev/full"), 2, "No space left");
  check_refused(run(folder, "export $T/store -o $T/missing/file"), 2, "cannot be written");
}

TEST_CASE("what was committed before the disk was full is there afterwards") {
  // A limit on the size of files stands for a disk that is full: RocksDB cannot write its log any more.
  const Temporary folder;
  ingest_communique(folder);
  write(folder.path() + "/large.txt",
        "Series: talks\nRound: 22\nDate: 2024-11-11\nTitle: large\n\n" + std::string(3'000'000, 'x') + "\n");
  const std::string limited = "T='" + folder.path() +
                              "'; ulimit -f 1000; trap '' XFSZ; \"" BAYAN_PROGRAM
                              "\" ingest \"$T/store\" \"$T/large.txt\" >/dev/null 2>\"$T/stderr\"";
  const int status = std::system(limited.c_str());
  INFO(slurp(folder.path() + "/stderr"));
  CHECK(WEXITSTATUS(status) == 2);
  CHECK(has(slurp(folder.path() + "/stderr"), "error: "));
  const Outcome after = run(folder, "query $T/store 'Syria demands ?what' --format jsonl");
  CHECK(after.status == 0);
  CHECK(has(after.out, "talks:21"));
  CHECK(has(run(folder, "stats $T/store --format csv").out, "documents,1"));
}
