#include "ingest/lexicon.hpp"

#include <algorithm>

namespace bayan::ingest {

namespace {

constexpr std::array<std::string_view, static_cast<std::size_t>(Cue::count)> cue_names = {"entity",
                                                                                          "adjective",
                                                                                          "concept",
                                                                                          "verb",
                                                                                          "participle",
                                                                                          "noun",
                                                                                          "ordinal",
                                                                                          "month",
                                                                                          "weekday",
                                                                                          "negator",
                                                                                          "lookalike",
                                                                                          "that",
                                                                                          "relative",
                                                                                          "link",
                                                                                          "beside",
                                                                                          "group",
                                                                                          "group_modifier",
                                                                                          "document",
                                                                                          "issued_by",
                                                                                          "side",
                                                                                          "title",
                                                                                          "meeting",
                                                                                          "round",
                                                                                          "round_word",
                                                                                          "past_rounds",
                                                                                          "day",
                                                                                          "last_word",
                                                                                          "month_word",
                                                                                          "day_word",
                                                                                          "year_word",
                                                                                          "boundary",
                                                                                          "adverb",
                                                                                          "condition",
                                                                                          "violation",
                                                                                          "modal",
                                                                                          "possible",
                                                                                          "present_in",
                                                                                          "illegally",
                                                                                          "clear_to",
                                                                                          "own_state",
                                                                                          "we",
                                                                                          "passive",
                                                                                          "event_held",
                                                                                          "event_ended",
                                                                                          "event_began",
                                                                                          "event_issued",
                                                                                          "event_scheduled",
                                                                                          "hosted",
                                                                                          "observer",
                                                                                          "headed_by",
                                                                                          "on_behalf",
                                                                                          "focus",
                                                                                          "interaction",
                                                                                          "press",
                                                                                          "prep",
                                                                                          "topic",
                                                                                          "quotes_label",
                                                                                          "quantifier",
                                                                                          "half",
                                                                                          "not_event",
                                                                                          "draft",
                                                                                          "event",
                                                                                          "whole",
                                                                                          "auxiliary",
                                                                                          "determiner",
                                                                                          "pronoun",
                                                                                          "possessive",
                                                                                          "verb_base",
                                                                                          "linking",
                                                                                          "not_gerund",
                                                                                          "stands_for",
                                                                                          "ordinal_prefix",
                                                                                          "past_verb",
                                                                                          "object_pronoun",
                                                                                          "short_name",
                                                                                          "body",
                                                                                          "same_day",
                                                                                          "intensifier",
                                                                                          "name_part",
                                                                                          "title_word",
                                                                                          "attributive",
                                                                                          "as_for",
                                                                                          "failed",
                                                                                          "along_with",
                                                                                          "taking_part",
                                                                                          "place_word",
                                                                                          "quoted_as",
                                                                                          "violating",
                                                                                          "no_verb",
                                                                                          "beside_partner",
                                                                                          "speaker",
                                                                                          "describes",
                                                                                          "embeds",
                                                                                          "term",
                                                                                          "modal_will",
                                                                                          "attending",
                                                                                          "hosting",
                                                                                          "addressing",
                                                                                          "time_of_day",
                                                                                          "name_article",
                                                                                          "link_verb",
                                                                                          "link_noun",
                                                                                          "amounts_to",
                                                                                          "no_link"};

template <class Index>
auto find_index(const Index& index, std::string_view key) {
  return index.find(key);
}

}  // namespace

std::optional<Cue> cue_named(std::string_view name) {
  const auto found = std::find(cue_names.begin(), cue_names.end(), name);
  if (found == cue_names.end()) return std::nullopt;
  return static_cast<Cue>(found - cue_names.begin());
}

std::string_view name(Cue cue) { return cue_names[static_cast<std::size_t>(cue)]; }

const LexiconEntity* Lexicon::entity(std::string_view key) const {
  const auto found = find_index(entity_index_, key);
  return found == entity_index_.end() ? nullptr : &entities_[found->second];
}

const LexiconRelation* Lexicon::relation(std::string_view key) const {
  const auto found = find_index(relation_index_, key);
  return found == relation_index_.end() ? nullptr : &relations_[found->second];
}

const LexiconSeries* Lexicon::series(std::string_view key) const {
  const auto found = std::find_if(series_.begin(), series_.end(), [&](const auto& s) { return s.key == key; });
  return found == series_.end() ? nullptr : &*found;
}

const std::map<std::string, std::string>& Lexicon::concept_labels(std::string_view key) const {
  static const std::map<std::string, std::string> none;
  const auto found = concept_labels_.find(key);
  return found == concept_labels_.end() ? none : found->second;
}

// Whether a relation is a stance or a saying: one of the descendants of "statement" that is no event, link or meeting.
bool Lexicon::says_something(std::string_view relation) const {
  std::string_view at = relation;
  for (int depth = 0; depth < 8; ++depth) {
    if (at == "consults") return false;
    if (at == "statement") return true;
    const LexiconRelation* known = this->relation(at);
    if (known == nullptr) return false;
    at = known->parent;
  }
  return false;
}

std::string Lexicon::combined(std::string_view relation, std::string_view head) const {
  const LexiconRelation* base = this->relation(relation);
  for (const auto& [first, second, result] : heads_)
    if (first == relation && second == head) return result;
  if (base == nullptr || (base->kind != "transparent" && base->kind != "frame")) return {};
  for (const auto& [first, second, result] : heads_)
    if (second == head && (first == relation || first == "*")) return result;
  const LexiconRelation* own = this->relation(head);
  return own != nullptr && own->kind != "head" && own->kind != "frame" && says_something(head) ? std::string(head)
                                                                                               : std::string();
}

const LexiconEntity* Lexicon::group_of(std::vector<std::string> members) const {
  std::sort(members.begin(), members.end());
  for (const LexiconEntity& entity : entities_) {
    if (entity.members.size() != members.size() || members.empty()) continue;
    std::vector<std::string> own = entity.members;
    std::sort(own.begin(), own.end());
    if (own == members) return &entity;
  }
  return nullptr;
}

}  // namespace bayan::ingest
