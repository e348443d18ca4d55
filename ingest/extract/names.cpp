#include "ingest/extract/names.hpp"

#include <algorithm>

#include "ingest/extract/arabic_titles.hpp"
#include "ingest/extract/name_words.hpp"

namespace bayan::ingest {

namespace {

constexpr std::uint32_t longest_title = 16;  // words before a name

const LexiconEntity* entity_of(const Sentence& s, const Match* match) {
  return match == nullptr ? nullptr : &s.lexicon().entities()[match->sense.ref];
}

const Match* person_match(const Sentence& s, std::uint32_t i) {
  if (i >= s.size()) return nullptr;
  for (const Match& m : s.at(i)) {
    if (m.sense.cue != Cue::entity) continue;
    const LexiconEntity& entity = s.lexicon().entities()[m.sense.ref];
    if (entity.type == "person") return &m;
  }
  return nullptr;
}

std::string whom(const LexiconEntity& entity) {
  if (!entity.capital_of.empty()) return entity.capital_of;
  if ((entity.type == "role" || entity.type == "group") && !entity.speaks_for.empty()) return entity.speaks_for;
  return entity.key;
}

// What is read of a title before the name.
struct Title {
  std::uint32_t end = 0;
  std::string owner;  // the state or body in it
  std::string gloss;
  std::vector<Extent> parts;
};

class PersonReader {
 public:
  PersonReader(const Sentence& s, const Discourse& discourse) : s_(s), discourse_(discourse) {}

  std::optional<Actor> read(std::uint32_t i) {
    if (s_.arabic() && s_[i].preposition() != 0) return std::nullopt;
    std::uint32_t begin = i;
    bool definite = s_.arabic();
    if (!s_.arabic() && s_.is(i, Cue::determiner)) definite = s_[i].form == "the", ++i;
    if (const Match* known = person_match(s_, i); known != nullptr && !longer_title(i, known->end))
      return named(begin, i, known->end, {});
    const auto title = s_.arabic() ? arabic_title(i) : english_title(i);
    if (title) {
      if (const Match* known = person_match(s_, title->end)) return named(begin, title->end, known->end, *title);
      if (auto apposed = name_apposed(begin, *title)) return apposed;
      const std::uint32_t end = unknown_name(s_, title->end);
      if (end > title->end && (s_.arabic() ? end - title->end >= 1 : true))
        return named(begin, title->end, end, *title);
      return untitled(begin, *title, definite);
    }
    return bare_name(i);
  }

 private:
  // "The head of the Syrian delegation, Bashar Jaafari, demanded".
  std::optional<Actor> name_apposed(std::uint32_t begin, const Title& title) {
    if (!s_.comma(title.end)) return std::nullopt;
    const std::uint32_t name = title.end + 1;
    const Match* known = person_match(s_, name);
    const std::uint32_t end = known != nullptr ? known->end : s_.arabic() ? name : unknown_name(s_, name);
    if (end <= name || !(s_.comma(end) || s_.is(end, Cue::verb) || s_.full_stop(end))) return std::nullopt;
    Actor out = named(begin, name, end, title);
    out.extent.end = end + (s_.comma(end) ? 1 : 0);
    return out;
  }

  // "Secretary-General António Guterres": a title that begins with a known person's words is read as a title.
  bool longer_title(std::uint32_t i, std::uint32_t end) const {
    const Match* title = s_.match(i, Cue::title);
    return title != nullptr && title->end >= end;
  }

