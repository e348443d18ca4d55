#include "graph/validate.hpp"

#include <fmt/format.h>

#include "bayan/ids.hpp"
#include "graph/dates.hpp"
#include "text/fold.hpp"

namespace bayan::graph {

namespace {

constexpr unsigned most_nesting = 64;

Error bad(std::string message, std::string help = {}) {
  return make_error(ErrorCode::input, std::move(message), std::move(help));
}

Status check_date(const std::string& date, const char* what) {
  if (date.empty() || days_from_iso(date)) return {};
  return bad(fmt::format("{} \"{}\" is no day of the calendar", what, date), "write YYYY-MM-DD");
}

Status check_time(const std::string& time, const char* what) {
  if (time.empty() || us_from_iso(time)) return {};
  return bad(fmt::format("{} \"{}\" is no time", what, time), "write YYYY-MM-DDTHH:MM:SSZ");
}

Status check_span(const std::optional<Span>& span, const char* what) {
  if (!span || span->begin <= span->end) return {};
  return bad(fmt::format("{} ends before it begins", what), "write [begin, end) in bytes");
}

// Where the document's text is known commits look at it, too.
Status check_evidence(const Evidence& evidence) {
  BAYAN_TRY(check_span(evidence.utf8, "evidence"));
  if (!evidence.utf8 || evidence.text.empty()) return {};
  const std::uint64_t bytes = evidence.utf8->end - evidence.utf8->begin;
  if (bytes == evidence.text.size()) return {};
  return bad(fmt::format("evidence.utf8 is [{}, {}), {} bytes, but evidence.text has {}: \"{}\"", evidence.utf8->begin,
                         evidence.utf8->end, bytes, evidence.text.size(), evidence.text),
             "spans count bytes of UTF-8, not letters");
}

Status check_round(std::int64_t round) {
  if (round >= 0 && round < RoundId::ordinal_bias) return {};
  return make_error(ErrorCode::limit, fmt::format("round {} is out of range", round), "rounds are numbered from 0");
}

Status check_node(const Node& node, unsigned depth) {
  if (depth > most_nesting)
    return make_error(ErrorCode::limit, fmt::format("claims nest deeper than {}", most_nesting));
  if (const auto* entity = std::get_if<Entity>(&node)) {
    if (entity->key.empty()) return bad("an entity needs a key", R"(write it as {"key":"Syria"})");
    return {};
  }
  if (const auto* phrase = std::get_if<Phrase>(&node)) {
    if (text::fold(phrase->text).empty())
      return bad(fmt::format("a phrase needs words, this one has none: \"{}\"", phrase->text), "write what was said");
    for (const std::string& key : phrase->about) {
      if (key.empty()) return bad("\"about\" has an empty key");
    }
    return {};
  }
  if (const auto* literal = std::get_if<Literal>(&node)) {
    return literal->type == LiteralType::date && literal->datatype.empty() ? check_date(literal->value, "value")
                                                                           : Status();
  }
  const auto& claim = std::get<std::shared_ptr<const Claim>>(node);
  if (!claim || claim->relation.empty())
    return bad("a claim has no parts", R"(write it as {"claim":{"subject":…,"relation":…,"object":…}})");
  BAYAN_TRY(check_node(claim->subject, depth + 1));
  return check_node(claim->object, depth + 1);
}

Status check(const Document& d) {
  if (d.sha256.empty() && d.title.empty())
    return bad("a document needs a title or a sha256", R"(write it as {"title":"…"})");
  BAYAN_TRY(check_date(d.date, "document date"));
  BAYAN_TRY(check_time(d.recorded_at, "recorded_at"));
  return d.round ? check_round(*d.round) : Status();
}

Status check(const Statement& s) {
  BAYAN_TRY(check_node(s.subject, 0));
  if (s.relation.empty()) return bad("a relation needs a key", R"(write it as "relation":"demands")");
  BAYAN_TRY(check_node(s.object, 0));
  BAYAN_TRY(check_date(s.date, "date"));
  BAYAN_TRY(check_time(s.recorded_at, "recorded_at"));
  BAYAN_TRY(check_time(s.retracted_at, "retracted_at"));
  BAYAN_TRY(check_span(s.object_span, "object_span"));
  if (s.evidence) BAYAN_TRY(check_evidence(*s.evidence));
  if (s.confidence && !(*s.confidence >= 0 && *s.confidence <= 1)) {
    return bad(fmt::format("confidence {} is not between 0 and 1", *s.confidence));
  }
  for (const auto* party : {&s.speaker, &s.holder, &s.addressee, &s.on_behalf_of}) {
    if (*party && (*party)->key.empty()) return bad("an entity needs a key", R"(write it as {"key":"Syria"})");
  }
  if (s.round) {
    if (s.series.empty()) return bad(fmt::format("round {} of no series", *s.round), R"(add "series")");
    BAYAN_TRY(check_round(*s.round));
  }
  return s.document ? check(*s.document) : Status();
}

Status check(const RoundDeclaration& r) {
  if (r.series.empty()) return bad("a round needs a series", R"(add "series")");
  BAYAN_TRY(check_round(r.round));
  BAYAN_TRY(check_date(r.first, "first"));
  BAYAN_TRY(check_date(r.last, "last"));
  if (!r.first.empty() && !r.last.empty() && r.last < r.first) {
    return bad(fmt::format("round {} of {} ends before it begins", r.round, r.series), "swap first and last");
  }
  return {};
}

Status check(const SeriesDeclaration& s) {
  if (s.key.empty()) return bad("a series needs a key", R"(write it as "key":"astana")");
  if (s.rounds_by.empty() || s.rounds_by == "day" || s.rounds_by == "month" || s.rounds_by == "year") return {};
  return bad(fmt::format("rounds_by is \"{}\"", s.rounds_by), "write day, month or year");
}

Status check(const EntityDeclaration& e) {
  if (e.key.empty()) return bad("an entity needs a key", R"(write it as "key":"Syria")");
  for (const std::string& other : e.not_the_same) {
    if (other.empty()) return bad("\"not_the_same\" has an empty key");
    if (other == e.key) return bad(fmt::format("\"{}\" is not_the_same as itself", e.key), "name the other one");
  }
  return {};
}

Status check(const RelationDeclaration& r) {
  return r.key.empty() ? bad("a relation needs a key", R"(write it as "key":"demands")") : Status();
}

}  // namespace

Status validate(const Record& record) {
  return std::visit([](const auto& held) { return check(held); }, record);
}

}  // namespace bayan::graph
