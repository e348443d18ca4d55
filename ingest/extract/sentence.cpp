#include "ingest/extract/sentence.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "text/classes.hpp"
#include "text/fold.hpp"
#include "text/utf8.hpp"

namespace bayan::ingest {

namespace {

constexpr std::uint32_t longest_phrase = 12;  // words; nothing in the lexicon is longer

bool opens(char32_t c) { return c == U'“' || c == U'«' || c == U'„'; }
bool closes(char32_t c) { return c == U'”' || c == U'»'; }

bool all_digits(std::string_view folded) {
  return !folded.empty() && std::all_of(folded.begin(), folded.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

Sentence::Sentence(const Lexicon& lexicon, std::string_view document, text::Range range, std::string_view lang)
    : lexicon_(&lexicon), language_(&lexicon.language(lang)), document_(document), range_(range) {
  tokenise(range);
  find_matches();
  find_quotations();
}

void Sentence::tokenise(text::Range range) {
  std::uint32_t last_end = 0;
  for (const text::Word& word : text::words(document_.substr(range.begin, range.size()))) {
    Token token;
    token.range = {range.begin + word.range.begin, range.begin + word.range.end};
    const std::string_view original = text(token.range);
    token.glued = last_end == token.range.begin && !tokens_.empty();
    last_end = token.range.end;
    if (word.punctuation) {
      token.punctuation = text::code_point_at(original, 0).value;
    } else {
      token.form = text::fold(original);
      if (token.form.empty()) continue;
      token.capital = original[0] >= 'A' && original[0] <= 'Z';
      if (!token.capital && original.size() > 1 && static_cast<unsigned char>(original[0]) == 0xc3)
        token.capital = static_cast<unsigned char>(original[1]) < 0xa0;
      token.number = all_digits(token.form);
      if (arabic() && static_cast<unsigned char>(token.form[0]) >= 0xd8) token.arabic = analyse(*language_, token.form);
    }
    number_words(token);
    tokens_.push_back(std::move(token));
  }
}

void Sentence::number_words(Token& token) const {
  if (!token.word()) return;
  const WordIds& words = language_->words;
  token.form_id = token.base_id = words.find(token.form);
  if (token.arabic.base.empty()) return;
  token.base_id = token.arabic.base == token.form ? token.form_id : words.find(token.arabic.base);
  token.bare_id = token.arabic.bare == token.arabic.base ? token.base_id : words.find(token.arabic.bare);
  if (!token.arabic.stem.empty()) token.stem_id = words.find(token.arabic.stem);
}

void Sentence::find_matches() {
  matches_.resize(tokens_.size());
  for (std::uint32_t i = 0; i < size(); ++i) {
    if (!tokens_[i].word()) continue;
    const Token& token = tokens_[i];
    if ((token.form_id | token.base_id | token.bare_id | token.stem_id) == 0) continue;
    walk(false, i, i, Trie<Sense>::root);
    if (arabic()) walk(true, i, i, Trie<Sense>::root);
    std::stable_sort(matches_[i].begin(), matches_[i].end(),
                     [](const Match& a, const Match& b) { return a.end > b.end; });
  }
}

// Follows the phrase that began at `begin` over the word at `at`. The first word may carry a conjunction or
// preposition, a later one only as the phrase has it; marks glued between two words (a hyphen, a dot) are no words.
void Sentence::walk(bool bare, std::uint32_t begin, std::uint32_t at, std::uint32_t node) {
  if (at >= size() || at - begin >= longest_phrase) return;
  const Token& token = tokens_[at];
  const bool first = at == begin;
  if (!token.word()) {
    const bool inside = !first && token.glued && at + 1 < size() && tokens_[at + 1].glued &&
                        (token.punctuation == '-' || token.punctuation == '.' || token.punctuation == '\'' ||
                         token.punctuation == U'’' || token.punctuation == U'‑' || token.punctuation == U'–');
    if (inside) walk(bare, begin, at + 1, node);
    return;
  }
  std::uint32_t words[3];
  std::size_t count = 0;
  const bool plain = first || (token.conjunction() == 0 && token.preposition() == 0);
  if (bare) {
    if (plain) words[count++] = token.bare_id;
    if (plain) words[count++] = token.stem_id;
  } else {
    words[count++] = token.form_id;
    if (first && token.base_id != token.form_id) words[count++] = token.base_id;
    if (plain && !token.arabic.pronoun.empty()) words[count++] = token.stem_id;
  }
  const Trie<Sense>& trie = bare ? language_->bare : language_->exact;
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint32_t next = trie.step(node, words[i]);
    if (next == Trie<Sense>::root) continue;
    for (const Sense& sense : trie.senses(next))
      if (written_so(begin, sense)) matches_[begin].push_back({begin, at + 1, sense});
    walk(bare, begin, at + 1, next);
  }
}

// Whether a name has the capitals it needs: "us" and "who" are no names.
bool Sentence::written_so(std::uint32_t at, const Sense& sense) const {
  if (sense.letters == 0) return true;
  if (!tokens_[at].capital) return false;
  const std::string_view word = text(tokens_[at].range);
  return sense.letters != 'u' || word.size() < 2 || !(word[1] >= 'a' && word[1] <= 'z');
}

// Marks may be nested, reversed (”…“) or never closed; an unclosed one ends with the sentence.
void Sentence::find_quotations() {
  std::vector<std::pair<std::uint32_t, char32_t>> open;
  for (std::uint32_t i = 0; i < size(); ++i) {
    const char32_t c = tokens_[i].punctuation;
    if (!opens(c) && !closes(c) && c != '"') continue;
    const bool straight = c == '"';
    const bool ends = !open.empty() && (straight    ? open.back().second == '"'
                                        : closes(c) ? open.back().second != '"'
                                                    : closes(open.back().second));
    if (ends) {
      quotations_.push_back({open.back().first, i, static_cast<std::uint32_t>(open.size() - 1)});
      open.pop_back();
    } else {
      open.emplace_back(i, c);
    }
  }
  for (std::size_t i = 0; i < open.size(); ++i)
    quotations_.push_back({open[i].first, size(), static_cast<std::uint32_t>(i)});
  std::sort(quotations_.begin(), quotations_.end(), [](const auto& a, const auto& b) { return a.open < b.open; });
}

const Match* Sentence::match(std::uint32_t i, Cue cue) const {
  if (i >= size()) return nullptr;
  for (const Match& match : matches_[i])
    if (match.sense.cue == cue) return &match;
  return nullptr;
}

const Match* Sentence::match_before(std::uint32_t end, Cue cue) const {
  for (std::uint32_t i = end > longest_phrase ? end - longest_phrase : 0; i < end; ++i)
    for (const Match& match : matches_[i])
      if (match.end == end && match.sense.cue == cue) return &match;
  return nullptr;
}

bool Sentence::comma(std::uint32_t i) const {
  if (i >= size()) return false;
  const char32_t c = tokens_[i].punctuation;
  return c == ',' || c == U'،';
}

// "Mr. Berg", "Geir O. Pedersen": a dot of the word before it, with more to come.
bool Sentence::abbreviates(std::uint32_t dot) const {
  if (arabic() || dot == 0 || dot + 1 >= size() || !tokens_[dot].glued || !tokens_[dot + 1].capital) return false;
  const std::string_view word = text(tokens_[dot - 1].range);
  if (word.size() == 1) return dot > 1 && tokens_[dot - 2].capital && tokens_[dot - 1].capital;
  return std::find(language_->abbreviations.begin(), language_->abbreviations.end(), word) !=
         language_->abbreviations.end();
}

bool Sentence::full_stop(std::uint32_t i) const {
  if (i >= size()) return false;
  const char32_t c = tokens_[i].punctuation;
  if (c == '.') return !(tokens_[i].glued && i + 1 < size() && tokens_[i + 1].glued) && !abbreviates(i);
  return c == ';' || c == U'؛' || c == '!' || c == '?' || c == U'؟' || c == U'…';
}

bool Sentence::quote(std::uint32_t i) const {
  if (i >= size()) return false;
  const char32_t c = tokens_[i].punctuation;
  return opens(c) || closes(c) || c == '"';
}

bool Sentence::follows_quotation(std::uint32_t i) const {
  return i > 0 && (quote(i - 1) || (i > 1 && comma(i - 1) && quote(i - 2)));
}

bool Sentence::opens_line(std::uint32_t i) const {
  for (std::uint32_t b = 0; b < i; ++b)
    if (tokens_[b].word() && !tokens_[b].number &&
        !(tokens_[b].form.size() == 1 && b + 1 < size() && !tokens_[b + 1].word()))
      return false;
  return true;
}

bool Sentence::joined(std::uint32_t i) const {
  if (i >= size()) return false;
  if (tokens_[i].conjunction() != 0) return true;
  return i > 0 && (comma(i - 1) || (!arabic() && tokens_[i - 1].form == "and"));
}

text::Range Sentence::bytes(Extent extent, bool inner) const {
  if (extent.empty()) return {};
  text::Range out{tokens_[extent.begin].range.begin, tokens_[extent.end - 1].range.end};
  const Token& first = tokens_[extent.begin];
  const bool assimilated =
      first.preposition() == 'l' && first.base().starts_with("ال") && !first.form.ends_with(first.base());
  int letters =
      !inner ? 0 : (first.conjunction() != 0) + (first.preposition() != 0 && !assimilated) + first.arabic.future;
  while (letters > 0 && out.begin < first.range.end) {
    const text::CodePoint p = text::code_point_at(document_, out.begin);
    out.begin += p.size;
    letters -= text::is_letter(p.value) && p.value != 0x0640;
    if (letters > 0) continue;
    while (out.begin < first.range.end) {  // marks and tatweel belong to the letter before them
      const text::CodePoint next = text::code_point_at(document_, out.begin);
      if (!text::is_mark(next.value) && next.value != 0x0640) break;
      out.begin += next.size;
    }
  }
  return out;
}

Extent Sentence::trimmed(Extent extent) const {
  const auto idle = [&](std::uint32_t i) {
    const char32_t c = tokens_[i].punctuation;
    return c != 0 && c != '(' && c != '[' && !(c == ')' || c == ']') && !(c == '%' || c == '$');
  };
  while (!extent.empty() && idle(extent.begin)) {
    const auto own =
        std::find_if(quotations_.begin(), quotations_.end(), [&](const auto& q) { return q.open == extent.begin; });
    if (own != quotations_.end() && own->close < extent.end) break;
    ++extent.begin;
  }
  while (!extent.empty() && idle(extent.end - 1)) {
    const auto own =
        std::find_if(quotations_.begin(), quotations_.end(), [&](const auto& q) { return q.close == extent.end - 1; });
    if (own != quotations_.end() && own->open >= extent.begin) break;
    --extent.end;
  }
  return extent;
}

std::string Sentence::dump() const {
  std::string out;
  for (const Token& token : tokens_) {
    if (!out.empty()) out += ' ';
    if (!token.word()) {
      out += text(token.range);
      continue;
    }
    if (token.conjunction() != 0) out += fmt::format("{}+", token.conjunction());
    if (token.preposition() != 0) out += fmt::format("{}+", token.preposition());
    out += token.base();
    if (!token.arabic.pronoun.empty()) out += fmt::format("({}+{})", token.arabic.stem, token.arabic.pronoun);
  }
  return out;
}

}  // namespace bayan::ingest
