#include "query/check_body.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "query/lexer.hpp"
#include "query/rounds.hpp"

namespace bayan::ql {
namespace {

bool is_absence(const SegmentExpr& segment) {
  return std::all_of(segment.parts.begin(), segment.parts.end(),
                     [](const PartExpr& part) { return part.kind == PartExpr::Kind::absent; });
}

std::string with_article(ColumnKind kind) { return fmt::format("a {}", name(kind)); }

}  // namespace

Slot BodyChecker::new_slot(ColumnKind kind, std::string name) {
  plan_.slots.push_back(kind);
  plan_.names.push_back(std::move(name));
  return static_cast<Slot>(plan_.slots.size() - 1);
}

Result<Slot> BodyChecker::variable(const Variable& variable, ColumnKind kind, Standing standing) {
  if (variable.name == "rounds") {
    return error_at(variable.place, ErrorCode::column, "?rounds is taken: every row has its rounds",
                    "choose another name");
  }
  auto found = slots_.find(variable.name);
  if (found == slots_.end()) found = slots_.emplace(variable.name, new_slot(kind, variable.name)).first;
  const Slot slot = found->second;
  if (plan_.slots[slot] != kind) {
    return error_at(variable.place, ErrorCode::kind,
                    fmt::format("?{} is {} here and {} before", variable.name, with_article(kind),
                                with_article(plan_.slots[slot])));
  }
  auto& shown = plan_.column_slots;
  if (standing == Standing::shown && std::find(shown.begin(), shown.end(), slot) == shown.end()) {
    shown.push_back(slot);
    plan_.columns.push_back({variable.name, kind});
  }
  mentioned_.push_back(slot);
  return slot;
}

std::vector<Visible> BodyChecker::all_variables() const {
  std::vector<Visible> out;
  for (const auto& [name, slot] : slots_) out.push_back({name, plan_.slots[slot], slot});
  return out;
}

// A segment's rounds. `outer`: of a group without `@`, the scope it stands in; none for a segment of the body.
Result<SegmentPlan> BodyChecker::segment(const SegmentExpr& expr, Standing standing, const RoundScope* outer) {
  const bool has_pattern = std::any_of(expr.parts.begin(), expr.parts.end(),
                                       [](const PartExpr& part) { return part.kind == PartExpr::Kind::pattern; });
  if (!has_pattern) {
    return error_at(expr.place, ErrorCode::place, "this segment needs a pattern beside its groups",
                    "`not` and `optional` say more about a pattern; `then not (...)` may stand alone");
  }
  SegmentPlan out;
  if (outer != nullptr && !expr.at) {
    out.scope = *outer;
  } else {
    // The slot is needed by the groups inside, before the rounds are read.
    out.scope.slot = new_slot(ColumnKind::round);
    if (expr.at) out.scope.kind = expr.at->kind == AtExpr::Kind::any ? RoundScope::Kind::each : RoundScope::Kind::among;
    if (!expr.at && chain_) out.scope.kind = RoundScope::Kind::among;
  }
  BAYAN_TRY(parts(expr, standing, out));
  if (expr.at) {
    const RoundScope shape = out.scope;
    BAYAN_LET(read, scope(expr.at, standing, shape.slot));
    out.scope = std::move(read);
  }
  // Groups that share this scope were checked before its rounds were known.
  const auto share = [&](std::vector<GroupPlan>& groups, auto& self) -> void {
    for (auto& group : groups) {
      if (group.own_rounds) continue;
      group.segment.scope = out.scope;
      self(group.segment.optionals, self);
      self(group.segment.absents, self);
    }
  };
  share(out.optionals, share);
  share(out.absents, share);
  return out;
}

Status BodyChecker::parts(const SegmentExpr& expr, Standing standing, SegmentPlan& out) {
  for (const auto& part : expr.parts) {
    if (part.kind == PartExpr::Kind::pattern) {
      BAYAN_LET(tree, pattern(part.pattern, standing));
      if (tree.from) out.from.push_back(*tree.from);
      out.patterns.push_back(std::move(tree));
      continue;
    }
    BAYAN_LET(tree, group(part, standing, out.scope));
    auto& list = part.kind == PartExpr::Kind::absent ? out.absents : out.optionals;
    list.push_back(std::move(tree));
  }
  return {};
}

Result<GroupPlan> BodyChecker::group(const PartExpr& part, Standing standing, const RoundScope& outer) {
  GroupPlan out;
  const std::size_t first = mentioned_.size();
  const Standing inside = part.kind == PartExpr::Kind::absent ? Standing::local : standing;
  out.own_rounds = part.group->segment.at.has_value();
  BAYAN_LET(inner, segment(part.group->segment, inside, &outer));
  out.segment = std::move(inner);
  if (part.group->where) {
    BAYAN_LET(where, check_cond(*part.group->where, all_variables(), names_));
    collect_columns(where, mentioned_);
    out.where = std::move(where);
  }
  out.slots.assign(mentioned_.begin() + static_cast<std::ptrdiff_t>(first), mentioned_.end());
  std::sort(out.slots.begin(), out.slots.end());
  out.slots.erase(std::unique(out.slots.begin(), out.slots.end()), out.slots.end());
  return out;
}

Result<RoundScope> BodyChecker::scope(const std::optional<AtExpr>& at, Standing standing, Slot slot) {
  RoundScope out;
  out.slot = slot;
  if (!at) return out;
  out.kind = at->kind == AtExpr::Kind::any ? RoundScope::Kind::each : RoundScope::Kind::among;
  if (at->kind == AtExpr::Kind::any && chain_) {
    return error_at(at->place, ErrorCode::place, "\"any\" cannot stand beside \"then\"",
                    "in a chain each segment matches in one round");
  }
  if (at->kind == AtExpr::Kind::variable) {
    BAYAN_LET(bound, variable(at->variable, ColumnKind::round, standing));
    out.variable = bound;
  }
  if (at->rounds) {
    BAYAN_LET(rounds, resolve_rounds(*at->rounds, names_));
    out.limited = true;
    out.allowed = std::move(rounds);
  }
  return out;
}

// A segment of `not (...)` alone. Its own variable is local: there may be no such round.
Result<AbsencePlan> BodyChecker::absence(const SegmentExpr& expr) {
  AbsencePlan out;
  out.within = expr.within;
  for (const auto& part : expr.parts) {
    RoundScope outer;
    outer.kind = RoundScope::Kind::among;
    outer.slot = new_slot(ColumnKind::round);
    BAYAN_LET(tree, group(part, Standing::shown, outer));
    out.groups.push_back(std::move(tree));
  }
  BAYAN_LET(read, scope(expr.at, Standing::local, 0));
  out.limited = read.limited;
  out.allowed = std::move(read.allowed);
  out.variable = read.variable;
  return out;
}

Result<BodyPlan> BodyChecker::body(const BodyExpr& expr) {
  chain_ = expr.segments.size() > 1;
  std::optional<Slot> previous;
  std::vector<std::size_t> open;  // absences that wait for the segment after them
  for (std::size_t i = 0; i < expr.segments.size(); ++i) {
    if (i > 0 && is_absence(expr.segments[i])) {
      BAYAN_LET(tree, absence(expr.segments[i]));
      tree.after = *previous;
      open.push_back(plan_.absences.size());
      plan_.absences.push_back(std::move(tree));
      continue;
    }
    BAYAN_LET(tree, segment(expr.segments[i], Standing::shown, nullptr));
    tree.previous = previous;
    tree.within = expr.segments[i].within;
    for (const std::size_t k : open) plan_.absences[k].before = tree.scope.slot;
    open.clear();
    previous = tree.scope.slot;
    plan_.segments.push_back(std::move(tree));
  }
  if (expr.where) {
    std::vector<Visible> visible;
    for (std::size_t i = 0; i < plan_.columns.size(); ++i) {
      visible.push_back({plan_.columns[i].name, plan_.columns[i].kind, plan_.column_slots[i]});
    }
    BAYAN_LET(where, check_cond(*expr.where, visible, names_));
    plan_.where = std::move(where);
  }
  return std::move(plan_);
}

Result<BodyPlan> BodyChecker::single(const PatternExpr& expr, const std::optional<std::vector<SpanExpr>>& rounds) {
  SegmentPlan out;
  BAYAN_LET(tree, pattern(expr, Standing::shown));
  out.patterns.push_back(std::move(tree));
  out.scope.kind = RoundScope::Kind::each;
  out.scope.slot = new_slot(ColumnKind::round);
  if (rounds) {
    BAYAN_LET(allowed, resolve_rounds(*rounds, names_));
    out.scope.limited = true;
    out.scope.allowed = std::move(allowed);
  }
  plan_.segments.push_back(std::move(out));
  return std::move(plan_);
}

Result<WalkPlan> BodyChecker::walk(const WalkExpr& expr) {
  WalkPlan out;
  BAYAN_LET(from, subject(expr.from, Standing::shown));
  BAYAN_LET(to, subject(expr.to, Standing::shown));
  if (from.kind == NodeTerm::Kind::variable && to.kind == NodeTerm::Kind::variable) {
    return error_at(expr.to.place, ErrorCode::place, "one end of a walk must be a name");
  }
  const unsigned limit = names_.options().path_limit;
  if (expr.max && (*expr.max < 1 || *expr.max > static_cast<std::int64_t>(limit))) {
    return error_at(expr.max_place, ErrorCode::limit, fmt::format("\"max\" is at least 1 and at most {}", limit));
  }
  if (expr.max) out.max = static_cast<unsigned>(*expr.max);
  out.rising = expr.rising;
  if (expr.rounds) {
    BAYAN_LET(rounds, resolve_rounds(*expr.rounds, names_));
    out.limited = true;
    out.allowed = std::move(rounds);
  }
  out.from = std::move(from);
  out.to = std::move(to);
  out.columns = plan_.columns;
  for (const auto& [column, kind] : {std::pair("walk", ColumnKind::list), std::pair("length", ColumnKind::number)}) {
    for (const auto& taken : plan_.columns) {
      if (taken.name == column) {
        return error_at(expr.place, ErrorCode::column,
                        fmt::format("a walk adds the column ?{}, which is taken", column));
      }
    }
    out.columns.push_back({column, kind});
  }
  return out;
}

}  // namespace bayan::ql
