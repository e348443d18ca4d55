// Questions to a store as the bench beside the peers asks them, and answers as it compares them.
//
// A question is a line {"id": 7, "kind": "seek", "args": ["actor 3", "relation 5"]}; an answer is one number, several, or
// for rows their digest: [number of rows, sum over the rows of CRC-32 of the row's values joined by tabs].
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "bayan/result.hpp"

namespace bayan::bench {

using Argument = std::variant<std::int64_t, std::string>;

struct Question {
  std::int64_t id = 0;
  std::string kind;
  std::vector<Argument> args;

  std::int64_t number(std::size_t i) const { return std::get<std::int64_t>(args[i]); }
  const std::string& text(std::size_t i) const { return std::get<std::string>(args[i]); }
};

// Errors: input (not a question).
Result<Question> question_from_json(std::string_view line);

// What was fetched: rows of texts and numbers, a row after the other. Texts live as long as the snapshot.
using Value = std::variant<std::int64_t, std::string_view>;
struct Fetched {
  std::size_t columns = 1;
  std::vector<Value> values;

  void row(std::initializer_list<Value> row) { values.insert(values.end(), row); }
};

// The answer as JSON.
std::string answer(const std::string& kind, const Fetched& fetched);

}  // namespace bayan::bench
