#include "ingest/extract/extract.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "graph/dates.hpp"
#include "ingest/damage.hpp"
#include "ingest/extract/dates.hpp"
#include "ingest/extract/passages.hpp"
#include "text/classes.hpp"
#include "text/utf8.hpp"

namespace bayan::ingest {

namespace {

constexpr std::size_t longest_sentence = 8000;  // bytes read at once; a longer one is read in windows

// Reads a document paragraph by paragraph; keeps what was said.
class DocumentReader {
 public:
  DocumentReader(const Source& source, const Lexicon& lexicon, const ExtractOptions& options)
      : source_(source),
        lexicon_(lexicon),
        options_(options),
        discourse_(lexicon, source.document.series, issuers(source, lexicon)) {
    passage_.series = source.document.series;
    passage_.round = source.document.round;
    passage_.date = source.document.date;
    passage_.day = parse_day(source.document.date);
    passage_.known_rounds = options.rounds;
    passage_.adopted = source.document.status != "draft" && source.document.status != "not_adopted";
  }

  Result<Reads> run() {
    out_.document = source_.document;
    out_.article = source_.article;
    out_.damage = find_damage(source_.text(), source_.document.lang);
    resolve_round();
    discourse_.round = passage_.round;
    const std::size_t body = out_.damage.not_read.empty() ? source_.body : source_.bytes.size();
    for (std::size_t begin = body; begin < source_.bytes.size();) {
      const std::size_t end = std::min(source_.bytes.find('\n', begin), source_.bytes.size());
      const text::Range range{static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
      if (const Aside* aside = aside_at(range.begin)) {
        passed_over(range, aside->what);
      } else {
        paragraph(range);
      }
      if (stopped())
        return make_error(ErrorCode::cancelled, "the reading was stopped", "nothing of this document was stored");
      begin = end + 1;
    }
    if (!passage_.round) out_.warnings.push_back(fmt::format("no round: {}", out_.round_reason));
    return std::move(out_);
  }

 private:
  bool stopped() const { return options_.cancel != nullptr && *options_.cancel; }

  const Aside* aside_at(std::uint32_t begin) const {
    const auto found = std::lower_bound(source_.asides.begin(), source_.asides.end(), begin,
                                        [](const Aside& aside, std::uint32_t at) { return aside.range.begin < at; });
    return found != source_.asides.end() && found->range.begin == begin ? &*found : nullptr;
  }

  // A paragraph that makes no statements, and why.
  void passed_over(text::Range range, std::string_view why) {
    if (!options_.explain) return;
    const std::string_view text = source_.bytes.substr(range.begin, range.size());
    out_.explanations.push_back(
        {place_of(range.begin).line, std::string(text), {}, {}, {}, {fmt::format("{}: not read", why)}});
  }

  static std::string issuers(const Source& source, const Lexicon& lexicon) {
    const LexiconSeries* series = lexicon.series(source.document.series);
    return series != nullptr ? series->issuers : "";
  }

  // The passage's round, else the header's or the option's, else the one the text says it is about, else from the date.
  void resolve_round() {
    if (passage_.round) {
      out_.round_reason = options_.document.round ? "given" : "header";
    } else if (const auto round = round_in_text()) {
      passage_.round = round;
      out_.round_reason = fmt::format("the text is about round {}", *round);
    } else if (!source_.rounds_by.empty() && passage_.day) {
      passage_.round = graph::ordinal_of_date(source_.rounds_by, passage_.date);
      out_.round_reason = "made from the date, by " + source_.rounds_by;
    } else {
      out_.round_reason = "neither the header nor the text names one; give --round, or --rounds-by with a date";
    }
    out_.document.round = passage_.round;
  }

  // "The first meeting" may be any; a round, or a meeting with a name ("the 21st International Meeting on ..."), is one
  // of a series.
  static bool tells_the_round(const Sentence& sentence, const RoundMention& mention) {
    for (std::uint32_t i = mention.extent.begin; i < mention.extent.end; ++i)
      if (sentence.is(i, Cue::round)) return true;
    return mention.extent.size() >= 4 || sentence.is(mention.extent.begin, Cue::entity);
  }

  // The first numbered round of the title or of the first paragraphs.
  std::optional<std::int64_t> round_in_text() const {
    const auto first = [&](std::string_view bytes, text::Range range) -> std::optional<std::int64_t> {
      const Sentence sentence(lexicon_, bytes, range,
                              text::has_arabic(bytes.substr(range.begin, range.size())) ? "ar" : "en");
      for (const RoundMention& m : find_rounds(sentence))
        if (m.kind == RoundMention::Kind::numbered && tells_the_round(sentence, m)) return m.number;
      return std::nullopt;
    };
    const std::string& title = source_.document.title;
    if (const auto round = first(title, {0, static_cast<std::uint32_t>(title.size())})) return round;
    std::size_t seen = 0;
    for (std::size_t begin = source_.body; begin < source_.bytes.size() && seen < 3;) {
      const std::size_t end = std::min(source_.bytes.find('\n', begin), source_.bytes.size());
      const std::size_t cut = std::min(end, begin + longest_sentence);
      const bool own = end > begin && aside_at(static_cast<std::uint32_t>(begin)) == nullptr;
      if (own) ++seen;
      if (own && whole(cut))
        if (const auto round =
                first(source_.bytes, {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(cut)}))
          return round;
      begin = end + 1;
    }
    return std::nullopt;
  }

  bool whole(std::size_t at) const {
    return at >= source_.bytes.size() || (static_cast<unsigned char>(source_.bytes[at]) & 0xc0) != 0x80;
  }

  // One paragraph, in windows when it is too long: no stage sees more than a window, so time and memory stay linear.
  void paragraph(text::Range range) {
    bool first = true;
    while (range.begin < range.end && !stopped()) {
      text::Range window = range;
      if (window.size() > longest_paragraph) window.end = cut(window.begin + longest_paragraph);
      window_of(window, first);
      first = false;
      range.begin = window.end;
    }
  }

  // A blank, or at least the beginning of a character, at or before a place.
  std::uint32_t cut(std::uint32_t at) const {
    std::uint32_t blank = at;
    while (blank > at - 200 && source_.bytes[blank] != ' ') --blank;
    if (source_.bytes[blank] == ' ') return blank;
    while (!whole(at)) --at;
    return at;
  }

  void window_of(text::Range range, bool first) {
    const std::string_view text = source_.bytes.substr(range.begin, range.size());
    if (text.find_first_not_of(" \t\r") == std::string_view::npos) return;
    if (const auto other = other_language(text)) return passed_over(range, fmt::format("in {}", *other));
    const std::string lang = language_of_paragraph(text, source_.document.lang);
    if (first) passages_.begin_paragraph(discourse_, passage_);
    for (const text::Range& sentence : text::sentences(text, lexicon_.language(lang).abbreviations)) {
      text::Range own{range.begin + sentence.begin, range.begin + sentence.end};
      while (own.begin < own.end) {
        text::Range piece = own;
        if (piece.size() > longest_sentence) piece.end = cut(piece.begin + longest_sentence);
        read(piece, lang);
        own.begin = piece.end;
      }
    }
  }

  void read(text::Range range, const std::string& lang) {
    const Sentence sentence(lexicon_, source_.bytes, range, lang);
    if (sentence.size() == 0) return;
    discourse_.new_sentence();
    const std::size_t mentions = discourse_.mentions();
    passages_.begin_sentence(sentence, discourse_, passage_);
    Reading reading{sentence,
                    passage_,
                    discourse_,
                    {},
                    {},
                    passages_.rounds(),
                    {},
                    passages_.lead(),
                    passages_.round(),
                    passages_.date(),
                    false,
                    0,
                    {},
                    {},
                    {}};
    reading.actors = find_actors(sentence, discourse_);
    reading.mentioned = discourse_.mentions() - mentions;
    reading.triggers = find_triggers(sentence, reading.actors);
    read_sources(reading);
    read_frames(reading);
    read_conditions(reading);
    reading.s.arabic() ? read_arabic_links(reading) : read_english_links(reading);
    read_terms(reading);
    read_events(reading);
    read_guests(reading);
    read_addresses(reading);
    read_gatherings(reading);
    read_roles(reading);
    passages_.end_sentence(reading, discourse_);
    finish(reading, sentence);
  }

  void finish(Reading& reading, const Sentence& sentence) {
    ++out_.sentences;
    if (reading.out.empty()) ++out_.sentences_silent;
    doubts(sentence);
    if (options_.explain) {
      out_.explanations.push_back({place_of(sentence.range().begin).line, std::string(sentence.text(sentence.range())),
                                   sentence.dump(), dump(sentence, reading.actors), dump(sentence, reading.triggers),
                                   reading.notes});
    }
    if (options_.unknown) note_unknown(sentence);
    std::stable_sort(reading.out.begin(), reading.out.end(), [](const Statement& a, const Statement& b) {
      return a.evidence->utf8->begin < b.evidence->utf8->begin;
    });
    for (Statement& made : reading.out) {
      made.extractor = "bayan/0.1";
      Document reference;
      reference.title = out_.document.title;
      reference.lang = out_.document.lang;
      reference.date = out_.document.date;
      reference.source = out_.document.source;
      reference.publisher = out_.document.publisher;
      reference.status = out_.document.status;
      reference.series = out_.document.series;
      reference.round = out_.document.round;
      made.document = std::move(reference);
      out_.statements.push_back(std::move(made));
    }
  }

  // Dates that do not fit are kept and doubted, with their place.
  void doubts(const Sentence& sentence) {
    for (std::uint32_t i = 0; i < sentence.size();) {
      const auto date = sentence[i].word() ? date_at(sentence, i, passage_.day) : std::nullopt;
      std::string doubt = date ? date->doubt : "";
      if (date && doubt.empty() && passage_.day && passages_.round() == passage_.round)
        doubt = passages_.far_from_round(*date, passage_);
      if (!doubt.empty() && doubt != "nothing tells the year") {
        const text::Place place = place_of(sentence.bytes(date->extent).begin);
        out_.warnings.push_back(fmt::format("line {}, column {}: doubtful date \"{}\": {}", place.line, place.column,
                                            sentence.text(date->extent), doubt));
      }
      i = date ? std::max(date->extent.end, i + 1) : i + 1;
    }
  }

  // Line and column, counted on from the place asked for before: places are asked for in the order of the text.
  text::Place place_of(std::size_t at) {
    if (at < counted_) counted_ = 0, place_ = {};
    while (counted_ < at) {
      const std::size_t newline = source_.bytes.find('\n', counted_);
      const std::size_t end = std::min(at, newline);
      place_.column +=
          static_cast<std::uint32_t>(text::count_code_points(source_.bytes.substr(counted_, end - counted_)));
      counted_ = end;
      if (newline < at) ++place_.line, place_.column = 1, ++counted_;
    }
    return place_;
  }

  void note_unknown(const Sentence& sentence) {
    for (std::uint32_t i = 0; i < sentence.size(); ++i) {
      const Token& token = sentence[i];
      if (!token.word() || token.number || !sentence.at(i).empty() || token.form.size() < 4) continue;
      if (sentence.language().words.find(token.form) == 0 && sentence.language().words.find(token.base()) == 0)
        ++out_.unknown[token.base()];
    }
  }

  static constexpr std::uint32_t longest_paragraph = 64 * 1024;

  const Source& source_;
  const Lexicon& lexicon_;
  const ExtractOptions& options_;
  Passage passage_;
  Discourse discourse_;
  Passages passages_;
  Reads out_;
  std::size_t counted_ = 0;  // bytes that place_ has counted
  text::Place place_;
};

}  // namespace

std::string Explanation::dump() const {
  std::string out = fmt::format("line {}: {}\n", line, sentence);
  if (!tokens.empty()) out += "  tokens   " + tokens + "\n";
  if (!mentions.empty()) out += "  mentions " + mentions + "\n";
  if (!triggers.empty()) out += "  verbs    " + triggers + "\n";
  for (const std::string& note : notes) out += "  - " + note + "\n";
  return out;
}

Result<Reads> read_document(std::string_view bytes, const std::string& name, const Lexicon& lexicon,
                            const ExtractOptions& options) {
  BAYAN_LET(source, read_source(bytes, name, options.document, lexicon.box_labels()));
  BAYAN_LET(reads, DocumentReader(source, lexicon, options).run());
  reads.warnings.insert(reads.warnings.begin(), source.warnings.begin(), source.warnings.end());
  return std::move(reads);
}

}  // namespace bayan::ingest
