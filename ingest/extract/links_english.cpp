// Links that English clauses say of what they describe: "..., which violates Y", "such steps would lead to Y", "which
// they regarded as a breach of Y and a threat to Z", "peace can be reached only on the basis of Y".
#include <algorithm>

#include "ingest/extract/asides.hpp"
#include "ingest/extract/described.hpp"
#include "ingest/extract/reading.hpp"

namespace bayan::ingest {

namespace {

constexpr std::uint32_t longest_subject = 14;  // words

class LinkReader {
 public:
  explicit LinkReader(Reading& reading) : r_(reading), s_(reading.s) {}

  void run() {
    for (std::uint32_t i = 0; i < s_.size(); ++i) {
      if (!s_[i].word()) continue;
      const bool pronoun = s_.is(i, Cue::relative) && (s_[i].form != "that" || !opens_content(i));
      if (pronoun && i > 0)
        relative(i);
      else if (clause_begins(i))
        clause(i);
    }
  }

 private:
  struct Link {
    std::string relation;
    Extent object;
  };

  // "That" of a clause that is said, or "in that area".
  bool opens_content(std::uint32_t i) const {
    return i == 0 || s_.is(i - 1, Cue::prep) || !s_[i - 1].word() ||
           std::any_of(r_.triggers.begin(), r_.triggers.end(), [&](const Trigger& t) { return t.extent.end == i; }) ||
           s_.match_before(i, Cue::noun) != nullptr;
  }

  // "..., which [they regarded as] ...".
  void relative(std::uint32_t pronoun) {
    std::uint32_t at = pronoun + 1;
    std::size_t judge = r_.triggers.size(), sayer = judge;
    for (std::size_t k = 0; k < r_.triggers.size(); ++k) {
      const Trigger& t = r_.triggers[k];
      if (t.subject == nullptr || t.subject->extent.begin != at ||
          (relation_of(k) != "considers" && relation_of(k) != "says"))
        continue;
      (relation_of(k) == "says" ? sayer : judge) = k;  // "which it said violated": a clause; "which it regarded as"
      at = t.extent.end;
    }
    const VerbGroup group = judge < r_.triggers.size() ? VerbGroup{at, false, false, false, false} : verb_group(s_, at);
    const std::vector<Link> links = links_at(group.end, group.passive || judge < r_.triggers.size());
    if (links.empty()) return;
    if (const auto node = described_by(r_, pronoun))
      for (const Link& link : links) make(*node, link, group, {pronoun, link.object.end}, std::min(judge, sayer));
  }

  // A clause of its own, whose subject is a thing.
  bool clause_begins(std::uint32_t i) const {
    if (r_.s.arabic()) return false;
    const bool begins = i == 0 || opens_clause(i - 1) || (s_.quote(i - 1) && !s_.comma(i)) || s_.full_stop(i - 1) ||
                        (s_.comma(i - 1) && s_.is(i, Cue::determiner)) || s_[i - 1].punctuation == ':';
    return begins && (s_.is(i, Cue::determiner) || s_[i].capital || opens_clause(i - 1));
  }

  bool opens_clause(std::uint32_t i) const { return s_.is(i, Cue::that) && (i == 0 || !s_.is(i - 1, Cue::prep)); }

  void clause(std::uint32_t begin) {
    std::uint32_t end = begin, at = begin;
    for (; at < s_.size() && at - begin < longest_subject; ++at) {
      if (s_.comma(at)) {
        const std::uint32_t next = std::max(past_aside(r_, at), past_insertion(at));
        if (next == at) return;
        end = at, at = next;
        break;
      }
      const bool inside = !s_[at].word() && s_[at].glued && at + 1 < s_.size() && s_[at + 1].glued;
      if (!s_[at].word() && !inside) return;
      if ((s_.is(at, Cue::relative) && !s_.is(at - 1, Cue::prep)) || s_.is(at, Cue::boundary) || trigger_at(at)) return;
      end = at;
      if (s_.is(at, Cue::modal) || s_.is(at, Cue::possible) || s_.is(at, Cue::auxiliary) || s_.is(at, Cue::link_verb))
        break;
      end = at + 1;
    }
    if (end <= begin || at >= s_.size()) return;
    VerbGroup group = verb_group(s_, at);
    std::vector<Link> links = links_at(group.end, group.passive);
    if (links.empty() && group.passive) links = way_at(group.end);
    if (links.empty()) return;
    if (s_[begin].form == "no" || s_[begin].form == "nothing") group.negative = true, ++begin;
    const Extent subject = s_.trimmed({begin, end});
    if (subject.empty() || !names_a_thing(subject)) return;
    for (const Actor& actor : r_.actors)
      if (actor.extent.begin == begin && actor.extent.end >= end) return;  // somebody's act: read_frames
    for (const Link& link : links)
      make(node_of(s_, subject, false), link, group, {subject.begin, link.object.end}, r_.triggers.size());
  }

