#include "ingest/extract/asides.hpp"

#include <algorithm>

#include "ingest/extract/clauses.hpp"

namespace bayan::ingest {

namespace {

// The comma that closes an aside, behind its verb and what may follow it; the full stop where it is the last word.
std::optional<std::uint32_t> closing(const Reading& r, const Trigger& t) {
  const Sentence& s = r.s;
  std::uint32_t i = t.extent.end;
  while (const Match* adverb = s.match(i, Cue::adverb)) i = adverb->end;
  if (i >= s.size() || s.comma(i) || s.full_stop(i)) return i;
  return std::nullopt;
}

// Begins behind a comma: the subject, or the verb where its subject follows it.
std::optional<std::uint32_t> opening(const Reading& r, const Trigger& t) {
  if (t.subject == nullptr) return std::nullopt;
  const std::uint32_t begin = t.subject->extent.begin;
  if (begin < 3 || !r.s.comma(begin - 1) || t.subject->extent.end > t.extent.begin) return std::nullopt;
  return begin - 1;
}

bool says(const Reading& r, const Trigger& t) {
  const Frame& frame = r.lexicon().frames()[t.frame];
  return std::any_of(frame.complements.begin(), frame.complements.end(), [](const Complement& c) { return c.clause; });
}

}  // namespace

std::optional<Extent> said_around(const Reading& r, std::size_t index) {
  const Sentence& s = r.s;
  const Trigger& t = r.triggers[index];
  if (s.arabic() || t.participle || t.relative || t.passive || t.negative || !says(r, t)) return std::nullopt;
  const auto comma = opening(r, t);
  const auto end = closing(r, t);
  if (!comma || !end) return std::nullopt;
  // "In Baku, he said, ..." and "Norway rejected the plan, he said": a clause stands around it, in no quotation.
  if (std::any_of(s.quotations().begin(), s.quotations().end(),
                  [&](const Quotation& q) { return q.open < t.extent.begin; }))
    return std::nullopt;
  Extent out{0, s.size()};
  for (std::uint32_t i = *comma; i-- > 0;)
    if (s.full_stop(i)) {
      out.begin = i + 1;
      break;
    }
  for (std::uint32_t i = *end; i < s.size(); ++i)
    if (s.full_stop(i)) {
      out.end = i;
      break;
    }
  if (*end >= out.end) out.end = *comma;  // the last words: what is said stands before
  out = s.trimmed(out);
  return out.size() > 3 ? std::optional(out) : std::nullopt;
}

std::uint32_t past_aside(const Reading& r, std::uint32_t at) {
  if (!r.s.comma(at)) return at;
  for (const Trigger& t : r.triggers) {
    const auto comma = opening(r, t);
    if (!comma || *comma != at || !says(r, t)) continue;
    const auto end = closing(r, t);
    if (end && r.s.comma(*end)) return *end + 1;
  }
  return at;
}

}  // namespace bayan::ingest
