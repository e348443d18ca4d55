#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "ingest/lexicon.hpp"
#include "ingest/lexicon_files.hpp"
#include "ingest/lexicon_rows.hpp"
#include "text/fold.hpp"

namespace bayan::ingest {

namespace {

constexpr std::string_view article = "ال";
// Letters that may be a word of their own written onto the next one: "and", "so", "by", "to", "as".
constexpr std::array<std::string_view, 5> clitics = {"و", "ف", "ب", "ل", "ك"};

bool starts_with_clitic(std::string_view word) {
  return std::any_of(clitics.begin(), clitics.end(), [&](std::string_view c) { return word.starts_with(c); });
}

// Cues that mean the same with and without the article.
bool ignores_article(Cue cue) {
  return cue == Cue::concept_word || cue == Cue::noun || cue == Cue::event || cue == Cue::condition ||
         cue == Cue::violation || cue == Cue::interaction || cue == Cue::not_event || cue == Cue::meeting ||
         cue == Cue::round || cue == Cue::participle || cue == Cue::side;
}

// How a name is written: u all capitals, c with a capital at its head, 0 otherwise.
char letters_of(std::string_view form) {
  const auto upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  const auto lower = [](char c) { return c >= 'a' && c <= 'z'; };
  if (form.empty() || !upper(form[0])) return 0;
  return form.size() > 1 && std::none_of(form.begin(), form.end(), lower) ? 'u' : 'c';
}

Complement complement_of(std::string_view pattern, const std::vector<std::string>& clause_words) {
  Complement out;
  for (const std::string& word : split(pattern, ' ')) {
    if (word == "_") break;
    if (word == ":") {
      out.quotation = true;
    } else if (word == "@") {
      out.addressee = true;
    } else {
      auto& words = out.addressee ? out.after : out.before;
      const std::string folded = text::fold(word);
      out.clause = std::find(clause_words.begin(), clause_words.end(), folded) != clause_words.end();
      words.push_back(folded);
    }
  }
  return out;
}

}  // namespace

// Puts the rows of the files into a lexicon, file by file; later rows with a known key replace earlier ones.
class LexiconBuilder {
 public:
  LexiconBuilder() {
    lexicon_.english_.code = "en";
    lexicon_.arabic_.code = "ar";
  }

  Status add(std::string_view path, std::string_view text, const std::string& file) {
    if (path == "core/entities.tsv") return entities(text, file);
    if (path == "core/relations.tsv") return relations(text, file);
    if (path == "core/heads.tsv") return heads(text, file);
    if (path == "core/series.tsv") return series(text, file);
    const std::size_t slash = path.find('/');
    const std::string_view lang = path.substr(0, slash), table = path.substr(slash + 1);
    if (lang != "en" && lang != "ar") return unknown_file(file);
    language_ = lang == "ar" ? &lexicon_.arabic_ : &lexicon_.english_;
    if (table == "names.tsv") return names(text, file);
    if (table == "concepts.tsv") return concepts(text, file);
    if (table == "verbs.tsv") return lang == "ar" ? arabic_verbs(text, file) : english_verbs(text, file);
    if (table == "cues.tsv") return cues(text, file);
    if (table == "ordinals.tsv") return numbers(text, file, Cue::ordinal);
    if (table == "months.tsv") return months(text, file);
    if (table == "abbreviations.tsv") return abbreviations(text, file);
    if (table == "pages.tsv") return box_labels(text, file);
    return unknown_file(file);
  }

  Lexicon take() { return std::move(lexicon_); }

 private:
  static Error unknown_file(const std::string& file) {
    return row_error(file, 0, "a lexicon has no such file",
                     "core/{entities,relations,heads,series}.tsv and "
                     "{en,ar}/{names,concepts,verbs,cues,ordinals,months,abbreviations,pages}.tsv");
  }

  Status entities(std::string_view text, const std::string& file) {
    BAYAN_LET(rows, parse_rows(text, file, {"key", "type", "extra"}, 2));
    for (const Row& row : rows) {
      LexiconEntity entity;
      entity.key = row[0];
      entity.type = row[1];
      for (const std::string& part : split(row[2])) {
        const std::size_t equals = part.find('=');
        const std::string key = part.substr(0, equals), value = equals == part.npos ? "" : part.substr(equals + 1);
        if (key == "state" || key == "org" || key == "part_of")
          entity.speaks_for = value;
        else if (key == "capital")
          entity.capital_of = value;
        else if (key == "members")
          entity.members = split(value, ',');
        else
          return row_error(file, row.line, fmt::format("unknown extra \"{}\"", key),
                           "state= org= part_of= capital= members=");
      }
      if (entity.key.empty()) return row_error(file, row.line, "a row without a key");
      put(lexicon_.entities_, lexicon_.entity_index_, std::move(entity));
    }
    return {};
  }

