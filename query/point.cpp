#include "query/point.hpp"

#include <algorithm>

#include "query/rounds.hpp"
#include "query/values.hpp"

namespace bayan::ql {

namespace {

bool is_name(const NodeExpr& node) { return node.kind == NodeExpr::Kind::name; }
bool is_variable(const NodeExpr& node) { return node.kind == NodeExpr::Kind::variable; }

bool is_single_round(const AtExpr& at) {
  return at.rounds && at.rounds->size() == 1 && at.rounds->front().form == SpanExpr::Form::single;
}

// The pattern of a query that is nothing else.
const PatternExpr* only_pattern(const ReadExpr& read) {
  const auto* body = std::get_if<BodyExpr>(&read.body);
  if (body == nullptr || read.mode != ReadExpr::Mode::run || !read.as_of.empty() || !read.verbs.empty()) return nullptr;
  if (body->where || body->segments.size() != 1 || body->segments.front().parts.size() != 1) return nullptr;
  const PartExpr& part = body->segments.front().parts.front();
  if (part.kind != PartExpr::Kind::pattern || !part.pattern.qualifiers.empty()) return nullptr;
  return &part.pattern;
}

}  // namespace

// The rows of a point query, as the scan gives them.
class PointRows final : public Rows::Source {
 public:
  PointRows(const PointQuery& query, std::shared_ptr<const graph::View> view, const QueryOptions& options,
            const graph::FactPattern& pattern, std::vector<RoundId> allowed)
      : Source(query.columns_),
        view_(std::move(view)),
        values_(*view_, options.lang),
        cancel_(options.cancel),
        shown_(query.shown_),
        each_round_(query.each_round_),
        limited_(!allowed.empty()),
        allowed_(std::move(allowed)),
        scan_(view_->facts(pattern, order_for(pattern))) {}

  bool next() override {
    is_decoded_ = false;
    if (each_round_) return next_fact();
    rounds_.clear();
    if (!load()) return false;
    take_claim();
    return !error;
  }

  const Row& row() const override {
    if (is_decoded_) return row_;
    is_decoded_ = true;
    row_.values.clear();
    row_.rounds.clear();
    for (std::size_t i = 0; i < shown_.size(); ++i) row_.values.push_back(values_.value(cell_at(i)));
    for (const RoundId round : rounds_) row_.rounds.push_back(view_->round_name(round));
    return row_;
  }

  CellView cell(std::size_t column) const override;
  std::size_t round_count() const override { return rounds_.size(); }
  RoundRef round(std::size_t i) const override { return {view_->series(rounds_[i].series()).key, rounds_[i].ordinal()}; }

 private:
  // The facts of a claim must be neighbours.
  static graph::Order order_for(const graph::FactPattern& pattern) {
    if (pattern.subject && pattern.object && !pattern.relation) return graph::Order::osr;
    if (pattern.subject) return graph::Order::sro;
    return pattern.relation ? graph::Order::ros : graph::Order::osr;
  }

  // Puts `fact_` on the next fact; false at the end and after a failure.
  bool load() {
    while (at_ == scan_.batch().size()) {
      if (cancel_ != nullptr && cancel_->load(std::memory_order_relaxed))
        return error = make_error(ErrorCode::cancelled, "cancelled"), false;
      at_ = 0;
      if (scan_.next()) continue;
      if (auto status = scan_.status(); !status) error = status.error();
      return false;
    }
    fact_ = scan_.batch().at(at_);
    return true;
  }

  bool same_claim(const graph::Fact& claim) const {
    return fact_.subject == claim.subject && fact_.predicate == claim.predicate && fact_.object == claim.object;
  }

  // All rounds of the claim that `fact_` begins. What holds in the background holds in every round that is asked about.
  void take_claim() {
    const graph::Fact claim = fact_;
    bool background = false;
    do {
      if (fact_.round) {
        rounds_.push_back(fact_.round);
      } else {
        background = true;
      }
      ++at_;
    } while (load() && same_claim(claim));
    fact_ = claim;
    if (background && limited_) rounds_ = allowed_;
    if (background && each_round_) {
      rounds_.clear();
      for (const auto& known : view_->rounds()) rounds_.push_back(known.id);
    }
    const auto before = [&](RoundId a, RoundId b) { return values_.round_before(a, b); };
    if (rounds_.size() > 1 && rounds_.front().series() != rounds_.back().series())
      std::sort(rounds_.begin(), rounds_.end(), before);
  }

  // A row a round. `waiting_` are rounds of a claim that also holds in the background.
  bool next_fact() {
    if (waiting_ == 0) {
      rounds_.resize(1);
      if (!load()) return false;
      if (fact_.round) {
        rounds_[0] = fact_.round;
        return ++at_, true;
      }
      rounds_.clear();
      take_claim();
      every_round_ = rounds_;
      waiting_ = every_round_.size();
      if (waiting_ == 0) return next_fact();
    }
    rounds_.assign(1, every_round_[every_round_.size() - waiting_--]);
    return true;
  }

  Cell cell_at(std::size_t column) const {
    switch (shown_[column]) {
      case PointQuery::Shown::subject:
        return Cell::of(fact_.subject);
      case PointQuery::Shown::relation:
        return Cell::of(fact_.predicate);
      case PointQuery::Shown::object:
        return Cell::of(fact_.object);
      case PointQuery::Shown::round:
        return Cell::of(rounds_[0]);
    }
    return {};
  }

