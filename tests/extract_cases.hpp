// Sentences with the statements they make, one a line: how tests of the reader's rules are written.
#pragma once

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "tests/extract_print.hpp"

namespace bayan::testing {

struct Case {
  const char* text;
  std::vector<std::string> claims;  // print_claim() of each
};

inline std::vector<std::string> claims(const std::string& text, const DocumentOptions& options) {
  const auto reads = read(text, options);
  REQUIRE(reads.has_value());
  std::vector<std::string> out;
  for (const Statement& s : reads->statements) out.push_back(print_claim(s));
  return out;
}

inline void check(const std::vector<Case>& cases, const std::string& series = {}) {
  DocumentOptions options;
  options.series = series;
  options.round = 5;
  options.date = "2020-03-10";
  for (const Case& c : cases) {
    const auto found = claims(c.text, options);
    CAPTURE(c.text);
    CAPTURE(fmt::format("{}", fmt::join(found, "\n")));
    CHECK(found == c.claims);
  }
}

}  // namespace bayan::testing
