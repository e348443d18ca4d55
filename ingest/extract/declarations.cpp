#include <set>

#include "ingest/extract/extract.hpp"

namespace bayan::ingest {

namespace {

// The keys a set of records uses.
struct Used {
  std::set<std::string> series, relations;
  std::map<std::string, std::string> entities;  // key -> type, where a record says one
  std::map<std::string, std::map<std::string, std::string>> surfaces;

  void entity(const Entity& e, const std::string& lang) {
    std::string& type = entities[e.key];
    if (type.empty()) type = e.type;
    if (!e.surface.empty() && !lang.empty()) surfaces[e.key].emplace(lang, e.surface);
  }

  void node(const Node& node, const std::string& lang) {
    if (const auto* e = std::get_if<Entity>(&node)) entity(*e, lang);
    if (const auto* phrase = std::get_if<Phrase>(&node))
      for (const std::string& key : phrase->about) entities.try_emplace(key);
    if (const auto* claim = std::get_if<std::shared_ptr<const Claim>>(&node); claim != nullptr && *claim) {
      this->node((*claim)->subject, lang);
      relations.insert((*claim)->relation);
      this->node((*claim)->object, lang);
    }
  }

  void statement(const Statement& s) {
    const std::string lang = s.document ? s.document->lang : "";
    if (!s.series.empty()) series.insert(s.series);
    relations.insert(s.relation);
    node(s.subject, lang);
    node(s.object, lang);
    for (const auto* who : {&s.speaker, &s.holder, &s.addressee, &s.on_behalf_of})
      if (*who) entity(**who, lang);
  }
};

EntityDeclaration declare(const std::string& key, const std::string& type,
                          const std::map<std::string, std::string>& surfaces, const Lexicon& lexicon) {
  EntityDeclaration out;
  out.key = key;
  if (const LexiconEntity* known = lexicon.entity(key)) {
    out.type = known->type;
    out.labels = known->labels;
    out.aliases = known->aliases;
    std::erase_if(out.aliases, [](const auto& entry) { return entry.second.empty(); });
    return out;
  }
  out.labels = lexicon.concept_labels(key);
  out.type = out.labels.empty() ? type : "concept";
  // A name nobody listed is called as the text calls it; a description ("the minister") is no name.
  if (out.labels.empty() && type == "person") out.labels = surfaces;
  return out;
}

}  // namespace

std::vector<Record> declarations(const std::vector<Record>& records, const Lexicon& lexicon) {
  Used used;
  for (const Record& record : records)
    if (const auto* statement = std::get_if<Statement>(&record)) used.statement(*statement);
  // A relation's parents explain it.
  for (std::vector<std::string> open(used.relations.begin(), used.relations.end()); !open.empty();) {
    const LexiconRelation* known = lexicon.relation(open.back());
    open.pop_back();
    if (known != nullptr && !known->parent.empty() && used.relations.insert(known->parent).second)
      open.push_back(known->parent);
  }
  std::vector<Record> out;
  for (const std::string& key : used.series) {
    const LexiconSeries* known = lexicon.series(key);
    if (known == nullptr) continue;
    SeriesDeclaration series;
    series.key = key;
    series.labels = {{"en", known->label_en}, {"ar", known->label_ar}};
    out.emplace_back(std::move(series));
  }
  for (const std::string& key : used.relations) {
    const LexiconRelation* known = lexicon.relation(key);
    if (known == nullptr) continue;
    RelationDeclaration relation{key, known->parent, {}, known->forms, known->stance, known->cameo, known->plover};
    if (!known->label_en.empty()) relation.labels["en"] = known->label_en;
    if (!known->label_ar.empty()) relation.labels["ar"] = known->label_ar;
    out.emplace_back(std::move(relation));
  }
  for (const auto& [key, type] : used.entities) out.emplace_back(declare(key, type, used.surfaces[key], lexicon));
  return out;
}

}  // namespace bayan::ingest