  std::optional<Title> english_title(std::uint32_t i) {
    Title out;
    bool seen = false;
    std::uint32_t first = i;
    for (const std::uint32_t last = std::min(i + longest_title, s_.size()); i < last;) {
      if (const Match* title = s_.match(i, Cue::title)) {
        seen = true;
        out.gloss = s_.value(*title);
        i = title->end;
        continue;
      }
      if (person_match(s_, i) != nullptr) break;
      const Match* owner = s_.match(i, Cue::adjective);
      if (const Match* name = s_.match(i, Cue::entity);
          name != nullptr && (owner == nullptr || name->size() > owner->size()))
        owner = name;
      if (owner != nullptr) {
        // An envoy for Syria speaks for who sent him.
        const bool sent = out.gloss == "envoy" && i > 0 && (s_[i - 1].form == "for" || s_[i - 1].form == "to");
        if (out.owner.empty() && !sent) out.owner = whom(*entity_of(s_, owner));
        i = owner->end;
        if (i + 1 < s_.size() && !s_[i].word() && s_[i].glued && s_[i + 1].form == "s") i += 2;
        continue;
      }
      if (i > first && fills_english_title(i)) {
        ++i;
        continue;
      }
      if (!seen) break;
      // "of the Syrian delegation", "for Syria", "to the United Nations".
      const std::string& form = s_[i].form;
      if ((form == "of" || form == "for" || form == "to") && owner_follows(i + 1)) {
        ++i;
        while (i < last && s_.is(i, Cue::determiner)) ++i;
        continue;
      }
      if (form == "of" && out.owner.empty())
        if (const Extent state = unknown_state(i + 1); !state.empty()) {
          out.owner = key_of(s_.text(state));
          i = state.end;
          continue;
        }
      if (const Match* side = s_.match(i, Cue::side); side != nullptr && i > first) {
        i = side->end;
        continue;
      }
      if (const Match* meeting = s_.match(i, Cue::meeting);
          meeting != nullptr && i > first && s_.is(i - 1, Cue::determiner)) {
        i = meeting->end;
        continue;
      }
      break;
    }
    if (!seen) return std::nullopt;
    out.end = i;
    out.parts = {{first, i}};
    return out;
  }

  // "the UN [trade] chief", "Deputy [Infrastructure] Minister": what somebody is minister or chief of.
  bool fills_english_title(std::uint32_t i) const {
    for (std::uint32_t at = i; at < std::min(i + 3, s_.size()); ++at) {
      if (s_.is(at, Cue::title)) return at > i;
      if (!s_[at].word() || s_.is(at, Cue::prep) || s_.is(at, Cue::verb) || s_.is(at, Cue::auxiliary) ||
          s_.is(at, Cue::relative) || s_.is(at, Cue::determiner) || s_.is(at, Cue::boundary) || s_[at].number)
        return false;
    }
    return false;
  }

  // "The representative of Arcadia": a state that the lexicon lacks, by its capitals.
  Extent unknown_state(std::uint32_t i) const {
    if (i < s_.size() && s_[i].form == "the") ++i;
    Extent out{i, i};
    while (out.size() < longest_name && unknown_word(s_, out.end)) ++out.end;
    return out;
  }

  bool owner_follows(std::uint32_t i) const {
    while (i < s_.size() && s_.is(i, Cue::determiner)) ++i;
    return s_.is(i, Cue::adjective) || s_.is(i, Cue::entity) || s_.is(i, Cue::side) || s_.is(i, Cue::meeting);
  }

  std::optional<Title> arabic_title(std::uint32_t i) {
    if (!s_.is(i, Cue::title) || s_[i].arabic.pronoun == "ي") return std::nullopt;  // "representatives of"
    Title out;
    Extent part{i, i};
    bool owned = false;
    for (const std::uint32_t last = std::min(i + longest_title, s_.size()); i < last;) {
      if (!s_[i].word() || person_match(s_, i) != nullptr || s_.is(i, Cue::that) || s_.is(i, Cue::relative) ||
          s_.is(i, Cue::link))
        break;
      if (const Match* title = s_.match(i, Cue::title)) {
        if (s_[i].conjunction() == 'w' && i > part.begin) {
          out.parts.push_back({part.begin, i});
          part.begin = i;
        }
        if (out.gloss.empty()) out.gloss = s_.value(*title);
        i = title->end;
        owned = false;
        continue;
      }
      const Match* owner = s_.match(i, Cue::adjective);
      if (owner == nullptr) owner = s_.match(i, Cue::entity);
      if (owner != nullptr) {
        if (out.owner.empty()) out.owner = whom(*entity_of(s_, owner));
        i = owner->end;
        owned = true;
        continue;
      }
      // Behind whom it is of, a title goes on with adjectives only: "Russia's permanent representative to".
      if (owned
              ? arabic_title_goes_on(s_, i)
              : s_.is(i, Cue::side) || fills_arabic_title(s_, i) || in_construct(s_, i) || s_.is(i, Cue::title_word)) {
        ++i;
        continue;
      }
      break;
    }
    out.end = i;
    out.parts.push_back({part.begin, i});
    return out;
  }

