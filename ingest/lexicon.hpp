// The lexicon: what the extractor knows about names, verbs and words. All of it is data: ingest/lexicon/ is compiled
// in, folders of the same layout extend it at run time (a row with a key replaces the row of that key, others add).
//
//   core/entities.tsv relations.tsv heads.tsv series.tsv
//   LANG/names.tsv concepts.tsv verbs.tsv cues.tsv ordinals.tsv months.tsv abbreviations.tsv pages.tsv
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "bayan/result.hpp"
#include "ingest/lexicon_trie.hpp"

namespace bayan::ingest {

// What a word does in a sentence: the class column of cues.tsv, after what the other files bring.
enum class Cue : std::uint8_t {
  // From names, concepts, verbs, ordinals, months.
  entity,
  adjective,
  concept_word,
  verb,
  participle,
  noun,
  ordinal,
  month,
  weekday,
  // From cues.tsv.
  negator,         // denies the verb it stands before
  lookalike,       // looks like a negator and is none
  that,            // opens a clause
  relative,        // opens a relative clause
  link,            // joins an object with its basis, aim, means, company; value: the relation
  beside,          // joins like "and" (as well as)
  group,           // a definite description of several; value: gloss ":" gender and number
  group_modifier,  // part of one; value: gloss
  document,        // a statement, a declaration; value: gloss ":" gender and number
  issued_by,       // before the issuer of a document
  side,            // stands for the state named beside it (the Russian side)
  title,           // before a person's name; value: gloss
  meeting,
  round,
  round_word,   // value: previous, next, current
  past_rounds,  // earlier meetings, unnamed
  day,          // today, yesterday; value: how many days from the document's
  last_word,    // after a month: the last one, the next one; value: past, next
  month_word,
  day_word,
  year_word,
  boundary,  // opens another clause
  adverb,    // may stand between a verb and what follows it
  condition,
  violation,
  modal,
  possible,
  present_in,
  illegally,
  clear_to,
  own_state,
  we,
  passive,
  event_held,
  event_ended,
  event_began,
  event_issued,
  event_scheduled,
  hosted,
  observer,
  headed_by,
  on_behalf,
  focus,
  interaction,
  press,
  prep,
  topic,
  quotes_label,
  quantifier,
  half,
  not_event,
  draft,
  event,
  whole,
  auxiliary,
  determiner,
  pronoun,
  possessive,
  verb_base,
  linking,
  not_gerund,
  stands_for,
  ordinal_prefix,
  past_verb,       // an irregular past tense that makes no statement
  object_pronoun,  // says nothing as an object
  short_name,      // of a body named before; value: how its key ends
  body,            // heads the name of an organisation; value: proper where one word more makes it a name
  same_day,        // between a day of one calendar and that of another
  intensifier,     // before a noun of saying: "deep"
  name_part,       // joins the next word to a name: Abd, Abu, bin
  title_word,      // inside a title behind whom it is of: "permanent"
  attributive,     // a participle that links the noun before it to what follows; value: the relation
  as_for,          // puts a subject before its clause: "as for X, he said"
  failed,          // did not do what the verbal noun or clause behind it says
  along_with,      // with a noun of saying, like a participle: "with emphasis on"
  taking_part,     // a noun for attending
  place_word,      // before a place nobody knows: "the city of"
  quoted_as,       // "as saying" behind the one who is quoted
  violating,       // between a thing and what it violates: "in violation of"
  no_verb,         // looks like a verb of saying and is none: "asked not to be named"
  beside_partner,  // joins like "and", but somebody behind it takes part: "together with"
  speaker,         // a noun for somebody without a name who says something: "diplomat", "organisers"
  describes,       // opens what somebody is described by: "close to", "familiar with"
  embeds,          // before a clause that is a thing: "what he called"
  term,            // opens a condition; value: "not" when it goes with a negation ("unless"), else "if"
  modal_will,      // will, would
  attending,       // taking part, as a noun or a gerund
  hosting,         // being host to what follows
  addressing,      // before those or the meeting somebody speaks to
  time_of_day,     // "this morning"
  name_article,    // begins the second part of a name: "al-"
  link_verb,       // says a link of its subject and its object; value: the relation
  link_noun,       // what something is to another: "a threat to"; value: the relation
  amounts_to,      // before such a noun: "constitutes"
  no_link,         // before what looks like a link and is none: "whether through"
  count
};

std::optional<Cue> cue_named(std::string_view name);
std::string_view name(Cue cue);

// How a verb form agrees with its subject: gender m f, number s d p, person 1 3, tense p(ast) r (present) b(ase)
// n (past participle) g(erund); 0 where the form does not say.
struct Agreement {
  char gender = 0, number = 0, person = 0, tense = 0;
};

struct Sense {
  Cue cue = Cue::count;
  std::uint32_t ref = 0;  // entity, concept, frame, number, or value
  Agreement agreement;
  char letters = 0;  // of a name: c begins with a capital, u is all capitals (WHO is not "who")
};

struct LexiconEntity {
  std::string key, type;
  std::string speaks_for;  // the state or body a person or an organ belongs to
  std::string capital_of;
  std::vector<std::string> members;
  std::map<std::string, std::string> labels;                // by language
  std::map<std::string, std::vector<std::string>> aliases;  // by language
};

struct LexiconRelation {
  std::string key, label_en, label_ar, parent, stance, cameo, plover, modality, kind;
  std::map<std::string, std::vector<std::string>> forms;  // verb forms by language; each belongs to one relation only
};

struct LexiconSeries {
  std::string key, label_en, label_ar, issuers;
  std::vector<std::string> names;
};

// What stands behind a verb: words, then perhaps the addressee, words again, then the object.
struct Complement {
  std::vector<std::string> before;  // folded words before the addressee (or the object)
  bool addressee = false;
  std::vector<std::string> after;  // folded words between addressee and object
  bool clause = false;             // the object is a clause
  bool quotation = false;          // ":" and a quotation
};

struct Frame {
  std::string relation;
  std::vector<Complement> complements;
  std::vector<std::string> noun_prepositions;
};

struct Concept {
  std::string key;
  char part = 'n';                   // e event, n thing, a quality, q quantity
  bool silent = false;               // no part of what a phrase is about: "continuing", "all"
  std::vector<std::string> absorbs;  // concepts that say no more beside this one: the "end" in a ceasefire
};

// A month of the hijri year. These are no phrases of the trie: most are given names, too, and a date has a number
// before them or a year behind.
struct HijriMonth {
  int number = 0;
  std::vector<std::string> words;  // folded
};

// All that belongs to one language.
struct Language {
  std::string code;
  WordIds words;
  Trie<Sense> exact;  // words as written
  Trie<Sense> bare;   // words without the article
  std::vector<std::string> abbreviations;
  std::vector<HijriMonth> hijri_months;
  std::unordered_set<std::string, StringHash, std::equal_to<>> vocabulary;  // words a clitic may be stripped from
};

class Lexicon {
 public:
  // The compiled-in lexicon, extended by folders. Errors: input (file, line), store (a folder that cannot be read).
  static Result<Lexicon> load(const std::vector<std::string>& folders = {});

