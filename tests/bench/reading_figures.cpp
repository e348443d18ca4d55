#include "tests/bench/reading_figures.hpp"

#include <fmt/format.h>

#include <fstream>
#include <set>
#include <sstream>
#include <utility>
#include <vector>

#include "bayan/result.hpp"
#include "ingest/extract/reading.hpp"
#include "ingest/lexicon.hpp"
#include "text/fold.hpp"

namespace bayan::bench {

namespace {

std::vector<std::string> fields_of(const std::string& line) {
  std::vector<std::string> out;
  std::istringstream in(line);
  for (std::string field; std::getline(in, field, '\t');) out.push_back(std::move(field));
  return out;
}

// Calls `visit` with the fields of each line behind the header.
template <class Visit>
int each_line(const std::string& path, std::size_t fields, Visit visit) {
  std::ifstream in(path);
  std::string line;
  if (!std::getline(in, line)) return fmt::print(stderr, "{}: cannot be read\n", path), 1;
  for (std::size_t number = 2; std::getline(in, line); ++number) {
    const auto row = fields_of(line);
    if (row.size() < fields) return fmt::print(stderr, "{}:{}: too few columns\n", path, number), 1;
    visit(row);
  }
  return 0;
}

ingest::Sentence sentence_of(const ingest::Lexicon& lexicon, const std::string& text, const std::string& lang) {
  return {lexicon, text, {0, static_cast<std::uint32_t>(text.size())}, lang};
}

std::vector<std::string> about_of(const ingest::Lexicon& lexicon, const std::string& phrase, const std::string& lang) {
  const ingest::Sentence sentence = sentence_of(lexicon, phrase, lang);
  return ingest::about(sentence, {0, sentence.size()});
}

}  // namespace

int about_pairs(const std::string& path) {
  const auto lexicon = ingest::Lexicon::load();
  if (!lexicon) return std::fputs(describe(lexicon.error()).c_str(), stderr), 1;
  std::size_t right[2] = {}, all[2] = {};
  const int failed = each_line(path, 5, [&](const std::vector<std::string>& row) {
    const bool same = row[0] == "same";
    const auto first = about_of(*lexicon, row[2], row[1]), second = about_of(*lexicon, row[4], row[3]);
    const bool equal = !first.empty() && first == second;
    ++all[same];
    right[same] += equal == same;
    if (equal != same)
      fmt::print("{}\t{} {}\t{} {}\n", row[0], row[2], fmt::join(first, "+"), row[4], fmt::join(second, "+"));
  });
  if (failed != 0 || all[0] + all[1] == 0) return 1;
  fmt::print("same {}/{}, different {}/{}, accuracy {:.3f}\n", right[1], all[1], right[0], all[0],
             static_cast<double>(right[0] + right[1]) / static_cast<double>(all[0] + all[1]));
  return 0;
}

namespace {

using Spans = std::set<std::pair<std::size_t, std::size_t>>;

void add(Spans& spans, std::size_t& at, std::size_t bytes) {
  if (bytes > 0) spans.emplace(at, at + bytes);
  at += bytes;
}

// Parts of a word as they stand in its folded form.
void take_apart(const ingest::Token& token, Spans& spans, std::size_t& at) {
  constexpr std::size_t letter = 2;  // bytes
  const ingest::ArabicWord& word = token.arabic;
  std::size_t left = token.form.size();
  for (const bool there : {word.conjunction != 0, word.future, word.preposition != 0}) {
    if (!there || left <= letter) continue;
    add(spans, at, letter);
    left -= letter;
  }
  const std::size_t pronoun = word.pronoun.size() < left ? word.pronoun.size() : 0;
  add(spans, at, left - pronoun);
  add(spans, at, pronoun);
}

Spans ours(const ingest::Lexicon& lexicon, const std::string& text) {
  const ingest::Sentence sentence = sentence_of(lexicon, text, "ar");
  Spans out;
  std::size_t at = 0;
  for (std::uint32_t i = 0; i < sentence.size(); ++i) {
    if (sentence[i].word())
      take_apart(sentence[i], out, at);
    else
      add(out, at, text::fold(sentence.text(sentence[i].range)).size());
  }
  return out;
}

Spans gold_of(const std::string& segmented) {
  Spans out;
  std::size_t at = 0;
  std::istringstream in(segmented);
  for (std::string token; in >> token;) add(out, at, text::fold(token).size());
  return out;
}

}  // namespace

int clitics(const std::string& path) {
  const auto lexicon = ingest::Lexicon::load();
  if (!lexicon) return std::fputs(describe(lexicon.error()).c_str(), stderr), 1;
  std::size_t both = 0, ours_all = 0, gold_all = 0;
  const int failed = each_line(path, 3, [&](const std::vector<std::string>& row) {
    const Spans mine = ours(*lexicon, row[1]), gold = gold_of(row[2]);
    for (const auto& span : mine) both += gold.count(span);
    ours_all += mine.size(), gold_all += gold.size();
  });
  if (failed != 0 || ours_all == 0 || gold_all == 0) return 1;
  const double p = static_cast<double>(both) / static_cast<double>(ours_all);
  const double r = static_cast<double>(both) / static_cast<double>(gold_all);
  fmt::print("tokens: P {:.3f}, R {:.3f}, F1 {:.3f} ({} of {})\n", p, r, 2 * p * r / (p + r), both, gold_all);
  return 0;
}

}  // namespace bayan::bench
