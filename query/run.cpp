#include "query/run.hpp"

#include <fmt/format.h>

#include <iterator>

#include "query/exec/body.hpp"
#include "query/verbs/verbs.hpp"

namespace bayan::ql {

Run::Run(std::shared_ptr<const graph::View> view, ReadPlan plan, const QueryOptions& options)
    : view_(std::move(view)),
      plan_(std::move(plan)),
      options_(options),
      budget_(options),
      sources_(plan_.keeps_sources),
      values_(*view_, options.lang),
      coverage_(*view_),
      context_{*view_, budget_, sources_, values_, coverage_, options.path_limit} {
  if (const auto* body = std::get_if<BodyPlan>(&plan_.body)) operators_ = build(*body, context_);
  stream_ = RowStream::make(plan_, operators_, context_);
}

Result<bool> Run::more(std::vector<ResultRow>& out) {
  std::vector<ResultRow> found;
  bool goes_on = false;
  if (stream_) {
    BAYAN_LET(next, stream_->next(found));
    goes_on = next;
  } else if (!started_) {
    BAYAN_LET(rows, all());
    found = std::move(rows);
  }
  started_ = true;
  out.insert(out.end(), std::make_move_iterator(found.begin()), std::make_move_iterator(found.end()));
  return goes_on;
}

Result<std::vector<ResultRow>> Run::all() {
  const auto* body = std::get_if<BodyPlan>(&plan_.body);
  BAYAN_LET(rows, body != nullptr ? run(*body, operators_, plan_.each_round, context_)
                                  : run(std::get<WalkPlan>(plan_.body), context_));
  const VerbContext context{context_, plan_, options_.similarity};
  for (const auto& verb : plan_.verbs) BAYAN_TRY(run_verb(verb, context, rows));
  return std::move(rows);
}

std::vector<std::string> Run::describe_steps(bool counts) const {
  std::vector<std::string> out;
  describe(operators_, counts, 0, out);
  if (const auto* walk = std::get_if<WalkPlan>(&plan_.body)) {
    out.push_back(fmt::format("walk {} steps at most, from the end that is named, a length at a time{}", walk->max,
                              walk->rising ? ", rounds never going back" : ""));
  }
  for (const auto& verb : plan_.verbs) out.push_back("| " + verb.name);
  out.push_back(stream_ ? "rows come as they are found, claim by claim" : "rows come when all are found");
  return out;
}

}  // namespace bayan::ql
