// Undoing a merge, from what the history kept of it.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

#include "graph/merge.hpp"
#include "graph/unused.hpp"
#include "graph/values.hpp"

namespace bayan::graph {

namespace {

// What the history has of one kind: the id at the end of each key, and the value.
Result<std::vector<std::pair<std::uint64_t, std::string>>> kept(const KvBatch& batch, const std::string& prefix) {
  std::vector<std::pair<std::uint64_t, std::string>> out;
  KvCursor cursor = batch.cursor(Family::history);
  for (cursor.seek(prefix); cursor.valid() && cursor.key().starts_with(prefix); cursor.next())
    out.emplace_back(number_at(cursor.key(), prefix.size()), cursor.value());
  BAYAN_TRY(cursor.status());
  return out;
}

std::string prefix_of(std::string key) { return key.substr(0, key.size() - 8); }

Result<std::vector<MergeInfo>> merges(const KvBatch& batch) {
  BAYAN_LET(stored, kept(batch, "m"));
  std::vector<MergeInfo> out;
  for (const auto& [number, value] : stored) {
    BAYAN_LET(merge, decode_merge(value));
    merge.number = number;
    out.push_back(std::move(merge));
  }
  return out;
}

void take_out(std::vector<std::string>& names, const std::string& name) { std::erase(names, name); }

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

class Undoing {
 public:
  Undoing(Commit& commit, MergeInfo merge) : commit_(commit), merge_(std::move(merge)) {
    now_[merge_.from] = merge_.into;
  }

  Result<std::uint64_t> run() {
    BAYAN_TRY(restore_names());
    BAYAN_TRY(restore_claims());
    BAYAN_TRY(restore_about());
    BAYAN_TRY(restore_statements());
    BAYAN_TRY(remove_unused(commit_, made_));
    for (const std::string& key : details_) commit_.batch().remove(Family::history, key);
    merge_.undone_us = commit_.now_us();
    commit_.batch().put(Family::history, merge_key(merge_.number), encode(merge_));
    return changed_;
  }

 private:
  Status restore_names() {
    TermWriter& terms = commit_.terms();
    const EntityInfo& from = merge_.from_before;
    std::vector<std::string> keys = from.former_keys;
    keys.push_back(from.key);
    for (const std::string& key : keys)
      commit_.batch().put(Family::lookup, Key('e').text(key), encode_number(merge_.from.value));
    BAYAN_TRY(terms.write_entity(merge_.from, from));
    EntityDeclaration names{from.key, {}, from.labels, from.aliases};
    BAYAN_TRY(terms.name(NameKind::entity, from.key, merge_.from.value));
    BAYAN_TRY(terms.declare(names));
    return take_names_back();
  }

  // From the other entity: all names that came with the merge.
  Status take_names_back() {
    TermWriter& terms = commit_.terms();
    const EntityInfo &from = merge_.from_before, &before = merge_.into_before;
    BAYAN_LET(into, terms.read_entity(merge_.into));
    Aliases moved = from.aliases;
    moved[""].push_back(from.key);
    for (const auto& [lang, label] : from.labels) moved[lang].push_back(label);
    for (const auto& [lang, names] : moved) {
      const auto had = before.aliases.find(lang);
      for (const std::string& name : names) {
        if (had == before.aliases.end() || !contains(had->second, name)) take_out(into.aliases[lang], name);
      }
      if (into.aliases[lang].empty()) into.aliases.erase(lang);
    }
    for (const std::string& key : from.former_keys) take_out(into.former_keys, key);
    take_out(into.former_keys, from.key);
    BAYAN_TRY(terms.write_entity(merge_.into, into));
    // The index is made again of the names that are left.
    BAYAN_TRY(remove_names(commit_.batch(), NameKind::entity, {merge_.into.value}));
    BAYAN_TRY(terms.name(NameKind::entity, into.key, merge_.into.value));
    return terms.declare(EntityDeclaration{into.key, {}, into.labels, into.aliases});
  }

  // Inside out, as they were renamed.
  Status restore_claims() {
    BAYAN_LET(claims, details(prefix_of(merge_claim_key(merge_.number, {}))));
    for (const auto& [number, value] : claims) {
      BAYAN_LET(claim, decode_renamed(value));
      commit_.terms().put_claim({number}, claim.before);
      now_[{number}] = claim.now;
      made_.insert(claim.now);
    }
    return {};
  }

