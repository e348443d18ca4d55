#include "ingest/extract/triggers.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "ingest/extract/frame_shapes.hpp"

namespace bayan::ingest {

namespace {

bool inside_entity(const Sentence& s, std::uint32_t i) {
  for (std::uint32_t b = i > 8 ? i - 8 : 0; b <= i; ++b)
    for (const Match& m : s.at(b))
      if (m.sense.cue == Cue::entity && m.begin <= i && i < m.end && m.size() > 1) return true;
  return false;
}

// Nothing but "and", "or", a relative or the like joins a clause to what stands before it.
bool coordinate(const Sentence& s, std::uint32_t i) {
  return s[i - 1].form == "and" || s[i - 1].form == "or" || s[i - 1].form == "but" || s.is(i - 1, Cue::relative) ||
         s.is(i - 1, Cue::that) || s.is(i - 1, Cue::boundary);
}

class Finder {
 public:
  Finder(const Sentence& s, const std::vector<Actor>& actors) : s_(s), actors_(actors) {}

  std::vector<Trigger> run() {
    std::vector<Trigger> out;
    for (std::uint32_t i = 0; i < s_.size();) {
      auto trigger =
          s_[i].word() && !inside_entity(s_, i) ? (s_.arabic() ? arabic(i, out) : english(i, out)) : std::nullopt;
      i = trigger ? trigger->extent.end : i + 1;
      if (trigger) out.push_back(*trigger);
    }
    return out;
  }

 private:
  static Trigger from(const Match& match, bool participle) {
    Trigger out;
    out.extent = {match.begin, match.end};
    out.frame = match.sense.ref;
    out.agreement = match.sense.agreement;
    out.participle = participle;
    out.clause = match.begin;
    out.group = match.begin;
    return out;
  }

  // --- Arabic ---

  std::optional<Trigger> arabic(std::uint32_t i, const std::vector<Trigger>& before) {
    const Token& token = s_[i];
    if (token.preposition() != 0 || token.base().starts_with("ال")) return std::nullopt;
    if (!token.arabic.pronoun.empty() && s_.is(i, Cue::prep)) return std::nullopt;  // "among them"
    // "It was decided to": nobody says who.
    if (s_.is(i, Cue::event_scheduled) && s_.match(i, Cue::verb) != nullptr && !s_.opens_line(i) &&
        actor_ending(actors_, i) == nullptr && !actor_follows(i + 1))
      return std::nullopt;
    const Actor* over = actor_over(actors_, i);
    if (over != nullptr && over->extent.begin != i) return std::nullopt;
    // "Their call": a verbal noun with a pronoun, not "I called them".
    if (const Match* verb = s_.match(i, Cue::verb);
        verb != nullptr && !(!token.arabic.pronoun.empty() && s_.is(i, Cue::noun))) {
      Trigger out = from(*verb, false);
      if (arabic_verb_stands(i, *verb)) return arabic_context(out);
    }
    const Match* participle = s_.match(i, Cue::participle);
    // Participles that take over a subject are indefinite: accusative singular, or a plural.
    if (participle == nullptr || before.empty()) return std::nullopt;
    const bool form = token.form.ends_with("ا") || token.form.ends_with("ين") || token.form.ends_with("ون") ||
                      (token.form.ends_with("ه") && i > 0 && s_.comma(i - 1)) || s_.is(i, Cue::along_with);
    const bool stands = i > 0 && (s_.comma(i - 1) || token.conjunction() == 'w' || s_.quote(i - 1));
    if (!form || !stands || token.conjunction() == 'f') return std::nullopt;
    Trigger out = from(*participle, true);
    out.agreement = token.form.ends_with("ين") || token.form.ends_with("ون") ? Agreement{0, 'p', '3', 0}
                    : s_.is(i, Cue::along_with)                              ? Agreement{0, 0, '3', 0}
                    : token.form.ends_with("ه")                              ? Agreement{'f', 0, '3', 0}
                                                                             : Agreement{'m', 's', '3', 0};
    if (i > 0 && s_.comma(i - 1)) out.clause = i - 1;
    return out;
  }

