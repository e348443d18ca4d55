// Every stored key, drawn. Numbers are big-endian, so that keys sort as they read.
//
//   term id (8 bytes)     | value: 60 bits | tag: 4 bits |        the tag is lowest, so that ids of all kinds are close
//                                                               together and pack into few bits (page.hpp)
//     1 entity, 2 phrase, 3 literal, 4 claim    value: a number in order of first use
//     5 integer                                 value: zigzag, so that small ones stay small
//     6 date                                    value: days since 0001-01-01
//     7 boolean                                 value: 0, 1
//   predicate (8)         | relation id << 1 | negative |
//   round (8)             | series: 32 bits | ordinal + 2^31: 32 bits |      0: background
//
//   meta          "format" | "next" what(1) | 'R' relation | 'S' series
//   terms         tag(1) value
//   lookup        'e' key | 'p' folded text | 'l' literal | 'c' term predicate term | 'r' key | 's' key | 'h' sha256
//   hex names         kind(1) folded name 0x00 id(8)       kind: 'e' entity, 'r' relation, 's' series, 'd' document
//                                                      (title, publisher, source), 't' title as it is, 'x' text literal
//   sro           subject predicate object round       ros, osr, rso: the letters say the order
//   round_first   round predicate object subject
//   statements    subject predicate object round statement
//   statement_id  statement
//   by_speaker    term statement        by_document  document statement
//   about         'e' entity term | 'x' count(1) entity... phrase
//   claims        's' subject predicate object claim | 'r' predicate object subject claim | 'o' object subject
//   predicate claim documents     document              chunks       document number(4) rounds        'd' round
//   (declared) | 'm' round document (member) | 'c' round document (cited by live statements)
//                 'w' round (first and last statement date) | 'b' round (the date of its bare statements) | 't' round (when
//                 the first of those was recorded: 8 bytes)
//   history       'm' merge | 's' merge statement | 'c' merge claim | 'a' merge phrase (that was about the first)
//                 'f' document (forgotten) | 'h' sha256 (of one that was)
//                 'n' size(4) key key (entities that are not the same: the size is of the first key, the lesser one; no
//                 value)
//   statistics    'd' run(4) predicate (of the pages of a run) | 'p' predicate | 'q' predicate round | 'r' round
//                 the last three are numbers of facts
//   words         stem 0x00 kind(1) id(8)              kind: 'e' entity, 'l' literal, 'p' phrase, 's' statement (of its quote)
//
// A tag or a letter is never given another meaning; a new one is added.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "graph/model.hpp"

namespace bayan::graph {

// What makes a store of this code. Older ones migrate or are refused by name, newer ones are refused.
inline constexpr std::uint32_t format_version = 4;

enum class Tag : std::uint8_t {
  none = 0,
  entity = 1,
  phrase = 2,
  literal = 3,
  claim = 4,
  integer = 5,
  date = 6,
  boolean = 7
};

inline constexpr unsigned tag_bits = 4;

constexpr TermId make_term(Tag tag, std::uint64_t value) {
  return {value << tag_bits | static_cast<std::uint64_t>(tag)};
}
constexpr Tag tag_of(TermId id) { return static_cast<Tag>(id.value & 15); }
constexpr std::uint64_t value_of(TermId id) { return id.value >> tag_bits; }

static_assert(make_term(Tag::entity, 1).value == 0x11);
static_assert(tag_of(make_term(Tag::boolean, 1)) == Tag::boolean);

// Builds a key from parts.
class Key {
 public:
  Key() = default;
  explicit Key(char letter) { bytes_ += letter; }

  Key& number(std::uint64_t value) {
    for (int shift = 56; shift >= 0; shift -= 8) bytes_ += static_cast<char>(value >> shift);
    return *this;
  }
  Key& small(std::uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8) bytes_ += static_cast<char>(value >> shift);
    return *this;
  }
  Key& byte(std::uint8_t value) { return bytes_ += static_cast<char>(value), *this; }
  Key& text(std::string_view value) { return bytes_ += value, *this; }
  template <class Tagged>
  Key& id(Tagged value) {
    return number(value.value);
  }
  const std::string& str() const { return bytes_; }
  operator std::string_view() const { return bytes_; }

 private:
  std::string bytes_;
};

inline std::uint64_t number_at(std::string_view key, std::size_t at) {
  std::uint64_t out = 0;
  for (std::size_t i = 0; i < 8; ++i) out = out << 8 | static_cast<unsigned char>(key[at + i]);
  return out;
}

// Terms lie by kind, then by number.
inline std::string terms_prefix(Tag tag) { return Key().byte(static_cast<std::uint8_t>(tag)).str(); }
inline std::string term_key(TermId id) {
  return Key().byte(static_cast<std::uint8_t>(tag_of(id))).number(value_of(id)).str();
}
inline TermId term_of_key(std::string_view key) { return make_term(static_cast<Tag>(key[0]), number_at(key, 1)); }

// The least key that is greater than every key with this prefix; empty when there is none.
inline std::string after_prefix(std::string prefix) {
  while (!prefix.empty() && static_cast<unsigned char>(prefix.back()) == 0xff) prefix.pop_back();
  if (!prefix.empty()) prefix.back() = static_cast<char>(static_cast<unsigned char>(prefix.back()) + 1);
  return prefix;
}

}  // namespace bayan::graph
