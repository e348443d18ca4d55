// The words of the query language, with their Arabic spellings: the only file that knows them.
#pragma once

#include <string_view>
#include <vector>

namespace bayan::ql {

// The keyword that a word spells ("then" for «ثم»), or an empty view when the word can only be a name. Latin keywords
// are lower case; Arabic ones are compared after folding. A lower-case Latin word that is no keyword is returned as it
// is: the parser asks only for the words it knows. The view lives as long as `word`, or for ever.
std::string_view keyword_of(std::string_view word);

// Words that are names only when quoted.
bool is_reserved(std::string_view keyword);

// The verbs that may stand after a bar, in the order of the grammar.
const std::vector<std::string_view>& verb_names();

}  // namespace bayan::ql
