#include "ingest/extract/name_words.hpp"

#include <algorithm>

namespace bayan::ingest {

// A word that can be part of a name nobody knows.
bool unknown_word(const Sentence& s, std::uint32_t i) {
  if (i >= s.size() || !s[i].word() || s[i].number) return false;
  if (!s.arabic()) return s[i].capital && s.at(i).empty() && s[i].form.size() > 1;  // "I" is no name
  return s[i].conjunction() == 0 && s[i].preposition() == 0 && s.at(i).empty() && s[i].arabic.stem.empty() &&
         s[i].form.size() >= 4;
}

// "Al-Houthi": a family's name, also where the lexicon knows somebody called so.
bool family_name(const Sentence& s, std::uint32_t i) {
  return !s.arabic() && i + 2 < s.size() && s[i].capital && (s[i].form == "al" || s[i].form == "el") &&
         s[i + 1].punctuation == '-' && s[i + 1].glued && s[i + 2].glued && s[i + 2].word();
}

// The same behind a given name in Arabic: "عبد الملك الحوثي". A nationality there is none.
bool arabic_family_name(const Sentence& s, std::uint32_t i) {
  if (!s.arabic() || i >= s.size() || !s[i].word() || s[i].conjunction() != 0 || s[i].preposition() != 0) return false;
  if (!s[i].base().starts_with("ال") || s.at(i).empty()) return false;
  return std::all_of(s.at(i).begin(), s.at(i).end(), [&](const Match& m) {
    if (m.sense.cue != Cue::entity && m.sense.cue != Cue::adjective) return false;
    const LexiconEntity& entity = s.lexicon().entities()[m.sense.ref];
    return m.size() == 1 && entity.type != "state" && entity.type != "place";
  });
}

namespace {

// "Abd al-Salam al-Musallati": a part of a name and the word that completes it, known or not.
std::uint32_t past_name_part(const Sentence& s, std::uint32_t i) {
  const Match* part = s.match(i, Cue::name_part);
  if (part == nullptr || s[i].preposition() != 0 || part->end >= s.size() || !s[part->end].word()) return i;
  return s[part->end].conjunction() == 0 && !s.is(part->end, Cue::prep) ? part->end + 1 : i;
}

// Where an Arabic name that begins at a token ends: parts, then family names. A third word is a name's only where no
// noun it could be in construct with follows it.
std::uint32_t arabic_name(const Sentence& s, std::uint32_t i) {
  std::uint32_t end = i;
  for (std::uint32_t words = 0; words < longest_name; ++words) {
    std::uint32_t next = past_name_part(s, end);
    if (next == end && words > 0 && end < s.size() && s[end].word() && s[end].base().starts_with("ال") &&
        s[end].form == s[end].base() && s.at(end).empty())
      next = end + 1;
    if (next == end && unknown_word(s, end)) next = end + 1;
    if (next == end && words > 0 && arabic_family_name(s, end)) return end + 1;
    if (next == end) break;
    const bool construct = words >= 2 && next < s.size() && s[next].word() && s[next].base().starts_with("ال") &&
                           s[next].conjunction() == 0 && !s[end].base().starts_with("ال");
    if (construct) break;
    end = next;
  }
  return end;
}

}  // namespace

// Where a run of unknown name words that begins at a token ends.
std::uint32_t unknown_name(const Sentence& s, std::uint32_t i) {
  if (s.arabic()) return arabic_name(s, i);
  std::uint32_t end = i;
  while (end - i < longest_name) {
    if (unknown_word(s, end)) {
      ++end;
      continue;
    }
    if (end > i && family_name(s, end)) return end + 3;
    const bool hyphen =
        !s.arabic() && end > i && end + 1 < s.size() && s[end].punctuation == '-' && s[end].glued && s[end + 1].glued;
    const bool article =
        end + 2 < s.size() && s.is(end, Cue::name_article) && s[end + 1].punctuation == '-' && s[end + 2].capital;
    if (article) {  // "al-Atta"
      end += 3;
      continue;
    }
    const bool particle = !s.arabic() && end + 1 < s.size() && unknown_word(s, end + 1) &&
                          (s[end].form == "al" || s[end].form == "bin" || s[end].form == "de" || s[end].form == "el" ||
                           s[end].form == "van");
    if (!hyphen && !particle) break;
    end += hyphen ? 2 : 1;  // "Ki-moon": what a hyphen joins need not begin with a capital
  }
  return end;
}

std::string key_of(std::string_view words) {
  std::string key;
  for (const char c : words) {
    const bool blank = c == ' ' || c == '\t' || c == '\n';
    if (!blank)
      key += c;
    else if (!key.empty() && key.back() != '_')
      key += '_';
  }
  return key;
}

}  // namespace bayan::ingest
