#include "text/sound.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "text/nearest.hpp"
#include "text/utf8.hpp"

namespace bayan::text {

namespace {

constexpr std::string_view article = "ال";
constexpr std::size_t letters_with_article = 5;
constexpr std::size_t short_word = 6;  // letters; one letter more or less makes it another name

// Classes by letter. Two letters that one Arabic letter is written with come first.
constexpr std::array<std::pair<std::string_view, char>, 64> classes = {{
    {"sch", 's'}, {"tch", 's'}, {"th", 't'}, {"dh", 'd'}, {"sh", 's'}, {"ch", 's'}, {"kh", 'k'}, {"gh", 'g'},
    {"dj", 'g'},  {"ph", 'f'},  {"b", 'b'},  {"p", 'b'},  {"t", 't'},  {"d", 'd'},  {"s", 's'},  {"z", 's'},
    {"c", 'k'},   {"k", 'k'},   {"q", 'k'},  {"g", 'g'},  {"j", 'g'},  {"f", 'f'},  {"v", 'f'},  {"l", 'l'},
    {"m", 'm'},   {"n", 'n'},   {"r", 'r'},  {"h", 'h'},  {"x", 'k'},  {"ب", 'b'},  {"پ", 'b'},  {"ت", 't'},
    {"ط", 't'},   {"ث", 't'},   {"د", 'd'},  {"ض", 'd'},  {"ذ", 'd'},  {"س", 's'},  {"ص", 's'},  {"ش", 's'},
    {"ز", 's'},   {"ظ", 's'},   {"ك", 'k'},  {"ق", 'k'},  {"خ", 'k'},  {"ج", 'g'},  {"غ", 'g'},  {"چ", 's'},
    {"گ", 'g'},   {"ف", 'f'},   {"ڤ", 'f'},  {"ل", 'l'},  {"م", 'm'},  {"ن", 'n'},  {"ر", 'r'},  {"ح", 'h'},
    {"ه", 'h'},   {"ژ", 's'},   {"0", '0'},  {"1", '1'},  {"2", '2'},  {"3", '3'},  {"4", '4'},  {"5", '5'},
}};

bool arabic(std::string_view word) { return !word.empty() && static_cast<unsigned char>(word[0]) >= 0xd8; }

std::string_view without_article(std::string_view word) {
  const bool has_one = word.starts_with(article) && count_code_points(word) >= letters_with_article;
  return has_one ? word.substr(article.size()) : word;
}

}  // namespace

std::string sound_of(std::string_view word) {
  word = without_article(word);
  std::string out;
  for (std::size_t i = 0; i < word.size();) {
    const std::string_view rest = word.substr(i);
    const auto* const found =
        std::find_if(classes.begin(), classes.end(), [&](const auto& one) { return rest.starts_with(one.first); });
    if (found == classes.end()) {
      if (rest[0] >= '6' && rest[0] <= '9') out += rest[0];
      i += code_point_at(word, i).size;
      continue;
    }
    i += found->first.size();
    const bool silent = found->second == 'h' && i == word.size();  // teh marbuta is folded to a heh
    if (!silent && (out.empty() || out.back() != found->second)) out += found->second;
  }
  return out;
}

double likeness(std::string_view a, std::string_view b) {
  if (a == b) return 1;
  const std::string sound_a = sound_of(a), sound_b = sound_of(b);
  const bool sounds = !sound_a.empty() && sound_a == sound_b;
  constexpr std::array<double, 4> by_sound = {0, 0.6, 0.8, 0.9};  // by how many consonants there are
  const double heard = sounds ? by_sound[std::min<std::size_t>(sound_a.size(), 3)] : 0;
  if (arabic(a) != arabic(b)) return heard;
  a = without_article(a), b = without_article(b);
  if (a == b) return 0.95;
  const std::size_t most = std::max(count_code_points(a), count_code_points(b));
  if (!sounds && most <= short_word) return 0;
  const double written = 1 - static_cast<double>(edit_distance(a, b)) / static_cast<double>(most);
  return std::max(written, heard);
}

}  // namespace bayan::text
