// One sentence, ready to be read: tokens with their clitics, everything the lexicon knows in it, quotations.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/extract/arabic.hpp"
#include "ingest/lexicon.hpp"
#include "text/segment.hpp"

namespace bayan::ingest {

struct Token {
  text::Range range;         // bytes of the document
  char32_t punctuation = 0;  // the character, 0 for a word
  bool glued = false;        // no blank before it
  bool capital = false;      // begins with a Latin capital
  bool number = false;
  std::string form;   // folded
  ArabicWord arabic;  // of an Arabic word
  // The lexicon's numbers of the form, the base, the bare word, the stem; 0 where it lacks the word.
  std::uint32_t form_id = 0, base_id = 0, bare_id = 0, stem_id = 0;

  bool word() const { return punctuation == 0; }
  char conjunction() const { return arabic.conjunction; }
  char preposition() const { return arabic.preposition; }
  // The form without what is written onto it; the form itself in English.
  const std::string& base() const { return arabic.base.empty() ? form : arabic.base; }
};

// A phrase of the lexicon: tokens [begin, end).
struct Match {
  std::uint32_t begin = 0, end = 0;
  Sense sense;

  std::uint32_t size() const { return end - begin; }
};

// What stands in quotation marks: tokens (open, close); close is the number of tokens where it stays open.
struct Quotation {
  std::uint32_t open = 0, close = 0;
  std::uint32_t depth = 0;  // 0: in no other one
};

// Half-open ranges of tokens.
struct Extent {
  std::uint32_t begin = 0, end = 0;

  std::uint32_t size() const { return end > begin ? end - begin : 0; }
  bool empty() const { return end <= begin; }
  bool holds(std::uint32_t at) const { return begin <= at && at < end; }
  bool operator==(const Extent&) const = default;
};

class Sentence {
 public:
  Sentence(const Lexicon& lexicon, std::string_view document, text::Range range, std::string_view lang);

  const Lexicon& lexicon() const { return *lexicon_; }
  const Language& language() const { return *language_; }
  bool arabic() const { return language_->code == "ar"; }
  std::string_view document() const { return document_; }
  text::Range range() const { return range_; }

  std::uint32_t size() const { return static_cast<std::uint32_t>(tokens_.size()); }
  const Token& operator[](std::uint32_t i) const { return tokens_[i]; }
  const std::vector<Quotation>& quotations() const { return quotations_; }

  // All that begins at a token, longest first.
  const std::vector<Match>& at(std::uint32_t i) const { return matches_[i]; }
  // The longest match with this cue that begins at a token; null when there is none (or i is past the end).
  const Match* match(std::uint32_t i, Cue cue) const;
  bool is(std::uint32_t i, Cue cue) const { return match(i, cue) != nullptr; }
  // The longest match with this cue that ends before a token.
  const Match* match_before(std::uint32_t end, Cue cue) const;
  const std::string& value(const Match& match) const { return lexicon_->value(match.sense.ref); }

  bool comma(std::uint32_t i) const;
  bool abbreviates(std::uint32_t dot) const;
  bool full_stop(std::uint32_t i) const;          // ends a sentence or a part of it that stands alone
  bool quote(std::uint32_t i) const;              // a quotation mark
  bool follows_quotation(std::uint32_t i) const;  // a quotation mark stands before, perhaps with a comma behind it
  bool opens_line(std::uint32_t i) const;         // nothing but a list's number or dash stands before
  // Whether a word is joined to what is before it by "and", or follows a comma.
  bool joined(std::uint32_t i) const;

  // Original bytes of tokens; with `inner`, without the conjunction and preposition written onto the first word.
  text::Range bytes(Extent extent, bool inner = false) const;
  std::string_view text(text::Range range) const { return document_.substr(range.begin, range.size()); }
  std::string_view text(Extent extent, bool inner = false) const { return text(bytes(extent, inner)); }
  // Without blanks, commas and quotation marks at either end.
  Extent trimmed(Extent extent) const;

  std::string dump() const;

 private:
  void tokenise(text::Range range);
  void number_words(Token& token) const;
  void find_matches();
  void walk(bool bare, std::uint32_t begin, std::uint32_t at, std::uint32_t node);
  bool written_so(std::uint32_t at, const Sense& sense) const;
  void find_quotations();

  const Lexicon* lexicon_;
  const Language* language_;
  std::string_view document_;
  text::Range range_;
  std::vector<Token> tokens_;
  std::vector<std::vector<Match>> matches_;
  std::vector<Quotation> quotations_;
};

}  // namespace bayan::ingest
