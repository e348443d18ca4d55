#include "graph/values.hpp"

#include <fmt/format.h>

#include <cmath>

namespace bayan::graph {

namespace {

constexpr double confidence_scale = 1e6;

class Encoder {
 public:
  Encoder& number(std::uint64_t value) {
    while (value >= 0x80) out_ += static_cast<char>(value | 0x80), value >>= 7;
    out_ += static_cast<char>(value);
    return *this;
  }
  Encoder& signed_number(std::int64_t value) {
    return number(static_cast<std::uint64_t>(value) << 1 ^ static_cast<std::uint64_t>(value >> 63));
  }
  Encoder& text(std::string_view value) {
    number(value.size());
    out_ += value;
    return *this;
  }
  Encoder& texts(const std::vector<std::string>& values) {
    number(values.size());
    for (const std::string& value : values) text(value);
    return *this;
  }
  Encoder& labels(const Labels& values) {
    number(values.size());
    for (const auto& [lang, value] : values) text(lang).text(value);
    return *this;
  }
  Encoder& aliases(const Aliases& values) {
    number(values.size());
    for (const auto& [lang, names] : values) text(lang).texts(names);
    return *this;
  }
  Encoder& span(const std::optional<Span>& value) {
    if (!value) return number(0);
    return number(1).number(value->begin).number(value->end);
  }
  std::string take() { return std::move(out_); }

 private:
  std::string out_;
};

// Reads fields; after the first that does not fit, all are empty and `done` says so.
class Decoder {
 public:
  explicit Decoder(std::string_view bytes) : rest_(bytes) {}

  std::uint64_t number() {
    std::uint64_t out = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      if (rest_.empty()) return fail();
      const auto byte = static_cast<unsigned char>(rest_.front());
      rest_.remove_prefix(1);
      out |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
      if (byte < 0x80) return out;
    }
    return fail();
  }
  std::int64_t signed_number() {
    const std::uint64_t value = number();
    return static_cast<std::int64_t>(value >> 1) ^ -static_cast<std::int64_t>(value & 1);
  }
  std::string_view view() {
    const std::uint64_t size = number();
    if (size > rest_.size()) return fail(), std::string_view();
    const std::string_view out = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return out;
  }
  std::string text() { return std::string(view()); }
  std::vector<std::string> texts() {
    std::vector<std::string> out;
    for (std::uint64_t n = count(); n > 0; --n) out.push_back(text());
    return out;
  }
  Labels labels() {
    Labels out;
    for (std::uint64_t n = count(); n > 0; --n) {
      std::string lang = text();
      out[std::move(lang)] = text();
    }
    return out;
  }
  Aliases aliases() {
    Aliases out;
    for (std::uint64_t n = count(); n > 0; --n) {
      std::string lang = text();
      out[std::move(lang)] = texts();
    }
    return out;
  }
  std::optional<Span> span() {
    if (number() == 0) return std::nullopt;
    Span out;
    out.begin = number();
    out.end = number();
    return out;
  }
  // A count of items, none of which is empty: more than there are bytes is damage.
  std::uint64_t count() {
    const std::uint64_t n = number();
    return n > rest_.size() ? fail() : n;
  }
  // As done(), where not all of it was wanted.
  template <class T>
  Result<T> so_far(T value, const char* what) const {
    if (failed_) return damaged(fmt::format("a {} cannot be read", what));
    return value;
  }
  template <class T>
  Result<T> done(T value, const char* what) const {
    if (failed_ || !rest_.empty()) {
      return damaged(fmt::format("a {} cannot be read", what));
    }
    return value;
  }

 private:
  std::uint64_t fail() {
    failed_ = true;
    rest_ = {};
    return 0;
  }
  std::string_view rest_;
  bool failed_ = false;
};

}  // namespace

Error damaged(const std::string& what) {
  return make_error(ErrorCode::store, "the store is damaged: " + what, "restore it from a backup");
}

Result<std::uint64_t> decode_count(const std::optional<std::string>& stored) {
  if (!stored) return std::uint64_t{0};
  return decode_number(std::string_view(*stored));
}

std::string encode_number(std::uint64_t number) { return Encoder().number(number).take(); }

Result<std::uint64_t> decode_number(std::string_view bytes) {
  Decoder in(bytes);
  const std::uint64_t out = in.number();
  return in.done(out, "number");
}

