#include "ingest/extract/arabic_titles.hpp"

#include "ingest/extract/arabic.hpp"
#include "ingest/extract/name_words.hpp"

namespace bayan::ingest {

bool fills_arabic_title(const Sentence& s, std::uint32_t i) {
  const Token& token = s[i];
  if (s.is(i, Cue::body) && token.conjunction() == 0) return true;  // "the leader of the movement"
  if (s.is(i, Cue::verb) && token.conjunction() == 0 && !token.base().starts_with("ال")) return false;
  if (token.base().starts_with("ال") && token.base().size() > 6) {
    // "Minister of Environment Rashad Qurbanov", but "the minister al-Miqdad".
    if (token.preposition() == 'l' || token.conjunction() != 0 || !s.at(i).empty()) return true;
    if (s.is(i, Cue::title_word) || unknown_word(s, i + 1) || s.is(i + 1, Cue::name_part)) return true;
    if (!s[i - 1].base().starts_with("ال")) return true;
    return shaped_like_adjective(token.arabic.bare) && (s.is(i + 1, Cue::prep) || s.is(i + 1, Cue::on_behalf));
  }
  if (token.preposition() == 'l' && s.at(i).size() > 0) return true;
  return token.form == "الي" || token.form == "في" || token.base() == "شؤون" || token.base() == "باسم" ||
         token.form == "لدي";
}

bool arabic_title_goes_on(const Sentence& s, std::uint32_t i) {
  const Token& token = s[i];
  if (s.is(i, Cue::title_word) || s.is(i, Cue::title)) return true;
  if ((token.form == "لدي" || token.form == "الي" || token.form == "في" || token.preposition() == 'l') &&
      (s.is(i, Cue::entity) || s.is(i + 1, Cue::entity) || s.is(i + 1, Cue::meeting)))
    return true;
  return s.is(i, Cue::meeting) && i > 0 && s[i - 1].form != token.form &&
         (s[i - 1].form == "الي" || s[i - 1].form == "في");
}

bool in_construct(const Sentence& s, std::uint32_t i) {
  if (i + 1 >= s.size() || !s[i].word() || s[i].conjunction() != 0 || s[i].preposition() != 0) return false;
  const std::string& before = s[i - 1].form;
  if (s[i].form == "عن") return s.is(i + 1, Cue::entity) || s.is(i + 1, Cue::side);
  if (before.starts_with("ال") || s.is(i, Cue::that) || s.is(i, Cue::verb)) return false;
  const Token& next = s[i + 1];
  return next.word() && next.conjunction() == 0 && next.preposition() == 0 && next.base().starts_with("ال") &&
         !s.is(i, Cue::name_part);
}

}  // namespace bayan::ingest