  Status restore_about() {
    BAYAN_LET(phrases, details(prefix_of(merge_phrase_key(merge_.number, {}))));
    for (const auto& [number, value] : phrases) {
      const TermId phrase{number};
      BAYAN_LET(stored, commit_.batch().get(Family::terms, term_key(phrase)));
      if (!stored) continue;  // forgotten since
      BAYAN_LET(both, decode_number(value));
      BAYAN_LET(info, decode_phrase(*stored));
      std::vector<TermId> about = info.about;
      if (both == 0) std::erase(about, merge_.into);
      about.push_back(merge_.from);
      BAYAN_TRY(commit_.terms().replace_about(phrase, info, about));
    }
    return {};
  }

  Status restore_statements() {
    BAYAN_LET(statements, details(prefix_of(merge_statement_key(merge_.number, {}))));
    for (const auto& [number, value] : statements) {
      BAYAN_LET(taken, decode_parts(value));
      const auto before = commit_.read_statement({number});
      if (!before && before.error().code == ErrorCode::unknown) continue;  // forgotten since
      if (!before) return before.error();
      StatementParts parts = StatementParts::of(*before);
      for (std::size_t i = 0; i < parts.all().size(); ++i) {
        const TermId was = taken.all()[i];
        if (was && now_.at(was) == *parts.fields()[i]) *parts.fields()[i] = was;
      }
      StatementInfo after = *before;
      parts.put_into(after);
      if (StatementParts::of(after) == StatementParts::of(*before)) continue;
      BAYAN_TRY(commit_.replace(*before, after));
      if (after.retracted_us == not_retracted) ++changed_;
    }
    return {};
  }

  Result<std::vector<std::pair<std::uint64_t, std::string>>> details(const std::string& prefix) {
    BAYAN_LET(found, kept(commit_.batch(), prefix));
    for (const auto& [number, value] : found) details_.push_back(Key().text(prefix).number(number).str());
    return found;
  }

  Commit& commit_;
  MergeInfo merge_;
  std::map<TermId, TermId> now_;      // what the merge made of an entity or a claim
  std::set<TermId> made_;             // claims that it may have made
  std::vector<std::string> details_;  // keys of what the history kept
  std::uint64_t changed_ = 0;
};

}  // namespace

Result<std::uint64_t> undo_merge(Commit& commit, const std::string& from_key) {
  BAYAN_LET(all, merges(commit.batch()));
  const auto stands = [&](const MergeInfo& merge) {
    return merge.undone_us == 0 && merge.from_before.key == from_key;
  };
  const auto merge = std::find_if(all.rbegin(), all.rend(), stands);
  if (merge == all.rend()) {
    return make_error(ErrorCode::unknown, fmt::format("no merge of \"{}\" stands", from_key),
                      "name the entity that was merged into another one, by the key it had");
  }
  const auto of_the_other = [&](const MergeInfo& later) { return later.undone_us == 0 && later.from == merge->into; };
  if (const auto later = std::find_if(all.begin(), all.end(), of_the_other); later != all.end()) {
    return make_error(ErrorCode::input,
                      fmt::format("\"{}\", which \"{}\" was merged into, was merged itself since",
                                  later->from_before.key, from_key),
                      fmt::format("undo the merge of \"{}\" first", later->from_before.key));
  }
  return Undoing(commit, *merge).run();
}

Status forget_merges(Commit& commit, const std::set<TermId>& into) {
  BAYAN_LET(all, merges(commit.batch()));
  for (const MergeInfo& merge : all) {
    if (!into.contains(merge.into)) continue;
    for (const std::string& prefix :
         {prefix_of(merge_statement_key(merge.number, {})), prefix_of(merge_claim_key(merge.number, {})),
          prefix_of(merge_phrase_key(merge.number, {}))}) {
      BAYAN_LET(details, kept(commit.batch(), prefix));
      for (const auto& [number, value] : details)
        commit.batch().remove(Family::history, Key().text(prefix).number(number));
    }
    commit.batch().remove(Family::history, merge_key(merge.number));
  }
  return {};
}

}  // namespace bayan::graph