  Status relations(std::string_view text, const std::string& file) {
    BAYAN_LET(rows, parse_rows(
                        text, file,
                        {"key", "label_en", "label_ar", "parent", "stance", "cameo", "plover", "modality", "kind"}, 1));
    for (const Row& r : rows) {
      if (r[0].empty()) return row_error(file, r.line, "a row without a key");
      put(lexicon_.relations_, lexicon_.relation_index_,
          LexiconRelation{r[0], r[1], r[2], r[3], r[4], r[5], r[6], r[7], r[8], {}});
    }
    return {};
  }

  Status heads(std::string_view text, const std::string& file) {
    BAYAN_LET(rows, parse_rows(text, file, {"relation", "head", "result"}, 3));
    for (const Row& row : rows) {
      if (lexicon_.relation(row[1]) == nullptr || lexicon_.relation(row[2]) == nullptr)
        return row_error(file, row.line, "a relation that core/relations.tsv does not have");
      lexicon_.heads_.push_back({row[0], row[1], row[2]});
    }
    // A rule for one relation goes before a rule for any.
    std::stable_partition(lexicon_.heads_.begin(), lexicon_.heads_.end(), [](const auto& h) { return h[0] != "*"; });
    return {};
  }

  Status series(std::string_view text, const std::string& file) {
    BAYAN_LET(rows, parse_rows(text, file, {"key", "label_en", "label_ar", "issuers", "names"}, 1));
    for (const Row& row : rows) {
      if (!row[3].empty() && lexicon_.entity(row[3]) == nullptr)
        return row_error(file, row.line, fmt::format("no entity \"{}\"", row[3]), "add it to core/entities.tsv");
      auto& all = lexicon_.series_;
      std::erase_if(all, [&](const auto& s) { return s.key == row[0]; });
      all.push_back({row[0], row[1], row[2], row[3], split(row[4])});
    }
    return {};
  }

  Status names(std::string_view text, const std::string& file) {
    BAYAN_LET(rows, parse_rows(text, file, {"key", "label", "aliases", "adjectives"}, 2));
    for (const Row& row : rows) {
      const auto found = lexicon_.entity_index_.find(row[0]);
      if (found == lexicon_.entity_index_.end())
        return row_error(file, row.line, fmt::format("no entity \"{}\"", row[0]), "add it to core/entities.tsv");
      const auto ref = static_cast<std::uint32_t>(found->second);
      LexiconEntity& entity = lexicon_.entities_[ref];
      entity.labels[language_->code] = row[1];
      entity.aliases[language_->code] = split(row[2]);
      pattern(row[1], {Cue::entity, ref, {}});
      for (const std::string& alias : entity.aliases[language_->code]) pattern(alias, {Cue::entity, ref, {}});
      for (const std::string& adjective : split(row[3])) pattern(adjective, {Cue::adjective, ref, {}});
    }
    return {};
  }

  Status concepts(std::string_view text, const std::string& file) {
    BAYAN_LET(rows, parse_rows(text, file, {"key", "part", "forms", "absorbs"}, 3));
    for (const Row& row : rows) {
      const bool silent = row[1].size() == 2 && row[1][1] == '-';
      if (row[1].empty() || row[1].size() > (silent ? 2u : 1u) ||
          std::string_view("enaq").find(row[1][0]) == std::string_view::npos)
        return row_error(file, row.line, fmt::format("part \"{}\"", row[1]),
                         "e, n, a or q; with \"-\" behind it the concept is silent");
      const std::vector<std::string> forms = split(row[2]);
      const std::uint32_t ref =
          put(lexicon_.concepts_, lexicon_.concept_index_, Concept{row[0], row[1][0], silent, split(row[3])});
      if (!forms.empty()) lexicon_.concept_labels_[row[0]][language_->code] = forms.front();
      for (const std::string& form : forms) pattern(form, {Cue::concept_word, ref, {}});
    }
    return {};
  }

  Status cues(std::string_view text, const std::string& file) {
    BAYAN_LET(rows, parse_rows(text, file, {"class", "value", "forms"}, 3));
    for (const Row& row : rows) {
      const auto cue = cue_named(row[0]);
      if (!cue || *cue < Cue::negator)
        return row_error(file, row.line, fmt::format("unknown class \"{}\"", row[0]), "ingest/lexicon.hpp lists them");
      const Sense sense{*cue, value(row[1]), {}};
      for (const std::string& form : split(row[2])) pattern(form, sense);
    }
    return {};
  }