  // Many past tenses look like verbal nouns (رفض, دعم, بحث): a verb stands where a clause begins, or right after the
  // one who does it; after a noun or a preposition it is a noun.
  bool arabic_verb_stands(std::uint32_t i, const Match& verb) const {
    const bool ambiguous =
        s_.is(i, Cue::noun) || s_.is(i, Cue::concept_word) || s_.is(i, Cue::event) || s_.is(i, Cue::title);
    if (s_.is(i, Cue::quoted_as)) return true;
    if (i > 0 && s_[i - 1].word() && s_.is(i - 1, Cue::prep) && s_[i - 1].form != "حتي" && !s_.is(i - 1, Cue::adverb))
      return false;  // behind a preposition stands a noun
    const bool joined = s_[i].conjunction() != 0;
    const bool opens = i == 0 || !s_[i - 1].word() || s_.is(i - 1, Cue::that) || s_.is(i - 1, Cue::relative) ||
                       s_.is(i - 1, Cue::negator) || s_.is(i - 1, Cue::adverb) || s_.is(i - 1, Cue::boundary) ||
                       s_[i - 1].base() == "قد" || s_[i - 1].base() == "كان" || s_[i - 1].base() == "كانت" ||
                       s_[i - 1].base() == "وكان";
    if (verb.sense.agreement.tense == 'r' && !ambiguous) return true;
    if (!ambiguous)
      return opens || joined || actor_ending(actors_, i) != nullptr || verb.sense.agreement.gender == 'f' || i < 4 ||
             verb.size() > 1 || verb.sense.agreement.person == '1';
    // "Support for the talks" and "he supported the talks" look alike: only a subject right behind tells.
    const bool subject_follows =
        std::any_of(actors_.begin(), actors_.end(), [&](const Actor& a) { return a.extent.begin == verb.end; });
    if ((opens || joined) && verb.end < s_.size() && s_.is(verb.end, Cue::object_pronoun))
      return true;  // "described what"
    if (joined && i > 0 && s_[i - 1].word() && s_.match_before(i, Cue::noun) != nullptr) return false;
    if (i > 0 && i < 4 && !s_[i - 1].word() && s_.opens_line(i)) return true;  // a line of a list
    return (opens || joined) && subject_follows && s_[i].arabic.pronoun.empty();
  }

  Trigger arabic_context(Trigger out) {
    std::uint32_t i = out.extent.begin;
    out.passive = out.agreement.tense == 'p' && vowelled_passive(s_, out.extent.begin);
    if (s_.is(i, Cue::quoted_as)) return quoted_as(out);
    while (i > 0 && (s_[i - 1].base() == "قد" || s_[i - 1].base() == "كان" || s_[i - 1].base() == "كانت" ||
                     s_[i - 1].base() == "سوف"))
      --i;
    if (i > 0 && s_[out.extent.begin].conjunction() == 0) {
      const Match* negator = s_.match_before(i, Cue::negator);
      if (negator != nullptr && !looks_like_negator(i)) out.negative = true, i = negator->begin;
    }
    if (i > 0 && s_.match_before(i, Cue::failed) != nullptr) out.negative = true;  // "without agreeing on"
    if (i > 1 && s_.quote(i - 1) && s_[out.extent.begin].conjunction() == 0) return behind_mark(out, i - 1);
    if (i > 1 && (s_.is(i - 1, Cue::that)) && s_.match_before(i - 1, Cue::modal) != nullptr) out.modal = true;
    if (s_.match_before(i, Cue::possible) != nullptr) out.possible = true;
    if (i > 0 && s_[out.extent.begin].conjunction() == 0)
      if (const Actor* actor = actor_ending(actors_, i); actor != nullptr && may_precede(*actor))
        out.subject = actor, i = actor->extent.begin;
    if (out.subject == nullptr && s_[out.extent.begin].conjunction() == 'f')
      if (const Actor* actor = as_for(out.extent.begin)) out.subject = actor, i = actor->extent.begin;
    out.unnamed = out.subject == nullptr && (noun_after_that(s_, i) || (i > 0 && s_.is(i - 1, Cue::own_state)));
    if (asyndetic(out)) out.relative = true;
    if (out.relative && out.subject != nullptr && i != out.extent.begin && !s_.is(i, Cue::relative))
      out.subject = nullptr, i = out.extent.begin;
    if (i > 0 && s_.is(i - 1, Cue::relative)) out.relative = true, --i;
    if (i > 0 && s_.is(i - 1, Cue::that)) --i;
    if (i > 0 && s_.comma(i - 1)) --i;
    out.clause = i;
    return out;
  }

  // "that his country “supports": the quotation opens between subject and verb.
  Trigger behind_mark(Trigger out, std::uint32_t mark) const {
    if (const Actor* actor = actor_ending(actors_, mark); actor != nullptr && may_precede(*actor)) out.subject = actor;
    out.unnamed = out.subject == nullptr && (s_.is(mark - 1, Cue::own_state) || noun_after_that(s_, mark));
    out.clause = out.subject != nullptr ? out.subject->extent.begin : mark;
    return out;
  }

