// What a View holds. Included by the view's own files only.
#pragma once

#include <memory>
#include <optional>
#include <unordered_map>

#include "graph/catalog.hpp"
#include "graph/database.hpp"
#include "graph/keys.hpp"
#include "graph/kv.hpp"
#include "graph/view.hpp"
#include "graph/writer.hpp"

namespace bayan::graph {

// So that a map of strings is asked with a string_view.
struct TextHash : std::hash<std::string_view> {
  using is_transparent = void;
};

struct View::Impl {
  std::shared_ptr<const Database> database;
  std::shared_ptr<const KvSnapshot> snapshot;
  std::shared_ptr<const Catalog> catalog;
  std::optional<std::int64_t> as_of_us;

  // Decoded once, then kept: references that the view gave out stay good.
  template <class T>
  using Kept = std::unordered_map<TermId, std::unique_ptr<T>>;
  Kept<EntityInfo> entities;
  Kept<PhraseInfo> phrases;
  Kept<Literal> literals;
  Kept<ClaimInfo> claims;
  std::unordered_map<DocumentId, DocumentInfo> documents;
  std::unordered_map<RoundId, std::vector<DocumentId>> covering;  // of rounds that were asked for
  // Keys that were asked for lately.
  std::unordered_map<std::string, TermId, TextHash, std::equal_to<>> entity_ids;

  bool sees(std::int64_t recorded_us, std::int64_t retracted_us) const {
    if (!as_of_us) return retracted_us == not_retracted;
    return recorded_us <= *as_of_us && retracted_us > *as_of_us;
  }
  // Every id at the end of the keys with this prefix.
  template <class T>
  std::vector<T> ids(Family family, const std::string& prefix) const;
  // Ids of a lookup key; 0 where there is none.
  std::uint64_t look_up(const std::string& key) const;
  template <class T>
  std::vector<T> named(NameKind kind, std::string_view folded) const;
  std::vector<std::string> names(NameKind kind) const;
  template <class T, class Decode>
  const T& term(Kept<T>& kept, TermId id, Decode decode) const;
  std::string_view stored_term(TermId id, std::string& read) const;
  void read_block(TermCache& cache, TermId id) const;
  Result<std::optional<StatementInfo>> statement_at(std::string_view fact_bytes, StatementId id) const;
  // Whether nothing hides a row of the pages at `as_of_us`, where every statement is bare. REQUIRES: as_of_us.
  bool sees_all_pages() const;
  // Whether a statement said the fact at `as_of_us`. The cursor is one over the statements, at any place.
  Result<bool> sees_fact(KvCursor& cursor, const Fact& fact) const;
  // The bare statement of a fact, where this view sees one.
  Result<std::optional<StatementInfo>> bare_of(const Fact& fact) const;
  // The catalog as it was at as_of_us: what covers a round then.
  Status restrict_catalog();
};

}  // namespace bayan::graph