  Status numbers(std::string_view text, const std::string& file, Cue cue) {
    BAYAN_LET(rows, parse_rows(text, file, {"number", "forms"}, 2));
    for (const Row& row : rows) {
      BAYAN_LET(number, number_of(row[0], file, row.line));
      for (const std::string& form : split(row[1])) pattern(form, {cue, number, {}});
    }
    return {};
  }

  Status months(std::string_view text, const std::string& file) {
    BAYAN_LET(rows, parse_rows(text, file, {"kind", "number", "forms"}, 3));
    for (const Row& row : rows) {
      BAYAN_LET(number, number_of(row[1], file, row.line));
      if (row[0] == "hijri" && number >= 1 && number <= 12) {
        for (const std::string& form : split(row[2]))
          language_->hijri_months.push_back({static_cast<int>(number), text::folded_words(form)});
        continue;
      }
      const bool month = row[0] == "month";
      if ((!month && row[0] != "weekday") || number < 1 || number > (month ? 12u : 7u))
        return row_error(file, row.line, "no such month or weekday", "month and hijri 1 to 12, weekday 1 to 7");
      for (const std::string& form : split(row[2])) pattern(form, {month ? Cue::month : Cue::weekday, number, {}});
    }
    return {};
  }

  Status abbreviations(std::string_view text, const std::string& file) {
    BAYAN_LET(rows, parse_rows(text, file, {"form"}, 1));
    for (const Row& row : rows) language_->abbreviations.push_back(text::fold(row[0]));
    return {};
  }

  Status box_labels(std::string_view text, const std::string& file) {
    BAYAN_LET(rows, parse_rows(text, file, {"box_label"}, 1));
    for (const Row& row : rows) lexicon_.box_labels_.push_back(text::fold(row[0]));
    return {};
  }

  Status arabic_verbs(std::string_view text, const std::string& file) {
    static constexpr std::array<Agreement, 7> past = {{{'m', 's', '3', 'p'},
                                                       {'f', 's', '3', 'p'},
                                                       {'m', 'p', '3', 'p'},
                                                       {'m', 'd', '3', 'p'},
                                                       {'f', 'd', '3', 'p'},
                                                       {0, 'p', '1', 'p'},
                                                       {0, 's', '1', 'p'}}};
    static constexpr std::array<Agreement, 6> present = {{{'m', 's', '3', 'r'},
                                                          {'f', 's', '3', 'r'},
                                                          {'m', 'p', '3', 'r'},
                                                          {'m', 'd', '3', 'r'},
                                                          {0, 'p', '1', 'r'},
                                                          {0, 's', '1', 'r'}}};
    BAYAN_LET(rows,
              parse_rows(text, file,
                         {"relation", "complements", "past", "present", "participle", "noun", "noun_complements"}, 2));
    for (const Row& row : rows) {
      BAYAN_LET(frame, frame_of(row, row[6], {"ان", "بان"}, file));
      verb_forms(row[2], past, frame);
      verb_forms(row[3], present, frame);
      for (const std::string& form : split(row[4])) pattern(form, {Cue::participle, frame, {}});
      for (const std::string& form : split(row[5])) pattern(form, {Cue::noun, frame, {}});
    }
    return {};
  }

  Status english_verbs(std::string_view text, const std::string& file) {
    static constexpr std::array<Agreement, 1> base = {{{0, 'p', '3', 'b'}}}, third = {{{0, 's', '3', 'r'}}},
                                              past = {{{0, 0, '3', 'p'}}}, participle = {{{0, 0, '3', 'n'}}},
                                              gerund = {{{0, 0, '3', 'g'}}};
    BAYAN_LET(rows, parse_rows(text, file,
                               {"relation", "complements", "base", "third", "past", "participle", "gerund", "noun",
                                "noun_complements"},
                               2));
    for (const Row& row : rows) {
      BAYAN_LET(frame, frame_of(row, row[8], {"that"}, file));
      verb_forms(row[2], base, frame);
      verb_forms(row[3], third, frame);
      verb_forms(row[4], past, frame);
      if (row[5] != row[4]) verb_forms(row[5], participle, frame);
      for (const std::string& form : split(row[6])) pattern(form, {Cue::participle, frame, gerund[0]});
      for (const std::string& form : split(row[7])) pattern(form, {Cue::noun, frame, {}});
    }
    return {};
  }