  const Language& language(std::string_view code) const { return code == "ar" ? arabic_ : english_; }
  const std::vector<LexiconEntity>& entities() const { return entities_; }
  const std::vector<Concept>& concepts() const { return concepts_; }
  const std::vector<Frame>& frames() const { return frames_; }
  const std::string& value(std::uint32_t ref) const { return values_[ref]; }
  // Folded, of every language: what stands above boxes of other articles in pages ("read also").
  const std::vector<std::string>& box_labels() const { return box_labels_; }
  const LexiconEntity* entity(std::string_view key) const;
  const LexiconRelation* relation(std::string_view key) const;
  const LexiconSeries* series(std::string_view key) const;
  const std::vector<LexiconSeries>& all_series() const { return series_; }
  // The labels of a concept's first forms, by language.
  const std::map<std::string, std::string>& concept_labels(std::string_view key) const;

  bool says_something(std::string_view relation) const;
  // What `relation` becomes with the noun of saying `head` before its object; empty when the head does not matter.
  std::string combined(std::string_view relation, std::string_view head) const;
  // The group that has exactly these members.
  const LexiconEntity* group_of(std::vector<std::string> members) const;

 private:
  friend class LexiconBuilder;

  Language english_, arabic_;
  std::vector<LexiconEntity> entities_;
  std::vector<LexiconRelation> relations_;
  std::vector<LexiconSeries> series_;
  std::vector<Concept> concepts_;
  std::vector<Frame> frames_;
  std::vector<std::string> values_, box_labels_;
  std::unordered_map<std::string, std::size_t, StringHash, std::equal_to<>> entity_index_, relation_index_,
      concept_index_;
  std::map<std::string, std::map<std::string, std::string>, std::less<>> concept_labels_;
  std::vector<std::array<std::string, 3>> heads_;
};

// The compiled-in files, by path below ingest/lexicon.
struct LexiconFile {
  std::string_view path, text;
};
const std::vector<LexiconFile>& built_in_lexicon();

}  // namespace bayan::ingest
