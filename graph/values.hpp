// Every stored value, drawn. A value is fields one after another; integers are LEB128 varints, signed ones zigzag;
// a text is its length and its bytes; a list is its count and its items; an optional is 0, or 1 and the item.
//
//   entity     key type labels aliases former_keys          labels: list of (language, text)
//   phrase     text lang about                              aliases: list of (language, list of text)
//   literal    type value lang datatype                     about: list of term ids, sorted
//   claim      subject predicate object
//   relation   key parent labels forms stance cameo plover
//   series     key labels aliases rounds_by
//   declared   first last place
//   document   sha256 title lang source publisher date status round size has_text recorded_us
//   statement  document speaker holder addressee on_behalf_of date modality rule extractor confidence utf8 object_span
//              quote recorded_us retracted_us               confidence: optional, millionths
//   predicate  rows claims subjects objects heavy_subjects heavy_objects    heavy: list of (term, rows)
//   merge      from into from_before into_before recorded_us undone_us     the two before: entities
//   parts      subject object speaker holder addressee on_behalf_of    of a statement; 0 where a merge left it
//   renamed    claim subject predicate object              what a claim became in a merge, and what it said before
//   regarded   1 when a phrase was about both entities of a merge, else 0
//   forgotten  sha256 statements forgotten_us
//   fact       1 when a live statement says it, else 0      (the value of every order)
//
// Decoders check every length: a torn or flipped value is a named error, never a crash.
#pragma once

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include "bayan/result.hpp"
#include "graph/model.hpp"

namespace bayan::graph {

std::string encode(const EntityInfo& entity);
std::string encode(const PhraseInfo& phrase);
std::string encode(const Literal& literal);
std::string encode(const ClaimInfo& claim);
std::string encode(const RelationInfo& relation);
std::string encode(const SeriesInfo& series);
std::string encode(const RoundDeclaration& round);   // without series and number: they are the key
std::string encode(const DocumentInfo& document);    // without id
std::string encode(const StatementInfo& statement);  // without id and fact
std::string encode(const PredicateStatistics& predicate);
std::string encode(const MergeInfo& merge);              // without its number
std::string encode(const StatementParts& parts);
std::string encode(const RenamedClaim& claim);
std::string encode(const ForgottenInfo& forgotten);      // without the document's id
std::string encode_number(std::uint64_t number);

Result<EntityInfo> decode_entity(std::string_view bytes);
Result<EntityName> decode_entity_name(std::string_view bytes);  // lives as long as the bytes
Result<PhraseInfo> decode_phrase(std::string_view bytes);
Result<Literal> decode_literal(std::string_view bytes);
Result<ClaimInfo> decode_claim(std::string_view bytes);
Result<RelationInfo> decode_relation(std::string_view bytes);
Result<SeriesInfo> decode_series(std::string_view bytes);
Result<RoundDeclaration> decode_round(std::string_view bytes);
Result<DocumentInfo> decode_document(std::string_view bytes);
Result<StatementInfo> decode_statement(std::string_view bytes);
Result<PredicateStatistics> decode_statistics(std::string_view bytes);
Result<MergeInfo> decode_merge(std::string_view bytes);
Result<StatementParts> decode_parts(std::string_view bytes);
Result<RenamedClaim> decode_renamed(std::string_view bytes);
Result<ForgottenInfo> decode_forgotten(std::string_view bytes);
Result<std::uint64_t> decode_number(std::string_view bytes);
// Of a counter that may not have been written yet: 0 where there is none.
Result<std::uint64_t> decode_count(const std::optional<std::string>& stored);

// What a store says when its bytes do not fit together: "the store is damaged: " and what.
Error damaged(const std::string& what);

// Thrown by what has no way to say it otherwise, since it cannot fail in a store that is whole. A query catches it.
class Unreadable : public std::runtime_error {
 public:
  explicit Unreadable(Error error) : std::runtime_error(error.message), error_(std::move(error)) {}
  const Error& error() const { return error_; }

 private:
  Error error_;
};

}  // namespace bayan::graph
