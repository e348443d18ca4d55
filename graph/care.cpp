// The care of statements, each as one commit: merges and their undoing, documents that are withdrawn or forgotten.
#include "bayan/care.hpp"
#include "graph/database.hpp"
#include "graph/merge.hpp"
#include "graph/proposals.hpp"
#include "graph/unused.hpp"

namespace bayan::graph {

Result<std::uint64_t> Database::merge(const std::string& from_key, const std::string& into_key) {
  return commit_for<std::uint64_t>([&](Commit& commit) { return merge_entities(commit, from_key, into_key); });
}

Result<std::uint64_t> Database::undo_merge(const std::string& from_key) {
  return commit_for<std::uint64_t>([&](Commit& commit) { return graph::undo_merge(commit, from_key); });
}

Result<bool> Database::tell_apart(const std::string& key, const std::string& other_key) {
  return commit_for<bool>([&](Commit& commit) -> Result<bool> {
    BAYAN_LET(one, existing_entity(commit, key));
    BAYAN_LET(other, existing_entity(commit, other_key));
    if (one == other)
      return make_error(ErrorCode::input, "these are one entity: " + key, "undo their merge first, if they were two");
    BAYAN_LET(one_info, commit.terms().read_entity(one));
    BAYAN_LET(other_info, commit.terms().read_entity(other));
    return commit.terms().tell_apart(one_info.key, other_info.key);
  });
}

Result<CommitReport> Database::withdraw(const std::string& document) {
  return commit_for<CommitReport>([&](Commit& commit) -> Result<CommitReport> {
    BAYAN_LET(id, commit.named_document(document));
    BAYAN_LET(statements, commit.statements_of(id));
    for (const StatementId statement : statements) BAYAN_TRY(commit.retract(statement, commit.now_us()));
    return commit.take_report();
  });
}

Result<CommitReport> Database::forget(const std::string& document) {
  return commit_for<CommitReport>([&](Commit& commit) -> Result<CommitReport> {
    BAYAN_LET(id, commit.named_document(document));
    std::set<TermId> named;
    BAYAN_TRY(commit.forget(id, named));
    BAYAN_TRY(add_parts(commit, named));
    BAYAN_LET(removed, remove_unused(commit, std::move(named)));
    BAYAN_TRY(forget_merges(commit, removed));
    return commit.take_report();
  });
}

}  // namespace bayan::graph

namespace bayan {

Result<std::uint64_t> Store::merge(const std::string& from_key, const std::string& into_key) {
  return database_->merge(from_key, into_key);
}

Result<std::uint64_t> Store::undo_merge(const std::string& from_key) { return database_->undo_merge(from_key); }

Result<std::vector<MergeProposal>> Store::merge_proposals(const ProposalOptions& options) const {
  BAYAN_LET(view, database_->view());
  return graph::merge_proposals(*view, options);
}

Result<bool> Store::tell_apart(const std::string& key, const std::string& other_key) {
  return database_->tell_apart(key, other_key);
}

Result<CommitReport> withdraw(Store& store, const std::string& document) {
  return store.database()->withdraw(document);
}

Result<CommitReport> forget(Store& store, const std::string& document) { return store.database()->forget(document); }

}  // namespace bayan
