// Withdrawing a document: what it said is retracted, all at one time.
#include <fmt/format.h>

#include "bayan/care.hpp"
#include "graph/view.hpp"
#include "text/fold.hpp"

namespace bayan {

namespace {

// By digest, by title as it is, else by title, publisher or source as anyone would type it.
Result<DocumentId> named_document(const graph::View& view, const std::string& name) {
  if (const auto found = view.find_document_sha256(name)) return *found;
  std::vector<DocumentId> found = view.find_documents_titled(name);
  if (found.empty()) found = view.documents_named(text::fold(name));
  if (found.size() == 1) return found.front();
  if (found.empty()) {
    return make_error(ErrorCode::unknown, fmt::format("there is no document \"{}\"", name),
                      "name its title or its sha256 as `bayan documents` lists them");
  }
  return make_error(ErrorCode::input, fmt::format("{} documents are called \"{}\"", found.size(), name),
                    "name the one that is meant by its sha256");
}

}  // namespace

Result<CommitReport> withdraw(Store& store, const std::string& document) {
  BAYAN_LET(snapshot, store.snapshot());
  const graph::View& view = *snapshot.view();
  BAYAN_LET(id, named_document(view, document));
  Batch batch;
  BAYAN_TRY(view.statements_from(id, [&](const graph::StatementInfo& statement) {
    batch.retract(statement.id);
    return true;
  }));
  if (batch.empty()) return CommitReport{};
  return store.commit(batch);
}

}  // namespace bayan
