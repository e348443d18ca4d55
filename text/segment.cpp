#include "text/segment.hpp"

#include <unicode/brkiter.h>
#include <unicode/locid.h>
#include <unicode/unistr.h>
#include <unicode/utext.h>

#include <algorithm>
#include <memory>

#include "text/classes.hpp"
#include "text/fold.hpp"
#include "text/utf8.hpp"

namespace bayan::text {

namespace {

std::uint32_t u32(std::size_t n) { return static_cast<std::uint32_t>(n); }

// A separator between digits that does not end a number: 2,254 and 3.5.
bool joins_digits(std::string_view s, std::size_t at, char32_t c, std::size_t size) {
  if (c != '.' && c != ',' && c != 0x066b && c != 0x066c) return false;
  if (at == 0 || at + size >= s.size()) return false;
  std::size_t before = at - 1;
  while (before > 0 && (static_cast<unsigned char>(s[before]) & 0xc0) == 0x80) --before;
  return is_digit(code_point_at(s, before).value) && is_digit(code_point_at(s, at + size).value);
}

// Open quotations at each byte: +1 for an opening mark, -1 for a closing one; straight quotes toggle.
class QuoteDepth {
 public:
  void see(char32_t c) {
    if (c == 0x201c || c == 0xab) ++depth_;
    if ((c == 0x201d || c == 0xbb) && depth_ > 0) --depth_;
    if (c == '"') straight_ = !straight_;
  }
  bool open() const { return depth_ > 0 || straight_; }

 private:
  int depth_ = 0;
  bool straight_ = false;
};

// Whether every quotation that opens also closes: an unclosed one must not glue the rest of a paragraph together.
bool quotes_balance(std::string_view s) {
  QuoteDepth quotes;
  for (std::size_t i = 0; i < s.size();) {
    const CodePoint p = code_point_at(s, i);
    quotes.see(p.value);
    i += p.size;
  }
  return !quotes.open();
}

bool ends_in_abbreviation(std::string_view sentence, const std::vector<std::string>& abbreviations) {
  if (sentence.empty() || sentence.back() != '.') return false;
  const std::size_t dot = sentence.size() - 1;
  const std::size_t start = sentence.find_last_of(" \t(", dot);
  const std::string_view last = sentence.substr(start == std::string_view::npos ? 0 : start + 1,
                                                dot - (start == std::string_view::npos ? 0 : start + 1));
  const std::string folded = fold(last);
  if (folded.empty()) return false;
  if (start == std::string_view::npos &&
      std::all_of(folded.begin(), folded.end(), [](char c) { return c >= '0' && c <= '9'; })) {
    return true;  // "1." opens a numbered paragraph
  }
  if (count_code_points(folded) == 1 && is_letter(code_point_at(folded, 0).value)) return true;  // an initial
  return std::find(abbreviations.begin(), abbreviations.end(), folded) != abbreviations.end();
}

Range trimmed(std::string_view s, std::size_t begin, std::size_t end) {
  while (begin < end) {
    const CodePoint p = code_point_at(s, begin);
    if (!is_blank(p.value) && !is_bidi_control(p.value)) break;
    begin += p.size;
  }
  while (end > begin) {
    std::size_t last = end - 1;
    while (last > begin && (static_cast<unsigned char>(s[last]) & 0xc0) == 0x80) --last;
    if (!is_blank(code_point_at(s, last).value)) break;
    end = last;
  }
  return {u32(begin), u32(end)};
}

// ICU's sentence boundaries as byte offsets.
std::vector<std::size_t> sentence_breaks(std::string_view s) {
  UErrorCode status = U_ZERO_ERROR;
  thread_local const std::unique_ptr<icu::BreakIterator> breaks(
      icu::BreakIterator::createSentenceInstance(icu::Locale::getRoot(), status));
  std::vector<std::size_t> out;
  UText text = UTEXT_INITIALIZER;
  utext_openUTF8(&text, s.data(), static_cast<int64_t>(s.size()), &status);
  if (U_SUCCESS(status) && breaks) {
    breaks->setText(&text, status);
    for (int at = breaks->next(); at != icu::BreakIterator::DONE; at = breaks->next())
      out.push_back(static_cast<std::size_t>(at));
  }
  utext_close(&text);
  if (out.empty() || out.back() != s.size()) out.push_back(s.size());
  return out;
}

}  // namespace

std::vector<Word> words(std::string_view s) {
  std::vector<Word> out;
  bool inside = false;
  for (std::size_t i = 0; i < s.size();) {
    const CodePoint p = code_point_at(s, i);
    const bool word = (is_word(p.value) && p.value != '_') ||
                      (inside && (is_bidi_control(p.value) || joins_digits(s, i, p.value, p.size)));
    if (word) {
      if (!inside) out.push_back({{u32(i), u32(i)}, false});
      out.back().range.end = u32(i + p.size);
    } else if (!is_blank(p.value) && !is_bidi_control(p.value)) {
      out.push_back({{u32(i), u32(i + p.size)}, true});
    }
    inside = word;
    i += p.size;
  }
  return out;
}

std::vector<Range> sentences(std::string_view paragraph, const std::vector<std::string>& abbreviations) {
  std::vector<Range> out;
  const bool quotes_count = quotes_balance(paragraph);
  QuoteDepth quotes;
  std::size_t begin = 0, seen = 0;
  for (const std::size_t at : sentence_breaks(paragraph)) {
    while (seen < at) {
      const CodePoint p = code_point_at(paragraph, seen);
      quotes.see(p.value);
      seen += p.size;
    }
    const Range range = trimmed(paragraph, begin, at);
    const bool last = at == paragraph.size();
    if (!last && ((quotes_count && quotes.open()) ||
                  ends_in_abbreviation(paragraph.substr(range.begin, range.size()), abbreviations))) {
      continue;
    }
    if (range.size() > 0) out.push_back(range);
    begin = at;
  }
  return out;
}

std::vector<Range> paragraphs(std::string_view s) {
  std::vector<Range> out;
  for (std::size_t begin = 0; begin < s.size();) {
    const std::size_t newline = std::min(s.find('\n', begin), s.size());
    const Range range = trimmed(s, begin, newline);
    if (range.size() > 0) out.push_back(range);
    begin = newline + 1;
  }
  return out;
}

}  // namespace bayan::text
