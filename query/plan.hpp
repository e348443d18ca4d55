// What a query means: the tree with every name resolved to ids and every variable to a slot. The checker makes it, the
// planner orders it, the executor runs it.
//
// A solution under way is a row of 64-bit slots: a variable's id, or the round that a segment or a group matched in.
// 0 is "not bound".
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "graph/model.hpp"
#include "query/cell.hpp"

namespace bayan::ql {

using Slot = unsigned;

enum class ColumnKind { node, relation, round, statement, text, number, date, boolean, list };
std::string_view name(ColumnKind kind);

struct Column {
  std::string name;
  ColumnKind kind = ColumnKind::node;
};

// --- patterns
struct PredicateTerm {
  enum class Kind { any, variable, named };
  Kind kind = Kind::any;
  Slot slot = 0;
  bool negated = false;               // variable: the opposite polarity; named: negative instead of positive
  std::vector<RelationId> relations;  // named: any of these, sorted
};

struct ClaimTerm;

// The nodes that `~` conditions can let through, by the index of words. More than fit, never fewer: the index only says
// no, and the condition is tested all the same.
struct WordNodes {
  std::string variable;       // the name of the variable
  std::vector<TermId> nodes;  // sorted
  bool whole = false;         // no other node can fit; else those that the index does not know of may

  bool admits(TermId node) const;
};

struct NodeTerm {
  enum class Kind { any, variable, nodes, claim };
  Kind kind = Kind::any;
  Slot slot = 0;
  std::vector<TermId> nodes;  // any of these, sorted; may be none
  std::shared_ptr<const ClaimTerm> claim;
  std::shared_ptr<const WordNodes> words;  // variable: only these; none: any
};

struct ClaimTerm {
  NodeTerm subject;
  PredicateTerm predicate;
  NodeTerm object;
};

// A path with its inversions pushed down to the steps.
struct PathPlan {
  enum class Kind { step, alternatives, sequence, repeat };
  Kind kind = Kind::step;
  bool any = false;     // step: over any relation
  RelationId relation;  // step
  bool back = false;    // step: against the arrow
  std::vector<PathPlan> items;
  unsigned low = 0, high = 0;
  bool open = false;  // repeat: up to the setting, which may cut it short
};

// What the planner found out about a pattern.
struct Access {
  // Where facts are sought by each node, or statement, that has the words of a condition.
  enum class Words { no, subject, object, statement };
  Words words = Words::no;
  double facts = 0;                  // estimated facts that fit its constants
  bool exact = false;                // `facts` was counted
  double subjects = 1, objects = 1;  // distinct ones of them, about
  bool hashed = false;               // load the facts once and look them up, instead of a seek for each row
  std::string reason;
};

struct PatternPlan {
  NodeTerm subject;
  PredicateTerm predicate;
  NodeTerm object;
  std::shared_ptr<const PathPlan> path;  // instead of the predicate
  std::optional<NodeTerm> by;
  std::vector<NodeTerm> about;
  std::optional<std::vector<DocumentId>> from;
  std::optional<Slot> statement;
  // The statements whose quote has the words of a condition; none: any. Sorted.
  std::shared_ptr<const std::vector<StatementId>> quoting;
  std::string shown;  // as it may be written
  Access access;