std::string encode(const EntityInfo& e) {
  return Encoder().text(e.key).text(e.type).labels(e.labels).aliases(e.aliases).texts(e.former_keys).take();
}

Result<EntityInfo> decode_entity(std::string_view bytes) {
  Decoder in(bytes);
  EntityInfo out{in.text(), in.text(), in.labels(), in.aliases(), in.texts()};
  return in.done(std::move(out), "name");
}

Result<EntityName> decode_entity_name(std::string_view bytes) {
  Decoder in(bytes);
  const std::string_view key = in.view();
  in.view();  // the type
  return in.so_far(EntityName{key, in.count() > 0}, "name");
}

std::string encode(const PhraseInfo& p) {
  Encoder out;
  out.text(p.text).text(p.lang).number(p.about.size());
  for (const TermId id : p.about) out.number(id.value);
  return out.take();
}

Result<PhraseInfo> decode_phrase(std::string_view bytes) {
  Decoder in(bytes);
  PhraseInfo out{in.text(), in.text(), {}};
  for (std::uint64_t n = in.count(); n > 0; --n) out.about.push_back({in.number()});
  return in.done(std::move(out), "phrase");
}

std::string encode(const Literal& l) {
  return Encoder().number(static_cast<std::uint64_t>(l.type)).text(l.value).text(l.lang).text(l.datatype).take();
}

Result<Literal> decode_literal(std::string_view bytes) {
  Decoder in(bytes);
  const std::uint64_t type = in.number();
  Literal out{static_cast<LiteralType>(type), in.text(), in.text(), in.text()};
  if (type > static_cast<std::uint64_t>(LiteralType::date)) return Decoder({}).done(Literal{}, "literal");
  return in.done(std::move(out), "literal");
}

std::string encode(const ClaimInfo& c) {
  return Encoder().number(c.subject.value).number(c.predicate.value).number(c.object.value).take();
}

Result<ClaimInfo> decode_claim(std::string_view bytes) {
  Decoder in(bytes);
  ClaimInfo out{{in.number()}, {in.number()}, {in.number()}};
  return in.done(out, "claim");
}

std::string encode(const RelationInfo& r) {
  return Encoder()
      .text(r.key)
      .number(r.parent.value)
      .labels(r.labels)
      .aliases(r.forms)
      .text(r.stance)
      .text(r.cameo)
      .text(r.plover)
      .take();
}

Result<RelationInfo> decode_relation(std::string_view bytes) {
  Decoder in(bytes);
  RelationInfo out{{}, in.text(), {in.number()}, in.labels(), in.aliases(), in.text(), in.text(), in.text()};
  return in.done(std::move(out), "relation");
}

std::string encode(const SeriesInfo& s) {
  return Encoder().text(s.key).labels(s.labels).aliases(s.aliases).text(s.rounds_by).take();
}

Result<SeriesInfo> decode_series(std::string_view bytes) {
  Decoder in(bytes);
  SeriesInfo out{{}, in.text(), in.labels(), in.aliases(), in.text()};
  return in.done(std::move(out), "series");
}

std::string encode(const RoundDeclaration& r) { return Encoder().text(r.first).text(r.last).text(r.place).take(); }

Result<RoundDeclaration> decode_round(std::string_view bytes) {
  Decoder in(bytes);
  RoundDeclaration out{{}, 0, in.text(), in.text(), in.text()};
  return in.done(std::move(out), "round");
}

std::string encode(const DocumentInfo& d) {
  Encoder out;
  out.text(d.sha256).text(d.title).text(d.lang).text(d.source).text(d.publisher).text(d.date).text(d.status);
  return out.number(d.round.value).number(d.size).number(d.has_text ? 1 : 0).signed_number(d.recorded_us).take();
}

Result<DocumentInfo> decode_document(std::string_view bytes) {
  Decoder in(bytes);
  DocumentInfo out;
  for (std::string* field : {&out.sha256, &out.title, &out.lang, &out.source, &out.publisher, &out.date, &out.status})
    *field = in.text();
  out.round = {in.number()};
  out.size = in.number();
  out.has_text = in.number() != 0;
  out.recorded_us = in.signed_number();
  return in.done(std::move(out), "document");
}

