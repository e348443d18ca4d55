#include "graph/merge.hpp"

#include <fmt/format.h>

#include <set>
#include <unordered_map>

#include "graph/index.hpp"
#include "graph/values.hpp"

namespace bayan::graph {

namespace {

class Merger {
 public:
  Merger(Commit& commit, TermId from, TermId into) : commit_(commit), from_(from), into_(into) {
    renamed_[from] = into;
  }

  Result<std::uint64_t> run() {
    BAYAN_TRY(move_names());
    BAYAN_TRY(rename_claims());
    BAYAN_TRY(rename_about());
    BAYAN_TRY(rename_statements());
    return changed_;
  }

 private:
  Status move_names() {
    BAYAN_LET(old_entity, commit_.terms().read_entity(from_));
    const EntityInfo old = old_entity;
    EntityDeclaration moved;
    BAYAN_LET(kept, commit_.terms().read_entity(into_));
    moved.key = kept.key;
    moved.aliases[""].push_back(old.key);
    for (const auto& [lang, label] : old.labels) moved.aliases[lang].push_back(label);
    for (const auto& [lang, names] : old.aliases) {
      for (const std::string& name : names) moved.aliases[lang].push_back(name);
    }
    BAYAN_TRY(commit_.terms().declare(moved));
    BAYAN_LET(info, commit_.terms().read_entity(into_));
    std::vector<std::string> former = old.former_keys;
    former.push_back(old.key);
    for (const std::string& key : former) {
      info.former_keys.push_back(key);
      commit_.batch().put(Family::lookup, Key('e').text(key), encode_number(into_.value));
    }
    BAYAN_TRY(commit_.terms().write_entity(into_, info));
    commit_.batch().remove(Family::terms, term_key(from_));
    return forget_names();
  }

  Status forget_names() {
    std::vector<std::string> gone;
    KvCursor cursor = commit_.batch().cursor(Family::names);
    for (cursor.seek("e"); cursor.valid() && cursor.key().front() == 'e'; cursor.next()) {
      const std::string_view key = cursor.key();
      if (number_at(key, key.size() - 8) == from_.value) gone.emplace_back(key);
    }
    BAYAN_TRY(cursor.status());
    for (const std::string& key : gone) commit_.batch().remove(Family::names, key);
    return {};
  }

  TermId renamed(TermId id) const {
    const auto found = renamed_.find(id);
    return found == renamed_.end() ? id : found->second;
  }

  // Claims have lower ids than the claims that hold them, so one pass in order of id renames inside out.
  Status rename_claims() {
    std::vector<std::pair<TermId, ClaimInfo>> claims;
    KvCursor cursor = commit_.batch().cursor(Family::terms);
    for (cursor.seek(terms_prefix(Tag::claim)); cursor.valid(); cursor.next()) {
      const TermId id = term_of_key(cursor.key());
      if (tag_of(id) != Tag::claim) break;
      BAYAN_LET(claim, decode_claim(cursor.value()));
      claims.emplace_back(id, claim);
    }
    BAYAN_TRY(cursor.status());
    for (const auto& [id, claim] : claims) {
      const ClaimInfo now{renamed(claim.subject), claim.predicate, renamed(claim.object)};
      if (now.subject == claim.subject && now.object == claim.object) continue;
      BAYAN_LET(other, commit_.terms().claim(now));
      renamed_[id] = other;
      forget_claim(id, claim);
    }
    return {};
  }

  void forget_claim(TermId id, const ClaimInfo& claim) {
    KvBatch& batch = commit_.batch();
    batch.remove(Family::terms, term_key(id));
    batch.remove(Family::lookup, claim_key(claim));
    for (const std::string& key : claim_index_keys(id, claim)) batch.remove(Family::claims, key);
  }

  Status rename_about() {
    std::vector<TermId> phrases;
    const std::string prefix = Key('e').id(from_).str();
    KvCursor cursor = commit_.batch().cursor(Family::about);
    for (cursor.seek(prefix); cursor.valid() && cursor.key().starts_with(prefix); cursor.next()) {
      phrases.push_back({number_at(cursor.key(), prefix.size())});
    }
    BAYAN_TRY(cursor.status());
    for (const TermId phrase : phrases) {
      BAYAN_LET(info, commit_.terms().read_phrase(phrase));
      std::vector<TermId> about = info.about;
      for (TermId& id : about) id = renamed(id);
      BAYAN_TRY(commit_.terms().replace_about(phrase, info, about));
    }
    return {};
  }

  Status rename_statements() {
    std::vector<StatementInfo> all;
    KvCursor cursor = commit_.batch().cursor(Family::statements);
    for (cursor.seek(""); cursor.valid(); cursor.next()) {
      BAYAN_LET(statement, decode_statement(cursor.value()));
      statement.fact = fact_of(Order::sro, cursor.key());
      statement.id = {number_at(cursor.key(), 32)};
      all.push_back(statement);
    }
    BAYAN_TRY(cursor.status());
    FactPattern as_subject, as_object;
    as_subject.subject = as_object.object = from_;
    for (const FactPattern& pattern : {as_subject, as_object}) {
      BAYAN_LET(bare, commit_.bare_statements(pattern));
      for (const StatementInfo& statement : bare) {
        if (!pattern.object || statement.fact.subject != from_) all.push_back(statement);
      }
    }
    for (const StatementInfo& before : all) {
      StatementInfo after = before;
      for (TermId* id : {&after.fact.subject, &after.fact.object, &after.speaker, &after.holder, &after.addressee,
                         &after.on_behalf_of}) {
        *id = renamed(*id);
      }
      if (encode(after) == encode(before) && after.fact == before.fact) continue;
      BAYAN_TRY(commit_.replace(before, after));
      if (before.retracted_us == not_retracted) ++changed_;
    }
    return {};
  }

  Commit& commit_;
  TermId from_, into_;
  std::unordered_map<TermId, TermId> renamed_;
  std::uint64_t changed_ = 0;
};

Result<TermId> existing(Commit& commit, const std::string& key) {
  BAYAN_LET(stored, commit.batch().get(Family::lookup, Key('e').text(key)));
  if (!stored)
    return make_error(ErrorCode::unknown, fmt::format("unknown entity \"{}\"", key),
                      "write its key as `bayan entities` lists it");
  BAYAN_LET(id, decode_number(*stored));
  return TermId{id};
}

}  // namespace

Result<std::uint64_t> merge_entities(Commit& commit, const std::string& from_key, const std::string& into_key) {
  BAYAN_LET(from, existing(commit, from_key));
  BAYAN_LET(into, existing(commit, into_key));
  if (from == into) return std::uint64_t{0};
  return Merger(commit, from, into).run();
}

}  // namespace bayan::graph
