// What a query says, as written: the tree that the parser makes. Nothing is resolved yet; every part keeps its place.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "bayan/term.hpp"
#include "text/utf8.hpp"

namespace bayan::ql {

using text::Place;

// A bare word, a quoted text or a parameter.
struct Name {
  enum class Form { word, text, parameter };
  Form form = Form::word;
  std::string text;
  Place place;
};

struct Variable {
  std::string name;  // without "?"
  Place place;
};

// --- relations
struct PathExpr {
  enum class Kind { name, any, alternatives, sequence, inverse, repeat };
  Kind kind = Kind::name;
  Name name;
  std::vector<PathExpr> items;  // one of inverse and repeat
  std::uint64_t low = 0, high = 0;
  bool open = false;  // repeat: * or +, up to the setting
  Place place;        // of a repeat: what an error about its bounds points at
};

struct RelationExpr {
  enum class Kind { variable, any, path };
  Kind kind = Kind::path;
  std::optional<Place> negated;  // where "not" stands
  Variable variable;
  PathExpr path;
  Place place;
};

// --- nodes
struct ClaimExpr;

struct NodeExpr {
  enum class Kind { name, variable, any, literal, claim };
  Kind kind = Kind::any;
  Name name;
  Variable variable;
  Literal literal;
  std::shared_ptr<const ClaimExpr> claim;
  Place place;
};

struct ClaimExpr {
  NodeExpr subject;
  RelationExpr relation;
  NodeExpr object;
};

// --- conditions
struct Word {
  std::string text;
  Place place;
};

struct FieldExpr {
  Variable variable;
  std::vector<Word> properties;

  std::string name() const;  // "st.date"
};

struct ValueExpr {
  enum class Kind { field, name, literal };
  Kind kind = Kind::field;
  FieldExpr field;
  Name name;
  Literal literal;
  Place place;
};

struct CondExpr {
  enum class Kind { any_of, all_of, negation, compare, membership };
  Kind kind = Kind::compare;
  std::vector<CondExpr> items;  // of any_of, all_of, negation
  std::string op;               // = != < <= > >= ~ is
  ValueExpr left, right;
  std::vector<ValueExpr> list;         // membership
  std::optional<Name> list_parameter;  // membership: in $list
  Place place;                         // of the operator
};

// --- rounds
struct RoundExpr {
  enum class Kind { ordinal, last, date, parameter };
  Kind kind = Kind::ordinal;
  std::int64_t number = 0;  // the ordinal; how far back from the last
  std::string text;         // the date; the parameter's name
  Place place;
};

struct SpanExpr {
  enum class Form { series, single, range };
  Form form = Form::single;
  std::optional<Name> series;
  std::optional<RoundExpr> low, high;
  Place place;
};

struct PointExpr {
  std::optional<Name> series;
  RoundExpr round;
};

struct AtExpr {
  enum class Kind { rounds, variable, any };
  Kind kind = Kind::rounds;
  Variable variable;
  std::optional<std::vector<SpanExpr>> rounds;
  Place place;
};

// --- patterns
struct Qualifier {
  enum class Kind { by, about, from, as };
  Kind kind = Kind::by;
  NodeExpr value;
  Place place;  // of its keyword
};

struct PatternExpr {
  NodeExpr subject;
  RelationExpr relation;
  NodeExpr object;
  std::vector<Qualifier> qualifiers;
  Place place;
};

struct GroupExpr;

struct PartExpr {
  enum class Kind { pattern, absent, optional };
  Kind kind = Kind::pattern;
  PatternExpr pattern;
  std::shared_ptr<const GroupExpr> group;
  Place place;
};

struct SegmentExpr {
  std::vector<PartExpr> parts;
  std::optional<AtExpr> at;
  std::optional<std::int64_t> within;
  Place place;
};

struct GroupExpr {
  SegmentExpr segment;
  std::optional<CondExpr> where;
};

struct BodyExpr {
  std::vector<SegmentExpr> segments;
  std::optional<CondExpr> where;
};

struct WalkExpr {
  NodeExpr from, to;
  std::optional<std::int64_t> max;
  Place max_place;
  bool rising = false;
  std::optional<std::vector<SpanExpr>> rounds;
  Place place;
};

// --- verbs
struct SortKey {
  FieldExpr field;
  bool descending = false;
};

struct CountExpr {
  std::optional<std::int64_t> number;
  Name parameter;
  Place place;
};

struct VerbExpr {
  std::string name;  // the Latin word
  Place place;
  std::optional<PointExpr> from, to;  // diff
  std::vector<Variable> variables;    // matrix
  std::optional<CondExpr> cond;       // where
  std::vector<FieldExpr> fields;      // select; `by` of the aggregates
  std::optional<FieldExpr> field;     // aggregates
  std::vector<SortKey> keys;          // sort
  CountExpr number;                   // limit, offset
};

// --- the whole
struct WriteExpr {
  enum class Kind { add, retract, alias, merge };
  Kind kind = Kind::add;
  PatternExpr pattern;
  std::optional<PointExpr> at;                  // add
  std::optional<std::vector<SpanExpr>> rounds;  // retract
  Name name, into;                              // alias, merge
  std::string text;                             // alias
  Place place;
};

struct ReadExpr {
  enum class Mode { run, explain, profile };
  Mode mode = Mode::run;
  std::string as_of;  // a day or a time; empty: now
  std::variant<BodyExpr, WalkExpr> body;
  std::vector<VerbExpr> verbs;
};

using QueryExpr = std::variant<ReadExpr, WriteExpr>;

// The tree as one line of nested brackets, for tests.
std::string dump(const QueryExpr& query);
std::string dump(const CondExpr& cond);
std::string dump(const PatternExpr& pattern);
std::string dump(const SpanExpr& span);

// A part as it may be written, for plans.
std::string shown(const NodeExpr& node);
std::string shown(const RelationExpr& relation);
std::string shown(const PatternExpr& pattern);

}  // namespace bayan::ql
