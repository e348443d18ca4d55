#include "ingest/extract/objects.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "ingest/extract/conjuncts.hpp"

namespace bayan::ingest {

namespace {

struct Head {
  std::string relation;
  std::uint32_t end = 0;
  Extent holder;
};

class Splitter {
 public:
  Splitter(const Sentence& s, Extent region, const std::string& relation, const std::vector<Extent>& names)
      : s_(s), names_(names), region_(region), base_(relation) {}

  std::vector<ObjectPart> run() {
    slot_ = {relation_start(region_.begin), "", 0};
    main_kind_ = 0;
    open(region_.begin, region_.begin);
    for (std::uint32_t i = begin_; i < region_.end;) {
      if (const Match* link = i > begin_ ? link_at(i) : nullptr) {
        close(i);
        open_link(i, link->end, s_.value(*link));
        i = std::max(begin_, link->end);
        continue;
      }
      if (i > begin_ && by_doing(s_, i, region_.end)) {
        close(i);
        open_link(i, i + 1, "through");
        ++i;
        continue;
      }
      if (i > begin_ && purpose_at(i)) {
        close(i);
        open_link(i, i, "aims_at");
        ++i;
        continue;
      }
      const std::uint32_t next = i > begin_ ? conjunct_at(i) : 0;
      if (next != 0) {
        i = std::max(i + 1, next);
        continue;
      }
      ++i;
    }
    close(region_.end);
    return std::move(out_);
  }

 private:
  struct Slot {
    std::string relation;
    std::string link;
    char kind = 0;
  };

  std::string relation_start(std::uint32_t) const {
    const LexiconRelation* relation = s_.lexicon().relation(base_);
    return relation != nullptr && relation->kind == "frame" ? "" : base_;
  }

  // "Whether through A or B", "not through force": a way that is none of the event's own.
  const Match* link_at(std::uint32_t i) const {
    if (inside_name(s_, i) || (i > 0 && s_.is(i - 1, Cue::no_link))) return nullptr;
    const Match* link = s_.match(i, Cue::link);
    if (link != nullptr && !s_.arabic() && s_.is(link->end, Cue::relative) && !s_.is(link->end, Cue::that))
      return nullptr;  // "through which"
    return link;
  }

  // "for combating terrorism" joined by one letter: an aim of its own only after another link.
  bool purpose_at(std::uint32_t i) const {
    return s_.arabic() && linked_ && slot_.link != "aims_at" && s_[i].word() && s_[i].preposition() == 'l' &&
           s_[i].conjunction() == 0 && conjunct_kind(s_, i) == 'e' && !s_[i].base().starts_with("ال");
  }

  // Where a noun of saying at a token ends, and what it makes of the relation.
  std::optional<Head> head_at(std::uint32_t i) const { return head_at(i, base_); }
  std::optional<Head> head_at(std::uint32_t i, const std::string& base) const {
    std::uint32_t at = i;
    if (!s_.arabic()) {
      const std::uint32_t last = std::min(i + 5, region_.end);
      at = english_head(s_, i);
      while (at < last && s_[at].word() && s_.match(at, Cue::noun) == nullptr && !s_.is(at, Cue::prep) &&
             !s_.is(at, Cue::entity))
        ++at;
      if (at >= last || !s_[at].word() || s_[i].form == "to") return std::nullopt;
    } else {
      if (s_[at].form == "عن" || s_[at].form == "علي") ++at;
      if (s_.is(at, Cue::intensifier) && s_.is(at + 1, Cue::noun)) ++at;  // "their deep concern"
    }
    const Match* noun = at < region_.end ? noun_at(at) : nullptr;
    if (noun == nullptr) return std::nullopt;
    const Frame& frame = s_.lexicon().frames()[noun->sense.ref];
    std::string result = s_.lexicon().combined(base, frame.relation);
    if (result.empty()) return std::nullopt;
    std::uint32_t end = noun->end;
    if (s_.arabic()) {
      while (end < region_.end && s_.is(end, Cue::adverb) && s_[end].preposition() == 0) ++end;
      while (end < region_.end && end == noun->end && shaped_like_adjective(s_[end].arabic.bare) &&
             s_[end].base().starts_with("ال"))
        ++end;
      if (end == noun->end) end = past_adjectives(end, frame);
    }
    const Extent holder = s_.arabic() && s_[at].arabic.pronoun.empty() ? name_at(end) : Extent{};
    if (!holder.empty()) end = holder.end;
    for (const std::string& word : frame.noun_prepositions)
      if (end < region_.end && s_[end].form == word) {
        ++end;
        break;
      }
    if (!s_.arabic() && end == noun->end && needs_preposition(frame) && end < region_.end && s_[end].word())
      return std::nullopt;
    if (end < region_.end && (s_.is(end, Cue::that)) && end > noun->end - 1) ++end;
    if (!holder.empty() && end >= region_.end) return std::nullopt;
    return Head{std::move(result), std::min(end, region_.end), holder};
  }

