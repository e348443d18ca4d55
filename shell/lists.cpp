#include "shell/lists.hpp"

#include <fmt/format.h>

#include <functional>
#include <map>
#include <unordered_map>

#include "shell/table.hpp"

namespace bayan::shell {

namespace {

// How many statements there are of each thing.
struct Counts {
  std::unordered_map<RoundId, std::uint64_t> by_round;
  std::unordered_map<DocumentId, std::uint64_t> by_document;
  std::unordered_map<RelationId, std::uint64_t> by_relation;
  std::unordered_map<TermId, std::uint64_t> as_subject, as_object;
};

Result<Counts> count(const graph::View& view) {
  Counts out;
  BAYAN_TRY(view.all_statements([&](const graph::StatementInfo& s) {
    ++out.by_round[s.fact.round];
    if (s.document) ++out.by_document[s.document];
    ++out.by_relation[s.fact.predicate.relation()];
    ++out.as_subject[s.fact.subject];
    for (const TermId id : view.about(s.fact.object)) ++out.as_object[id];
    return true;
  }));
  return out;
}

std::string label_of(const Labels& labels, const std::string& key, const std::string& lang) {
  for (const std::string& wanted : {lang, std::string("en")}) {
    if (const auto found = labels.find(wanted); found != labels.end()) return found->second;
  }
  if (!labels.empty()) return labels.begin()->second;
  std::string out = key;
  for (char& c : out) c = c == '_' ? ' ' : c;
  return out;
}

Column number_column(const char* name) { return {name, {}, true, false, true}; }

Status print_rounds(const graph::View& view, const Invocation& in, Output& output) {
  BAYAN_LET(counts, count(view));
  const auto printer = make_printer(
      in.format,
      {{"round"}, {"first"}, {"last"}, {"place"}, number_column("documents"), number_column("statements"), {"covered"}},
      output, columns_of_output());
  for (const graph::RoundInfo& round : view.rounds()) {
    printer->row({text_cell(view.round_name(round.id)),
                  text_cell(round.first),
                  text_cell(round.last),
                  text_cell(round.place),
                  number_cell(view.documents_of(round.id).size()),
                  number_cell(counts.by_round[round.id]),
                  {round.covered ? "yes" : "no", round.covered ? "true" : "false"}});
  }
  printer->end();
  return {};
}

Status print_entities(const graph::View& view, const Invocation& in, Output& output) {
  BAYAN_LET(counts, count(view));
  const auto printer =
      make_printer(in.format, {{"key"}, {"type"}, {"label"}, number_column("says"), number_column("spoken_of")}, output,
                   columns_of_output());
  std::map<std::string, TermId> by_key;
  for (const TermId id : view.all_entities()) by_key[view.entity(id).key] = id;
  for (const auto& [key, id] : by_key) {
    const graph::EntityInfo& entity = view.entity(id);
    printer->row({text_cell(key), text_cell(entity.type), text_cell(label_of(entity.labels, key, in.lang)),
                  number_cell(counts.as_subject[id]), number_cell(counts.as_object[id])});
  }
  printer->end();
  return {};
}

Status print_relations(const graph::View& view, const Invocation& in, Output& output) {
  BAYAN_LET(counts, count(view));
  const auto printer =
      make_printer(in.format, {{"key"}, {"label"}, {"parent"}, {"stance"}, number_column("statements")}, output,
                   columns_of_output());
  for (const graph::RelationInfo& relation : view.all_relations()) {
    printer->row({text_cell(relation.key), text_cell(label_of(relation.labels, relation.key, in.lang)),
                  text_cell(relation.parent ? view.relation(relation.parent).key : ""), text_cell(relation.stance),
                  number_cell(counts.by_relation[relation.id])});
  }
  printer->end();
  return {};
}

Status print_documents(const graph::View& view, const Invocation& in, Output& output) {
  BAYAN_LET(counts, count(view));
  const auto printer = make_printer(in.format,
                                    {{"title"},
                                     {"lang"},
                                     {"publisher"},
                                     {"date"},
                                     {"round"},
                                     {"status"},
                                     number_column("statements"),
                                     number_column("bytes"),
                                     {"sha256", {}, false, false, false}},
                                    output, columns_of_output());
  for (const graph::DocumentInfo& d : view.all_documents()) {
    printer->row({text_cell(d.title), text_cell(d.lang), text_cell(d.publisher), text_cell(d.date),
                  text_cell(d.round ? view.round_name(d.round) : ""), text_cell(d.status),
                  number_cell(counts.by_document[d.id]), number_cell(d.size), text_cell(d.sha256)});
  }
  printer->end();
  return {};
}

Status print_stats(const graph::View& view, const Invocation& in, Output& output) {
  BAYAN_LET(counts, view.counts());
  BAYAN_LET(forgotten, view.forgotten_documents());
  const auto printer = make_printer(in.format, {{"what"}, number_column("count")}, output, columns_of_output());
  std::uint64_t claims = 0, bytes = 0;
  for (const auto& [relation, number] : counts.claims) claims += number;
  const auto row = [&](const std::string& what, std::uint64_t number) {
    printer->row({text_cell(what), number_cell(number)});
  };
  row("statements", counts.statements), row("retracted statements", counts.retracted);
  row("claims in rounds", counts.facts), row("claims", claims);
  for (const graph::RelationInfo& relation : view.all_relations())
    row("claims of " + relation.key, counts.claims[relation.id]);
  row("entities", counts.entities), row("phrases", counts.phrases);
  row("values", counts.literals), row("nested claims", counts.claim_nodes);
  row("relations", counts.relations), row("series", view.all_series().size()), row("rounds", view.rounds().size());
  row("documents", counts.documents), row("forgotten documents", forgotten.size());
  row("bytes on disk", counts.bytes_on_disk);
  for (const auto& [part, size] : counts.bytes_of_parts) row(fmt::format("bytes of {}", part), size), bytes += size;
  row("bytes of the log and lists of files", counts.bytes_on_disk > bytes ? counts.bytes_on_disk - bytes : 0);
  printer->end();
  return {};
}

using Print = Status (*)(const graph::View&, const Invocation&, Output&);
const std::map<std::string, Print> lists = {{"rounds", print_rounds},
                                            {"entities", print_entities},
                                            {"relations", print_relations},
                                            {"documents", print_documents},
                                            {"stats", print_stats}};

}  // namespace

Status print_list(const std::string& what, const graph::View& view, const Invocation& in, Output& output) {
  return lists.at(what)(view, in, output);
}

int run_list(const std::string& what, const Invocation& in) {
  const auto snapshot = open_snapshot(in);
  if (!snapshot) return report(snapshot.error());
  auto output = Output::open(in.output);
  if (!output) return report(output.error());
  if (auto status = print_list(what, *snapshot->view(), in, *output); !status) return report(status.error());
  if (auto status = output->finish(); !status) return report(status.error());
  return exit_done;
}

int run_stats(const Invocation& in) { return run_list("stats", in); }
int run_rounds(const Invocation& in) { return run_list("rounds", in); }
int run_relations(const Invocation& in) { return run_list("relations", in); }
int run_documents(const Invocation& in) { return run_list("documents", in); }

}  // namespace bayan::shell
