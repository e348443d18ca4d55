// Questions: text in, rows out. The language is described in query/GRAMMAR.md.
//
//   auto rows = bayan::query(store, "Syria demands ?what @$r", {{"r", 21}});
//   while (rows->next()) use(rows->row());
//   if (!rows->status()) report(rows->status().error());
//
// Lifetime: Rows keeps its snapshot alive; the values of row() are its own copies.
#pragma once

#include <atomic>
#include <cstdint>
#include <initializer_list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "bayan/export.hpp"
#include "bayan/result.hpp"
#include "bayan/store.hpp"

namespace bayan {

// What stands in a cell. `kind` says which members count.
struct BAYAN_API Value {
  enum class Kind {
    null,
    entity,
    relation,
    phrase,
    text,
    integer,
    decimal,
    boolean,
    date,
    claim,
    round,
    statement,
    list,
    map
  };

  Kind kind = Kind::null;
  std::string key;   // entity, relation: its key; round: "astana:21"
  std::string text;  // what to print: the label, the phrase, the text, the written number, the date
  std::string lang;  // phrase
  std::int64_t integer = 0;
  double decimal = 0;
  bool boolean = false;
  bool negative = false;                              // relation: not
  std::vector<Value> items;                           // list; claim: subject, relation, object
  std::vector<std::pair<std::string, Value>> fields;  // map, statement: in order

  std::string json() const;
};

struct Row {
  std::vector<Value> values;        // one a column
  std::vector<std::string> rounds;  // where it matched: "astana:21"

  const Value& at(std::size_t column) const { return values[column]; }
};

// A round as it is told apart. Dies with its row.
struct RoundRef {
  std::string_view series;  // its key
  std::int64_t ordinal = 0;
};

// A cell without copies. Dies with its row.
struct CellView {
  Value::Kind kind = Value::Kind::null;
  std::string_view key;      // entity, relation: its key; round: its series' key
  std::string_view text;     // entity, relation: the label, or the key where there is none; else as Value::text
  std::int64_t integer = 0;  // an integer; a round's ordinal
  bool negative = false;     // relation: not
};

// What a query's $names stand for. A text acts as a quoted text and is never parsed as a query.
class BAYAN_API Parameters {
 public:
  struct EntityKey {
    std::string key;
  };
  struct TypedLiteral {
    std::string value;
    LiteralType type;
  };
  using Item = std::variant<std::string, std::int64_t, double, bool, EntityKey, TypedLiteral>;
  using Any = std::variant<std::string, std::int64_t, double, bool, EntityKey, TypedLiteral, std::vector<Item>>;

  Parameters() = default;
  Parameters(std::initializer_list<std::pair<const std::string, Any>> values) : values_(values) {}
  void set(const std::string& name, Any value) { values_[name] = std::move(value); }
  const std::map<std::string, Any>& values() const { return values_; }

  // From a JSON object, as on a command line and in the conformance cases. Errors: param.
  static Result<Parameters> from_json(std::string_view json);

 private:
  std::map<std::string, Any> values_;
};

struct QueryOptions {
  std::string lang = "en";  // the display language of labels
  std::string series{};       // the default series; empty: the only one
  std::string as_of{};        // "2026-11-01" or a time: what the store knew then; the query's own `as of` wins
  unsigned path_limit = 8;  // how often * and + repeat
  double similarity = 0.6;  // of `reworded`
  std::uint64_t rows = 0;   // budgets; 0 is none
  std::uint64_t timeout_ms = 0;
  std::uint64_t memory_bytes = 0;
  const std::atomic<bool>* cancel = nullptr;  // set from another thread; must outlive the Rows
};

class BAYAN_API Rows {
 public:
  struct Source;
  explicit Rows(std::unique_ptr<Source> source);
  Rows(Rows&&) noexcept;
  Rows& operator=(Rows&&) noexcept;
  ~Rows();

  const std::vector<std::string>& columns() const;   // names without "?"; `rounds` is not among them
  bool has_rounds() const;                           // whether rows print "rounds"
  bool next();                                       // false at the end and after a failure
  const Row& row() const;                            // dies with the next call of next()
  // The same row without copies: for hosts that read many.
  CellView cell(std::size_t column) const;
  std::size_t round_count() const;
  RoundRef round(std::size_t i) const;  // in order
  Status status() const;                             // ended and failed are different things
  std::optional<std::string> partial() const;        // after the end: why the result is not whole ("row limit")
  const std::vector<std::string>& warnings() const;  // for a person, not part of the result

  // The current row as one JSON object, as `--format jsonl` prints it.
  std::string json() const;

 private:
  std::unique_ptr<Source> source_;
};

// A read that is parsed once and asked often, with other parameters and of other snapshots.
//
//   auto demands = bayan::prepare("Syria demands ?what @$r");
//   auto rows = demands->run(snapshot, {{"r", 21}});
//
// Threads: one Prepared may be run by any number of threads at a time.
class BAYAN_API Prepared {
 public:
  struct Impl;
  explicit Prepared(std::shared_ptr<const Impl> impl);
  // Errors: as query().
  Result<Rows> run(const Snapshot& snapshot, const Parameters& parameters = {}) const;

 private:
  std::shared_ptr<const Impl> impl_;
};

// Errors: text, syntax, and place for a write.
BAYAN_API Result<Prepared> prepare(std::string_view text, const QueryOptions& options = {});

// Reads. A write in the query is an error (place).
BAYAN_API Result<Rows> query(const Snapshot& snapshot, std::string_view text, const Parameters& parameters = {},
                             const QueryOptions& options = {});

// Reads or writes: add, retract, alias, merge are one commit each.
BAYAN_API Result<Rows> query(Store& store, std::string_view text, const Parameters& parameters = {},
                             const QueryOptions& options = {});

// Whether a text is a write (add, retract, alias, merge). False when it is no query at all.
BAYAN_API bool is_write(std::string_view text);

}  // namespace bayan
