// From ids back to records: what export writes and re-reading compares.
#pragma once

#include <functional>
#include <string>

#include "bayan/result.hpp"
#include "bayan/statement.hpp"
#include "graph/view.hpp"

namespace bayan::graph {

Node node_record(const View& view, TermId id);
Document document_record(const View& view, const DocumentInfo& document);  // without its text
// The document is a reference: its sha256, or its title.
Result<Statement> statement_record(const View& view, const StatementInfo& statement);

// All of a store, in an order that an import can take: series, rounds, relations, entities, documents with their
// text, statements (retracted ones too, with both times). Stops when the visitor returns false.
Status each_record(const View& view, const std::function<bool(const Record&)>& visit);

}  // namespace bayan::graph
