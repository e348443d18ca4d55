#include "ingest/extract/arabic.hpp"

#include <array>
#include <vector>

#include "text/utf8.hpp"

namespace bayan::ingest {

namespace {

constexpr std::size_t letter = 2;  // an Arabic letter has two bytes in UTF-8
constexpr std::string_view article = "ال";
constexpr std::array<std::string_view, 12> pronouns = {"هما", "كما", "هم", "هن", "كم", "نا",
                                                       "ها",  "ه",   "ني", "ي",  "ك",  "تها"};

std::string without_article(std::string_view base) {
  return std::string(
      base.starts_with(article) && base.size() >= article.size() + 2 * letter ? base.substr(article.size()) : base);
}

bool in_vocabulary(const Language& language, std::string_view word) {
  if (language.vocabulary.contains(word)) return true;
  if (word.starts_with(article)) return language.vocabulary.contains(word.substr(article.size()));
  std::string definite(article);
  definite += word;
  return language.vocabulary.contains(definite);
}

// The word without the pronoun at its end, when the vocabulary knows it; teh marbuta comes back in front of one.
std::string stem_of(const Language& language, std::string_view bare, std::string& pronoun) {
  for (const std::string_view ending : pronouns) {
    if (!bare.ends_with(ending) || bare.size() < ending.size() + 2 * letter) continue;
    std::string stem(bare.substr(0, bare.size() - ending.size()));
    if (ending != "ه" || stem.size() >= 3 * letter) {
      if (language.vocabulary.contains(stem)) return pronoun = ending, stem;
      // The vocabulary may know the word with its article only: "its forms".
      if (language.vocabulary.contains(std::string(article) + stem)) return pronoun = ending, stem;
    }
    if (stem.ends_with("ت")) {
      stem.replace(stem.size() - letter, letter, "ه");
      if (language.vocabulary.contains(stem)) return pronoun = ending, stem;
    }
    if (stem.ends_with("ئ")) {
      stem.replace(stem.size() - letter, letter, "ء");
      if (language.vocabulary.contains(stem)) return pronoun = ending, stem;
    }
  }
  return {};
}

// Indefinite accusatives end in alef: the vocabulary has them without.
std::string without_accusative(const Language& language, std::string_view bare) {
  if (!bare.ends_with("ا") || bare.size() < 4 * letter) return {};
  const std::string_view stem = bare.substr(0, bare.size() - letter);
  return language.vocabulary.contains(stem) ? std::string(stem) : std::string();
}

bool known(const Language& language, std::string_view word) {
  if (word.size() < 2 * letter) return false;
  if (in_vocabulary(language, word)) return true;
  const std::string bare = without_article(word);
  std::string pronoun;
  return !stem_of(language, bare, pronoun).empty() || !without_accusative(language, bare).empty();
}

struct Split {
  char conjunction = 0, preposition = 0;
  std::string base;
};

// The ways to take one-letter words off, fewest first.
std::vector<Split> splits_of(std::string_view word) {
  std::vector<Split> out = {{0, 0, std::string(word)}};
  const auto add_prepositions = [&](char conjunction, std::string_view rest) {
    if (rest.size() < 3 * letter) return;
    // Of "to the committee" only two of the three letters are written.
    if (rest.starts_with("لل"))
      out.push_back({conjunction, 'l', std::string(article) + "ل" + std::string(rest.substr(2 * letter))});
    if (rest.starts_with("لل"))
      out.push_back({conjunction, 'l', std::string(article) + std::string(rest.substr(2 * letter))});
    if (rest.starts_with("ب")) out.push_back({conjunction, 'b', std::string(rest.substr(letter))});
    if (rest.starts_with("ل")) out.push_back({conjunction, 'l', std::string(rest.substr(letter))});
    if (rest.starts_with("ك")) out.push_back({conjunction, 'k', std::string(rest.substr(letter))});
  };
  if (word.starts_with("و") || word.starts_with("ف")) {
    const char conjunction = word.starts_with("و") ? 'w' : 'f';
    out.push_back({conjunction, 0, std::string(word.substr(letter))});
  }
  add_prepositions(0, word);
  if (out.size() > 1 && out[1].conjunction != 0) add_prepositions(out[1].conjunction, word.substr(letter));
  return out;
}

// Whether an unknown word's shape says that the letters are words of their own.
bool shape_tells(const Split& split) {
  if (split.base[0] >= '0' && split.base[0] <= '9') return true;  // "and 21"
  const bool definite = split.base.starts_with(article) && split.base.size() >= 4 * letter;
  if (split.preposition != 0) return definite ? split.base.size() >= 5 * letter : shaped_like_verbal_noun(split.base);
  if (split.conjunction == 'f') return definite;
  return split.base.size() >= 3 * letter;
}

std::vector<std::string_view> letters_of(std::string_view word) {
  std::vector<std::string_view> out;
  for (std::size_t i = 0; i < word.size();) {
    const std::size_t size = text::code_point_at(word, i).size;
    out.push_back(word.substr(i, size));
    i += size;
  }
  return out;
}

}  // namespace

ArabicWord analyse(const Language& language, std::string_view folded) {
  ArabicWord out;
  const std::vector<Split> splits = splits_of(folded);
  const Split* chosen = nullptr;
  for (const Split& split : splits) {
    if (known(language, split.base)) {
      chosen = &split;
      break;
    }
  }
  for (std::size_t i = splits.size(); chosen == nullptr && i-- > 1;)
    if (shape_tells(splits[i])) chosen = &splits[i];
  if (chosen == nullptr) chosen = &splits.front();
  out.conjunction = chosen->conjunction;
  out.preposition = chosen->preposition;
  out.base = chosen->base;
  if (!known(language, out.base) && out.base.starts_with("س") &&
      known(language, std::string_view(out.base).substr(letter))) {
    out.future = true;
    out.base.erase(0, letter);
  }
  out.bare = without_article(out.base);
  if (!in_vocabulary(language, out.base)) {
    out.stem = stem_of(language, out.bare, out.pronoun);
    if (out.stem.empty()) out.stem = without_accusative(language, out.bare);
  }
  return out;
}

bool shaped_like_verbal_noun(std::string_view bare) {
  const std::vector<std::string_view> w = letters_of(bare);
  const std::size_t n = w.size();
  if (n < 5) return false;
  if (w[0] == "ت" && n == 5 && w[3] == "ي") return true;                                    // taf'il
  if (w[0] == "ت" && n == 5 && w[4] == "ه" && (w[3] == "ي" || w[3] == "ئ")) return true;    // taf'ila
  if (w[0] == "ت" && n == 5 && w[2] == "ا") return true;                                    // tafa'ul
  if (w[0] == "ا" && n == 5 && w[3] == "ا") return true;                                    // if'al
  if (w[0] == "ا" && n == 6 && w[4] == "ا") return true;                                    // ifti'al, infi'al
  if (w[0] == "ا" && w[1] == "س" && w[2] == "ت" && n >= 6 && w[n - 2] == "ا") return true;  // istif'al
  return w[0] == "م" && n == 6 && w[2] == "ا" && w[5] == "ه";                               // mufa'ala
}

bool shaped_like_adjective(std::string_view bare) {
  if (bare.size() < 4 * letter) return false;
  return bare.ends_with("ي") || bare.ends_with("يه") || bare.ends_with("يا") || bare.ends_with("يين") ||
         bare.ends_with("يون") || bare.ends_with("يات");
}

}  // namespace bayan::ingest
