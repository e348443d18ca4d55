#include "graph/verdicts.hpp"

#include <algorithm>

#include "graph/keys.hpp"
#include "graph/values.hpp"

namespace bayan::graph {

namespace {

constexpr char letter = 'n';
constexpr std::size_t size_bytes = 4;

}  // namespace

std::string verdict_key(std::string_view a, std::string_view b) {
  const auto [first, second] = std::minmax(a, b);
  return Key(letter).small(static_cast<std::uint32_t>(first.size())).text(first).text(second).str();
}

Result<std::vector<std::pair<std::string, std::string>>> verdicts(KvCursor cursor) {
  std::vector<std::pair<std::string, std::string>> out;
  for (cursor.seek(Key(letter)); cursor.valid() && cursor.key().front() == letter; cursor.next()) {
    const std::string_view key = cursor.key();
    std::size_t size = 0;
    for (std::size_t i = 1; i <= size_bytes && i < key.size(); ++i)
      size = size << 8 | static_cast<unsigned char>(key[i]);
    if (key.size() < 1 + size_bytes + size) return damaged("a verdict has no two keys");
    const std::string_view keys = key.substr(1 + size_bytes);
    out.emplace_back(keys.substr(0, size), keys.substr(size));
  }
  BAYAN_TRY(cursor.status());
  return out;
}

Status forget_verdicts(KvBatch& batch, const std::set<std::string>& keys) {
  if (keys.empty()) return {};
  BAYAN_LET(all, verdicts(batch.cursor(Family::history)));
  for (const auto& [a, b] : all) {
    if (keys.contains(a) || keys.contains(b)) batch.remove(Family::history, verdict_key(a, b));
  }
  return {};
}

}  // namespace bayan::graph