  // "As for the envoy, he said": the subject stands before its clause.
  const Actor* as_for(std::uint32_t verb) const {
    for (const Actor& actor : actors_) {
      const std::uint32_t end = actor.extent.end;
      const bool before = end == verb || (end + 1 == verb && s_.comma(end));
      if (before && s_.match_before(actor.extent.begin, Cue::as_for) != nullptr) return &actor;
    }
    return nullptr;
  }

  // "The agency quoted the envoy as saying": who is quoted stands before, behind "from".
  Trigger quoted_as(Trigger out) const {
    const Actor* who = nullptr;
    for (const Actor& actor : actors_)
      if (actor.extent.end <= out.extent.begin && actor.extent.begin > 0 && s_[actor.extent.begin - 1].form == "عن")
        who = &actor;
    out.subject = who;
    out.unnamed = who == nullptr;
    out.clause = who != nullptr ? who->extent.begin : out.extent.begin;
    return out;
  }

  // "A speech she gave": a verb with a pronoun right behind an indefinite noun describes it.
  bool asyndetic(const Trigger& t) const {
    const std::uint32_t i = t.extent.begin;
    if (i == 0 || s_[i].arabic.pronoun.empty() || s_[i].conjunction() != 0 || t.extent.size() > 1) return false;
    return s_[i - 1].word() && !s_.is(i - 1, Cue::that) && !s_.is(i - 1, Cue::negator) && !s_.is(i - 1, Cue::adverb) &&
           !s_[i - 1].base().starts_with("ال") && (t.subject == nullptr || t.subject->kind == ActorKind::document);
  }

  // A subject before its verb begins its clause: "... that the states stressed".
  bool may_precede(const Actor& actor) const {
    const std::uint32_t i = actor.extent.begin;
    if (actor.kind == ActorKind::document) return true;
    if (i == 0 || s_[i].conjunction() != 0) return true;
    const std::string& before = s_[i - 1].base();
    return !s_[i - 1].word() || s_.is(i - 1, Cue::that) || s_.is(i - 1, Cue::boundary) ||
           s_.is(i - 1, Cue::quantifier) || before == "كان" || before == "كانت" || before == "كانوا";
  }

  bool looks_like_negator(std::uint32_t end) const {
    for (std::uint32_t b = end > 3 ? end - 3 : 0; b < end; ++b)
      if (const Match* m = s_.match(b, Cue::lookalike); m != nullptr && m->end >= end) return true;
    return false;
  }

  bool actor_follows(std::uint32_t i) const {
    return std::any_of(actors_.begin(), actors_.end(), [&](const Actor& a) { return a.extent.begin == i; });
  }

  // --- English ---

  std::optional<Trigger> english(std::uint32_t i, const std::vector<Trigger>& before) {
    const Actor* over = actor_over(actors_, i);
    if (over != nullptr || s_.is(i, Cue::no_verb)) return std::nullopt;
    if (i == 0 && s_.is(i, Cue::addressing)) return std::nullopt;  // "Addressing the Council, ...": read_addresses
    if (const Match* gerund = s_.match(i, Cue::participle)) return english_gerund(*gerund, i);
    const Match* verb = s_.match(i, Cue::verb);
    if (verb == nullptr || s_[i].form == "be" || compound(i)) return std::nullopt;
    if (s_[i].capital && i > 0 && s_[i - 1].word() && !s_[i - 1].number) return std::nullopt;  // "the Methane Pledge"
    // A word of a noun phrase: "the call", "its demands", "strong support", "deep concern".
    if (i > 0 && (s_.is(i - 1, Cue::determiner) || s_.is(i - 1, Cue::possessive) || s_.is(i - 1, Cue::adjective) ||
                  s_[i - 1].form == "of" || s_[i - 1].form == "for")) {
      return std::nullopt;
    }
    Trigger out = from(*verb, false);
    if (!english_context(out, before)) return std::nullopt;
    return out;
  }

  // "UN-led": no verb, whatever stands behind a hyphen.
  bool compound(std::uint32_t i) const {
    return i > 0 && s_[i].glued && (s_[i - 1].punctuation == '-' || s_[i - 1].punctuation == U'‑');
  }