  Actor named(std::uint32_t begin, std::uint32_t name, std::uint32_t end, const Title& title) {
    Actor out;
    out.kind = ActorKind::person;
    out.extent = {begin, end};
    out.gender = gender(title);
    out.gloss = title.gloss;
    out.number = 's';
    const Extent words{name, end};
    const Match* known = person_match(s_, name);
    if (known != nullptr) {
      const LexiconEntity& entity = *entity_of(s_, known);
      out.entity = {entity.key, "person", std::string(s_.text(words, true))};
      out.speaks_for = entity.speaks_for;
    } else {
      out.entity = {key_of(s_.text(words, true)), "person", std::string(s_.text(words, true))};
    }
    if (out.speaks_for.empty()) out.speaks_for = title.owner;
    for (const Extent& part : title.parts) out.roles.push_back({part});
    if (title.parts.empty()) apposition(out);
    of_a_side(out);
    return out;
  }

  // "Alexander Lavrentyev of the Russian side", "Nawaf Tell for Jordan".
  void of_a_side(Actor& person) {
    std::uint32_t i = person.extent.end;
    if (s_.arabic() || i + 1 >= s_.size() || (s_[i].form != "of" && s_[i].form != "for" && s_[i].form != "from"))
      return;
    ++i;
    while (i < s_.size() && s_.is(i, Cue::determiner)) ++i;
    const Match* owner = s_.match(i, Cue::adjective);
    if (owner == nullptr) owner = s_.match(i, Cue::entity);
    if (owner == nullptr) return;
    if (const LexiconEntity& entity = *entity_of(s_, owner); entity.type == "place" && entity.capital_of.empty())
      return;
    std::uint32_t end = owner->end;
    while (const Match* side = s_.match(end, Cue::side)) end = side->end;
    if (person.speaks_for.empty()) person.speaks_for = whom(*entity_of(s_, owner));
    person.extent.end = end;
  }

  // "Bassam Sabbagh, the head of the Syrian delegation,": the title after the name.
  void apposition(Actor& person) {
    std::uint32_t i = person.extent.end;
    if (!s_.comma(i)) return;
    ++i;
    if (!s_.arabic() && i < s_.size() && s_[i].form == "the") ++i;
    if (i >= s_.size()) return;
    const auto title = s_.arabic() ? arabic_title(i) : english_title(i);
    if (!title || title->end <= i || !(s_.comma(title->end) || s_.is(title->end, Cue::verb))) return;
    if (unknown_word(s_, title->end) || person_match(s_, title->end) != nullptr) return;
    if (s_.arabic() && s_[i].conjunction() != 0) return;
    person.roles.push_back({{i, title->end}});
    if (person.speaks_for.empty()) person.speaks_for = title->owner;
    person.extent.end = title->end + s_.comma(title->end);
  }

  // Arabic titles tell a woman from a man.
  char gender(const Title& title) const {
    if (!s_.arabic() || title.parts.empty()) return 0;
    const std::string_view word = s_.text(s_[title.parts.front().begin].range);
    return word.ends_with("ة") || word.ends_with("ته") || word.ends_with("تها") || word.ends_with("تهم") ? 'f' : 'm';
  }

