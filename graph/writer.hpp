// The terms of one commit: looks nodes up, makes the missing ones, keeps names and indexes in step.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "bayan/result.hpp"
#include "graph/catalog.hpp"
#include "graph/keys.hpp"
#include "graph/kv.hpp"
#include "graph/model.hpp"

namespace bayan::graph {

// What a name in the index names.
enum class NameKind : char { entity = 'e', relation = 'r', series = 's', document = 'd', title = 't', text = 'x' };

std::string name_key(NameKind kind, std::string_view folded, std::uint64_t id);
std::string literal_key(const Literal& literal);
Literal literal_of_key(std::string_view key);  // REQUIRES: a key that literal_key() made
std::string claim_key(const ClaimInfo& claim);
std::array<std::string, 3> claim_index_keys(TermId id, const ClaimInfo& claim);
std::string about_key(TermId entity, TermId node);
std::string about_exactly_prefix(const std::vector<TermId>& about);

// The id of a literal that needs no dictionary: small integers, dates, booleans; TermId{} for the others.
TermId inline_literal(const Literal& literal);
// REQUIRES: an inline literal's id.
Literal literal_of_inline(TermId id);

// The first of so many numbers of a counter, which nobody else gets. Errors: store.
Result<std::uint64_t> take_numbers(KvBatch& batch, char what, std::uint64_t count);

class TermWriter {
 public:
  TermWriter(KvBatch& batch, Catalog& catalog) : batch_(batch), catalog_(catalog) {}

  // Each finds the id or makes it. REQUIRES: records that validate() has passed. Errors: store.
  Result<TermId> entity(const std::string& key, const std::string& type = {});
  Result<TermId> node(const Node& node);
  Result<TermId> phrase(const Phrase& phrase);
  Result<TermId> literal(const Literal& literal);
  Result<TermId> claim(const Claim& claim);
  Result<TermId> claim(const ClaimInfo& claim);
  Result<RelationId> relation(const std::string& key);
  Result<SeriesId> series(const std::string& key);

  Status declare(const EntityDeclaration& declaration);
  Status declare(const RelationDeclaration& declaration);
  Status declare(const SeriesDeclaration& declaration);

  // Remembers that two entities are not the same; false where it did (verdicts.hpp).
  Result<bool> tell_apart(const std::string& key, const std::string& other_key);
  Status name(NameKind kind, std::string_view written, std::uint64_t id);
  Result<std::uint64_t> next(char what);  // the next number of a counter
  void finish();                          // writes the counters

  // For merges, and for what is forgotten: reads and replaces records whole.
  Result<EntityInfo> read_entity(TermId id);
  Result<PhraseInfo> read_phrase(TermId id);
  Result<ClaimInfo> read_claim(TermId id);
  Status write_entity(TermId id, const EntityInfo& entity);
  Status replace_about(TermId phrase, PhraseInfo info, std::vector<TermId> about);
  Status remove(TermId id);  // for remove_unused() alone
  void put_claim(TermId id, const ClaimInfo& claim);

  // Adds those of terms that this commit made. False: it made more than it remembers.
  bool tell_made(std::vector<std::string>& lookup_keys) const;
  bool catalog_changed() const { return catalog_changed_; }
  // Whether an entity or phrase that was there before this commit says something else now: what readers keep of it is old.
  bool rewrote_terms() const { return rewrote_terms_; }

 private:
  struct Found {
    TermId id;
    std::string said;  // of an entity its type, of a phrase what it is about, as recorded last: once is enough
  };
  Result<const Found*> find(const std::string& lookup_key);  // null where there is none; dies with the next note()
  const Found* note(const std::string& lookup_key, TermId id, std::string said = {});
  Status check_ancestors(const RelationDeclaration& declaration) const;
  Status write_relation(const RelationInfo& relation);
  Status write_series(const SeriesInfo& series);

  KvBatch& batch_;
  Catalog& catalog_;
  bool is_new(TermId id) const;  // made by this commit

  bool catalog_changed_ = false, rewrote_terms_ = false, forgot_found_ = false;
  std::unordered_map<std::string, Found> found_;  // by lookup key, within this commit; forgotten when there are many
  std::unordered_map<char, std::uint64_t> counters_, first_numbers_;
};

}  // namespace bayan::graph
