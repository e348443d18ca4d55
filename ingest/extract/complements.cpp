#include "ingest/extract/complements.hpp"

#include <algorithm>

#include "ingest/extract/conjuncts.hpp"
#include "ingest/extract/dates.hpp"

namespace bayan::ingest {

namespace {

constexpr std::uint32_t reach = 45;  // tokens between a verb and its complement

class Filler {
 public:
  Filler(const Reading& reading, const Trigger& trigger, std::uint32_t limit)
      : r_(reading), s_(reading.s), trigger_(trigger), limit_(std::min(limit, trigger.extent.end + reach)) {}

  std::optional<Filled> run() {
    const Frame& frame = r_.lexicon().frames()[trigger_.frame];
    start_ = skip_adverbs(trigger_.extent.end);
    if (!trigger_.participle && trigger_.subject == nullptr && !subject_in_form()) subject_ = actor_at(start_);
    if (!s_.arabic() && subject_ != nullptr && !after_quotation()) subject_ = nullptr;
    after_subject_ = subject_ != nullptr ? subject_->extent.end : start_;
    const Extent nominative = subject_ == nullptr ? nominative_at(start_) : Extent{};
    if (!nominative.empty()) after_subject_ = nominative.end;
    for (const Complement& complement : frame.complements) {
      Filled out;
      out.complement = &complement;
      out.clause = complement.clause;
      if (complement.quotation   ? quotation(out)
          : complement.addressee ? addressed(out, complement)
                                 : plain(out, complement)) {
        out.subject = subject_;
        out.unnamed = s_.arabic() && !complement.addressee && subject_ == nullptr && trigger_.subject == nullptr &&
                      !trigger_.participle && !trigger_.relative && stranger(out.object);
        if (out.unnamed) out.stranger = bounded(out, complement);
        if (!nominative.empty() && nominative.end <= out.object) out.unnamed = true, out.stranger = nominative;
        out.on_behalf_of = on_behalf(out);
        out.between = {trigger_.extent.end, std::min(out.object, limit_)};
        return out;
      }
    }
    return std::nullopt;
  }

 private:
  // Only after a quotation does an English subject follow its verb: "...", said the envoy.
  bool after_quotation() const {
    const std::uint32_t i = trigger_.extent.begin;
    return i > 0 && (s_.quote(i - 1) || (i > 1 && s_.comma(i - 1) && s_.quote(i - 2)));
  }

  // Skips adverbs, and when and where it was: "on Thursday", "in Astana", "خلال الاجتماع", ", too,".
  std::uint32_t skip_adverbs(std::uint32_t i) const {
    for (;;) {
      const std::uint32_t before = i;
      if (const Match* adverb = s_.match(i, Cue::adverb))
        i = adverb->end;
      else if (!s_.arabic() && i < s_.size() && s_[i].form.size() > 4 && s_[i].form.ends_with("ly") && !s_[i].capital)
        ++i;
      else
        i = past_circumstance(i);
      if (i > before && s_.comma(before) && s_.comma(i)) ++i;
      if (i == before) return i;
    }
  }

  std::uint32_t past_circumstance(std::uint32_t i) const {
    std::uint32_t at = i + (s_.comma(i) ? 1 : 0);
    if (at >= s_.size() || !s_[at].word()) return i;
    if (at > i) {  // between commas an adverb or a circumstance, nothing else
      const Match* adverb = s_.match(at, Cue::adverb);
      if (adverb != nullptr && s_.comma(adverb->end)) return adverb->end;
    }
    const bool prep = s_.is(at, Cue::prep);
    if (!prep && !(s_.arabic() && s_.is(at, Cue::day_word))) return i;
    const std::string& form = s_[at].form;
    const bool of_place = form == "in" || form == "at" || form == "on" || form == "during" || form == "after" ||
                          form == "في" || form == "خلال" || form == "بعد" || s_.is(at, Cue::day_word);
    if (form == "مع")
      if (const Actor* partner = actor_at(at + 1)) return partner->extent.end;
    if (!of_place) return i;
    std::uint32_t inner = at + 1;
    while (!s_.arabic() && s_.is(inner, Cue::determiner) && !round_at(s_, inner)) ++inner;
    std::uint32_t end = i;
    if (const auto round = round_at(s_, inner))
      end = round->extent.end;
    else if (const Match* place = s_.match(inner, Cue::entity);
             place != nullptr && r_.lexicon().entities()[place->sense.ref].type == "place")
      end = place->end;
    else if (const Match* day = s_.match(inner, Cue::weekday))
      end = day->end;
    else if (const auto date = date_at(s_, at, r_.document.day))
      end = date->extent.end;
    else if (const Match* meeting = s_.match(inner, Cue::meeting))
      end = meeting->end;
    if (end <= at) return i;
    if (at > i && !s_.comma(end)) return i;
    return end;
  }