  std::optional<Trigger> english_gerund(const Match& gerund, std::uint32_t i) {
    std::uint32_t begin = i;
    while (begin > 0 && s_.match_before(begin, Cue::adverb) != nullptr && s_[begin - 1].word())
      begin = s_.match_before(begin, Cue::adverb)->begin;
    const bool stands = begin == 0 || s_.comma(begin - 1) || s_.quote(begin - 1) || s_[begin - 1].form == "while" ||
                        s_[begin - 1].form == "and" || s_[begin - 1].punctuation == '-' || s_[begin - 1].number ||
                        s_[begin - 1].punctuation == '.' || s_[begin - 1].punctuation == ')';
    if (!stands ||
        (begin > 0 && s_[begin - 1].form == "and" && begin > 1 && !s_.comma(begin - 2) && s_.is(begin - 2, Cue::event)))
      return std::nullopt;
    Trigger out = from(gerund, true);
    out.clause = begin;
    // "Norway, noting that ..., asked": who opens the sentence does also what a participle behind him says.
    if (begin > 0 && s_.comma(begin - 1))
      if (const Actor* actor = actor_ending(actors_, begin - 1); actor != nullptr && s_.opens_line(actor->extent.begin))
        out.subject = actor;
    while (out.clause > 0 &&
           (s_.comma(out.clause - 1) || s_[out.clause - 1].form == "while" || s_[out.clause - 1].form == "and"))
      --out.clause;
    return out;
  }

  // What stands before an English verb: "(subject) has not also strongly (verb)". False where no verb can stand.
  bool english_context(Trigger& out, const std::vector<Trigger>& before) {
    std::uint32_t i = out.extent.begin;
    bool be = false, auxiliary = false, to = false;
    for (bool more = true; more && i > 0;) {
      more = false;
      const std::string& form = s_[i - 1].form;
      if (const Match* adverb = s_.match_before(i, Cue::adverb)) {
        i = adverb->begin, more = true;
      } else if (form.size() > 4 && form.ends_with("ly") && !s_[i - 1].capital) {
        --i, more = true;
      } else if (s_.quote(i - 1) && i > 1 && actor_ending(actors_, i - 1) != nullptr) {
        --i, more = true;  // Norway “firmly rejects”
      } else if (i > 1 && s_.is(i - 1, Cue::weekday) && s_[i - 2].form == "on") {
        i -= 2, more = true;
      } else if (form == "t" && i > 2 && !s_[i - 2].word()) {
        i -= 3, out.negative = auxiliary = more = true;
      } else if (form == "not" || form == "never" || form == "cannot") {
        --i, out.negative = more = true;
        auxiliary |= form == "cannot";
      } else if (form == "is" || form == "are" || form == "was" || form == "were" || form == "be" || form == "been" ||
                 form == "being") {
        --i, be = auxiliary = more = true;
      } else if (s_.is(i - 1, Cue::auxiliary)) {
        --i, auxiliary = more = true;
      } else if (s_.is(i - 1, Cue::modal)) {
        --i, out.modal = auxiliary = more = true;
      } else if (s_.is(i - 1, Cue::possible) && form != "possible") {
        --i, out.possible = auxiliary = more = true;
      } else if (form == "to") {
        to = true;
      }
    }
    if (to) return false;  // "to reject": what is wanted or planned
    const char tense = out.agreement.tense;
    const bool frame_is_adjective =
        s_[out.extent.begin].form == "concerned" || s_[out.extent.end - 1].form == "concerned";
    out.group = i;
    if (be && tense != 'g' && !frame_is_adjective) out.passive = true;
    if (tense == 'n' && !auxiliary) return false;
    out.subject = actor_ending(actors_, i);
    if (out.subject == nullptr && i > 0 && s_.comma(i - 1)) out.subject = actor_before_comma(i - 1);
    if (out.subject == nullptr && i > 0 && s_[i - 1].word() && !coordinate(s_, i)) out.subject = described_actor(i);
    if (out.subject != nullptr) i = out.subject->extent.begin;
    if (i > 0 && s_.is(i - 1, Cue::embeds)) return false;  // "what he called a betrayal"
    if (out.subject == nullptr && i > 0 && s_.is(i - 1, Cue::relative)) {
      out.relative = s_[i - 1].form != "that" || tense != 'b';
      --i;
    } else if (i > 0 && s_.is(i - 1, Cue::that)) {
      --i;
    }
    const bool opens = i == 0 || !s_[i - 1].word() || s_[i - 1].form == "and" || s_[i - 1].form == "but" ||
                       s_[i - 1].form == "or" || s_[i - 1].number;
    const bool coordinated = opens && (!before.empty() || i == 0 || !s_[i - 1].word() || s_[i - 1].number);
    if (out.passive && out.subject == nullptr && out.extent.end < s_.size() && s_[out.extent.end].form == "by") {
      while (i > 0 && s_[i - 1].word() && !s_.is(i - 1, Cue::that)) --i;  // what it was done to may be anything
      out.clause = i;
      return true;
    }
    if (out.subject == nullptr && !out.relative && !coordinated && !inverted(out)) return false;
    if (out.subject == nullptr && !out.relative && tense == 'b' && !auxiliary && !s_.opens_line(i) &&
        !goes_on(i, before))
      return false;
    while (i > 0 && (s_.comma(i - 1) || s_[i - 1].form == "and" || s_[i - 1].form == "but")) --i;
    out.clause = i;
    return true;
  }

