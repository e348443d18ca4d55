#include <fmt/format.h>

#include <algorithm>

#include "ingest/extract/actors.hpp"
#include "text/fold.hpp"

namespace bayan::ingest {

namespace {

constexpr std::size_t memory = 40;  // actors a paragraph remembers

bool agrees(const Actor& actor, const Agreement& agreement) {
  if (agreement.person == '1') return false;
  if (actor.kind == ActorKind::group && agreement.number == 'p') return true;  // "the states", fem. sg., and "they"
  if (agreement.number != 0 && actor.number != 0 && agreement.number != actor.number) return false;
  return agreement.gender == 0 || actor.gender == 0 || agreement.gender == actor.gender;
}

}  // namespace

Discourse::Discourse(const Lexicon& lexicon, std::string series, std::string issuers)
    : lexicon_(&lexicon), series_(std::move(series)), series_issuers_(std::move(issuers)) {}

void Discourse::mention(const Actor& actor) {
  if (actor.entity.key.empty() || actor.kind == ActorKind::pronoun) return;
  recent_.push_back(actor);
  ++mentions_;
  if (recent_.size() > memory) recent_.erase(recent_.begin());
  if (actor.kind == ActorKind::person && !actor.anaphor) {
    std::erase_if(persons_, [&](const Actor& p) { return p.entity.key == actor.entity.key && p.speaks_for == actor.speaks_for; });
    persons_.push_back(actor);
    if (persons_.size() > memory) persons_.erase(persons_.begin());
  }
  if (actor.kind == ActorKind::group && actor.entity.type == "group") group_ = actor;
}

const Actor* Discourse::antecedent(const Agreement& agreement, std::size_t skip) const {
  for (std::size_t i = recent_.size() - std::min(skip, recent_.size()); i-- > 0;)
    if (agrees(recent_[i], agreement)) return &recent_[i];
  return nullptr;
}

const Actor* Discourse::latest_person(std::size_t skip) const {
  for (std::size_t i = recent_.size() - std::min(skip, recent_.size()); i-- > 0;)
    if (recent_[i].kind == ActorKind::person) return &recent_[i];
  return nullptr;
}

const Actor* Discourse::last_person(std::string_view speaks_for) const {
  for (std::size_t i = persons_.size(); i-- > 0;)
    if (persons_[i].speaks_for == speaks_for) return &persons_[i];
  return nullptr;
}

const Actor* Discourse::person_by_name(const std::string& last_name) const {
  for (std::size_t i = persons_.size(); i-- > 0;) {
    const std::vector<std::string> words = text::folded_words(persons_[i].entity.key);
    if (!words.empty() && words.back() == last_name) return &persons_[i];
  }
  return nullptr;
}

std::optional<Entity> Discourse::issuers() const {
  if (issuer_) return issuer_;
  if (!series_issuers_.empty())
    if (const LexiconEntity* entity = lexicon_->entity(series_issuers_)) return Entity{entity->key, entity->type, {}};
  if (group_) return group_->entity;
  return std::nullopt;
}

std::string dump(const Sentence& sentence, const std::vector<Actor>& actors) {
  std::string out;
  for (const Actor& actor : actors)
    out += fmt::format("[{}] = {}{} ", sentence.text(actor.extent), actor.entity.key, actor.anaphor ? " (before)" : "");
  return out;
}

}  // namespace bayan::ingest