  const Actor* actor_at(std::uint32_t i) const {
    for (const Actor& actor : r_.actors)
      if (actor.extent.begin == i || (actor.extent.begin == i + 1 && i < s_.size() && s_.is(i, Cue::quantifier)))
        return &actor;
    return nullptr;
  }

  bool letter(const std::string& word) const { return word.size() == 2 && s_.arabic(); }

  // Whether the complement's words begin at a token; sets where they end (at the object's first token).
  bool words_at(std::uint32_t i, const std::vector<std::string>& words, std::uint32_t& end) const {
    std::uint32_t at = i;
    for (const std::string& word : words) {
      if (at >= s_.size() || !s_[at].word()) return false;
      if (letter(word)) {  // written onto the object
        const char wanted = word == "ب" ? 'b' : word == "ل" ? 'l' : 'k';
        if (s_[at].preposition() != wanted || &word != &words.back()) return false;
        return end = at, true;
      }
      const bool clause_word = word == "ان" || word == "بان" || word == "that";
      if (clause_word ? !s_.is(at, Cue::that) || (word == "بان" && !s_[at].form.starts_with("ب"))
                      : s_[at].base() != word || s_[at].preposition() != 0)
        return false;
      ++at;
    }
    return end = at, true;
  }

  // A verb of the sentence that a complement cannot lie behind.
  bool barrier(std::uint32_t i) const {
    if (s_.full_stop(i) || (s_.is(i, Cue::relative) && !s_.is(i, Cue::that))) return true;
    return std::any_of(r_.triggers.begin(), r_.triggers.end(), [&](const Trigger& t) {
      return t.extent.begin > trigger_.extent.begin && t.extent.holds(i) && !t.relative;
    });
  }

  bool plain(Filled& out, const Complement& complement) {
    if (complement.before.empty()) return direct(out);
    if (!s_.arabic()) {
      const std::uint32_t at = skip_adverbs(after_subject_);
      return words_at(trigger_.extent.end, complement.before, out.object) ||
             words_at(at, complement.before, out.object);
    }
    for (std::uint32_t i = trigger_.extent.end; i < limit_; ++i) {
      if (barrier(i)) return false;
      // A noun of saying right behind the verb is its object: "renewed their determination to".
      if (i == skip_adverbs(after_subject_) && s_.is(i, Cue::noun) && s_[i].preposition() == 0 &&
          (!complement.clause || takes_an_object()))
        return false;
      if (s_.quote(i) || (s_.is(i, Cue::that) && !complement.clause && complement.before.front() != "that" &&
                          !words_at(i, complement.before, out.object)))
        return false;
      if (words_at(i, complement.before, out.object) && (subject_ == nullptr || i >= after_subject_)) {
        if (s_.arabic() && !complement.clause && (actor_over(r_.actors, i) != nullptr && i < after_subject_)) continue;
        if (s_.arabic() && letter(complement.before.back()) && !opens_object(i)) continue;
        return out.object < limit_ || out.object < s_.size();
      }
    }
    return false;
  }

