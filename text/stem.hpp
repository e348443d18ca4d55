// Stems for text search: libstemmer's Arabic for words with an Arabic letter, else its English.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace bayan::text {

// One folded word.
std::string stem(std::string_view folded_word);

// The folded, stemmed words of a text; and of one that is folded already.
std::vector<std::string> stems(std::string_view utf8);
std::vector<std::string> stems_of_folded(std::string_view folded);

}  // namespace bayan::text
