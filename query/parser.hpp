// Text to tree. Recursive descent, one function a rule of GRAMMAR.md.
#pragma once

#include <string_view>

#include "bayan/result.hpp"
#include "query/ast.hpp"

namespace bayan::ql {

// Errors: text, syntax, limit (nested too deep), unknown (a verb); each at the token at fault.
Result<QueryExpr> parse(std::string_view query);

}  // namespace bayan::ql
