// N-Triples and N-Quads, a line at a time, so that a bad line spoils no other and has its place.
// Source: RDF 1.1 N-Quads (W3C, 2014), section 6; an N-Triples line is one without a graph.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "bayan/result.hpp"
#include "ingest/rdf.hpp"

namespace bayan::ingest {

class NQuadsReader {
 public:
  explicit NQuadsReader(bool graphs) : graphs_(graphs) {}

  // False for an empty line or a comment; else quad() is what it says, until the next call. Errors: input (with the
  // column). REQUIRES: well-formed UTF-8.
  Result<bool> read(std::string_view line);
  const RdfQuad& quad() const { return quad_; }

 private:
  Error bad(std::string_view what, std::string_view help = {}) const;
  void skip_blanks();
  bool take(char wanted);
  Status read_iri(std::string_view& into, std::string& unescaped);
  Status read_blank(RdfTerm& term);
  Status read_literal(RdfTerm& term);
  Status read_node(RdfTerm& term, std::string& unescaped, std::string_view wanted);
  Status read_escape(std::string& into, bool in_literal);

  bool graphs_;
  std::string_view line_;
  std::size_t at_ = 0;
  RdfQuad quad_;
  std::array<std::string, 5> unescaped_;  // subject, predicate, object, datatype, graph
};

}  // namespace bayan::ingest
