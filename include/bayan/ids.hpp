// Typed ids: a TermId is no StatementId. All are plain 64-bit values, stable for the life of a store.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>

namespace bayan {

template <class Tag>
struct Id {
  std::uint64_t value = 0;  // 0 is no id

  explicit operator bool() const { return value != 0; }
  auto operator<=>(const Id&) const = default;
};

using TermId = Id<struct TermTag>;  // a node: entity, phrase, literal or claim (graph/keys.hpp draws the tag)
using RelationId = Id<struct RelationTag>;
using DocumentId = Id<struct DocumentTag>;
using StatementId = Id<struct StatementTag>;
using SeriesId = Id<struct SeriesTag>;

// A round, ordered by series and ordinal. No id: background, what holds in every round.
struct RoundId {
  std::uint64_t value = 0;

  static RoundId of(SeriesId series, std::int64_t ordinal) {
    return {series.value << 32 | static_cast<std::uint32_t>(ordinal + ordinal_bias)};
  }
  explicit operator bool() const { return value != 0; }
  SeriesId series() const { return {value >> 32}; }
  std::int64_t ordinal() const { return static_cast<std::int64_t>(value & 0xffffffffu) - ordinal_bias; }
  auto operator<=>(const RoundId&) const = default;

  static constexpr std::int64_t ordinal_bias = std::int64_t{1} << 31;
};

}  // namespace bayan

template <class Tag>
struct std::hash<bayan::Id<Tag>> {
  std::size_t operator()(bayan::Id<Tag> id) const { return std::hash<std::uint64_t>{}(id.value * 0x9e3779b97f4a7c15u); }
};
template <>
struct std::hash<bayan::RoundId> {
  std::size_t operator()(bayan::RoundId id) const { return std::hash<std::uint64_t>{}(id.value * 0x9e3779b97f4a7c15u); }
};
