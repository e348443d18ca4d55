#include "graph/proposal_names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

#include "text/fold.hpp"
#include "text/sound.hpp"
#include "text/utf8.hpp"

namespace bayan::graph {

namespace {

constexpr double alike = 0.75;         // two words are one, spelled otherwise
constexpr double one_name_only = 0.6;  // of the score: a family has many members
constexpr double left_out = 0.95;      // a middle name
constexpr double by_initials = 0.7;
constexpr double other_order = 0.85;
constexpr std::size_t least_initials = 2, most_initials = 6;
constexpr std::size_t least_sound = 4;  // consonants of a whole name that tell enough across scripts

constexpr std::array<std::string_view, 18> particles = {"the", "of",  "for", "and", "al",  "el", "ul", "de", "in",
                                                        "on",  "van", "von", "mr",  "mrs", "dr", "ال", "من", "في"};

bool arabic(std::string_view word) { return !word.empty() && static_cast<unsigned char>(word[0]) >= 0xd8; }

ComparedName compared(std::string written) {
  ComparedName out;
  std::replace(written.begin(), written.end(), '_', ' ');
  for (std::string& word : text::folded_words(written)) {
    if (std::find(particles.begin(), particles.end(), word) != particles.end()) continue;
    out.sound += text::sound_of(word);
    out.words.push_back(std::move(word));
  }
  if (out.words.size() > 1 && !arabic(out.words.front()))
    for (const std::string& word : out.words) out.initials += word.front();
  out.written = std::move(written);
  return out;
}

std::string joined(const std::vector<std::string>& words, std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) out += words[i];
  return out;
}

std::set<std::string> sounds_of(const ComparedName& name) {
  std::set<std::string> out;
  for (const std::string& word : name.words) out.insert(text::sound_of(word));
  return out;
}

std::string spelling(const ComparedName& a, const ComparedName& b) {
  if (a.words == b.words) return fmt::format("both are called {}", a.written);
  const bool across = arabic(a.words.front()) != arabic(b.words.front());
  return fmt::format("\"{}\" {} \"{}\"", a.written, across ? "is in another script" : "is spelled like", b.written);
}

// Given names: the same, spelled alike, one word in one script and two in the other, or an initial.
double given_names(const ComparedName& a, const ComparedName& b, std::vector<std::string>& reasons) {
  const std::size_t given_a = a.words.size() - 1, given_b = b.words.size() - 1;
  const double whole = text::likeness(joined(a.words, given_a), joined(b.words, given_b));
  if (whole >= alike) return whole;
  const std::string &first_a = a.words.front(), &first_b = b.words.front();
  const double first = text::likeness(first_a, first_b);
  if (first >= alike && given_a != given_b) {
    reasons.emplace_back("a middle name is left out");
    return first * left_out;
  }
  const bool initial = (first_a.size() == 1 || first_b.size() == 1) && first_a.front() == first_b.front();
  if (!initial) return 0;
  reasons.emplace_back("a given name is an initial");
  return by_initials;
}

Likeness persons(const ComparedName& a, const ComparedName& b) {
  Likeness out;
  const double last = text::likeness(a.words.back(), b.words.back());
  if (last < alike) return out;
  out.reasons.push_back(spelling(a, b));
  const bool alone_a = a.words.size() == 1, alone_b = b.words.size() == 1;
  if (alone_a && alone_b) return out.score = last, out;
  if (alone_a || alone_b) {
    out.reasons.front() =
        fmt::format("\"{}\" may be short for \"{}\"", alone_a ? a.written : b.written, alone_a ? b.written : a.written);
    return out.score = last * one_name_only, out;
  }
  const double given = given_names(a, b, out.reasons);
  out.score = given == 0 ? 0 : (last + given) / 2;
  return out;
}

Likeness bodies(const ComparedName& a, const ComparedName& b) {
  Likeness out;
  const auto initials_of = [](const ComparedName& brief, const ComparedName& full) {
    return brief.words.size() == 1 && brief.words.front() == full.initials && full.initials.size() >= least_initials &&
           full.initials.size() <= most_initials;
  };
  for (const auto& [brief, full] : {std::pair(&a, &b), std::pair(&b, &a)}) {
    if (!initials_of(*brief, *full)) continue;
    return {by_initials, {fmt::format("\"{}\" are the initials of \"{}\"", brief->written, full->written)}};
  }
  if (a.words.size() == b.words.size()) {
    double least = 1;
    for (std::size_t i = 0; i < a.words.size(); ++i) least = std::min(least, text::likeness(a.words[i], b.words[i]));
    if (least >= alike) return {least, {spelling(a, b)}};
    if (a.words.size() > 1 && sounds_of(a) == sounds_of(b))
      return {other_order, {fmt::format("\"{}\" has the words of \"{}\"", a.written, b.written)}};
  }
  const bool across = arabic(a.words.front()) != arabic(b.words.front());
  if (across && a.sound == b.sound && a.sound.size() >= least_sound) return {other_order, {spelling(a, b)}};
  return out;
}

}  // namespace

NamesOf names_of(const EntityInfo& entity) {
  NamesOf out;
  out.person = entity.type == "person";
  std::set<std::vector<std::string>> seen;
  const auto add = [&](const std::string& written) {
    ComparedName name = compared(written);
    if (!name.words.empty() && seen.insert(name.words).second) out.names.push_back(std::move(name));
  };
  add(entity.key);
  for (const auto& [lang, label] : entity.labels) add(label);
  for (const auto& [lang, aliases] : entity.aliases) {
    for (const std::string& alias : aliases) add(alias);
  }
  // Of somebody whose given name is known the family's alone says nothing more, and is that of many.
  const auto whole = [](const ComparedName& name) { return name.words.size() > 1; };
  if (out.person && std::any_of(out.names.begin(), out.names.end(), whole))
    std::erase_if(out.names, [&](const ComparedName& name) { return !whole(name); });
  return out;
}

std::vector<std::string> NamesOf::blocks() const {
  std::set<std::string> out;
  for (const ComparedName& name : names) {
    const std::string& last = name.words.back();
    if (person) {
      out.insert("l" + text::sound_of(last));
      out.insert("w" + last.substr(0, 6));
      continue;
    }
    out.insert("s" + name.sound);
    std::string sorted = "o";
    for (const std::string& sound : sounds_of(name)) sorted += sound + " ";
    out.insert(std::move(sorted));
    out.insert("w" + name.words.front());
    if (!name.initials.empty()) out.insert("i" + name.initials);
    if (name.words.size() == 1) out.insert("i" + last);
  }
  return {out.begin(), out.end()};
}

Likeness likeness_of(const NamesOf& a, const NamesOf& b) {
  Likeness best;
  for (const ComparedName& one : a.names) {
    for (const ComparedName& other : b.names) {
      Likeness found = a.person ? persons(one, other) : bodies(one, other);
      if (found.score > best.score) best = std::move(found);
    }
  }
  return best;
}

}  // namespace bayan::graph