  // Arabic verbs in the plural or dual stand behind their subject, or have it in their ending.
  bool subject_in_form() const {
    const Agreement& agreement = trigger_.agreement;
    return s_.arabic() && agreement.gender == 'm' && (agreement.number == 'p' || agreement.number == 'd');
  }

  // A plural that ends in the nominative right behind a verb in the singular is who does it: "the protesters objected".
  Extent nominative_at(std::uint32_t i) const {
    const bool asks = s_.arabic() && !trigger_.participle && trigger_.subject == nullptr && !subject_in_form();
    if (!asks || !s_[trigger_.extent.begin].arabic.pronoun.empty() || i != trigger_.extent.end || !plural_subject(i) ||
        s_.is(i, Cue::verb))
      return {};
    std::uint32_t end = i + 1;
    const bool construct = s_[i].form.ends_with("و");
    while (end < std::min(limit_, i + 5) && s_[end].word() && s_[end].preposition() == 0 &&
           (construct ? end == i + 1 || shaped_like_adjective(s_[end].arabic.bare) : plural_subject(end)))
      ++end;
    return {i, end};
  }

  bool plural_subject(std::uint32_t i) const {
    if (i >= s_.size() || !s_[i].word() || s_[i].preposition() != 0) return false;
    const std::string& form = s_[i].form;
    if (s_.is(i, Cue::concept_word) || s_.is(i, Cue::event) || s_.is(i, Cue::noun)) return false;
    if (form.size() >= 12 && form.ends_with("ون")) return true;
    return form.ends_with("و") && i + 1 < s_.size() && s_[i + 1].base().starts_with("ال") && s_[i + 1].word();
  }

  // Who stands between a verb and the word that opens its object, up to a comma, an adverb or a preposition.
  Extent bounded(const Filled& filled, const Complement& complement) const {
    if (complement.before.empty() || !s_.arabic()) return {};
    const bool written_on = letter(complement.before.back());
    const std::uint32_t limit = filled.object - static_cast<std::uint32_t>(complement.before.size() - written_on);
    std::uint32_t end = start_;
    while (end < limit && s_[end].word() && !s_.is(end, Cue::adverb) && !s_.is(end, Cue::prep) &&
           !s_.is(end, Cue::relative))
      ++end;
    if (end == start_ || end - start_ > 5) return {};
    const bool adverbial = s_.text(s_[start_].range).ends_with("اً") || s_.text(s_[start_].range).ends_with("ًا");
    const std::string& first = s_[start_].form;
    // "its clouds": whose they are stands before, so this is no one who speaks.
    if (first.ends_with("ها") || first.ends_with("هم") || first.ends_with("هما")) return {};
    if (adverbial || s_.is(start_, Cue::quantifier) || s_.is(start_, Cue::object_pronoun)) return {};
    return {start_, end};
  }

  bool takes_an_object() const {
    const auto& all = r_.lexicon().frames()[trigger_.frame].complements;
    return std::any_of(all.begin(), all.end(),
                       [](const Complement& c) { return c.before.empty() && !c.addressee && !c.quotation; });
  }

  // A noun between the verb and its complement: a subject the lexicon does not know.
  bool stranger(std::uint32_t object) const {
    if (start_ + (s_.arabic() ? 0 : 1) >= object || start_ >= s_.size() || !s_[start_].word()) return false;
    if (subject_in_form()) return false;
    const Token& token = s_[start_];
    const bool other = token.conjunction() != 0 || token.preposition() != 0 || s_.is(start_, Cue::prep) ||
                       s_.is(start_, Cue::that) || s_.is(start_, Cue::noun) || s_.is(start_, Cue::link);
    return !other && s_[trigger_.extent.begin].arabic.pronoun.empty();
  }

  // A letter on an adverbial ("in this round") is not the verb's own.
  bool opens_object(std::uint32_t i) const {
    return !s_.is(i, Cue::round) && !(s_[i].base() == "هذه" && s_.is(i + 1, Cue::round)) && !s_.is(i, Cue::day) &&
           !s_.is(i, Cue::adverb);
  }

