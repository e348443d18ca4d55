// RDF as it is read: terms of a quad, and how they become our rows. What each means is in product terms:
// an IRI is an entity's or a relation's key, a literal a literal, a blank node the key `_:LOAD/LABEL`, and a named
// graph a document or a round.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "bayan/result.hpp"
#include "graph/bulk.hpp"

namespace bayan::ingest {

struct RdfTerm {
  enum class Kind { none, iri, blank, literal };

  Kind kind = Kind::none;
  std::string_view text;  // an IRI, a label without "_:", or a value
  std::string_view lang, datatype;
};

// The terms die with the call that gave them. No graph: the default graph.
struct RdfQuad {
  RdfTerm subject, predicate, object, graph;
};

struct RdfOptions {
  std::vector<std::string> prefixes;  // "P=IRI": an IRI that begins with IRI has the key P:rest; "=IRI": rest
  std::string graphs_as;              // "rounds:SERIES"; empty: a graph is a document
};

class RdfMapping {
 public:
  // `load` tells the blank nodes of this input from those of others; it is asked when the first is met.
  using LoadName = std::function<Result<std::string>()>;
  // Errors: usage (a prefix or graphs_as that cannot be read).
  static Result<RdfMapping> make(const RdfOptions& options, LoadName load);

  // What row() and document() say until the next call. Errors: input (a graph that names no round ...).
  Status map(const RdfQuad& quad);
  const graph::BulkRow& row() const { return row_; }
  std::string_view document() const { return document_; }  // title; empty for the default graph and for rounds

 private:
  Result<std::string_view> key(const RdfTerm& term, std::string& into);
  void map_literal(const RdfTerm& term);
  Status map_graph(const RdfTerm& graph);

  std::vector<std::pair<std::string, std::string>> prefixes_;  // IRI, what stands for it; longest first
  std::string series_;                                         // of graphs that are rounds
  LoadName load_;
  std::string load_name_;
  graph::BulkRow row_;
  std::string_view document_;
  std::string subject_, relation_, object_, graph_, datatype_;  // what the row refers to where it had to be made
};

}  // namespace bayan::ingest