  // Of several nouns of saying that are written alike, the one whose preposition follows: "appreciation to", "of".
  const Match* noun_at(std::uint32_t at) const {
    const Match* longest = s_.match(at, Cue::noun);
    if (longest == nullptr || s_.arabic() || longest->end >= s_.size()) return longest;
    for (const Match& match : s_.at(at)) {
      if (match.sense.cue != Cue::noun || match.end != longest->end) continue;
      const std::vector<std::string>& wanted = s_.lexicon().frames()[match.sense.ref].noun_prepositions;
      if (std::find(wanted.begin(), wanted.end(), s_[match.end].form) != wanted.end()) return &match;
    }
    return longest;
  }

  // Somebody named right behind a noun of saying, with more to come: whose it is.
  Extent name_at(std::uint32_t at) const {
    for (const Extent& name : names_)
      if (name.begin == at && name.end < region_.end && s_[at].conjunction() == 0 && s_[at].preposition() == 0 &&
          s_[name.end].word() && s_[name.end].conjunction() == 0)
        return name;
    return {};
  }

  // "their firm and lasting commitment to": adjectives between a noun of saying and its preposition.
  std::uint32_t past_adjectives(std::uint32_t from, const Frame& frame) const {
    for (std::uint32_t i = from; i < std::min(region_.end, from + 4); ++i) {
      const Token& token = s_[i];
      if (i > from && opens_with(frame, i)) return i;
      if (!token.word() || token.preposition() != 0 || !token.base().starts_with("ال")) return from;
    }
    return from;
  }

  // Whether a token is one of a noun's prepositions, or carries it.
  bool opens_with(const Frame& frame, std::uint32_t i) const {
    const char letter = s_[i].preposition();
    return std::any_of(frame.noun_prepositions.begin(), frame.noun_prepositions.end(), [&](const std::string& word) {
      return s_[i].form == word || (letter == 'b' && word == "ب") || (letter == 'l' && word == "ل");
    });
  }

  bool needs_preposition(const Frame& frame) const { return !frame.noun_prepositions.empty(); }

  // Begins a conjunct of the verb: `from` with its conjunction, `at` its first word.
  void open(std::uint32_t from, std::uint32_t at) {
    evidence_ = from;
    headed_ = false;
    auto head = head_at(at);
    // "announced their rejection", "renewed the affirmation of their commitment": a noun that is transparent itself.
    if (head && s_.arabic() && head->holder.empty())
      if (auto inner = head_at(head->end, head->relation)) head = std::move(inner);
    if (head) {
      slot_ = {head->relation, "", 0};
      at = head->end;
      holder_ = head->holder;
      headed_ = true;
      // "need for a solution, need to end": a further noun of saying inside stays in the object.
    }
    begin_ = at;
    slot_.link.clear();
    slot_.kind = begin_ < region_.end ? conjunct_kind(s_, begin_) : 0;
    if (main_kind_ == 0) main_kind_ = slot_.kind;
  }

  void open_link(std::uint32_t from, std::uint32_t at, const std::string& link) {
    evidence_ = from;
    begin_ = at;
    before_ = slot_;
    slot_.link = link;
    slot_.kind = at < region_.end ? conjunct_kind(s_, at) : 0;
    linked_ = true;
    headed_ = false;
  }

  void close(std::uint32_t end) {
    const Extent extent = s_.trimmed({begin_, std::min(end, region_.end)});
    if (extent.empty() || slot_.relation.empty()) return;
    if (!s_.arabic() && s_[extent.end - 1].form == "and") return close_at({extent.begin, extent.end - 1});
    close_at(extent);
  }

