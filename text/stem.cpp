#include "text/stem.hpp"

#include <libstemmer.h>

#include <algorithm>
#include <memory>

#include "text/classes.hpp"
#include "text/fold.hpp"

namespace bayan::text {

namespace {

struct Deleter {
  void operator()(sb_stemmer* stemmer) const { sb_stemmer_delete(stemmer); }
};
using Stemmer = std::unique_ptr<sb_stemmer, Deleter>;

// A stemmer has state, so each thread has its own.
sb_stemmer* stemmer_for(bool arabic) {
  thread_local const Stemmer stemmers[2] = {Stemmer(sb_stemmer_new("english", "UTF_8")),
                                            Stemmer(sb_stemmer_new("arabic", "UTF_8"))};
  return stemmers[arabic ? 1 : 0].get();
}

}  // namespace

std::string stem(std::string_view folded_word) {
  sb_stemmer* const stemmer = stemmer_for(has_arabic(folded_word));
  const auto* out = sb_stemmer_stem(stemmer, reinterpret_cast<const sb_symbol*>(folded_word.data()),
                                    static_cast<int>(folded_word.size()));
  if (out == nullptr) return std::string(folded_word);
  return {reinterpret_cast<const char*>(out), static_cast<std::size_t>(sb_stemmer_length(stemmer))};
}

std::vector<std::string> stems(std::string_view utf8) { return stems_of_folded(fold(utf8)); }

std::vector<std::string> stems_of_folded(std::string_view folded) {
  std::vector<std::string> out;
  while (!folded.empty()) {
    const std::size_t end = std::min(folded.find(' '), folded.size());
    out.push_back(stem(folded.substr(0, end)));
    folded.remove_prefix(std::min(end + 1, folded.size()));
  }
  return out;
}

}  // namespace bayan::text
