#include "query/ast.hpp"

#include <fmt/format.h>

namespace bayan::ql {
namespace {

std::string shown(const Name& name) {
  switch (name.form) {
    case Name::Form::text:
      return "\"" + name.text + "\"";
    case Name::Form::parameter:
      return "$" + name.text;
    default:
      return name.text;
  }
}

std::string shown(const PathExpr& path) {
  std::string inner;
  const char* between = path.kind == PathExpr::Kind::alternatives ? "|" : "/";
  for (const auto& item : path.items) inner += (inner.empty() ? "" : between) + shown(item);
  switch (path.kind) {
    case PathExpr::Kind::name:
      return shown(path.name);
    case PathExpr::Kind::any:
      return "_";
    case PathExpr::Kind::inverse:
      return "^" + inner;
    case PathExpr::Kind::repeat:
      if (path.open) return inner + (path.low == 0 ? "*" : "+");
      return inner + fmt::format("{{{},{}}}", path.low, path.high);
    case PathExpr::Kind::sequence:
      return "(" + inner + ")";
    case PathExpr::Kind::alternatives:
      return "(" + inner + ")";
  }
  return inner;
}

std::string dump(const RoundExpr& round) {
  switch (round.kind) {
    case RoundExpr::Kind::ordinal:
      return std::to_string(round.number);
    case RoundExpr::Kind::last:
      return round.number == 0 ? "last" : fmt::format("last-{}", round.number);
    case RoundExpr::Kind::date:
      return round.text;
    case RoundExpr::Kind::parameter:
      return "$" + round.text;
  }
  return {};
}

std::string dump(const std::vector<SpanExpr>& spans) {
  std::string out;
  for (const auto& span : spans) out += (out.empty() ? "" : ",") + dump(span);
  return out;
}

std::string dump(const PointExpr& point) {
  return (point.series ? shown(*point.series) + ":" : "") + dump(point.round);
}

std::string dump(const AtExpr& at) {
  std::string out = at.kind == AtExpr::Kind::variable ? "?" + at.variable.name
                    : at.kind == AtExpr::Kind::any    ? "any"
                                                      : "";
  if (at.rounds) out += (out.empty() ? "" : " in ") + dump(*at.rounds);
  return "@" + out;
}

std::string dump(const FieldExpr& field) { return "?" + field.name(); }

std::string dump(const ValueExpr& value) {
  switch (value.kind) {
    case ValueExpr::Kind::field:
      return dump(value.field);
    case ValueExpr::Kind::name:
      return shown(value.name);
    case ValueExpr::Kind::literal:
      return value.literal.value;
  }
  return {};
}

std::string dump(const SegmentExpr& segment) {
  std::string out = "(segment";
  for (const auto& part : segment.parts) {
    out += ' ';
    if (part.kind == PartExpr::Kind::pattern) {
      out += dump(part.pattern);
      continue;
    }
    out += part.kind == PartExpr::Kind::absent ? "(not " : "(optional ";
    out += dump(part.group->segment);
    if (part.group->where) out += " (where " + dump(*part.group->where) + ")";
    out += ')';
  }
  if (segment.at) out += " " + dump(*segment.at);
  if (segment.within) out += fmt::format(" within {}", *segment.within);
  return out + ")";
}

std::string dump(const BodyExpr& body) {
  std::string out;
  for (const auto& segment : body.segments) out += (out.empty() ? "" : " then ") + dump(segment);
  if (body.where) out += " (where " + dump(*body.where) + ")";
  return out;
}

std::string dump(const WalkExpr& walk) {
  std::string out = "(walk " + shown(walk.from) + " " + shown(walk.to);
  if (walk.max) out += fmt::format(" max {}", *walk.max);
  if (walk.rising) out += " rising";
  if (walk.rounds) out += " @" + dump(*walk.rounds);
  return out + ")";
}

std::string dump(const VerbExpr& verb) {
  std::string out = "(" + verb.name;
  if (verb.from) out += " " + dump(*verb.from) + " " + dump(*verb.to);
  for (const auto& variable : verb.variables) out += " ?" + variable.name;
  if (verb.cond) out += " " + dump(*verb.cond);
  if (verb.field) out += " " + dump(*verb.field);
  if (verb.field || verb.name == "count") out += verb.fields.empty() ? "" : " by";
  for (const auto& field : verb.fields) out += " " + dump(field);
  for (const auto& key : verb.keys) out += " " + dump(key.field) + (key.descending ? " desc" : "");
  if (verb.name == "limit" || verb.name == "offset") {
    out += " " + (verb.number.number ? std::to_string(*verb.number.number) : shown(verb.number.parameter));
  }
  return out + ")";
}

std::string dump(const WriteExpr& write) {
  switch (write.kind) {
    case WriteExpr::Kind::alias:
      return fmt::format("(alias {} \"{}\")", shown(write.name), write.text);
    case WriteExpr::Kind::merge:
      return fmt::format("(merge {} {})", shown(write.name), shown(write.into));
    default:
      break;
  }
  std::string out = (write.kind == WriteExpr::Kind::add ? "(add " : "(retract ") + dump(write.pattern);
  if (write.at) out += " @" + dump(*write.at);
  if (write.rounds) out += " @" + dump(*write.rounds);
  return out + ")";
}

std::string dump(const ReadExpr& read) {
  std::string out;
  if (read.mode == ReadExpr::Mode::explain) out += "explain ";
  if (read.mode == ReadExpr::Mode::profile) out += "profile ";
  if (!read.as_of.empty()) out += "as of " + read.as_of + " ";
  out += std::visit([](const auto& body) { return dump(body); }, read.body);
  for (const auto& verb : read.verbs) out += " | " + dump(verb);
  return out;
}

}  // namespace

std::string FieldExpr::name() const {
  std::string out = variable.name;
  for (const auto& property : properties) out += "." + property.text;
  return out;
}

std::string shown(const NodeExpr& node) {
  switch (node.kind) {
    case NodeExpr::Kind::name:
      return shown(node.name);
    case NodeExpr::Kind::variable:
      return "?" + node.variable.name;
    case NodeExpr::Kind::any:
      return "_";
    case NodeExpr::Kind::literal:
      return node.literal.value;
    case NodeExpr::Kind::claim:
      return "(" + shown(node.claim->subject) + " " + shown(node.claim->relation) + " " + shown(node.claim->object) +
             ")";
  }
  return {};
}

std::string shown(const RelationExpr& relation) {
  const std::string negated = relation.negated ? "not " : "";
  switch (relation.kind) {
    case RelationExpr::Kind::variable:
      return negated + "?" + relation.variable.name;
    case RelationExpr::Kind::any:
      return negated + "_";
    case RelationExpr::Kind::path:
      return negated + shown(relation.path);
  }
  return {};
}

std::string shown(const PatternExpr& pattern) {
  std::string out = shown(pattern.subject) + " " + shown(pattern.relation) + " " + shown(pattern.object);
  for (const auto& qualifier : pattern.qualifiers) {
    constexpr const char* words[] = {" by ", " about ", " from ", " as "};
    out += words[static_cast<std::size_t>(qualifier.kind)] + shown(qualifier.value);
  }
  return out;
}

std::string dump(const PatternExpr& pattern) { return "[" + shown(pattern) + "]"; }

std::string dump(const SpanExpr& span) {
  std::string out = span.series ? shown(*span.series) : "";
  if (span.form == SpanExpr::Form::series) return out;
  if (span.series) out += ":";
  if (span.low) out += dump(*span.low);
  if (span.form == SpanExpr::Form::range) out += "..";
  if (span.high) out += dump(*span.high);
  return out;
}

std::string dump(const CondExpr& cond) {
  std::string out;
  switch (cond.kind) {
    case CondExpr::Kind::compare:
      return "(" + cond.op + " " + dump(cond.left) + " " + dump(cond.right) + ")";
    case CondExpr::Kind::membership:
      out = "(in " + dump(cond.left);
      if (cond.list_parameter) out += " " + shown(*cond.list_parameter);
      for (const auto& item : cond.list) out += " " + dump(item);
      return out + ")";
    case CondExpr::Kind::negation:
      return "(not " + dump(cond.items.front()) + ")";
    case CondExpr::Kind::all_of:
      out = "(and";
      break;
    case CondExpr::Kind::any_of:
      out = "(or";
      break;
  }
  for (const auto& item : cond.items) out += " " + dump(item);
  return out + ")";
}

std::string dump(const QueryExpr& query) {
  return std::visit([](const auto& tree) { return dump(tree); }, query);
}

}  // namespace bayan::ql