  void close_at(Extent extent) {
    extent = s_.trimmed(extent);
    if (extent.empty()) return;
    ObjectPart part;
    part.relation = slot_.link.empty() ? slot_.relation : slot_.link;
    part.extent = extent;
    part.evidence = s_.trimmed({evidence_, extent.end});
    part.link = slot_.link;
    part.headed = headed_;
    part.holder = holder_;
    if (slot_.link.empty()) last_event_ = nearest_event(extent);
    part.modified = last_event_;
    if (slot_.link == "aims_at" || slot_.link == "through")
      company_ = nearest_event(extent);
    else if (slot_.link.empty())
      company_ = last_event_;
    if (slot_.link == "with_participation_of") part.modified = company_;
    out_.push_back(std::move(part));
  }

  // The event a modifier belongs to: the last verbal noun that "for" joins, else the whole object.
  Extent nearest_event(Extent extent) const {
    for (std::uint32_t i = extent.end; i-- > extent.begin + 1;)
      if (s_.arabic() && s_[i].word() && s_[i].preposition() == 'l' && conjunct_kind(s_, i) == 'e')
        return {i, extent.end};
    return extent;
  }

  // "thanked Oman and (to) Qatar": the verb's own preposition again joins another object, whatever it is. Returns where
  // that begins, 0 when the preposition may be one inside the object.
  std::uint32_t preposition_again(std::uint32_t i) {
    if (!slot_.link.empty()) return 0;
    const auto inside = [&](auto&& same) {
      for (std::uint32_t b = begin_ + 1; b < i; ++b)
        if (same(s_[b])) return true;
      return false;
    };
    if (const char letter = s_[begin_].preposition(); letter != 0)
      return s_[i].preposition() == letter && !inside([&](const Token& t) { return t.preposition() == letter; }) ? i
                                                                                                                 : 0;
    if (i + 1 >= region_.end || s_[i].preposition() != 0) return 0;
    const std::string& word = s_[i].base();
    if (inside([&](const Token& t) { return t.base() == word; })) return 0;
    if (begin_ > 0 && s_.is(begin_ - 1, Cue::prep) && s_[begin_ - 1].base() == word) return i + 1;
    if (region_.begin == 0 || !s_.is(region_.begin - 1, Cue::prep) || s_[region_.begin - 1].base() != word) return 0;
    slot_.relation = relation_start(i);
    return i + 1;
  }

  // Begins another conjunct at a token when one can stand there; returns where reading goes on, 0 when none does.
  std::uint32_t conjunct_at(std::uint32_t i) {
    if (inside_name(s_, i)) return 0;
    if (const Match* beside = s_.match(i, Cue::beside)) return beside_at(i, *beside);
    std::uint32_t at = i;
    if (!s_.arabic()) {
      while (at < region_.end && (s_.comma(at) || s_[at].form == "and")) ++at;
      if (at == i || at >= region_.end) return 0;
      // "of breaching the deal and of supporting": the verb's preposition again.
      if (region_.begin > 0 && at + 1 < region_.end && s_[at].form == s_[region_.begin - 1].form &&
          s_.is(at, Cue::prep))
        ++at;
    } else if (!s_[i].word() || (s_[i].conjunction() != 'w')) {
      return 0;
    } else if (const std::uint32_t again = preposition_again(i); again != 0) {
      close(i);
      linked_ = false;
      open(i, again);
      return std::max(begin_, i + 1);
    }
    if (between_two(s_, begin_, i) || (!s_.arabic() && !list_goes_on(s_, {i, region_.end}, at))) return 0;
    if (unfinished(s_, s_.trimmed({begin_, i}), at)) return 0;
    if (again(at)) {
      close(i);
      evidence_ = i, begin_ = at + 1, headed_ = false;
      return begin_;
    }
    const char kind = conjunct_kind(s_, at);
    if (head_at(at)) {
      close(i);
      linked_ = false;
      open(i, at);
      return begin_;
    }
    return same_kind(i, at, kind) ? begin_ : 0;
  }

  // "aimed at A and at B": the link's own preposition again.
  bool again(std::uint32_t at) const {
    return !s_.arabic() && !slot_.link.empty() && at + 1 < region_.end && begin_ > 0 && s_.is(at, Cue::prep) &&
           s_[at].form == s_[begin_ - 1].form;
  }

