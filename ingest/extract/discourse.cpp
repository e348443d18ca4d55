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
    : lexicon_(&lexicon), series_(std::move(series)), series_issuers_(std::move(issuers)) {
  if (const LexiconEntity* own = lexicon.entity(series_issuers_)) bodies_.push_back({own->key, own->type, {}});
}

void Discourse::mention(const Actor& actor) {
  if (actor.entity.key.empty() || actor.kind == ActorKind::pronoun) return;
  recent_.push_back(actor);
  recent_.back().sentence = sentence_;
  ++mentions_;
  if (actor.entity.type == "organisation" && (bodies_.empty() || bodies_.back().key != actor.entity.key)) {
    bodies_.push_back(actor.entity);
    if (bodies_.size() > memory) bodies_.erase(bodies_.begin());
  }
  if (recent_.size() > memory) recent_.erase(recent_.begin());
  if (actor.kind == ActorKind::person && !actor.anaphor) {
    std::erase_if(persons_,
                  [&](const Actor& p) { return p.entity.key == actor.entity.key && p.speaks_for == actor.speaks_for; });
    persons_.push_back(actor);
    std::vector<std::string> words = text::folded_words(actor.entity.key);
    if (!words.empty()) persons_.back().last_name = std::move(words.back());
    if (persons_.size() > memory) persons_.erase(persons_.begin());
  }
  if (actor.kind == ActorKind::group && actor.entity.type == "group") {
    group_ = actor;
    if (lexicon_->entity(actor.entity.key) != nullptr) named_group_ = Entity{actor.entity.key, actor.entity.type, {}};
  }
}

const Actor* Discourse::antecedent(const Agreement& agreement, std::size_t skip) const {
  for (std::size_t i = recent_.size() - std::min(skip, recent_.size()); i-- > 0;)
    if (agrees(recent_[i], agreement)) return &recent_[i];
  return nullptr;
}

const Entity* Discourse::body(std::string_view ending) const {
  for (std::size_t i = bodies_.size(); i-- > 0;)
    if (bodies_[i].key.ends_with(ending)) return &bodies_[i];
  return nullptr;
}

// The latest one that has the name counts: what it was called in full is near.
void Discourse::introduce(std::string name, const Entity& entity) {
  if (!name.empty()) introduced_[std::move(name)] = Entity{entity.key, entity.type, {}};
}

const Entity* Discourse::introduced(const std::string& name) const {
  const auto found = introduced_.find(name);
  return found == introduced_.end() ? nullptr : &found->second;
}

void Discourse::acted(const Actor& actor) {
  if (actor.entity.key.empty() && !actor.list()) return;
  acted_.push_back(actor);
  acted_.back().anaphor = true;
  acted_.back().roles.clear();
  acted_.back().sentence = sentence_;
  acted_.back().paragraph = paragraph_;
  acted_.back().round = round;
  if (acted_.size() > memory) acted_.erase(acted_.begin());
}

// A person is taken over from this paragraph or the one before, as long as the text speaks of the same round.
bool Discourse::carries(const Actor& actor) const {
  if (actor.kind == ActorKind::group || actor.kind == ActorKind::document) return true;
  return actor.paragraph + 1 >= paragraph_ && actor.round == round;
}

const Actor* Discourse::last_acting(const Agreement& agreement, std::optional<ActorKind> kind) const {
  for (std::size_t i = acted_.size(); i-- > 0;)
    if (agrees(acted_[i], agreement) && (!kind || acted_[i].kind == *kind) && carries(acted_[i])) return &acted_[i];
  return nullptr;
}

const Actor* Discourse::latest(bool person, std::size_t skip) const {
  const auto fits = [&](const Actor& a) {
    return person ? a.kind == ActorKind::person : a.kind == ActorKind::entity || a.kind == ActorKind::document;
  };
  const Actor* named = nullptr;
  for (std::size_t i = recent_.size() - std::min(skip, recent_.size()); i-- > 0;) {
    if (!fits(recent_[i]) || recent_[i].oblique) continue;
    if (named != nullptr && recent_[i].sentence != named->sentence) break;
    named = &recent_[i];  // the first one of the latest sentence that names one
  }
  const Actor* acting = nullptr;
  for (std::size_t i = acted_.size(); i-- > 0 && acting == nullptr;)
    if (fits(acted_[i])) acting = &acted_[i];
  if (named == nullptr || acting == nullptr) return named != nullptr ? named : acting;
  return acting->sentence >= named->sentence ? acting : named;
}

const Actor* Discourse::last_person(std::string_view speaks_for) const {
  for (std::size_t i = persons_.size(); i-- > 0;)
    if (persons_[i].speaks_for == speaks_for) return &persons_[i];
  return nullptr;
}

const Actor* Discourse::person_by_name(const std::string& last_name) const {
  for (std::size_t i = persons_.size(); i-- > 0;)
    if (persons_[i].last_name == last_name) return &persons_[i];
  return nullptr;
}

std::optional<Entity> Discourse::issuers() const {
  if (issuer_) return issuer_;
  if (!series_issuers_.empty())
    if (const LexiconEntity* entity = lexicon_->entity(series_issuers_)) return Entity{entity->key, entity->type, {}};
  return named_group_;
}

std::string dump(const Sentence& sentence, const std::vector<Actor>& actors) {
  std::string out;
  for (const Actor& actor : actors)
    out += fmt::format("[{}] = {}{} ", sentence.text(actor.extent), actor.entity.key, actor.anaphor ? " (before)" : "");
  return out;
}

}  // namespace bayan::ingest
