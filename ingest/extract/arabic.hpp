// Arabic words: what is written onto them, and what their shape says. All words are folded.
#pragma once

#include <string>
#include <string_view>

#include "ingest/lexicon.hpp"

namespace bayan::ingest {

struct ArabicWord {
  char conjunction = 0;  // 'w' and, 'f' so
  char preposition = 0;  // 'b' by, 'l' to, 'k' as
  bool future = false;
  std::string base;  // without the above, with the article
  std::string bare;  // base without the article
  std::string stem;  // bare without a pronoun at its end; empty when there is none
  std::string pronoun;
};

// Source of the order of clitics: (wa|fa)(sa)?(bi|li|ka)?(al)? stem suffix, li + al written "ll". A letter is only
// taken off when the vocabulary knows what remains, or when the shape (article after it, a verbal noun) tells.
ArabicWord analyse(const Language& language, std::string_view folded);

// Shapes of verbal nouns of the derived forms (taf'il, if'al, istif'al, mufa'ala …). Names of the lexicon come first.
bool shaped_like_verbal_noun(std::string_view bare);

// A relational adjective by its ending.
bool shaped_like_adjective(std::string_view bare);

}  // namespace bayan::ingest
