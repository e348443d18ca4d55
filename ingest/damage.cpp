#include "ingest/damage.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "text/classes.hpp"
#include "text/utf8.hpp"

namespace bayan::ingest {

namespace {

// Fewer signs than this are a slip, however short the text.
constexpr std::uint64_t least_signs = 5;
// One glued word in ten spoils every second sentence of eight words (1 - 0.9^8). So do dots inside words.
constexpr double most_glued = 0.10, most_dots = 0.10, most_spaced = 0.10;
// Presentation forms come from PDFs that keep the order of the page, not of the text: a fifth is whole paragraphs. Some
// are ligatures that people type.
constexpr double most_presentation = 0.20;
// A text of two columns read across has a gap in nearly every line; a table in an article has them in some.
constexpr double most_columns = 0.25;
// No Arabic word begins with teh marbuta: a few are a text that is written backwards.
constexpr double most_reversed = 0.02;
// Signs of a wrong encoding: what is left is not what was written.
constexpr double most_unreadable = 0.02;
// Paragraphs in another language are passed over alone; with more of them than Arabic, even what looks Arabic is
// quoted.
constexpr double most_other = 0.5;

constexpr std::uint32_t longest_arabic_word = 20, longest_latin_word = 30;  // letters, with clitics

struct OtherLanguage {
  std::string_view name;
  std::string_view codes;       // as documents declare it, between blanks
  std::u32string_view letters;  // that Arabic and the languages below do not have
  double letters_share;         // of a paragraph's letters, so that a name in it does not count
  std::u32string_view words;    // frequent and, so written, no Arabic words; between blanks
};

// From the one with the most letters of its own to Persian, whose letters the others have, too.
constexpr std::array<OtherLanguage, 4> other_languages = {
    {{"Kurdish", " ku ckb ", U"ەۆێڕڵ", 0.03, U" لە بۆ کە ئەم بە دە لەگەڵ ئەو هەر "},
     {"Urdu", " ur ", U"ٹڈڑںےہ", 0.03, U" کے کی ہے میں اور سے نے ہیں کو کا یہ "},
     {"Pashto", " ps ", U"ښړډټېۍګځڅ", 0.03, U" په چې کې دی سره "},
     {"Persian", " fa ", U"پچژگ", 0.03, U" که این است برای های می را از با در شود کرد شده کند "}}};
constexpr double other_words_share = 0.08;
constexpr std::uint32_t fewest_letters = 30;  // of a paragraph whose language can be told

bool arabic_letter(char32_t c) { return text::is_arabic(c) && text::is_letter(c) && c != U'ـ'; }
bool arabic_or_tatweel(char32_t c) { return arabic_letter(c) || c == U'ـ'; }
bool presentation_form(char32_t c) {
  const bool whole_phrase = c == 0xfd3e || c == 0xfd3f || (c >= 0xfdf0 && c <= 0xfdff);  // typed by people
  return !whole_phrase && ((c >= 0xfb50 && c <= 0xfdff) || (c >= 0xfe70 && c <= 0xfefc));
}
bool upper(char32_t c) { return c >= 'A' && c <= 'Z'; }
bool lower(char32_t c) { return c >= 'a' && c <= 'z'; }
bool part_of_word(char32_t c) { return text::is_word(c) || c == U'ـ'; }

std::u32string decoded(std::string_view utf8) {
  std::u32string out;
  for (std::size_t at = 0; at < utf8.size();) {
    const text::CodePoint c = text::code_point_at(utf8, at);
    if (!text::is_bidi_control(c.value)) out += c.value;
    at += c.size;
  }
  return out;
}

std::vector<std::u32string_view> words_of(std::u32string_view text) {
  std::vector<std::u32string_view> out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const std::size_t begin = at;
    while (at < text.size() && part_of_word(text[at])) ++at;
    if (at > begin) out.push_back(text.substr(begin, at - begin));
  }
  return out;
}

// Two words without the blank between them: a letter that only ends words in the middle of one, a capital in the middle
// of a Latin one, another script, or more letters than words have.
bool glued(std::u32string_view word) {
  std::uint32_t arabic = 0, latin = 0;
  for (std::size_t i = 0; i < word.size(); ++i) {
    const char32_t c = word[i], next = i + 1 < word.size() ? word[i + 1] : 0;
    arabic += arabic_letter(c), latin += upper(c) || lower(c);
    if (c == U'ة' && arabic_letter(next)) return true;
    if (c == U'ى' && arabic_letter(next) && next != U'ء') return true;
    if ((upper(c) || lower(c)) && arabic_letter(next)) return true;
    // Three small letters before the capital: not "McDonald", "MacArthur", "YouTube".
    if (i >= 3 && i + 2 < word.size() && upper(c) && lower(next) && lower(word[i + 2]) &&
        std::all_of(word.begin() + i - 3, word.begin() + i, lower))
      return true;
  }
  return arabic > longest_arabic_word || latin > longest_latin_word;
}

bool single_letter(std::u32string_view word) { return word.size() == 1 && text::is_letter(word[0]); }

class Counter {
 public:
  void line(std::string_view utf8) {
    const std::u32string text = decoded(utf8);
    characters(text);
    columns(text);
    const std::vector<std::u32string_view> words = words_of(text);
    std::uint64_t alone = 0;
    for (const std::u32string_view word : words) {
      ++words_;
      out_.glued_words += glued(word);
      out_.reversed_words += word.size() > 1 && word[0] == U'ة';
      alone = single_letter(word) ? alone + 1 : 0;
      // Initials are two or three, "A and B" in Arabic three; a word that was set apart letter by letter is longer.
      if (alone >= 5) out_.spaced_letters += alone == 5 ? 5 : 1;
    }
    lines_ += !words.empty();
    if (const auto other = other_language(utf8)) {
      out_.other_language = *other;
      ++out_.other_language_paragraphs;
      other_letters_ += letters_of(text);
    }
    letters_ += letters_of(text);
  }

