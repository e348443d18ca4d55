#include "ingest/extract/objects.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace bayan::ingest {

namespace {

const Concept& concept_of(const Sentence& s, const Match& match) { return s.lexicon().concepts()[match.sense.ref]; }

bool inside_name(const Sentence& s, std::uint32_t i) {
  for (std::uint32_t b = i > 8 ? i - 8 : 0; b < i; ++b)
    for (const Match& m : s.at(b))
      if ((m.sense.cue == Cue::entity || m.sense.cue == Cue::concept_word || m.sense.cue == Cue::ordinal) && m.end > i) return true;
  return false;
}

// Skips what may stand before the head of an English phrase.
std::uint32_t english_head(const Sentence& s, std::uint32_t i) {
  while (i < s.size() && (s.is(i, Cue::determiner) || s.is(i, Cue::possessive) || s.is(i, Cue::quantifier) || s[i].form == "to" ||
                          s[i].form == "also" || s[i].form == "further"))
    ++i;
  return i;
}

char english_kind(const Sentence& s, std::uint32_t at) {
  const bool infinitive = s[at].form == "to";
  std::uint32_t i = english_head(s, at);
  if (i >= s.size() || !s[i].word()) return 0;
  if (infinitive || (i == at && s.is(i, Cue::verb_base))) return 'e';
  for (const std::uint32_t last = std::min(i + 4, s.size()); i < last && s[i].word(); ++i) {
    if (i == at && s[i].form.ends_with("ing") && !s.is(i, Cue::not_gerund)) return 'e';
    if (const Match* m = s.match(i, Cue::concept_word)) {
      const char part = concept_of(s, *m).part;
      if (part == 'e' || part == 'n') {
        i = m->end - 1;
        // "humanitarian aid convoys": a thing before another one names it.
        if (i + 1 < last && s.is(i + 1, Cue::concept_word) && !s.is(i + 1, Cue::prep)) continue;
        return part;
      }
      i = m->end - 1;
      continue;
    }
    if (s.is(i, Cue::entity)) return 'p';
    if (s.is(i, Cue::noun)) return 'e';
    if (s.is(i, Cue::adjective)) continue;
    if (s.is(i, Cue::prep) || s.is(i, Cue::linking)) return 0;
  }
  return 0;
}

// Folding makes "its manifestations" and "demonstration" look alike: a verbal noun that ends in heh was written with teh
// marbuta.
bool verbal_noun(const Sentence& s, std::uint32_t i) {
  const Token& token = s[i];
  if (!shaped_like_verbal_noun(token.arabic.bare)) return false;
  return !token.form.ends_with("ه") || s.text(token.range).ends_with("ة");
}

char arabic_kind(const Sentence& s, std::uint32_t i) {
  const Token& token = s[i];
  if (s.is(i, Cue::quantifier) && i + 1 < s.size()) return arabic_kind(s, i + 1);
  if (s.is(i, Cue::entity)) return 'p';
  if (s.is(i, Cue::adjective)) return 'a';
  if (s.is(i, Cue::event) && !s.is(i, Cue::not_event)) return 'e';
  if (const Match* m = s.match(i, Cue::concept_word)) {
    const char part = concept_of(s, *m).part;
    if (part != 'q') return part == 'n' && s.is(i, Cue::noun) ? 'e' : part;
    if (s.is(i, Cue::noun)) return 'e';
  }
  if (s.is(i, Cue::noun)) return 'e';
  if (s.is(i, Cue::not_event)) return 'n';
  if (verbal_noun(s, i)) return 'e';
  if (shaped_like_adjective(token.arabic.bare)) return 'a';
  return 0;
}

struct Head {
  std::string relation;
  std::uint32_t end = 0;
};

class Splitter {
 public:
  Splitter(const Sentence& s, Extent region, const std::string& relation) : s_(s), region_(region), base_(relation) {}

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

  const Match* link_at(std::uint32_t i) const { return inside_name(s_, i) ? nullptr : s_.match(i, Cue::link); }

  // "for combating terrorism" joined by one letter: an aim of its own only after another link.
  bool purpose_at(std::uint32_t i) const {
    return s_.arabic() && linked_ && slot_.link != "aims_at" && s_[i].word() && s_[i].preposition() == 'l' &&
           s_[i].conjunction() == 0 && arabic_kind(s_, i) == 'e' && !s_[i].base().starts_with("ال");
  }

  // Where a noun of saying at a token ends, and what it makes of the relation.
  std::optional<Head> head_at(std::uint32_t i) const {
    std::uint32_t at = i;
    if (!s_.arabic()) {
      const std::uint32_t last = std::min(i + 5, region_.end);
      at = english_head(s_, i);
      while (at < last && s_[at].word() && s_.match(at, Cue::noun) == nullptr && !s_.is(at, Cue::prep) && !s_.is(at, Cue::entity)) ++at;
      if (at >= last || !s_[at].word() || s_[i].form == "to") return std::nullopt;
    } else if (s_[at].form == "عن" || s_[at].form == "علي") {
      ++at;
    }
    const Match* noun = at < region_.end ? s_.match(at, Cue::noun) : nullptr;
    if (noun == nullptr) return std::nullopt;
    const Frame& frame = s_.lexicon().frames()[noun->sense.ref];
    std::string result = s_.lexicon().combined(base_, frame.relation);
    if (result.empty()) return std::nullopt;
    std::uint32_t end = noun->end;
    if (s_.arabic()) {
      while (end < region_.end && s_.is(end, Cue::adverb) && s_[end].preposition() == 0) ++end;
      while (end < region_.end && end == noun->end && shaped_like_adjective(s_[end].arabic.bare) && s_[end].base().starts_with("ال")) ++end;
    }
    for (const std::string& word : frame.noun_prepositions)
      if (end < region_.end && s_[end].form == word) {
        ++end;
        break;
      }
    if (!s_.arabic() && end == noun->end && needs_preposition(frame) && end < region_.end && s_[end].word()) return std::nullopt;
    if (end < region_.end && (s_.is(end, Cue::that)) && end > noun->end - 1) ++end;
    return Head{std::move(result), std::min(end, region_.end)};
  }

