// Errors as values.
//
// Result<T> holds a T or an Error, with the names of std::expected (has_value, value, error, operator*),
// so that it can become std::expected when the public headers move to C++23. Absent is not an error:
// functions that may find nothing return Result<std::optional<T>>.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "bayan/export.hpp"

namespace bayan {

// What went wrong, by kind. The first group are the codes of the query language (docs: query/GRAMMAR.md).
enum class ErrorCode {
  text,       // not UTF-8, stray character, unclosed quotation, bad escape, impossible date
  syntax,     // what the grammar does not allow
  unknown,    // a name nobody has
  ambiguous,  // a name of several
  unbound,    // a variable that the rows do not have
  kind,       // a value of the wrong kind
  column,     // a column that is taken
  param,      // a parameter is missing, or of a sort that does not fit
  place,      // allowed elsewhere, not here
  round,      // a range of rounds that cannot be
  limit,      // nested too deep, too long, too big
  input,      // a document, a record or a lexicon that cannot be read
  usage,      // the call itself is wrong
  store,      // the store cannot be opened, read or written
  busy,       // another process writes to the store
  cancelled,  // stopped on request
};

// The code's name as it stands in machine formats: "syntax", "unknown" ...
BAYAN_API std::string_view name(ErrorCode code);

// An error says what, where, and what to do next.
struct Error {
  ErrorCode code = ErrorCode::usage;
  std::string message;       // what
  std::string help;          // what to do next; may be empty
  std::string file;          // where: a path or a name for the input; empty for a query
  std::uint32_t line = 0;    // from 1; 0 when there is no place
  std::uint32_t column = 0;  // in code points, from 1
};

BAYAN_API Error make_error(ErrorCode code, std::string message, std::string help = {});

// An error with its place, caret and next step for a person to read. `source` is the text the place is in
// (a query, say); without it there is no caret.
BAYAN_API std::string describe(const Error& error, std::string_view source = {});

template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : held_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : held_(std::in_place_index<1>, std::move(error)) {}

  bool has_value() const { return held_.index() == 0; }
  explicit operator bool() const { return has_value(); }
  T& value() { return std::get<0>(held_); }
  const T& value() const { return std::get<0>(held_); }
  T& operator*() { return value(); }
  const T& operator*() const { return value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }
  Error& error() { return std::get<1>(held_); }
  const Error& error() const { return std::get<1>(held_); }

 private:
  std::variant<T, Error> held_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::move(error)) {}

  bool has_value() const { return !error_.has_value(); }
  explicit operator bool() const { return has_value(); }
  Error& error() { return *error_; }
  const Error& error() const { return *error_; }

 private:
  std::optional<Error> error_;
};

using Status = Result<void>;

}  // namespace bayan

// Returns the error of `expression` from the function it stands in.
#define BAYAN_TRY(expression)                                                                       \
  do {                                                                                              \
    if (auto bayan_status_ = (expression); !bayan_status_) return std::move(bayan_status_.error()); \
  } while (false)

// Declares `name` as the value of `expression`, or returns its error.
#define BAYAN_LET(name, expression)                              \
  auto name##_result_ = (expression);                            \
  if (!name##_result_) return std::move(name##_result_.error()); \
  auto& name = *name##_result_