  // Nothing but a noun phrase: no pronoun, no verb of its own ("the fires continue to").
  bool names_a_thing(Extent subject) const {
    if (s_.is(subject.begin, Cue::prep) || s_.is(subject.begin, Cue::boundary)) return false;
    if (s_[subject.end - 1].form == "to" || s_.is(subject.end - 1, Cue::prep)) return false;
    for (std::uint32_t i = subject.begin; i < subject.end; ++i)
      if (s_.is(i, Cue::pronoun) || s_.is(i, Cue::we) || s_.is(i, Cue::verb) || s_[i].form == "i" ||
          (s_[i].form == "to" && i + 1 < subject.end && !s_.is(i + 1, Cue::determiner)))
        return false;
    return true;
  }

  // ", by whomsoever undertaken,": a few words between commas.
  std::uint32_t past_insertion(std::uint32_t comma) const {
    if (!s_.is(comma + 1, Cue::prep)) return comma;
    for (std::uint32_t i = comma + 1; i < std::min(s_.size(), comma + 6); ++i)
      if (s_.comma(i)) return i + 1;
    return comma;
  }

  bool trigger_at(std::uint32_t at) const {
    return !s_.is(at, Cue::link_verb) &&
           std::any_of(r_.triggers.begin(), r_.triggers.end(), [&](const Trigger& t) { return t.extent.holds(at); });
  }

  const std::string& relation_of(std::size_t k) const { return r_.lexicon().frames()[r_.triggers[k].frame].relation; }

  // The links that a verb at a token says, with their objects: "violates A and threatens B", "a breach of A and of B".
  std::vector<Link> links_at(std::uint32_t at, bool judged) const {
    std::vector<Link> out;
    for (;;) {
      const auto head = head_at(at, judged);
      if (!head) return out;
      std::uint32_t begin = head->object.begin;
      for (;;) {
        const std::uint32_t end = object_end(begin);
        const Extent object = s_.trimmed({begin, end});
        if (object.empty()) return out;
        out.push_back({head->relation, object});
        at = end;
        if (at + 2 >= s_.size() || s_[at].form != "and") return out;
        ++at;
        // "of A and of B": the same word again.
        if (begin == 0 || s_[at].form != s_[begin - 1].form || !s_.is(at, Cue::prep)) break;
        begin = at + 1;
      }
      at = verb_group(s_, at).end;
    }
  }

  // A verb, or "(as) a grave violation of": where its object begins. `judged`: behind "is" or "regarded".
  std::optional<Link> head_at(std::uint32_t at, bool judged) const {
    if (at >= s_.size()) return std::nullopt;
    if (const Match* verb = s_.match(at, Cue::link_verb); verb != nullptr && !judged)
      return Link{s_.value(*verb), {verb->end, verb->end}};
    if (s_[at].form == "as" || s_.is(at, Cue::amounts_to))
      at = s_[at].form == "as" ? at + 1 : s_.match(at, Cue::amounts_to)->end;
    else if (!judged)
      return std::nullopt;
    for (const std::uint32_t last = std::min(at + 5, s_.size()); at < last && s_[at].word(); ++at) {
      const Match* noun = s_.match(at, Cue::link_noun);
      const bool violation = s_.is(at, Cue::violation);
      if (noun == nullptr && !violation) {
        if (s_.is(at, Cue::prep) || s_.is(at, Cue::linking)) return std::nullopt;
        continue;
      }
      const std::uint32_t of = violation ? s_.match(at, Cue::violation)->end : noun->end;
      if (of + 1 >= s_.size() || (s_[of].form != "of" && s_[of].form != "to" && s_[of].form != "for"))
        return std::nullopt;
      return Link{violation ? "violates" : s_.value(*noun), {of + 1, of + 1}};
    }
    return std::nullopt;
  }