  Result<std::uint32_t> frame_of(const Row& row, const std::string& noun_complements,
                                 const std::vector<std::string>& clause_words, const std::string& file) {
    if (lexicon_.relation(row[0]) == nullptr)
      return row_error(file, row.line, fmt::format("no relation \"{}\"", row[0]), "add it to core/relations.tsv");
    Frame frame;
    frame.relation = row[0];
    for (const std::string& pattern : split(row[1])) frame.complements.push_back(complement_of(pattern, clause_words));
    for (const std::string& word : split(noun_complements)) frame.noun_prepositions.push_back(text::fold(word));
    lexicon_.frames_.push_back(std::move(frame));
    return static_cast<std::uint32_t>(lexicon_.frames_.size() - 1);
  }

  template <std::size_t N>
  void verb_forms(std::string_view cell, const std::array<Agreement, N>& agreements, std::uint32_t frame) {
    const std::vector<std::string> forms = split(cell);
    for (std::size_t i = 0; i < forms.size() && i < N; ++i) {
      if (forms[i] == "-") continue;
      pattern(forms[i], {Cue::verb, frame, agreements[i]});
      if (agreements[i].person != '1') claim(forms[i], lexicon_.frames_[frame]);
    }
  }

  // Makes a verb form a name of its relation: alone where the object follows it or a letter joins them, else with its
  // preposition ("calls for"). The first relation that claims a form has it.
  void claim(const std::string& form, const Frame& frame) {
    LexiconRelation& relation = lexicon_.relations_[lexicon_.relation_index_.find(frame.relation)->second];
    if (relation.kind == "frame" || relation.kind == "head") return;
    std::string name = form;
    for (const Complement& c : frame.complements) {
      if (c.clause || c.quotation || c.addressee) continue;
      const bool letter = language_->code == "ar" && c.before.size() == 1 && c.before[0].size() == 2;
      if (!c.before.empty() && !letter) name += fmt::format(" {}", fmt::join(c.before, " "));
      break;
    }
    if (claimed_.insert(text::fold(name)).second) relation.forms[language_->code].push_back(name);
  }

  static Result<std::uint32_t> number_of(const std::string& cell, const std::string& file, std::uint32_t line) {
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), number);
    if (error != std::errc() || end != cell.data() + cell.size())
      return row_error(file, line, fmt::format("\"{}\" is no number", cell));
    return number;
  }

  // Teaches the language a phrase.
  void pattern(std::string_view form, const Sense& sense) {
    std::vector<std::string> folded = text::folded_words(form);
    if (folded.empty()) return;
    const bool arabic = language_->code == "ar", bare = arabic && ignores_article(sense.cue);
    std::vector<std::uint32_t> path;
    for (std::string& word : folded) {
      if (arabic && (path.empty() || !starts_with_clitic(word))) language_->vocabulary.insert(word);
      if (bare && word.starts_with(article) && word.size() > article.size() + 4) {
        word.erase(0, article.size());
        if (!starts_with_clitic(word)) language_->vocabulary.insert(word);
      }
      path.push_back(language_->words.add(word));
    }
    Sense stored = sense;
    if (!arabic && sense.cue == Cue::entity) stored.letters = letters_of(form);
    (bare ? language_->bare : language_->exact).add(path, stored);
  }

  std::uint32_t value(const std::string& text) {
    auto& values = lexicon_.values_;
    const auto found = std::find(values.begin(), values.end(), text);
    if (found != values.end()) return static_cast<std::uint32_t>(found - values.begin());
    values.push_back(text);
    return static_cast<std::uint32_t>(values.size() - 1);
  }

  template <class T, class Index>
  static std::uint32_t put(std::vector<T>& items, Index& index, T item) {
    const auto [place, fresh] = index.emplace(item.key, items.size());
    if (fresh)
      items.push_back(std::move(item));
    else
      items[place->second] = std::move(item);
    return static_cast<std::uint32_t>(place->second);
  }

  Lexicon lexicon_;
  Language* language_ = nullptr;
  std::unordered_set<std::string> claimed_;  // verb forms that name a relation already, folded
};

Result<Lexicon> Lexicon::load(const std::vector<std::string>& folders) {
  LexiconBuilder builder;
  BAYAN_LET(files, read_lexicon_files(folders));
  for (const LexiconText& file : files) BAYAN_TRY(builder.add(file.path, file.text, file.name));
  return builder.take();
}

}  // namespace bayan::ingest
