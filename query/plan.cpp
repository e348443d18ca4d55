#include "query/plan.hpp"

#include <fmt/format.h>

namespace bayan::ql {
namespace {

void add_line(std::string& out, unsigned depth, const std::string& line) {
  out += std::string(std::size_t{2} * depth, ' ') + line + "\n";
}

void add_segment(const SegmentPlan& segment, unsigned depth, std::string& out) {
  std::string head = "segment " + dump(segment.scope);
  if (segment.previous) head += ", later than the one before";
  if (segment.within) head += fmt::format(", within {}", *segment.within);
  add_line(out, depth, head);
  for (const auto& pattern : segment.patterns) {
    const std::string& why = pattern.access.reason;
    add_line(out, depth + 1, pattern.shown + (why.empty() ? "" : "  (" + why + ")"));
  }
  for (const auto& group : segment.optionals) {
    add_line(out, depth + 1, "optional");
    add_segment(group.segment, depth + 2, out);
  }
  for (const auto& group : segment.absents) {
    add_line(out, depth + 1, "not");
    add_segment(group.segment, depth + 2, out);
  }
}

}  // namespace

std::string dump(const RoundScope& scope) {
  const std::string rounds = scope.limited
                                 ? fmt::format("{} round{}", scope.allowed.size(), scope.allowed.size() == 1 ? "" : "s")
                                 : std::string("any round");
  switch (scope.kind) {
    case RoundScope::Kind::one:
      return "in one round";
    case RoundScope::Kind::among:
      return "in one of " + rounds;
    case RoundScope::Kind::each:
      return "each in one of " + rounds;
  }
  return {};
}

const std::vector<Column>& ReadPlan::columns() const {
  if (!verbs.empty()) return verbs.back().after;
  const auto* tree = std::get_if<BodyPlan>(&body);
  return tree != nullptr ? tree->columns : std::get<WalkPlan>(body).columns;
}

std::string dump(const ReadPlan& plan) {
  std::string out;
  if (const auto* body = std::get_if<BodyPlan>(&plan.body)) {
    for (const auto& segment : body->segments) add_segment(segment, 0, out);
    for (const auto& absence : body->absences) {
      add_line(out, 0, "then not");
      for (const auto& group : absence.groups) add_segment(group.segment, 1, out);
    }
    if (body->where) add_line(out, 0, "where");
  } else {
    const auto& walk = std::get<WalkPlan>(plan.body);
    add_line(out, 0, fmt::format("walk, at most {} steps{}", walk.max, walk.rising ? ", rising" : ""));
  }
  for (const auto& verb : plan.verbs) add_line(out, 0, verb.name);
  return out;
}

}  // namespace bayan::ql
