// Bare statements: those that say nothing but a fact and its round. They have no record; a bit of a page says that they
// are there, and a number of it is their id (page.hpp). One that is retracted gets a record, and the fact's row in the
// delta says that the page's bit counts no more.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bayan/result.hpp"
#include "graph/catalog.hpp"
#include "graph/kv.hpp"
#include "graph/model.hpp"

namespace bayan::graph {

// What a row of the delta says in the sro order. Other orders have the first bit only.
inline constexpr std::uint8_t row_live = 1;          // a live statement says the fact
inline constexpr std::uint8_t row_bare_retired = 2;  // what pages hold of its bare statement counts no more

// The flags of a row's value; none where there is no row.
std::uint8_t row_flags(std::string_view value);
std::uint8_t row_flags(const std::optional<std::string>& row);

// The bare statement that pages hold of a fact, whatever the delta says.
Result<std::optional<StatementInfo>> bare_statement(const Catalog& catalog, const Fact& fact);
Result<std::optional<StatementInfo>> bare_statement(const Catalog& catalog, const KvSnapshot& snapshot, StatementId id);

// Whether some run has the fact, a retired one too. Where none has and the delta has no row, it has no statements.
Result<bool> is_in_pages(const Catalog& catalog, const Fact& fact);

// Whether the delta has retired it.
Result<bool> is_bare_retired(const KvSnapshot& snapshot, const Fact& fact);

// The rows of the delta for facts that come in the order of sro: one walk instead of a look-up for each.
class DeltaInOrder {
 public:
  explicit DeltaInOrder(const KvSnapshot& snapshot);
  std::optional<std::uint8_t> flags(const Fact& fact);  // of the fact's row; none where it has none
  Status status() const { return cursor_.status(); }

 private:
  KvCursor cursor_;
};

// Every bare statement that pages hold and the delta has not retired, a run at a time in the order of sro. Stops when
// the visitor returns false.
Status each_bare_statement(const Catalog& catalog, const KvSnapshot& snapshot,
                           const std::function<bool(const StatementInfo&)>& visit);

}  // namespace bayan::graph