  // A title without a name.
  std::optional<Actor> untitled(std::uint32_t begin, const Title& title, bool definite) {
    if (title.gloss == "mr" || title.gloss == "member" || (!definite && title.owner.empty())) return std::nullopt;
    Actor out;
    out.kind = ActorKind::person;
    out.extent = {begin, title.end};
    out.gender = gender(title);
    out.gloss = title.gloss;
    out.number = 's';
    out.anaphor = true;
    out.speaks_for = title.owner;
    const std::string surface(s_.text(out.extent, true));
    const Actor* before =
        title.owner.empty() ? discourse_.antecedent({0, 's', '3', 0}) : discourse_.last_person(title.owner);
    // Somebody who came with another title is somebody else.
    const bool other = before != nullptr && !before->gloss.empty() && before->gloss != title.gloss;
    const bool fits = !title.owner.empty() || (before != nullptr && before->gloss == title.gloss);
    if (before != nullptr && before->kind == ActorKind::person && !other && fits) {
      out.entity = before->entity;
      out.speaks_for = before->speaks_for;
    } else if (!title.owner.empty()) {
      out.entity = {title.owner + "_" + title.gloss, "role", {}};
    } else {
      return std::nullopt;
    }
    out.entity.surface = surface;
    return out;
  }

  // A last name introduced before, or a full name right before a verb of saying.
  std::optional<Actor> bare_name(std::uint32_t i) {
    if (family_name(s_, i))
      if (const Actor* before = discourse_.person_by_name(s_[i + 2].form)) return again(*before, {i, i + 3});
    if (arabic_family_name(s_, i) && i > 0 && s_.match_before(i, Cue::verb) != nullptr)
      if (const Actor* before = discourse_.person_by_name(s_[i].base())) return again(*before, {i, i + 1});
    const std::uint32_t end = unknown_name(s_, i);
    if (end == i) return std::nullopt;
    if (const Actor* before = discourse_.person_by_name(s_[end - 1].form)) return again(*before, {i, end});
    const bool speaks = s_.is(end, Cue::verb) || (s_.comma(end) && title_follows(end + 1));
    const bool spoke = i > 1 && s_.match_before(i, Cue::verb) != nullptr && behind_quotation(i) &&
                       (s_.comma(end) || s_.full_stop(end));
    if (s_.arabic() || end - i < 2 || !(speaks || spoke)) return std::nullopt;
    Actor out = named(i, i, end, {});
    if (out.speaks_for.empty()) out.speaks_for = led_by(end);
    return out;
  }

  // "...", said Jan Berg.
  bool behind_quotation(std::uint32_t i) const { return s_.follows_quotation(s_.match_before(i, Cue::verb)->begin); }

  // ", who heads the Samoan delegation": whom somebody speaks for.
  std::string led_by(std::uint32_t end) const {
    if (!s_.comma(end) || !s_.is(end + 1, Cue::relative)) return {};
    bool delegation = false;
    std::string owner;
    for (std::uint32_t i = end + 2; i < std::min(end + 9, s_.size()) && s_[i].word(); ++i) {
      delegation = delegation || s_.is(i, Cue::side);
      const Match* name = s_.match(i, Cue::adjective);
      if (name == nullptr) name = s_.match(i, Cue::entity);
      if (name != nullptr && owner.empty()) owner = whom(*entity_of(s_, name));
    }
    return delegation ? owner : std::string();
  }

  Actor again(const Actor& before, Extent extent) const {
    Actor out = before;
    out.extent = extent;
    out.roles.clear();
    out.entity.surface = std::string(s_.text(extent, true));
    out.anaphor = true;
    return out;
  }

  // "Mahdi Al-Mashat, the Houthi leader": with or without an article and whose title it is.
  bool title_follows(std::uint32_t i) {
    if (s_.is(i, Cue::title)) return true;
    if (i < s_.size() && s_[i].form == "the") ++i;
    return !s_.arabic() && i < s_.size() && english_title(i).has_value();
  }

  const Sentence& s_;
  const Discourse& discourse_;
};

}  // namespace

std::optional<Actor> read_person(const Sentence& sentence, std::uint32_t at, const Discourse& discourse) {
  return PersonReader(sentence, discourse).read(at);
}

}  // namespace bayan::ingest
