#include "graph/proposals.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string_view>
#include <unordered_map>

#include "graph/proposal_names.hpp"
#include "text/fold.hpp"

namespace bayan::graph {

namespace {

constexpr std::size_t compared_in_block = 48;   // with so many that follow, where very many names sound alike
constexpr std::size_t steps_between = 1 << 14;  // two looks at cancel
constexpr double same_office = 0.1, best = 0.99;
// What is the same or not by its definition, not by how somebody is called.
constexpr std::array<std::string_view, 9> not_compared = {"",         "concept",   "event",  "role", "state",
                                                          "document", "agreement", "series", "date"};
constexpr const char* office_relation = "holds_role";

using Pair = std::pair<TermId, TermId>;

// A quotation in which an entity takes part.
struct Appearance {
  DocumentId document;
  Span span;
};

struct Known {
  std::vector<Appearance> appearances;  // sorted by document and beginning
  std::set<std::string> offices;        // folded words, or what they are about
  std::uint64_t statements = 0;
};

class Proposing {
 public:
  Proposing(const View& view, const ProposalOptions& options) : view_(view), options_(options) {}

  Result<std::vector<MergeProposal>> run() {
    BAYAN_TRY(find_pairs());
    BAYAN_TRY(leave_out_judged());
    BAYAN_TRY(read_statements());
    std::vector<MergeProposal> out;
    for (auto& [pair, likeness] : pairs_) {
      if (apart_.contains(pair) || in_one_sentence(known_[pair.first], known_[pair.second])) continue;
      MergeProposal proposal = proposal_of(pair, std::move(likeness));
      if (proposal.score >= options_.least_score) out.push_back(std::move(proposal));
    }
    std::sort(out.begin(), out.end(), [](const MergeProposal& a, const MergeProposal& b) {
      if (a.score != b.score) return a.score > b.score;
      return std::tie(a.from_key, a.into_key) < std::tie(b.from_key, b.into_key);
    });
    return out;
  }

 private:
  Status step() {
    if (++steps_ % steps_between != 0 || options_.cancel == nullptr || !*options_.cancel) return {};
    return make_error(ErrorCode::cancelled, "stopped before all entities were compared");
  }

  // Entities by type and block, in the order of their keys within a block.
  Status find_pairs() {
    std::map<std::string, std::vector<TermId>> blocks;
    for (const TermId id : view_.all_entities()) {
      BAYAN_TRY(step());
      const EntityInfo& entity = view_.entity(id);
      if (std::find(not_compared.begin(), not_compared.end(), entity.type) != not_compared.end()) continue;
      const auto names = names_.emplace(id, names_of(entity)).first;
      for (const std::string& block : names->second.blocks()) blocks[entity.type + '\n' + block].push_back(id);
    }
    for (auto& [block, ids] : blocks) BAYAN_TRY(compare(ids));
    return {};
  }

  Status compare(std::vector<TermId>& ids) {
    if (ids.size() > compared_in_block)
      std::sort(ids.begin(), ids.end(), [&](TermId a, TermId b) { return view_.entity(a).key < view_.entity(b).key; });
    for (std::size_t i = 0; i < ids.size(); ++i) {
      for (std::size_t j = i + 1; j < std::min(ids.size(), i + 1 + compared_in_block); ++j) {
        BAYAN_TRY(step());
        const Pair pair = std::minmax(ids[i], ids[j]);
        if (!compared_.insert(pair).second) continue;
        Likeness likeness = likeness_of(names_.at(pair.first), names_.at(pair.second));
        if (likeness.score + same_office < options_.least_score || likeness.score == 0) continue;
        pairs_.emplace(pair, std::move(likeness));
        known_[pair.first], known_[pair.second];
      }
    }
    return {};
  }

  Status leave_out_judged() {
    BAYAN_LET(judged, view_.told_apart());
    apart_.insert(judged.begin(), judged.end());
    return {};
  }