std::string encode(const PredicateStatistics& s) {
  Encoder out;
  out.number(s.rows).number(s.claims).number(s.subjects).number(s.objects);
  for (const auto* heavy : {&s.heavy_subjects, &s.heavy_objects}) {
    out.number(heavy->size());
    for (const HeavyHitter& one : *heavy) out.number(one.node.value).number(one.rows);
  }
  return out.take();
}

Result<PredicateStatistics> decode_statistics(std::string_view bytes) {
  Decoder in(bytes);
  PredicateStatistics out;
  for (std::uint64_t* field : {&out.rows, &out.claims, &out.subjects, &out.objects}) *field = in.number();
  for (auto* heavy : {&out.heavy_subjects, &out.heavy_objects}) {
    for (std::uint64_t left = in.count(); left > 0; --left) {
      const TermId node{in.number()};
      heavy->push_back({node, in.number()});
    }
  }
  return in.done(std::move(out), "predicate's statistics");
}

std::string encode(const StatementInfo& s) {
  Encoder out;
  out.number(s.document.value);
  for (const TermId id : {s.speaker, s.holder, s.addressee, s.on_behalf_of}) out.number(id.value);
  out.text(s.date).text(s.modality).text(s.rule).text(s.extractor);
  out.number(s.confidence ? 1 : 0);
  if (s.confidence) out.signed_number(std::llround(*s.confidence * confidence_scale));
  return out.span(s.utf8)
      .span(s.object_span)
      .text(s.quote)
      .signed_number(s.recorded_us)
      .signed_number(s.retracted_us)
      .take();
}

Result<StatementInfo> decode_statement(std::string_view bytes) {
  Decoder in(bytes);
  StatementInfo out;
  out.document = {in.number()};
  for (TermId* id : {&out.speaker, &out.holder, &out.addressee, &out.on_behalf_of}) *id = {in.number()};
  for (std::string* field : {&out.date, &out.modality, &out.rule, &out.extractor}) *field = in.text();
  if (in.number() != 0) out.confidence = static_cast<double>(in.signed_number()) / confidence_scale;
  out.utf8 = in.span();
  out.object_span = in.span();
  out.quote = in.text();
  out.recorded_us = in.signed_number();
  out.retracted_us = in.signed_number();
  return in.done(std::move(out), "statement");
}

std::string encode(const MergeInfo& m) {
  return Encoder()
      .number(m.from.value)
      .number(m.into.value)
      .text(encode(m.from_before))
      .text(encode(m.into_before))
      .signed_number(m.recorded_us)
      .signed_number(m.undone_us)
      .take();
}

Result<MergeInfo> decode_merge(std::string_view bytes) {
  Decoder in(bytes);
  MergeInfo out;
  out.from = {in.number()};
  out.into = {in.number()};
  const std::string_view from = in.view(), into = in.view();
  out.recorded_us = in.signed_number();
  out.undone_us = in.signed_number();
  BAYAN_TRY(in.done(true, "merge"));
  BAYAN_LET(from_before, decode_entity(from));
  BAYAN_LET(into_before, decode_entity(into));
  out.from_before = std::move(from_before), out.into_before = std::move(into_before);
  return out;
}

std::string encode(const StatementParts& parts) {
  Encoder out;
  for (const TermId id : parts.all()) out.number(id.value);
  return out.take();
}

Result<StatementParts> decode_parts(std::string_view bytes) {
  Decoder in(bytes);
  StatementParts out;
  for (TermId* id : out.fields()) *id = {in.number()};
  return in.done(out, "change of a merge");
}

std::string encode(const RenamedClaim& claim) {
  return Encoder().number(claim.now.value).text(encode(claim.before)).take();
}

Result<RenamedClaim> decode_renamed(std::string_view bytes) {
  Decoder in(bytes);
  RenamedClaim out;
  out.now = {in.number()};
  const std::string_view before = in.view();
  BAYAN_TRY(in.done(true, "claim of a merge"));
  BAYAN_LET(claim, decode_claim(before));
  out.before = claim;
  return out;
}

std::string encode(const ForgottenInfo& f) {
  return Encoder().text(f.sha256).number(f.statements).signed_number(f.forgotten_us).take();
}

Result<ForgottenInfo> decode_forgotten(std::string_view bytes) {
  Decoder in(bytes);
  ForgottenInfo out;
  out.sha256 = in.text();
  out.statements = in.number();
  out.forgotten_us = in.signed_number();
  return in.done(std::move(out), "forgotten document");
}

}  // namespace bayan::graph
