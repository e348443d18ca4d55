#include "graph/records.hpp"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "graph/dates.hpp"

namespace bayan::graph {

namespace {

using Visit = std::function<bool(const Record&)>;

std::optional<Entity> party(const View& view, TermId id) {
  if (!id) return std::nullopt;
  return Entity{view.entity(id).key, {}, {}};
}

Result<bool> visit_declarations(const View& view, const Visit& visit) {
  BAYAN_LET(told_apart, view.told_apart());
  std::map<TermId, std::vector<TermId>> apart;
  for (auto [one, other] : told_apart) {  // with the lesser key, whatever the ids
    if (view.entity(other).key < view.entity(one).key) std::swap(one, other);
    apart[one].push_back(other);
  }
  for (const SeriesInfo& s : view.all_series()) {
    if (!visit(SeriesDeclaration{s.key, s.labels, s.aliases, s.rounds_by})) return false;
  }
  for (const RoundInfo& r : view.rounds()) {
    if (!r.declared) continue;
    const bool by_date = !view.series(r.id.series()).rounds_by.empty();
    const RoundDeclaration round{view.series(r.id.series()).key, r.id.ordinal(), by_date ? "" : r.first,
                                 by_date ? "" : r.last, r.place};
    if (!visit(round)) return false;
  }
  for (const RelationInfo& r : view.all_relations()) {
    const std::string parent = r.parent ? view.relation(r.parent).key : std::string();
    if (!visit(RelationDeclaration{r.key, parent, r.labels, r.forms, r.stance, r.cameo, r.plover})) return false;
  }
  for (const TermId id : view.all_entities()) {
    const EntityInfo& e = view.entity(id);
    EntityDeclaration entity{e.key, e.type, e.labels, e.aliases};
    for (const TermId other : apart[id]) entity.not_the_same.push_back(view.entity(other).key);
    std::sort(entity.not_the_same.begin(), entity.not_the_same.end());
    if (!visit(entity)) return false;
  }
  return true;
}

}  // namespace

Node node_record(const View& view, TermId id) {
  switch (View::kind(id)) {
    case TermKind::entity:
      return Entity{view.entity(id).key, {}, {}};
    case TermKind::literal:
      return view.literal(id);
    case TermKind::phrase: {
      const PhraseInfo& info = view.phrase(id);
      Phrase out{info.text, info.lang, {}};
      for (const TermId about : info.about) out.about.push_back(view.entity(about).key);
      return out;
    }
    case TermKind::claim:
      break;
  }
  const ClaimInfo& info = view.claim(id);
  auto out = std::make_shared<Claim>();
  out->subject = node_record(view, info.subject);
  out->relation = view.relation(info.predicate.relation()).key;
  out->object = node_record(view, info.object);
  out->polarity = info.predicate.negative() ? Polarity::negative : Polarity::positive;
  return std::shared_ptr<const Claim>(std::move(out));
}

Document document_record(const View& view, const DocumentInfo& d) {
  Document out;
  out.sha256 = d.sha256, out.title = d.title, out.lang = d.lang, out.source = d.source, out.publisher = d.publisher;
  out.date = d.date, out.status = d.status;
  if (d.round) out.series = view.series(d.round.series()).key, out.round = d.round.ordinal();
  out.recorded_at = iso_from_us(d.recorded_us);
  return out;
}

Result<Statement> statement_record(const View& view, const StatementInfo& s) {
  Statement out;
  if (s.fact.round) out.series = view.series(s.fact.round.series()).key, out.round = s.fact.round.ordinal();
  out.date = s.date;
  out.subject = node_record(view, s.fact.subject);
  out.relation = view.relation(s.fact.predicate.relation()).key;
  out.object = node_record(view, s.fact.object);
  out.polarity = s.fact.predicate.negative() ? Polarity::negative : Polarity::positive;
  out.modality = s.modality, out.rule = s.rule, out.extractor = s.extractor, out.confidence = s.confidence;
  out.speaker = party(view, s.speaker), out.holder = party(view, s.holder);
  out.addressee = party(view, s.addressee), out.on_behalf_of = party(view, s.on_behalf_of);
  if (s.document) {
    BAYAN_LET(info, view.document(s.document));
    Document reference;
    if (info) reference.sha256 = info->sha256, reference.title = info->sha256.empty() ? info->title : std::string();
    out.document = reference;
  }
  if (s.utf8 || !s.quote.empty()) out.evidence = Evidence{s.utf8, s.quote};
  out.object_span = s.object_span;
  out.recorded_at = iso_from_us(s.recorded_us);
  if (s.retracted_us != not_retracted) out.retracted_at = iso_from_us(s.retracted_us);
  return out;
}

Status each_record(const View& view, const Visit& visit) {
  BAYAN_LET(all_wanted, visit_declarations(view, visit));
  if (!all_wanted) return {};
  for (const DocumentInfo& info : view.all_documents()) {
    Document document = document_record(view, info);
    if (info.has_text) {
      BAYAN_LET(text, view.document_text(info.id));
      document.text = text;
    }
    if (!visit(document)) return {};
  }
  Status failed;
  BAYAN_TRY(view.every_statement([&](const StatementInfo& info) {
    auto record = statement_record(view, info);
    if (!record) return failed = std::move(record.error()), false;
    return visit(*record);
  }));
  return failed;
}

}  // namespace bayan::graph