  // "1. Reaffirm A, and welcome B": base forms of a list's line, as long as no infinitive stands between.
  bool goes_on(std::uint32_t i, const std::vector<Trigger>& before) const {
    if (before.empty() || before.front().agreement.tense != 'b' || !s_.opens_line(before.front().group) || i == 0 ||
        s_[i - 1].form != "and")
      return false;
    const bool comma = i > 1 && s_.comma(i - 2);
    for (std::uint32_t at = before.back().extent.end; at + 1 < i; ++at)
      if (s_.is(at, Cue::relative) && s_[at].form != "that" && !comma)
        return false;  // "..., which feed hunger and undermine trust"
      else if (s_[at].form == "to" && s_.is(at + 1, Cue::verb_base))
        return comma && !s_.is(i, Cue::verb_base);
    return true;
  }

  // "Türkiye, the third guarantor, rejected": the subject before an apposition between commas.
  const Actor* actor_before_comma(std::uint32_t comma) const {
    if (const Actor* whole = actor_ending(actors_, comma);
        whole != nullptr && !whole->oblique)  // took its apposition in
      for (std::uint32_t i = whole->extent.begin; i < whole->extent.end; ++i)
        if (s_.comma(i)) return whole;
    bool nearest = true;
    for (std::uint32_t i = comma; i > 0 && comma - i < 40; --i) {
      if (s_.full_stop(i - 1) || s_.quote(i - 1)) return nullptr;
      if (!s_.comma(i - 1)) continue;
      const Actor* actor = actor_ending(actors_, i - 1);
      if (actor == nullptr) actor = actor_ending(actors_, i);  // took the comma in: "the envoy, Jan Berg, who ..."
      // An apposition begins small; a list or another name does not. One with commas of its own has to tell that it is
      // one: "X, speaking for A, B and C, said", "X, who ..., said".
      const bool apposed = i < comma && !s_[i].capital && s_[i].form != "and" && s_[i].form != "or" && !s_[i].number;
      const bool tells = s_.is(i, Cue::relative) || (s_[i].form.ends_with("ing") && !s_.is(i, Cue::not_gerund));
      if (actor != nullptr && apposed && (tells || (nearest && comma - i < 18))) return actor;
      if (actor != nullptr && actor->extent.begin == 0) return nullptr;
      nearest = false;
    }
    return nullptr;
  }

  // "An official who spoke on condition of anonymity said": who is described between the name and the verb.
  const Actor* described_actor(std::uint32_t verb) const {
    for (const Actor& actor : actors_) {
      const std::uint32_t who = actor.extent.end;
      if (who + 2 > verb || verb - who > 20 || !(s_.is(who, Cue::relative) || s_.is(who, Cue::describes)) ||
          actor.kind == ActorKind::pronoun)
        continue;
      if (!s_.opens_line(actor.extent.begin) && !s_.comma(actor.extent.begin - 1)) continue;
      bool open = true;
      for (std::uint32_t i = who; i < verb; ++i) open = open && (s_[i].word() || s_[i].glued);
      if (open) return &actor;
    }
    return nullptr;
  }

  // "..., said the envoy": the one who says behind the verb of saying.
  bool inverted(const Trigger& trigger) const {
    return s_.follows_quotation(trigger.extent.begin) &&
           std::any_of(actors_.begin(), actors_.end(),
                       [&](const Actor& a) { return a.extent.begin == trigger.extent.end; });
  }

  const Sentence& s_;
  const std::vector<Actor>& actors_;
};

}  // namespace

std::vector<Trigger> find_triggers(const Sentence& sentence, const std::vector<Actor>& actors) {
  return Finder(sentence, actors).run();
}

std::string dump(const Sentence& sentence, const std::vector<Trigger>& triggers) {
  std::string out;
  for (const Trigger& t : triggers) {
    out += fmt::format("[{}] {}{}{}{}{} ", sentence.text(t.extent), sentence.lexicon().frames()[t.frame].relation,
                       t.participle ? " participle" : "", t.negative ? " not" : "", t.relative ? " relative" : "",
                       t.subject != nullptr ? " by " + t.subject->entity.key : "");
  }
  return out;
}

}  // namespace bayan::ingest