  std::shared_ptr<const graph::View> view_;
  Values values_;
  const std::atomic<bool>* cancel_;
  std::vector<PointQuery::Shown> shown_;  // its own: the query may be gone before the rows
  bool each_round_, limited_;
  std::vector<RoundId> allowed_;
  graph::FactScan scan_;
  std::size_t at_ = 0;  // the next fact of the batch
  graph::Fact fact_;    // of the row, once it is taken
  std::vector<RoundId> rounds_, every_round_;
  std::size_t waiting_ = 0;
  mutable bool is_decoded_ = false;
  mutable Row row_;
};

CellView PointRows::cell(std::size_t column) const {
  CellView out;
  switch (shown_[column]) {
    case PointQuery::Shown::round:
      out.kind = Value::Kind::round;
      out.key = view_->series(rounds_[0].series()).key;
      out.integer = rounds_[0].ordinal();
      return out;
    case PointQuery::Shown::relation:
      out.kind = Value::Kind::relation;
      out.key = view_->relation(fact_.predicate.relation()).key;
      out.text = values_.label_or_key(view_->relation(fact_.predicate.relation()));
      out.negative = fact_.predicate.negative();
      return out;
    case PointQuery::Shown::subject:
    case PointQuery::Shown::object:
      break;
  }
  const TermId node = shown_[column] == PointQuery::Shown::subject ? fact_.subject : fact_.object;
  if (graph::View::kind(node) == graph::TermKind::entity) {
    out.kind = Value::Kind::entity;
    const graph::EntityName name = view_->entity_name(node);
    out.key = name.key;
    out.text = name.has_labels ? values_.label_or_key(view_->entity(node)) : name.key;
    return out;
  }
  if (graph::View::kind(node) == graph::TermKind::phrase) {
    out.kind = Value::Kind::phrase;
    out.text = view_->phrase(node).text;
    return out;
  }
  return view_of(row().values[column]);
}

std::optional<PointQuery> PointQuery::of(const ReadExpr& read) {
  const PatternExpr* pattern = only_pattern(read);
  if (pattern == nullptr) return std::nullopt;
  const SegmentExpr& segment = std::get<BodyExpr>(read.body).segments.front();
  PointQuery out;
  std::vector<std::string> columns;
  const auto show = [&](const Variable& variable, Shown what) {
    const bool taken = std::find(columns.begin(), columns.end(), variable.name) != columns.end();
    if (taken || variable.name == "rounds") return false;
    columns.push_back(variable.name);
    out.shown_.push_back(what);
    return true;
  };
  out.subject_ = &pattern->subject, out.relation_ = &pattern->relation, out.object_ = &pattern->object;
  // A claim's facts are neighbours in an order that begins with a name.
  if (!is_name(*out.subject_) && !is_name(*out.object_)) return std::nullopt;
  if (!is_name(*out.subject_) && !(is_variable(*out.subject_) && show(out.subject_->variable, Shown::subject)))
    return std::nullopt;
  const RelationExpr& relation = *out.relation_;
  if (relation.kind == RelationExpr::Kind::variable) {
    if (relation.negated || !show(relation.variable, Shown::relation)) return std::nullopt;
  } else if (relation.kind != RelationExpr::Kind::path || relation.path.kind != PathExpr::Kind::name) {
    return std::nullopt;
  }
  if (!is_name(*out.object_) && !(is_variable(*out.object_) && show(out.object_->variable, Shown::object)))
    return std::nullopt;
  if (segment.at) {
    if (segment.at->kind == AtExpr::Kind::variable) {
      if (segment.at->rounds || !show(segment.at->variable, Shown::round)) return std::nullopt;
      out.each_round_ = true;
    } else if (segment.at->kind == AtExpr::Kind::rounds && is_single_round(*segment.at)) {
      out.rounds_ = &*segment.at->rounds;
    } else {
      return std::nullopt;
    }
  }
  out.columns_ = std::make_shared<const std::vector<std::string>>(std::move(columns));
  return out;
}

Result<std::unique_ptr<Rows::Source>> PointQuery::run(std::shared_ptr<const graph::View> view,
                                                      const Names& names) const {
  const QueryOptions& options = names.options();
  if (options.rows != 0 || options.timeout_ms != 0 || options.memory_bytes != 0 || !options.as_of.empty())
    return std::unique_ptr<Rows::Source>();
  graph::FactPattern pattern;
  const auto one_node = [&](const NodeExpr& node, TermId& out) -> Result<bool> {
    if (is_variable(node)) return true;
    if (node.name.form == Name::Form::parameter) {
      BAYAN_LET(value, names.parameter(node.name));
      const bool named =
          std::holds_alternative<std::string>(*value) || std::holds_alternative<Parameters::EntityKey>(*value);
      if (!named) return false;
    }
    BAYAN_LET(nodes, names.nodes(node.name, Names::Reading::alike));
    if (nodes.size() == 1) out = nodes.front();
    return nodes.size() == 1;
  };
  BAYAN_LET(subject_is_one, one_node(*subject_, pattern.subject));
  if (!subject_is_one) return std::unique_ptr<Rows::Source>();
  if (relation_->kind == RelationExpr::Kind::path) {
    BAYAN_LET(relation, names.relation(relation_->path.name));
    pattern.relation = relation;
    pattern.polarity = relation_->negated ? Polarity::negative : Polarity::positive;
  }
  BAYAN_LET(object_is_one, one_node(*object_, pattern.object));
  if (!object_is_one) return std::unique_ptr<Rows::Source>();
  std::vector<RoundId> allowed;
  if (rounds_ != nullptr) {
    BAYAN_LET(rounds, resolve_rounds(*rounds_, names));
    allowed = std::move(rounds);
    if (allowed.empty()) return std::unique_ptr<Rows::Source>();
    pattern.rounds.push_back({});
    for (const RoundId round : allowed) pattern.rounds.push_back({round, round});
  }
  return std::unique_ptr<Rows::Source>(
      std::make_unique<PointRows>(*this, std::move(view), options, pattern, std::move(allowed)));
}

}  // namespace bayan::ql