  DamageReport finish(std::string_view lang) {
    const std::string padded = fmt::format(" {} ", lang.substr(0, lang.find('-')));
    for (const OtherLanguage& other : other_languages)
      if (!lang.empty() && other.codes.find(padded) != std::string_view::npos)
        out_.not_read = fmt::format("it is in {}", other.name);
    const auto beyond = [&](std::uint64_t signs, double of, double most, std::string reason) {
      if (out_.not_read.empty() && signs >= least_signs && static_cast<double>(signs) > most * of)
        out_.not_read = std::move(reason);
    };
    const double words = static_cast<double>(words_);
    beyond(other_letters_, static_cast<double>(letters_), most_other, fmt::format("it is in {}", out_.other_language));
    beyond(out_.unreadable, static_cast<double>(letters_), most_unreadable,
           "its letters were lost to a wrong encoding");
    beyond(out_.presentation_forms, static_cast<double>(letters_), most_presentation,
           "its letters are presentation forms, as a PDF has them");
    beyond(out_.reversed_words, words, most_reversed, "its words are written backwards");
    beyond(out_.glued_words, words, most_glued, "its words are glued together");
    beyond(out_.spaced_letters, words, most_spaced, "its words are set apart letter by letter");
    beyond(out_.dots_inside_words, words, most_dots, "dots stand inside its words");
    beyond(out_.column_lines, static_cast<double>(lines_), most_columns, "columns of a page are mixed in its lines");
    return std::move(out_);
  }

 private:
  static std::uint64_t letters_of(std::u32string_view text) {
    return static_cast<std::uint64_t>(
        std::count_if(text.begin(), text.end(), [](char32_t c) { return text::is_letter(c); }));
  }

  void characters(std::u32string_view text) {
    bool dotted = false;  // this word has been counted
    for (std::size_t i = 0; i < text.size(); ++i) {
      const char32_t c = text[i], next = i + 1 < text.size() ? text[i + 1] : 0;
      // Between letters; "هـ" and "الـ21" are how people write.
      out_.tatweel += c == U'ـ' && i > 0 && part_of_word(text[i - 1]) && arabic_or_tatweel(next);
      out_.presentation_forms += presentation_form(c);
      // U+FFFD, or what Arabic in UTF-8 becomes when it is read as Latin-1 or windows-1252: a letter from Ø to Û, then
      // a sign.
      out_.unreadable +=
          c == 0xfffd || (c >= U'Ø' && c <= U'Û' && next >= 0x80 && next <= 0x2122 && !arabic_letter(next));
      if (text::is_blank(c)) dotted = false;
      if (c != '.' || i == 0 || !arabic_letter(text[i - 1]) || !arabic_letter(next) || dotted) continue;
      if (!abbreviation(text, i)) ++out_.dots_inside_words, dotted = true;
    }
  }

