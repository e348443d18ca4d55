// The care of statements, each as one commit: merges and their undoing, documents that are withdrawn or forgotten.
#include "bayan/care.hpp"
#include "graph/database.hpp"
#include "graph/merge.hpp"
#include "graph/unused.hpp"

namespace bayan::graph {

Result<std::uint64_t> Database::merge(const std::string& from_key, const std::string& into_key) {
  return commit_for<std::uint64_t>([&](Commit& commit) { return merge_entities(commit, from_key, into_key); });
}

Result<std::uint64_t> Database::undo_merge(const std::string& from_key) {
  return commit_for<std::uint64_t>([&](Commit& commit) { return graph::undo_merge(commit, from_key); });
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

Result<CommitReport> withdraw(Store& store, const std::string& document) {
  return store.database()->withdraw(document);
}

Result<CommitReport> forget(Store& store, const std::string& document) { return store.database()->forget(document); }

}  // namespace bayan
