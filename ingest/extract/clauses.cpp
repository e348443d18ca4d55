#include "ingest/extract/clauses.hpp"

#include <algorithm>

namespace bayan::ingest {

namespace {

// Where the quotation that holds a token, but not `object`'s own opening mark, ends; one that closes before the object
// ("firmly rejects" in marks) holds only the verb.
std::uint32_t enclosing_end(const Sentence& s, std::uint32_t at, std::uint32_t object) {
  std::uint32_t end = s.size();
  for (const Quotation& q : s.quotations())
    if (q.open < at && at <= q.close && (s.arabic() || q.close > object)) end = std::min(end, q.close);
  return end;
}

// "..., which", "..., by which": a relative clause that only adds to what is named before.
bool describes_more(const Sentence& s, std::uint32_t i) {
  if (s.arabic() || i == 0 || !s.comma(i - 1) || s.is(i, Cue::that)) return false;
  return s.is(i, Cue::relative) || (s.is(i, Cue::prep) && s.is(i + 1, Cue::relative) && !s.is(i + 1, Cue::that));
}

// ", and our approach is": a clause with its own subject.
bool joins_clause(const Sentence& s, std::uint32_t i) {
  if (s.arabic() || i == 0 || !s.comma(i - 1) || s[i].form != "and") return false;
  const bool subject = s.is(i + 1, Cue::determiner) || s.is(i + 1, Cue::possessive) || s.is(i + 1, Cue::pronoun) ||
                       s.is(i + 1, Cue::we) || s.is(i + 1, Cue::entity);
  for (std::uint32_t at = i + 2; subject && at < std::min(i + 8, s.size()); ++at) {
    if (s.is(at, Cue::auxiliary) || s.is(at, Cue::modal) || s.is(at, Cue::possible)) return true;
    if (!s[at].word() || s.is(at, Cue::prep) || s.is(at, Cue::relative) || s.is(at, Cue::linking)) return false;
  }
  return false;
}

// Words that always open another clause, and words that do after a comma.
bool opens_clause(const Sentence& s, std::uint32_t i) {
  if (describes_more(s, i) || joins_clause(s, i)) return true;
  const Match* boundary = s.match(i, Cue::boundary);
  if (boundary == nullptr) return false;
  // "and that in accordance with" goes on.
  if (s.arabic()) return s[i].preposition() == 0 && !s.is(i, Cue::link);
  const std::string& form = s[i].form;
  return (i > 0 && s.comma(i - 1)) || form == "while" || form == "whereas" || form == "but" || form == "although" ||
         form == "though" || form == "amid";
}

// "... and set a date": a past tense that the lexicon lacks, by its ending, joined to what is before.
bool unknown_verb(const Sentence& s, std::uint32_t i) {
  if (!s.arabic() && s[i].form == "and" && i + 2 < s.size()) {
    const std::string& form = s[i + 1].form;
    const bool past = (form.size() > 4 && form.ends_with("ed") && s.at(i + 1).empty()) || s.is(i + 1, Cue::past_verb);
    return past && (s.is(i + 2, Cue::determiner) || s.is(i + 2, Cue::possessive) || s.is(i + 2, Cue::pronoun) ||
                    s.is(i + 2, Cue::prep) || s.is(i + 2, Cue::that));
  }
  if (!s.arabic() || s[i].conjunction() != 'w' || !s.at(i).empty() || !s[i].arabic.stem.empty()) return false;
  const std::string& base = s[i].base();
  return base.size() >= 8 && base.ends_with("ت") && !base.ends_with("ات") && !base.starts_with("ال") && i > 0 &&
         (s.comma(i - 1) || s[i - 1].word());
}

}  // namespace

std::uint32_t region_end(const Reading& r, std::size_t trigger, std::uint32_t object) {
  const Sentence& s = r.s;
  std::uint32_t end = enclosing_end(s, r.triggers[trigger].extent.begin, object);
  for (std::size_t k = trigger + 1; k < r.triggers.size(); ++k)
    if (const Trigger& next = r.triggers[k]; next.extent.begin > object)
      end = std::min(end, next.clause > object ? next.clause : std::max(next.group, object));
  for (std::uint32_t i = object; i < end; ++i) {
    if (s.full_stop(i) || s[i].punctuation == U'—') return i;
    if (i > object && unknown_verb(s, i)) return i;
    if (i > object && (opens_clause(s, i) || s.is(i, Cue::on_behalf))) return i;
    // A quotation that closes here but opened before the verb's object ends it; one inside is part of the object.
  }
  return end;
}

Extent content_of(const Reading& r, std::size_t trigger, const Filled& filled) {
  const Sentence& s = r.s;
  std::uint32_t begin = filled.object;
  for (const Quotation& q : s.quotations()) {
    if (q.depth != 0 || q.open < begin || q.open > begin + 1) continue;
    if (q.open == begin || !s[begin].word()) return {q.open + 1, q.close};
  }
  std::uint32_t end = enclosing_end(s, r.triggers[trigger].extent.begin, filled.object);
  for (std::size_t k = trigger + 1; k < r.triggers.size(); ++k) {
    const Trigger& t = r.triggers[k];
    if (t.extent.begin < begin) continue;
    // "X, noting that A, accused": the main verb goes on behind the participle.
    const Trigger& own = r.triggers[trigger];
    if (own.participle && own.subject != nullptr && t.subject == own.subject && t.group > begin)
      return {begin, std::min(end, s.comma(t.group - 1) ? t.group - 1 : t.group)};
    // A participle behind a comma ("adding that") is the one's who says, not part of what is said.
    if (!s.arabic() && t.participle && t.clause < t.extent.begin && s.comma(t.clause))
      return {begin, std::min(end, t.clause)};
  }
  for (std::uint32_t i = begin; i < end; ++i)
    if (s.full_stop(i)) return {begin, i};
  return {begin, end};
}

Extent clause_text(const Reading& r, std::size_t trigger, Extent content) {
  const Sentence& s = r.s;
  std::uint32_t end = content.end;
  for (std::size_t k = trigger + 1; k < r.triggers.size(); ++k) {
    const Trigger& t = r.triggers[k];
    if (s.arabic() && t.passive) continue;                // "if it is adopted": an aside
    const bool within = t.modal && t.subject == nullptr;  // "no acts, by whomsoever, should undermine them"
    if (t.clause > content.begin + 3 && t.clause < end && !within &&
        (t.participle || s.joined(t.extent.begin) || s.comma(t.clause)))
      end = t.clause;
  }
  for (std::uint32_t i = content.begin; i < end; ++i)
    if (s.full_stop(i) || (i > content.begin + 2 && opens_clause(s, i) && i > 0 && s.comma(i - 1)))
      return {content.begin, i};
  return {content.begin, end};
}

std::vector<Extent> joined_clauses(const Sentence& s, Extent text) {
  std::vector<Extent> out = {text};
  for (std::uint32_t i = text.begin + 3; !s.arabic() && i + 3 < text.end; ++i) {
    // "... should A and should B": what ought to be is said twice.
    const bool modal = s[i].form == "and" && s.is(i + 1, Cue::modal) && !s.is(i + 1, Cue::verb);
    if (s[i].form != "and" || s[i + 1].form != "that" || s.is(i + 2, Cue::prep) || s[i + 2].form == "is") {
      if (!modal) continue;
    }
    out.back().end = i;
    out.push_back({modal ? i + 1 : i + 2, text.end});
  }
  for (Extent& one : out) one = s.trimmed(one);
  return out;
}

bool quotes_its_object(const Reading& r, const Trigger& trigger) {
  const Frame& frame = r.lexicon().frames()[trigger.frame];
  return frame.relation == "says" || std::any_of(frame.complements.begin(), frame.complements.end(),
                                                 [](const Complement& c) { return c.quotation; });
}

}  // namespace bayan::ingest
