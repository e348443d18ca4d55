// What a passage is about, as it moves through a document: its round, its date, whom a list's lines belong to.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ingest/extract/dates.hpp"
#include "ingest/extract/reading.hpp"

namespace bayan::ingest {

class Passages {
 public:
  void begin_paragraph(Discourse& discourse, const Passage& document);
  void begin_sentence(const Sentence& sentence, Discourse& discourse, const Passage& document);
  void end_sentence(const Reading& reading, Discourse& discourse);

  const std::vector<RoundMention>& rounds() const { return rounds_; }
  std::optional<std::int64_t> round() const { return round_; }
  const std::string& date() const { return date_; }
  const std::optional<Actor>& lead() const { return lead_; }

  // Why a date does not fit the days known of the document's round; empty when it does.
  std::string far_from_round(const DateMention& date, const Passage& document) const;

 private:
  std::vector<RoundMention> rounds_;
  std::optional<std::int64_t> round_;
  std::string date_;
  std::optional<Actor> lead_;
  bool list_ = false;  // in the lines of a list
  bool first_ = true;  // the next sentence begins a paragraph
};

// The language of a paragraph: a document may quote whole paragraphs in another one.
std::string language_of_paragraph(std::string_view text, const std::string& document);

}  // namespace bayan::ingest
