// `bayan entities`: the list, pairs that may be one entity, and the verdict that two are not.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "bayan/store.hpp"
#include "shell/lists.hpp"
#include "shell/table.hpp"
#include "shell/terminal.hpp"
#include "text/fold.hpp"
#include "text/nearest.hpp"

namespace bayan::shell {

namespace {

// The key of whom a key or a name means.
Result<std::string> key_of(const graph::View& view, const std::string& name) {
  if (const TermId id = view.find_entity(name)) return view.entity(id).key;
  const std::vector<TermId> found = view.entities_named(text::fold(name));
  if (found.size() == 1) return view.entity(found.front()).key;
  if (found.size() > 1) {
    std::string keys;
    for (const TermId id : found) keys += (keys.empty() ? "" : ", ") + view.entity(id).key;
    return make_error(ErrorCode::ambiguous, fmt::format("\"{}\" is the name of several entities", name),
                      "name one by its key: " + keys);
  }
  const auto near = text::nearest(name, view.entity_names());
  return make_error(ErrorCode::unknown, fmt::format("unknown entity \"{}\"", name),
                    near.empty() ? "bayan entities lists them" : fmt::format("did you mean \"{}\"?", near.front()));
}

Status tell_apart(const Invocation& in) {
  BAYAN_LET(store, open_existing_for_writing(in));
  BAYAN_LET(snapshot, store.snapshot());
  BAYAN_LET(one, key_of(*snapshot.view(), in.apart[0]));
  BAYAN_LET(other, key_of(*snapshot.view(), in.apart[1]));
  BAYAN_LET(is_new, store.tell_apart(one, other));
  if (!in.quiet) fmt::print(stderr, "{}: {} and {} are not the same\n", is_new ? "noted" : "known already", one, other);
  return {};
}

Cell reasons_cell(const std::vector<std::string>& reasons) {
  std::string text;
  for (const std::string& reason : reasons) text += (text.empty() ? "" : "; ") + reason;
  return {text, nlohmann::json(reasons).dump()};
}

Status print_proposals(const Invocation& in) {
  BAYAN_LET(store, open_for_reading(in));
  const Interrupts interrupts;
  ProposalOptions options;
  options.cancel = &Interrupts::stopped();
  BAYAN_LET(proposals, store.merge_proposals(options));
  BAYAN_LET(output, Output::open(in.output));
  const auto printer =
      make_printer(in.format, {{"score", {}, true, false, true}, {"merge"}, {"into"}, {"type"}, {"reasons"}}, output,
                   columns_of_output());
  for (const MergeProposal& proposal : proposals) {
    const std::string score = fmt::format("{:.2f}", proposal.score);
    printer->row({{score, score},
                  text_cell(proposal.from_key),
                  text_cell(proposal.into_key),
                  text_cell(proposal.type),
                  reasons_cell(proposal.reasons)});
  }
  printer->end();
  return output.finish();
}

}  // namespace

int run_entities(const Invocation& in) {
  if (!in.proposals && in.apart.empty()) return run_list("entities", in);
  const Status done = in.proposals ? print_proposals(in) : tell_apart(in);
  return done ? exit_done : report(done.error());
}

}  // namespace bayan::shell