  // Whether it must look at statements, not only at facts.
  bool needs_statements() const { return by || from || statement; }
};

// --- rounds
// In which round a segment or group matches.
struct RoundScope {
  enum class Kind {
    one,    // in any one round; background alone leaves the slot empty
    among,  // in one of the allowed rounds; background holds in each of them
    each,   // each pattern in an allowed round of its own (`any`)
  };
  Kind kind = Kind::one;
  Slot slot = 0;
  bool limited = false;          // only `allowed`; else every known round
  std::vector<RoundId> allowed;  // sorted
  std::optional<Slot> variable;  // `@?r`
};

// --- conditions
enum class Property {
  key,
  label,
  type,
  lang,
  parent,
  polarity,
  stance,
  cameo,
  plover,
  series,
  ordinal,
  date,
  end,
  place,
  id,
  round,
  modality,
  confidence,
  quote,
  speaker,
  holder,
  addressee,
  on_behalf_of,
  status,
  document,
  source,
  publisher,
  rule,
  subject,
  relation,
  object
};
std::string_view name(Property property);

struct FieldStep {
  ColumnKind of = ColumnKind::node;
  Property property = Property::key;
  std::string lang;  // of label
};

struct FieldPlan {
  unsigned column = 0;  // a slot in a body, a column's index after it
  std::vector<FieldStep> steps;
  ColumnKind kind = ColumnKind::node;
  std::string name;
};

struct OperandPlan {
  enum class Kind { field, value, nodes, relation };
  Kind kind = Kind::value;
  FieldPlan field;
  Cell value;
  std::vector<TermId> nodes;  // any of these, sorted
  RelationId relation;        // in either polarity
};

struct CondPlan {
  enum class Kind {
    any_of,
    all_of,
    negation,
    equal,
    unequal,
    less,
    less_equal,
    greater,
    greater_equal,
    search,
    is_relation,
    is_type,
    member
  };
  Kind kind = Kind::equal;
  std::vector<CondPlan> items;
  OperandPlan left, right;
  std::vector<OperandPlan> list;
  RelationId relation;             // is_relation
  std::string type;                // is_type
  std::vector<std::string> stems;  // search: all of these
};

// --- bodies
using Documents = std::vector<DocumentId>;

struct GroupPlan;

struct SegmentPlan {
  std::vector<PatternPlan> patterns;
  std::vector<GroupPlan> optionals, absents;
  RoundScope scope;
  std::optional<Slot> previous;        // the round it must be later than
  std::optional<std::int64_t> within;  // how much later at most
  std::vector<Documents> from;         // one set for each pattern with `from`: only these cover
};

// `not (...)` or `optional (...)`.
struct GroupPlan {
  SegmentPlan segment;
  bool own_rounds = false;  // has an `@` of its own; else its scope is that of what it stands in
  std::optional<CondPlan> where;
  std::vector<Slot> slots;  // the variables it names
};

// A `then not (...)`: nothing in any round after one segment and before another.
struct AbsencePlan {
  std::vector<GroupPlan> groups;
  Slot after = 0;
  std::optional<Slot> before;
  std::optional<std::int64_t> within;
  bool limited = false;
  std::vector<RoundId> allowed;
  std::optional<Slot> variable;
};

struct BodyPlan {
  std::vector<SegmentPlan> segments;
  std::vector<AbsencePlan> absences;
  std::optional<CondPlan> where;
  std::vector<ColumnKind> slots;   // the kind of each
  std::vector<std::string> names;  // of each slot; empty for rounds that have no name
  std::vector<Column> columns;     // what a row shows
  std::vector<Slot> column_slots;
};

struct WalkPlan {
  NodeTerm from, to;
  unsigned max = 4;
  bool rising = false;
  bool limited = false;
  std::vector<RoundId> allowed;
  std::vector<Column> columns;
};

// --- verbs
struct SortKeyPlan {
  FieldPlan field;
  bool descending = false;
};

// Where `moved` finds its parts. A part is a column, or the same in every row.
struct MovedPlan {
  std::optional<unsigned> subject;
  unsigned relation = 0;
  std::vector<std::optional<unsigned>> topics;  // the object, or what stands after `about`
  bool by_object = false;                       // the topic is the object: phrases about the same are one
};

struct VerbPlan {
  std::string name;
  std::vector<Column> before, after;  // the columns
  std::vector<bool> made;             // of `before`: whether a verb made the column
  std::optional<CondPlan> cond;
  std::vector<FieldPlan> fields;
  std::optional<FieldPlan> field;
  std::vector<SortKeyPlan> keys;
  std::uint64_t number = 0;
  RoundId from, to;
  std::vector<unsigned> columns;  // matrix: row, column, cell
  MovedPlan moved;
};

struct ReadPlan {
  std::variant<BodyPlan, WalkPlan> body;
  std::vector<VerbPlan> verbs;
  bool reach_limited = false;  // the rounds of the last segment's `@`
  std::vector<RoundId> reach;
  std::vector<Documents> from;  // of the last segment
  bool each_round = false;      // the last segment's scope is `each`
  bool keeps_sources = false;   // the statements behind each row are wanted

  const std::vector<Column>& columns() const;  // of the result
};

// The plan for a person to read, one step a line, as `explain` prints it.
std::string dump(const ReadPlan& plan);
std::string dump(const RoundScope& scope);

}  // namespace bayan::ql
