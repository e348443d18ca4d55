#include "graph/merge.hpp"

#include <fmt/format.h>

#include <unordered_map>

#include "graph/index.hpp"
#include "graph/unused.hpp"
#include "graph/values.hpp"
#include "graph/words.hpp"

namespace bayan::graph {

namespace {

// Everything it changes it also writes down as it was, under the merge's number.
class Merger {
 public:
  Merger(Commit& commit, TermId from, TermId into) : commit_(commit) {
    merge_.from = from, merge_.into = into;
    merge_.recorded_us = commit.now_us();
    renamed_[from] = into;
  }

  Result<std::uint64_t> run() {
    BAYAN_LET(number, commit_.terms().next('m'));
    merge_.number = number;
    BAYAN_TRY(move_names());
    BAYAN_TRY(rename_claims());
    BAYAN_TRY(rename_about());
    BAYAN_TRY(rename_statements());
    commit_.batch().put(Family::history, merge_key(number), encode(merge_));
    return changed_;
  }

 private:
  Status move_names() {
    TermWriter& terms = commit_.terms();
    BAYAN_LET(old, terms.read_entity(merge_.from));
    BAYAN_LET(kept, terms.read_entity(merge_.into));
    merge_.from_before = old, merge_.into_before = kept;
    EntityDeclaration moved;
    moved.key = kept.key;
    moved.aliases[""].push_back(old.key);
    for (const auto& [lang, label] : old.labels) moved.aliases[lang].push_back(label);
    for (const auto& [lang, names] : old.aliases) {
      for (const std::string& name : names) moved.aliases[lang].push_back(name);
    }
    BAYAN_TRY(terms.declare(moved));
    BAYAN_LET(info, terms.read_entity(merge_.into));
    std::vector<std::string> former = old.former_keys;
    former.push_back(old.key);
    for (const std::string& key : former) {
      info.former_keys.push_back(key);
      commit_.batch().put(Family::lookup, Key('e').text(key), encode_number(merge_.into.value));
    }
    BAYAN_TRY(terms.write_entity(merge_.into, info));
    commit_.batch().remove(Family::terms, term_key(merge_.from));
    remove_words(commit_.batch(), WordKind::entity, merge_.from.value, words_of(old));
    return remove_names(commit_.batch(), NameKind::entity, {merge_.from.value});
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
      remove_claim(commit_.batch(), id, claim);
      commit_.batch().put_blind(Family::history, merge_claim_key(merge_.number, id), encode(RenamedClaim{other, claim}));
    }
    return {};
  }

  Status rename_about() {
    std::vector<TermId> phrases;
    const std::string prefix = Key('e').id(merge_.from).str();
    KvCursor cursor = commit_.batch().cursor(Family::about);
    for (cursor.seek(prefix); cursor.valid() && cursor.key().starts_with(prefix); cursor.next()) {
      phrases.push_back({number_at(cursor.key(), prefix.size())});
    }
    BAYAN_TRY(cursor.status());
    for (const TermId phrase : phrases) {
      BAYAN_LET(info, commit_.terms().read_phrase(phrase));
      const bool both = std::binary_search(info.about.begin(), info.about.end(), merge_.into);
      commit_.batch().put_blind(Family::history, merge_phrase_key(merge_.number, phrase), encode_number(both ? 1 : 0));
      std::vector<TermId> about = info.about;
      for (TermId& id : about) id = renamed(id);
      BAYAN_TRY(commit_.terms().replace_about(phrase, info, about));
    }
    return {};
  }

  StatementInfo renamed(const StatementInfo& before) const {
    StatementParts parts = StatementParts::of(before);
    for (TermId* id : parts.fields()) *id = renamed(*id);
    StatementInfo after = before;
    parts.put_into(after);
    return after;
  }

  Status rename_statements() {
    std::vector<StatementInfo> touched;
    const auto touch = [&](const StatementInfo& statement) {
      if (StatementParts::of(renamed(statement)) != StatementParts::of(statement)) touched.push_back(statement);
      return true;
    };
    BAYAN_TRY(commit_.each_recorded(touch));
    FactPattern as_subject, as_object;
    as_subject.subject = as_object.object = merge_.from;
    const auto touch_once = [&](const StatementInfo& bare) {
      return bare.fact.subject == merge_.from || touch(bare);  // those were among the first
    };
    BAYAN_TRY(commit_.each_bare(as_subject, touch));
    BAYAN_TRY(commit_.each_bare(as_object, touch_once));
    for (const StatementInfo& before : touched) {
      BAYAN_TRY(commit_.replace(before, renamed(before)));
      StatementParts parts = StatementParts::of(before);
      for (TermId* id : parts.fields()) {
        if (renamed(*id) == *id) *id = {};
      }
      commit_.batch().put_blind(Family::history, merge_statement_key(merge_.number, before.id), encode(parts));
      if (before.retracted_us == not_retracted) ++changed_;
    }
    return {};
  }

  Commit& commit_;
  MergeInfo merge_;
  std::unordered_map<TermId, TermId> renamed_;
  std::uint64_t changed_ = 0;
};

}  // namespace

Result<TermId> existing_entity(const Commit& commit, const std::string& key) {
  BAYAN_LET(stored, commit.batch().get(Family::lookup, Key('e').text(key)));
  if (!stored)
    return make_error(ErrorCode::unknown, fmt::format("unknown entity \"{}\"", key),
                      "write its key as `bayan entities` lists it");
  BAYAN_LET(id, decode_number(*stored));
  return TermId{id};
}

std::string merge_key(std::uint64_t merge) { return Key('m').number(merge).str(); }
std::string merge_statement_key(std::uint64_t merge, StatementId id) { return Key('s').number(merge).id(id).str(); }
std::string merge_claim_key(std::uint64_t merge, TermId id) { return Key('c').number(merge).id(id).str(); }
std::string merge_phrase_key(std::uint64_t merge, TermId id) { return Key('a').number(merge).id(id).str(); }

Result<std::uint64_t> merge_entities(Commit& commit, const std::string& from_key, const std::string& into_key) {
  BAYAN_LET(from, existing_entity(commit, from_key));
  BAYAN_LET(into, existing_entity(commit, into_key));
  if (from == into) return std::uint64_t{0};
  return Merger(commit, from, into).run();
}

}  // namespace bayan::graph
