#include "ingest/extract/bodies.hpp"

#include <algorithm>

#include "ingest/extract/name_words.hpp"
#include "text/fold.hpp"

namespace bayan::ingest {

namespace {

constexpr std::uint32_t longest_body = 9;   // words of a name
constexpr std::uint32_t longest_short = 3;  // words of a short one
constexpr std::size_t least_acronym = 2, most_acronym = 7;

bool article(const Sentence& s, std::uint32_t i) { return s[i].base().starts_with("ال"); }

bool all_capitals(std::string_view word) {
  return word.size() >= least_acronym && word.size() <= most_acronym &&
         std::all_of(word.begin(), word.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

std::string folded(const Sentence& s, Extent extent) { return text::fold(s.text(extent, true)); }

// "(FND)", "(the Forum)", "("تقدم")": the words between brackets, empty where there are none, or too many.
Extent bracketed(const Sentence& s, std::uint32_t open, std::uint32_t& end) {
  if (open >= s.size() || s[open].punctuation != '(') return {};
  std::uint32_t begin = open + 1;
  while (begin < s.size() && (s.quote(begin) || (!s.arabic() && s[begin].form == "the"))) ++begin;
  std::uint32_t at = begin;
  while (at < s.size() && s[at].word() && !s[at].number && at - begin <= longest_short) ++at;
  const Extent words{begin, at};
  while (at < s.size() && s.quote(at)) ++at;
  if (words.empty() || words.size() > longest_short || at >= s.size() || s[at].punctuation != ')') return {};
  end = at + 1;
  return words;
}

// Whether the words in brackets are a short name of a name in front of them: its initials, or words of it. An Arabic
// one has no capitals to tell it from a remark; it must stand alone.
bool shortens(const Sentence& s, Extent brief, Extent name) {
  if (s.arabic()) return brief.size() == 1 && s.at(brief.begin).empty();
  if (!s[brief.begin].capital) return false;
  if (brief.size() == 1 && all_capitals(s.text(s[brief.begin].range))) {
    for (std::uint32_t i = name.begin; i < name.end; ++i)
      if (s[i].capital) return s.text(s[i].range).front() == s.text(s[brief.begin].range).front();
    return false;
  }
  for (std::uint32_t i = brief.begin; i < brief.end; ++i) {
    const auto same = [&](const std::string& form) { return form == s[i].form; };
    bool found = false;
    for (std::uint32_t j = name.begin; j < name.end; ++j) found = found || same(s[j].form);
    if (!found) return false;
  }
  return true;
}

Actor body(const Sentence& s, std::uint32_t begin, Extent name) {
  Actor out;
  out.extent = {begin, name.end};
  out.entity = {key_of(s.text(name, true)), "organisation", std::string(s.text(name, true))};
  out.number = 's';
  out.gender = 0;
  return out;
}

// "The National Salvation Alliance of Darfur": capitals, joined by small words that stand inside of names.
std::optional<Extent> english_name(const Sentence& s, std::uint32_t i) {
  // A sentence's first word has its capital anyway: "Addressing the Security Council".
  if (i == 0 && i + 1 < s.size() && !s[i + 1].capital) return std::nullopt;
  std::uint32_t end = i, head = s.size(), capitals = 0;
  for (std::uint32_t at = i; at < s.size() && at - i < longest_body; ++at) {
    if (!s[at].word()) break;
    if (s[at].capital) {
      if (s.is(at, Cue::verb) && !s.is(at, Cue::body)) break;
      if (s.is(at, Cue::title)) return std::nullopt;
      if (s.is(at, Cue::body)) head = at;
      ++capitals, end = at + 1;
      continue;
    }
    const std::string& form = s[at].form;
    if (at == i || !(form == "of" || form == "for" || form == "the" || form == "and")) break;
    if (form == "and" && head != s.size()) break;  // "the Justice Front and Egypt" are two
  }
  if (head == s.size() || capitals < 2) return std::nullopt;
  if (const Match* known = s.match(i, Cue::entity); known != nullptr && known->end >= end) return std::nullopt;
  return Extent{i, end};
}

// "قوات الدعم السريع", "تجمع المهنيين الوطني": the head without an article, then words with one.
std::optional<Extent> arabic_name(const Sentence& s, std::uint32_t i) {
  const Match* head = s.match(i, Cue::body);
  if (head == nullptr || article(s, i) || s[i].preposition() != 0 || !s[i].arabic.pronoun.empty()) return std::nullopt;
  if (const Match* known = s.match(i, Cue::entity); known != nullptr && known->size() > 1) return std::nullopt;
  std::uint32_t end = head->end;
  while (end < s.size() && end - i < longest_body && s[end].word() && s[end].conjunction() == 0 &&
         s[end].preposition() == 0 && article(s, end)) {
    if (s.is(end, Cue::adjective) || s.is(end, Cue::entity) || s.is(end, Cue::title)) return std::nullopt;
    ++end;
  }
  std::uint32_t after = end;
  const bool brief = !bracketed(s, end, after).empty();
  // With "and" and an article it may go on: "the Justice and Equality Movement".
  if (!brief && end < s.size() && s[end].conjunction() == 'w' && article(s, end)) return std::nullopt;
  const bool proper = s.value(*head) == "proper";  // one word makes a name of it
  if (end - head->end < (proper ? 1u : 2u)) return std::nullopt;
  return brief || (i > 0 && s.match_before(i, Cue::verb) != nullptr) ? std::optional(Extent{i, end}) : std::nullopt;
}

}  // namespace

std::optional<Actor> new_body_at(const Sentence& s, std::uint32_t i) {
  std::uint32_t first = i;
  if (!s.arabic() && s[i].form == "the") ++first;
  if (first >= s.size()) return std::nullopt;
  const auto name = s.arabic() ? arabic_name(s, first) : english_name(s, first);
  return name ? std::optional(body(s, i, *name)) : std::nullopt;
}

std::optional<Actor> introduced_body_at(const Sentence& s, std::uint32_t i, const Discourse& discourse) {
  std::uint32_t first = i;
  if (!s.arabic() && s[i].form == "the") ++first;
  if (s.arabic() && s[i].preposition() != 0) return std::nullopt;
  if (first >= s.size() || (!s.arabic() && !s[first].capital)) return std::nullopt;
  for (std::uint32_t end = std::min(first + longest_body, s.size()); end > first; --end) {
    const Entity* known = discourse.introduced(folded(s, {first, end}));
    if (known == nullptr) continue;
    // A word more makes it another name: "the Council of Europe", "the Alliance Party".
    if (!s.arabic() && end < s.size() && s[end].capital) return std::nullopt;
    Actor out;
    out.extent = {i, end};
    out.entity = {known->key, known->type, std::string(s.text(Extent{first, end}, true))};
    out.number = 's';
    out.anaphor = true;
    return out;
  }
  return std::nullopt;
}

void introduce(const Sentence& s, Actor& actor, Discourse& discourse) {
  const bool known_sort = actor.entity.type == "organisation" || actor.entity.type == "group";
  if (!known_sort || actor.list() || actor.anaphor || actor.kind == ActorKind::document || actor.entity.key.empty())
    return;
  Extent name = actor.extent;
  if (!s.arabic() && s[name.begin].form == "the") ++name.begin;
  if (name.empty()) return;
  std::uint32_t end = name.end;
  if (const Extent brief = bracketed(s, name.end, end); !brief.empty() && shortens(s, brief, name)) {
    discourse.introduce(folded(s, brief), actor.entity);
    actor.extent.end = end;
  }
  if (s.lexicon().entity(actor.entity.key) != nullptr || actor.entity.type != "organisation") return;
  discourse.introduce(folded(s, name), actor.entity);
  for (std::uint32_t i = name.begin; i < name.end; ++i) {
    if (!s.is(i, Cue::body)) continue;
    if (!s.arabic()) {
      discourse.introduce(s[i].form, actor.entity);
    } else {
      discourse.introduce("ال" + s[i].base(), actor.entity);
      if (name.end - i > 2) discourse.introduce(folded(s, {i + 1, name.end}), actor.entity);
    }
  }
}

}  // namespace bayan::ingest
