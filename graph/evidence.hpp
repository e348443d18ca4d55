// Whether a quotation stands where its statement says: the promise of every span.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "bayan/result.hpp"
#include "bayan/statement.hpp"

namespace bayan::graph {

// Compares the bytes of a span with its quotation, and both spans with the size of the text. `document`: what it is
// called. Nothing to compare is no error. Errors: input, with the field, what stands there, and where the quotation
// does.
Status check_quotation(const std::optional<Evidence>& evidence, const std::optional<Span>& object_span,
                       std::string_view document, std::string_view text);

}  // namespace bayan::graph
