#include "query/exec/coverage.hpp"

#include <algorithm>

namespace bayan::ql {

bool Coverage::covers(RoundId round, const std::vector<Documents>& from) const {
  if (from.empty()) {
    const auto* info = view_.find_round(round);
    return info != nullptr && info->covered;
  }
  const auto& documents = view_.documents_of(round);
  return std::all_of(from.begin(), from.end(), [&](const Documents& wanted) {
    return std::any_of(wanted.begin(), wanted.end(),
                       [&](DocumentId id) { return std::binary_search(documents.begin(), documents.end(), id); });
  });
}

bool Coverage::any(const std::vector<RoundId>& rounds, const std::vector<Documents>& from) const {
  return std::any_of(rounds.begin(), rounds.end(), [&](RoundId round) { return covers(round, from); });
}

const std::vector<RoundId>& Coverage::known() const {
  if (!loaded_) {
    for (const auto& round : view_.rounds()) known_.push_back(round.id);
    std::sort(known_.begin(), known_.end());
    loaded_ = true;
  }
  return known_;
}

}  // namespace bayan::ql