  // One look at every statement: who of those that were found takes part in it, and in what.
  Status read_statements() {
    if (pairs_.empty()) return {};
    const RelationId holds = view_.find_relation(office_relation);
    Status stopped;
    BAYAN_TRY(view_.all_statements([&](const StatementInfo& s) {
      stopped = step();
      if (stopped) read(s, holds);
      return stopped.has_value();
    }));
    BAYAN_TRY(stopped);
    for (auto& [id, known] : known_) {
      std::sort(known.appearances.begin(), known.appearances.end(), [](const Appearance& a, const Appearance& b) {
        return std::tuple(a.document, a.span.begin, a.span.end) < std::tuple(b.document, b.span.begin, b.span.end);
      });
    }
    return {};
  }

  void read(const StatementInfo& s, RelationId holds) {
    std::set<TermId> parts;
    for (const TermId part : StatementParts::of(s).all()) {
      if (!part) continue;
      for (const TermId id : view_.about(part)) parts.insert(id);
    }
    std::erase_if(parts, [&](TermId id) { return !known_.contains(id); });
    for (const TermId id : parts) {
      Known& known = known_[id];
      ++known.statements;
      if (s.document && s.utf8) known.appearances.push_back({s.document, *s.utf8});
      for (const TermId other : parts) {
        if (id < other) apart_.insert({id, other});
      }
    }
    if (!holds || s.fact.predicate.relation() != holds || s.fact.predicate.negative()) return;
    if (const auto holder = known_.find(s.fact.subject); holder != known_.end())
      add_office(holder->second, s.fact.object);
  }

  void add_office(Known& known, TermId office) const {
    if (View::kind(office) != TermKind::phrase) return;
    const PhraseInfo& phrase = view_.phrase(office);
    known.offices.insert(text::fold(phrase.text));
    if (phrase.about.size() < 2) return;  // of one thing alone there are many offices
    std::string about = "about";
    for (const TermId id : phrase.about) about += ' ' + view_.entity(id).key;
    known.offices.insert(std::move(about));
  }

  // Two spans that overlap are of one sentence.
  static bool in_one_sentence(const Known& a, const Known& b) {
    auto one = a.appearances.begin(), other = b.appearances.begin();
    while (one != a.appearances.end() && other != b.appearances.end()) {
      const bool same = one->document == other->document;
      if (same && one->span.begin < other->span.end && other->span.begin < one->span.end) return true;
      const bool first_is_one = same ? one->span.end < other->span.end : one->document < other->document;
      ++(first_is_one ? one : other);
    }
    return false;
  }

  MergeProposal proposal_of(const Pair& pair, Likeness likeness) {
    const Known &first = known_[pair.first], &second = known_[pair.second];
    const bool first_goes = first.statements < second.statements;
    const EntityInfo& from = view_.entity(first_goes ? pair.first : pair.second);
    const EntityInfo& into = view_.entity(first_goes ? pair.second : pair.first);
    MergeProposal out{from.key, into.key, from.type, likeness.score, std::move(likeness.reasons)};
    const auto shared = std::find_if(first.offices.begin(), first.offices.end(),
                                     [&](const std::string& office) { return second.offices.contains(office); });
    if (shared == first.offices.end()) return out;
    out.score = std::min(best, out.score + same_office);
    out.reasons.push_back(shared->starts_with("about ") ? std::string("both hold the same office")
                                                        : fmt::format("both are \"{}\"", *shared));
    return out;
  }

  const View& view_;
  const ProposalOptions& options_;
  std::uint64_t steps_ = 0;
  std::map<TermId, NamesOf> names_;
  std::set<Pair> compared_, apart_;
  std::map<Pair, Likeness> pairs_;
  std::map<TermId, Known> known_;
};

}  // namespace

Result<std::vector<MergeProposal>> merge_proposals(const View& view, const ProposalOptions& options) {
  return Proposing(view, options).run();
}

}  // namespace bayan::graph