  bool direct(Filled& out) {
    std::uint32_t i = skip_adverbs(after_subject_);
    if (s_.arabic() && s_.comma(i) && i + 1 < s_.size() && (s_.is(i + 1, Cue::prep) || s_.is(i + 1, Cue::on_behalf)))
      i = past_apposition(i);
    else if (s_.arabic() && subject_ != nullptr && s_.comma(i))
      i = apposed(*subject_) ? skip_adverbs(i + 1) : past_apposition(i);
    if (i >= limit_ || i >= s_.size() || s_.is(i, Cue::that) || barrier(i) || s_.full_stop(i) || s_.comma(i))
      return false;
    if (s_[i].punctuation == ':') return false;
    if (!s_.arabic() && (s_.is(i, Cue::prep) || s_.is(i, Cue::boundary) || s_[i].form == "and")) return false;
    const bool says = r_.lexicon().frames()[trigger_.frame].relation == "says";  // "which he said had fallen"
    if (!s_.arabic() && !says && s_.is(i, Cue::auxiliary)) return false;         // "what Mali proposes is"
    if (s_.arabic() && s_[i].word() &&
        (s_[i].conjunction() != 0 || (s_[i].preposition() != 0 && !s_.is(i, Cue::link)) || s_.is(i, Cue::prep)))
      return false;
    if (s_.arabic() && s_.is(i, Cue::link)) return false;
    out.object = i;
    return true;
  }

  // Whether the subject took its apposition in: "the guarantors, Russia, Iran and Türkiye,".
  bool apposed(const Actor& actor) const {
    for (std::uint32_t i = actor.extent.begin; i < actor.extent.end; ++i)
      if (s_.comma(i)) return true;
    return false;
  }

  // "..., the host country, ...": the object comes behind.
  std::uint32_t past_apposition(std::uint32_t comma) const {
    for (std::uint32_t i = comma + 1; i < std::min(limit_, comma + 12); ++i) {
      if (barrier(i)) return comma;
      if (s_.comma(i)) return skip_adverbs(i + 1);
    }
    return comma;
  }

  bool quotation(Filled& out) {
    for (std::uint32_t i = trigger_.extent.end; i < limit_; ++i) {
      if (barrier(i) || s_.is(i, Cue::that)) return false;
      const bool colon = s_[i].punctuation == ':';
      const bool mark = s_.quote(i) && (i == trigger_.extent.end || s_.comma(i - 1) || i == after_subject_);
      if (!colon && !mark) continue;
      out.object = colon ? i + 1 : i;
      if (out.object >= s_.size()) return false;
      out.quotation = out.clause = true;
      return true;
    }
    return false;
  }

  bool addressed(Filled& out, const Complement& complement) {
    std::uint32_t i = trigger_.extent.end;
    if (!s_.arabic()) {
      if (!words_at(skip_adverbs(i), complement.before, i)) return false;
      if (complement.before.empty()) i = skip_adverbs(trigger_.extent.end);
      return english_addressee(out, complement, i);
    }
    if (complement.after.empty()) return asked(out);
    for (i = after_subject_; i < limit_; ++i) {
      if (barrier(i) || s_.quote(i)) return false;
      if (!words_at(i, complement.after, out.object) || i <= trigger_.extent.end) continue;
      if (!complement.after.empty() && letter(complement.after.back()) && !opens_object(i)) continue;
      const Actor* to = nullptr;
      for (const Actor& actor : r_.actors)
        if (actor.extent.begin >= after_subject_ && actor.extent.end <= i) to = &actor;
      if (to == nullptr && subject_ != nullptr && !complement.after.empty() && subject_->extent.end == i &&
          trigger_.subject == nullptr && dropped_subject_likely()) {
        to = subject_;
        subject_ = nullptr;
      }
      if (to == nullptr)
        return !complement.after.empty() && i > after_subject_ && s_[after_subject_].word() &&
               !s_.is(after_subject_, Cue::prep);
      out.addressee = to->entity;
      return !to->entity.key.empty() || (out.addressee.reset(), true);
    }
    return false;
  }

