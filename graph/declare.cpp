// Declarations: what a store is told about entities, relations and series besides statements.
#include <fmt/format.h>

#include <algorithm>

#include "graph/values.hpp"
#include "graph/verdicts.hpp"
#include "graph/writer.hpp"

namespace bayan::graph {

namespace {

// Adds names that are not there yet, keeping the order in which they came.
void add_names(Aliases& into, const Aliases& more) {
  for (const auto& [lang, names] : more) {
    auto& known = into[lang];
    for (const std::string& name : names) {
      if (std::find(known.begin(), known.end(), name) == known.end()) known.push_back(name);
    }
  }
}

void set_labels(Labels& into, const Labels& more) {
  for (const auto& [lang, label] : more) into[lang] = label;
}

void set(std::string& into, const std::string& value) {
  if (!value.empty()) into = value;
}

Status name_all(TermWriter& writer, NameKind kind, const Labels& labels, const Aliases& aliases, std::uint64_t id) {
  for (const auto& [lang, label] : labels) BAYAN_TRY(writer.name(kind, label, id));
  for (const auto& [lang, names] : aliases) {
    for (const std::string& name : names) BAYAN_TRY(writer.name(kind, name, id));
  }
  return {};
}

}  // namespace

Status TermWriter::declare(const EntityDeclaration& d) {
  BAYAN_LET(id, entity(d.key, d.type));
  BAYAN_LET(info, read_entity(id));
  const std::string before = encode(info);
  set_labels(info.labels, d.labels);
  add_names(info.aliases, d.aliases);
  if (encode(info) != before) BAYAN_TRY(write_entity(id, info));
  for (const std::string& other : d.not_the_same) {
    BAYAN_TRY(entity(other));
    BAYAN_TRY(tell_apart(d.key, other));
  }
  return name_all(*this, NameKind::entity, d.labels, d.aliases, id.value);
}

Result<bool> TermWriter::tell_apart(const std::string& key, const std::string& other_key) {
  const std::string verdict = verdict_key(key, other_key);
  BAYAN_LET(known, batch_.get(Family::history, verdict));
  if (!known) batch_.put(Family::history, verdict, {});
  return !known;
}

// Refused before anything is written.
Status TermWriter::check_ancestors(const RelationDeclaration& d) const {
  const auto* const id = catalog_.relation_ids.find(d.key);
  const auto* const parent = catalog_.relation_ids.find(d.parent);
  bool own = d.parent == d.key;
  if (id != catalog_.relation_ids.end() && parent != catalog_.relation_ids.end()) {
    for (RelationId up = parent->second; up && !own; up = catalog_.relations.at(up).parent) own = up == id->second;
  }
  if (!own) return {};
  return make_error(ErrorCode::input,
                    fmt::format("relation \"{}\" would be its own ancestor through \"{}\"", d.key, d.parent),
                    "name another parent");
}

Status TermWriter::declare(const RelationDeclaration& d) {
  BAYAN_TRY(check_ancestors(d));
  BAYAN_LET(id, relation(d.key));
  RelationInfo info = catalog_.relations.at(id);
  set_labels(info.labels, d.labels);
  add_names(info.forms, d.forms);
  set(info.stance, d.stance), set(info.cameo, d.cameo), set(info.plover, d.plover);
  if (!d.parent.empty()) {
    BAYAN_LET(parent, relation(d.parent));
    info.parent = parent;
  }
  BAYAN_TRY(write_relation(info));
  return name_all(*this, NameKind::relation, d.labels, d.forms, id.value);
}

Status TermWriter::declare(const SeriesDeclaration& d) {
  BAYAN_LET(id, series(d.key));
  SeriesInfo info = catalog_.series.at(id);
  set_labels(info.labels, d.labels);
  add_names(info.aliases, d.aliases);
  set(info.rounds_by, d.rounds_by);
  BAYAN_TRY(write_series(info));
  return name_all(*this, NameKind::series, d.labels, d.aliases, id.value);
}

}  // namespace bayan::graph