  std::uint32_t beside_at(std::uint32_t i, const Match& beside) {
    std::uint32_t at = beside.end;
    if (at >= region_.end) return 0;
    if (at + 1 < region_.end && s_.is(at, Cue::prep) && !s_.arabic()) ++at;  // the verb's preposition again
    const char kind = conjunct_kind(s_, at);
    const bool head = head_at(at).has_value();
    if (!s_.arabic() && s_.is(i, Cue::beside_partner) && names_somebody(s_, {at, region_.end})) {
      close(i);
      open_link(i, beside.end, "with_participation_of");
      return std::max(begin_, beside.end);
    }
    if (!head && kind == 'p') return 0;
    close(i);
    linked_ = false;
    if (!head && s_.arabic() && s_.lexicon().relation(base_) != nullptr &&
        s_.lexicon().relation(base_)->kind == "transparent" && kind != 'e')
      slot_.relation = "discusses";
    open(i, at);
    return begin_;
  }

  bool same_kind(std::uint32_t i, std::uint32_t at, char kind) {
    const auto next = [&](bool keep_link) {
      close(i);
      const std::string link = slot_.link;
      if (!keep_link) {
        linked_ = false;
        open(i, at);
        return true;
      }
      const bool linked = linked_;
      evidence_ = i;
      begin_ = at;
      slot_.link = link;
      linked_ = linked;
      headed_ = false;
      return true;
    };
    if (slot_.link == "with_participation_of") {
      if (kind == 'p' && slot_.kind == 'p' && !s_.arabic()) return next(true);
      if (kind != 'e') return false;
      close(i);
      slot_ = before_;
      if (slot_.link.empty()) linked_ = false;
      evidence_ = i, begin_ = at, headed_ = false;
      return true;
    }
    if (!slot_.link.empty()) {
      if (kind == slot_.kind && (kind == 'e' || kind == 'n')) return next(true);
      if (kind == 'n' && slot_.link == "based_on") return next(true);
      if (slot_.kind != 'e' && (kind == 'n' || (kind == 0 && s_.arabic() && !s_[at].base().starts_with("ال"))))
        return next(true);
      if (kind == 'e' && main_kind_ == 'e') return next(false);
      return false;
    }
    if (kind == 'e' && (slot_.kind == 'e' || s_.comma(i) || (i > 0 && s_.comma(i - 1)))) return next(false);
    if (kind == 'n' && slot_.kind == 'n' && stands_alone(i, at)) return next(false);
    return false;
  }

  // A thing beside a thing completes the verb alone only when neither is a mere part of the other's name: both are
  // concepts that open their conjunct.
  bool stands_alone(std::uint32_t i, std::uint32_t at) const {
    if (!s_.arabic())
      return s_.match(english_head(s_, begin_), Cue::concept_word) != nullptr &&
             s_.match(english_head(s_, at), Cue::concept_word) != nullptr;
    return s_.match(begin_, Cue::concept_word) != nullptr && i - begin_ <= 4;
  }

  const Sentence& s_;
  const std::vector<Extent>& names_;
  Extent region_, holder_;
  std::string base_;
  Slot slot_, before_;
  char main_kind_ = 0;
  bool linked_ = false, headed_ = false;
  std::uint32_t begin_ = 0, evidence_ = 0;
  Extent last_event_, company_;
  std::vector<ObjectPart> out_;
};

}  // namespace

std::vector<ObjectPart> split_object(const Sentence& sentence, Extent region, const std::string& relation,
                                     const std::vector<Extent>& names) {
  while (!region.empty() &&
         (sentence.comma(region.begin) || sentence.quote(region.begin) || sentence[region.begin].punctuation == ':'))
    ++region.begin;
  if (region.empty()) return {};
  return Splitter(sentence, region, relation, names).run();
}

std::string dump(const Sentence& sentence, const std::vector<ObjectPart>& parts) {
  std::string out;
  for (const ObjectPart& part : parts)
    out += fmt::format("{}{} [{}]\n", part.relation,
                       part.link.empty() ? "" : " of [" + std::string(sentence.text(part.modified)) + "]",
                       sentence.text(part.extent, true));
  return out;
}

}  // namespace bayan::ingest
