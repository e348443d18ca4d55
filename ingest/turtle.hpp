// Turtle and TriG, read by serd. A mistake ends the reading: what stands after it may mean something else.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "bayan/result.hpp"
#include "ingest/decompress.hpp"
#include "ingest/rdf.hpp"

namespace bayan::ingest {

struct TurtleOptions {
  bool graphs = false;  // TriG
  std::string base;     // what relative IRIs refer to; may be empty
};

// Calls `visit` with each quad, in the order of the text. The value is the mistake that ended the reading, if one did,
// with line and column where they are known. Errors: those of the source and of `visit`, which end the reading too.
using VisitQuad = std::function<Status(const RdfQuad&)>;
Result<std::optional<Error>> read_turtle(ByteSource& source, const TurtleOptions& options, const VisitQuad& visit);

}  // namespace bayan::ingest