  // "د.أحمد": one or two letters and a dot before a name.
  static bool abbreviation(std::u32string_view text, std::size_t dot) {
    std::size_t begin = dot;
    while (begin > 0 && part_of_word(text[begin - 1])) --begin;
    std::size_t end = dot + 1;
    while (end < text.size() && part_of_word(text[end])) ++end;
    return dot - begin <= 2 && end - dot > 3;
  }

  // Two stretches of text in a line, a wide gap between them.
  void columns(std::u32string_view text) {
    std::size_t last = 0, letters = 0, before = 0;
    bool gap = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text::is_blank(text[i])) continue;
      if (letters > 0 && (i - last > 4 || text[i - 1] == '\t') && !gap) gap = true, before = letters, letters = 0;
      letters += text::is_letter(text[i]);
      last = i;
    }
    out_.column_lines += gap && before >= 10 && letters >= 10;
  }

  DamageReport out_;
  std::uint64_t words_ = 0, lines_ = 0, letters_ = 0, other_letters_ = 0;
};

}  // namespace

std::optional<std::string_view> other_language(std::string_view paragraph) {
  const bool arabic_script = text::has_arabic(paragraph);
  if (!arabic_script) return std::nullopt;
  const std::u32string text = decoded(paragraph);
  const auto letters = static_cast<double>(std::count_if(text.begin(), text.end(), arabic_letter));
  if (letters < fewest_letters) return std::nullopt;
  const std::vector<std::u32string_view> words = words_of(text);
  for (const OtherLanguage& other : other_languages) {
    const auto own = std::count_if(text.begin(), text.end(),
                                   [&](char32_t c) { return other.letters.find(c) != std::u32string_view::npos; });
    const auto known = std::count_if(words.begin(), words.end(), [&](std::u32string_view word) {
      std::u32string padded = U" ";
      return other.words.find(padded.append(word) += U' ') != std::u32string_view::npos;
    });
    const bool by_letters = own >= 4 && static_cast<double>(own) >= other.letters_share * letters;
    const bool by_words =
        known >= 2 && static_cast<double>(known) >= other_words_share * static_cast<double>(words.size());
    if (by_letters || by_words) return other.name;
  }
  return std::nullopt;
}

DamageReport find_damage(std::string_view text, std::string_view lang) {
  Counter counter;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    counter.line(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return counter.finish(lang);
}

}  // namespace bayan::ingest

namespace bayan {

bool DamageReport::any() const {
  return !not_read.empty() || (glued_words | tatweel | presentation_forms | column_lines | dots_inside_words |
                               spaced_letters | reversed_words | unreadable | other_language_paragraphs) != 0;
}

std::string DamageReport::describe() const {
  const std::array<std::pair<std::string_view, std::uint64_t>, 8> counts = {
      {{"glued words", glued_words},
       {"tatweel", tatweel},
       {"presentation forms", presentation_forms},
       {"lines of mixed columns", column_lines},
       {"words with dots inside", dots_inside_words},
       {"letters set apart", spaced_letters},
       {"words written backwards", reversed_words},
       {"unreadable characters", unreadable}}};
  std::vector<std::string> parts;
  for (const auto& [what, count] : counts)
    if (count > 0) parts.push_back(fmt::format("{} {}", count, what));
  if (other_language_paragraphs > 0)
    parts.push_back(fmt::format("{} paragraphs in {}, not read", other_language_paragraphs, other_language));
  std::string out = parts.empty() ? "no damage" : fmt::format("{}", fmt::join(parts, ", "));
  if (!not_read.empty()) out = fmt::format("stored and not read: {} ({})", not_read, out);
  return out;
}

}  // namespace bayan