  bool needs_preposition(const Frame& frame) const { return !frame.noun_prepositions.empty(); }

  // Begins a conjunct of the verb: `from` with its conjunction, `at` its first word.
  void open(std::uint32_t from, std::uint32_t at) {
    evidence_ = from;
    headed_ = false;
    if (auto head = head_at(at)) {
      slot_ = {head->relation, "", 0};
      at = head->end;
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
    if (slot_.link.empty()) last_event_ = nearest_event(extent);
    part.modified = last_event_;
    if (slot_.link == "aims_at" || slot_.link == "through") company_ = nearest_event(extent);
    else if (slot_.link.empty()) company_ = last_event_;
    if (slot_.link == "with_participation_of") part.modified = company_;
    out_.push_back(std::move(part));
  }

  // The event a modifier belongs to: the last verbal noun that "for" joins, else the whole object.
  Extent nearest_event(Extent extent) const {
    for (std::uint32_t i = extent.end; i-- > extent.begin + 1;)
      if (s_.arabic() && s_[i].word() && s_[i].preposition() == 'l' && arabic_kind(s_, i) == 'e') return {i, extent.end};
    return extent;
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
      if (region_.begin > 0 && at + 1 < region_.end && s_[at].form == s_[region_.begin - 1].form && s_.is(at, Cue::prep)) ++at;
    } else if (!s_[i].word() || (s_[i].conjunction() != 'w')) {
      return 0;
    }
    if (between(i)) return 0;
    const char kind = conjunct_kind(s_, at);
    if (head_at(at)) {
      close(i);
      linked_ = false;
      open(i, at);
      return begin_;
    }
    return same_kind(i, at, kind) ? begin_ : 0;
  }

  std::uint32_t beside_at(std::uint32_t i, const Match& beside) {
    const std::uint32_t at = beside.end;
    if (at >= region_.end) return 0;
    const char kind = conjunct_kind(s_, at);
    const bool head = head_at(at).has_value();
    if (!head && kind == 'p') return 0;
    close(i);
    linked_ = false;
    if (!head && s_.lexicon().relation(base_) != nullptr && s_.lexicon().relation(base_)->kind == "transparent" && kind != 'e')
      slot_.relation = "discusses";
    open(i, at);
    return begin_;
  }

  // "between A and B" is one thing.
  bool between(std::uint32_t i) const {
    for (std::uint32_t b = i; b-- > begin_ && i - b < 8;) {
      if (s_[b].form == "between" || s_[b].form == "بين" || s_[b].base() == "بين") {
        for (std::uint32_t c = b + 1; c < i; ++c)
          if (s_[c].conjunction() == 'w' || s_[c].form == "and") return false;
        return true;
      }
    }
    return false;
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
      if (slot_.kind != 'e' && (kind == 'n' || (kind == 0 && s_.arabic() && !s_[at].base().starts_with("ال")))) return next(true);
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
    if (!s_.arabic()) return s_.match(english_head(s_, begin_), Cue::concept_word) != nullptr && s_.match(english_head(s_, at), Cue::concept_word) != nullptr;
    return s_.match(begin_, Cue::concept_word) != nullptr && i - begin_ <= 4;
  }

  const Sentence& s_;
  Extent region_;
  std::string base_;
  Slot slot_, before_;
  char main_kind_ = 0;
  bool linked_ = false, headed_ = false;
  std::uint32_t begin_ = 0, evidence_ = 0;
  Extent last_event_, company_;
  std::vector<ObjectPart> out_;
};

}  // namespace

char conjunct_kind(const Sentence& sentence, std::uint32_t at) {
  while (at < sentence.size() && !sentence[at].word()) ++at;
  if (at >= sentence.size()) return 0;
  return sentence.arabic() ? arabic_kind(sentence, at) : english_kind(sentence, at);
}

std::vector<ObjectPart> split_object(const Sentence& sentence, Extent region, const std::string& relation) {
  while (!region.empty() && (sentence.comma(region.begin) || sentence.quote(region.begin) || sentence[region.begin].punctuation == ':')) ++region.begin;
  if (region.empty()) return {};
  return Splitter(sentence, region, relation).run();
}

std::string dump(const Sentence& sentence, const std::vector<ObjectPart>& parts) {
  std::string out;
  for (const ObjectPart& part : parts)
    out += fmt::format("{}{} [{}]\n", part.relation, part.link.empty() ? "" : " of [" + std::string(sentence.text(part.modified)) + "]",
                       sentence.text(part.extent, true));
  return out;
}

}  // namespace bayan::ingest