  // "They urged the international community to raise": what is asked is the verbal noun behind the one asked.
  bool asked(Filled& out) {
    for (std::uint32_t i = after_subject_ + 1; i < std::min(limit_, after_subject_ + 14); ++i) {
      if (barrier(i) || s_.quote(i) || s_.comma(i) || s_.is(i, Cue::prep)) return false;
      const Token& token = s_[i];
      const bool definite = token.base().starts_with("ال");
      if (!token.word() || token.conjunction() != 0 || token.preposition() != 0 || actor_over(r_.actors, i) != nullptr)
        continue;
      if (definite ? !s_.is(i, Cue::event) : conjunct_kind(s_, i) != 'e') continue;
      for (const Actor& actor : r_.actors)
        if (actor.extent.begin >= after_subject_ && actor.extent.end <= i && !actor.entity.key.empty())
          out.addressee = actor.entity;
      out.object = i;
      return true;
    }
    return false;
  }

  // "It called on Syria to": with a subject known from before in the same sentence, one actor behind the verb is who is
  // called on.
  bool dropped_subject_likely() const {
    return s_[trigger_.extent.begin].conjunction() != 0 &&
           std::any_of(r_.triggers.begin(), r_.triggers.end(),
                       [&](const Trigger& t) { return t.extent.end <= trigger_.extent.begin && !t.relative; });
  }

  bool english_addressee(Filled& out, const Complement& complement, std::uint32_t i) {
    const Actor* to = actor_at(i);
    std::uint32_t from = to != nullptr ? to->extent.end : i + 1;
    if (complement.after.empty()) return false;
    for (const std::uint32_t last = std::min(limit_, from + (list_before_to(i) ? 20 : 10)); from < last; ++from) {
      if (barrier(from) || s_.quote(from)) return false;
      if (s_.comma(from) && to == nullptr && !list_before_to(i)) return false;
      if (!words_at(from, complement.after, out.object)) continue;
      if (from > 0 && s_[from - 1].form == "not")
        out.object = from - 1;  // "not to": the negation is part of what is asked
      if (to == nullptr && (s_.is(i, Cue::prep) || s_.is(i, Cue::that))) return false;
      if (to != nullptr && !to->entity.key.empty() && !to->list()) out.addressee = to->entity;
      return true;
    }
    return false;
  }

  // "the donors, the banks and their partners to pay": several who are called on.
  bool list_before_to(std::uint32_t i) const {
    bool comma = false, last = false;
    if (!s_.is(i, Cue::determiner) && !s_.is(i, Cue::quantifier)) return false;
    for (const std::uint32_t end = std::min(i + 20, limit_); i < end; ++i) {
      if (s_.full_stop(i) || barrier(i) || s_.is(i, Cue::that)) return false;
      if (s_[i].form == "to") return comma && last && s_.is(i + 1, Cue::verb_base);
      comma = comma || s_.comma(i);
      last = last || (comma && s_[i].form == "and");
    }
    return false;
  }

  std::optional<Entity> on_behalf(const Filled& filled) const {
    for (std::uint32_t i = trigger_.clause; i < std::min(filled.object + 25, s_.size()); ++i) {
      if (i > filled.object && (s_.full_stop(i) || barrier(i))) break;
      const Match* cue = s_.match(i, Cue::on_behalf);
      if (cue == nullptr) continue;
      if (const Actor* whom = actor_at(cue->end); whom != nullptr && !whom->entity.key.empty()) return whom->entity;
    }
    return std::nullopt;
  }

  const Reading& r_;
  const Sentence& s_;
  const Trigger& trigger_;
  std::uint32_t limit_, start_ = 0, after_subject_ = 0;
  const Actor* subject_ = nullptr;
};

}  // namespace

std::optional<Filled> fill(const Reading& reading, std::size_t index, std::uint32_t limit) {
  return Filler(reading, reading.triggers[index], limit).run();
}

}  // namespace bayan::ingest
