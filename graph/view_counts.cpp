// How much there is of everything: for people, who may wait for a walk over all of it.
#include <array>

#include "graph/view_impl.hpp"

namespace bayan::graph {

namespace {

struct StorePart {
  const char* name;
  std::vector<Family> families;
};

const std::array parts = {
    StorePart{"pages", {Family::page_sro, Family::page_ros, Family::page_osr, Family::page_rso, Family::page_round, Family::runs}},
    StorePart{"delta", {Family::sro, Family::ros, Family::osr, Family::rso, Family::round_first}},
    StorePart{"statements", {Family::statements, Family::statement_id, Family::by_speaker, Family::by_document}},
    StorePart{"dictionary", {Family::terms, Family::lookup, Family::names, Family::about, Family::claims}},
    StorePart{"words", {Family::words}},
    StorePart{"documents", {Family::documents, Family::chunks}},
    StorePart{"rounds and counts", {Family::meta, Family::rounds, Family::statistics, Family::history}}};

void count_term(View::Counts& counts, TermKind kind) {
  switch (kind) {
    case TermKind::entity:
      ++counts.entities;
      break;
    case TermKind::phrase:
      ++counts.phrases;
      break;
    case TermKind::literal:
      ++counts.literals;
      break;
    case TermKind::claim:
      ++counts.claim_nodes;
  }
}

}  // namespace

Result<View::Counts> View::counts() const {
  Counts out;
  BAYAN_TRY(every_statement([&](const StatementInfo& s) {
    ++(impl_->sees(s.recorded_us, s.retracted_us) ? out.statements : out.retracted);
    return true;
  }));
  FactPattern once;
  once.earliest = true;
  for (FactScan scan = facts(once, Order::ros); scan.next();) {
    for (std::size_t i = 0; i < scan.batch().size(); ++i) ++out.claims[scan.batch().predicate[i].relation()];
  }
  FactScan scan = facts({}, Order::sro);
  while (scan.next()) out.facts += scan.batch().size();
  BAYAN_TRY(scan.status());
  KvCursor cursor = impl_->snapshot->cursor(Family::terms);
  for (cursor.seek(""); cursor.valid(); cursor.next()) count_term(out, kind(term_of_key(cursor.key())));
  BAYAN_TRY(cursor.status());
  out.relations = impl_->catalog->relations.size();
  out.documents = all_documents().size();
  const auto kv = impl_->database->kv();
  out.bytes_on_disk = kv->bytes_on_disk();
  for (const StorePart& part : parts) {
    std::uint64_t bytes = 0;
    for (const Family family : part.families) bytes += kv->bytes_in_files(family);
    out.bytes_of_parts.emplace_back(part.name, bytes);
  }
  return out;
}

}  // namespace bayan::graph