  // "... be reached only on the basis of Y".
  std::vector<Link> way_at(std::uint32_t verb) const {
    if (verb >= s_.size()) return {};
    const std::string& form = s_[verb].form;
    if (!form.ends_with("ed") && !s_.is(verb, Cue::past_verb)) return {};
    std::uint32_t at = verb + 1;
    while (const Match* adverb = s_.match(at, Cue::adverb)) at = adverb->end;
    while (at < s_.size() && (s_[at].form == "only" || s_[at].form == "solely")) ++at;
    const Match* link = s_.match(at, Cue::link);
    if (link == nullptr || s_.value(*link) == "with_participation_of") return {};
    const Extent object = s_.trimmed({link->end, object_end(link->end)});
    if (object.empty()) return {};
    return {{s_.value(*link), object}};
  }

  std::uint32_t object_end(std::uint32_t at) const {
    std::uint32_t i = at;
    for (; i < s_.size() && !s_.comma(i) && !s_.full_stop(i) && !s_.quote(i) && s_[i].punctuation != U'—'; ++i) {
      if (i > at && (s_.is(i, Cue::relative) || s_.is(i, Cue::that) || s_.is(i, Cue::boundary)) && s_[i].form != "that")
        break;
      if (s_[i].form != "and" || i + 1 >= s_.size()) continue;
      const std::uint32_t verb = verb_group(s_, i + 1).end;
      const bool again = at > 0 && s_[i + 1].form == s_[at - 1].form && s_.is(i + 1, Cue::prep);
      const bool other = s_.is(i + 1, Cue::verb) || (s_.is(i + 1, Cue::verb_base) && !s_.is(at, Cue::verb_base));
      if (again || other || head_at(verb, false) || s_[i + 1].form == "as" || trigger_at(verb)) break;
    }
    return i;
  }

  void make(const Node& subject, const Link& link, const VerbGroup& group, Extent evidence, std::size_t judge) {
    if (link.object.size() == 1 && s_.is(link.object.begin, Cue::object_pronoun)) return;
    if (s_.is(link.object.begin, Cue::auxiliary)) return;  // a noun after all: "the harm is"
    const text::Range bytes = s_.bytes(link.object, true);
    // Only what somebody says: a link of its own is the narrator's colour.
    const bool told = r_.voice_at(evidence.begin) != nullptr ||
                      std::any_of(r_.out.begin(), r_.out.end(), [&](const Statement& made) { return made.holder; });
    if (!told) return;
    for (const Statement& made : r_.out)  // read as somebody's act, or as a noun
      if (made.relation == link.relation && made.object_span && made.object_span->begin < bytes.end &&
          bytes.begin < made.object_span->end)
        return;
    Statement made =
        draft(r_, subject, link.relation, node_of(s_, link.object, false), link.object, evidence, "link.clause", 0.7);
    if (group.negative) made.polarity = Polarity::negative;
    if (group.possible) made.modality = "possibility";
    if (group.modal) made.modality = "necessity";
    if (judge < r_.triggers.size() && relation_of(judge) == "considers") made.modality = "believed";
    attribute(made, evidence.begin, judge);
    emit(r_, std::move(made), nullptr);
  }

  // Whose words it stands in: those of a voice, else of the verb of saying before it.
  void attribute(Statement& made, std::uint32_t at, std::size_t judge) const {
    if (const Voice* voice = r_.voice_at(at)) {
      made.holder = voice->actor.entity;
      made.speaker = voice->speaker;
    }
    for (std::size_t k = r_.triggers.size(); k-- > 0;) {
      const bool says = k == judge || (!made.holder && r_.triggers[k].extent.begin < at &&
                                       r_.lexicon().says_something(relation_of(k)));
      if (!says || k >= r_.subjects.size() || !r_.subjects[k] || r_.subjects[k]->entity.key.empty()) continue;
      made.holder = r_.subjects[k]->entity;
      made.speaker = r_.subjects[k]->document ? *r_.subjects[k]->document : r_.subjects[k]->entity;
      return;
    }
  }

  Reading& r_;
  const Sentence& s_;
};

}  // namespace

void read_english_links(Reading& reading) { LinkReader(reading).run(); }

}  // namespace bayan::ingest
