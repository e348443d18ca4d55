#include "graph/unused.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "graph/values.hpp"
#include "graph/verdicts.hpp"
#include "graph/words.hpp"
#include "text/fold.hpp"

namespace bayan::graph {

namespace {

bool is_stored(TermId id) { return tag_of(id) >= Tag::entity && tag_of(id) <= Tag::claim; }

Result<bool> has_key(const KvBatch& batch, Family family, const std::string& prefix) {
  KvCursor cursor = batch.cursor(family);
  cursor.seek(prefix);
  BAYAN_TRY(cursor.status());
  return cursor.valid() && cursor.key().starts_with(prefix);
}

class Removal {
 public:
  Removal(Commit& commit, std::set<TermId> terms) : commit_(commit), terms_(std::move(terms)) {}

  Result<std::set<TermId>> run() {
    std::erase_if(terms_, [](TermId id) { return !is_stored(id); });
    BAYAN_TRY(keep_said());
    // What a claim holds or a phrase is about is free only when that is gone.
    for (std::size_t before = 0;; before = removed_.size()) {
      BAYAN_TRY(remove_free());
      if (removed_.size() == before) break;
    }
    std::set<std::uint64_t> entities, texts;
    for (const TermId id : removed_) {
      if (tag_of(id) == Tag::entity) entities.insert(id.value);
      if (tag_of(id) == Tag::literal) texts.insert(id.value);
    }
    BAYAN_TRY(forget_verdicts(commit_.batch(), keys_));
    BAYAN_TRY(remove_names(commit_.batch(), NameKind::entity, entities));
    BAYAN_TRY(remove_names(commit_.batch(), NameKind::text, texts));
    return std::move(removed_);
  }

 private:
  Status keep_said() {
    BAYAN_TRY(commit_.each_recorded([&](const StatementInfo& statement) {
      for (const TermId part : StatementParts::of(statement).all()) terms_.erase(part);
      return !terms_.empty();
    }));
    for (auto term = terms_.begin(); term != terms_.end();) {
      FactPattern as_subject, as_object;
      as_subject.subject = as_object.object = *term;
      bool said = false;
      for (const FactPattern& pattern : {as_subject, as_object}) {
        BAYAN_TRY(commit_.each_bare(pattern, [&](const StatementInfo&) { return !(said = true); }));
      }
      term = said ? terms_.erase(term) : std::next(term);
    }
    return {};
  }

  // One pass over those that are left.
  Status remove_free() {
    for (auto term = terms_.begin(); term != terms_.end();) {
      bool held = false;
      for (const char part : {'s', 'o'}) {
        BAYAN_LET(in_claim, has_key(commit_.batch(), Family::claims, Key(part).id(*term).str()));
        held = held || in_claim;
      }
      BAYAN_LET(about, has_key(commit_.batch(), Family::about, Key('e').id(*term).str()));
      if (held || about) {
        ++term;
        continue;
      }
      if (tag_of(*term) == Tag::entity) {
        BAYAN_LET(entity, commit_.terms().read_entity(*term));
        keys_.insert(entity.key);
        keys_.insert(entity.former_keys.begin(), entity.former_keys.end());
      }
      BAYAN_TRY(commit_.terms().remove(*term));
      removed_.insert(*term);
      term = terms_.erase(term);
    }
    return {};
  }

  Commit& commit_;
  std::set<TermId> terms_, removed_;
  std::set<std::string> keys_;  // of entities that were removed
};

}  // namespace

Status add_parts(Commit& commit, std::set<TermId>& terms) {
  std::vector<TermId> open(terms.begin(), terms.end());
  while (!open.empty()) {
    const TermId id = open.back();
    open.pop_back();
    std::vector<TermId> parts;
    if (tag_of(id) == Tag::claim) {
      BAYAN_LET(claim, commit.terms().read_claim(id));
      parts = {claim.subject, claim.object};
    } else if (tag_of(id) == Tag::phrase) {
      BAYAN_LET(phrase, commit.terms().read_phrase(id));
      parts = phrase.about;
    }
    for (const TermId part : parts) {
      if (terms.insert(part).second) open.push_back(part);
    }
  }
  return {};
}

Result<std::set<TermId>> remove_unused(Commit& commit, std::set<TermId> terms) {
  return Removal(commit, std::move(terms)).run();
}

void remove_claim(KvBatch& batch, TermId id, const ClaimInfo& claim) {
  batch.remove(Family::terms, term_key(id));
  batch.remove(Family::lookup, claim_key(claim));
  for (const std::string& key : claim_index_keys(id, claim)) batch.remove(Family::claims, key);
}

Status remove_names(KvBatch& batch, NameKind kind, const std::set<std::uint64_t>& ids) {
  if (ids.empty()) return {};
  std::vector<std::string> gone;
  const std::string prefix(1, static_cast<char>(kind));
  KvCursor cursor = batch.cursor(Family::names);
  for (cursor.seek(prefix); cursor.valid() && cursor.key().starts_with(prefix); cursor.next()) {
    const std::string_view key = cursor.key();
    if (ids.contains(number_at(key, key.size() - 8))) gone.emplace_back(key);
  }
  BAYAN_TRY(cursor.status());
  for (const std::string& key : gone) batch.remove(Family::names, key);
  return {};
}

// All but an entity's and a text's names, which remove_unused() takes out for many at a time.
Status TermWriter::remove(TermId id) {
  rewrote_terms_ = true;
  const auto forget = [&](const std::string& lookup) { batch_.remove(Family::lookup, lookup); };
  switch (tag_of(id)) {
    case Tag::entity: {
      BAYAN_LET(entity, read_entity(id));
      forget(Key('e').text(entity.key).str());
      remove_words(batch_, WordKind::entity, id.value, words_of(entity));
      for (const std::string& former : entity.former_keys) forget(Key('e').text(former).str());
      break;
    }
    case Tag::phrase: {
      BAYAN_LET(phrase, read_phrase(id));
      forget(Key('p').text(text::fold(phrase.text)).str());
      remove_words(batch_, WordKind::phrase, id.value, words_of(phrase.text));
      BAYAN_TRY(replace_about(id, phrase, {}));
      break;
    }
    case Tag::literal: {
      BAYAN_LET(stored, batch_.get(Family::terms, term_key(id)));
      if (!stored) return damaged("a literal is missing");
      BAYAN_LET(literal, decode_literal(*stored));
      forget(literal_key(literal));
      remove_words(batch_, WordKind::literal, id.value, words_of(literal.value));
      break;
    }
    default: {
      BAYAN_LET(claim, read_claim(id));
      remove_claim(batch_, id, claim);
    }
  }
  batch_.remove(Family::terms, term_key(id));
  return {};
}

}  // namespace bayan::graph
