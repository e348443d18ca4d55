// The orders that facts are kept in, as a table with the reason beside each.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "graph/keys.hpp"
#include "graph/kv.hpp"
#include "graph/view.hpp"

namespace bayan::graph {

enum class Part : std::uint8_t { subject, predicate, object, round };

struct OrderInfo {
  Order order;
  Family family;
  std::array<Part, 4> parts;
};

inline constexpr std::array<OrderInfo, 5> orders = {{
    // what one party says, of a relation, of a claim; a claim's rounds are one run
    {Order::sro, Family::sro, {Part::subject, Part::predicate, Part::object, Part::round}},
    // who says this of an object
    {Order::ros, Family::ros, {Part::predicate, Part::object, Part::subject, Part::round}},
    // what is said of an object, by anyone; the relations between two nodes
    {Order::osr, Family::osr, {Part::object, Part::subject, Part::predicate, Part::round}},
    // one relation, by subject: merge joins of stars
    {Order::rso, Family::rso, {Part::predicate, Part::subject, Part::object, Part::round}},
    // the graph at a round, the difference of two, one relation in a round, who agrees there: an object's subjects are
    // neighbours; background comes first, as a round of its own
    {Order::round_first, Family::round_first, {Part::round, Part::predicate, Part::object, Part::subject}},
}};

constexpr const OrderInfo& info(Order order) { return orders[static_cast<std::size_t>(order)]; }

std::uint64_t part_of(const Fact& fact, Part part);
std::string fact_key(Order order, const Fact& fact);
// REQUIRES: a key of that order, 32 bytes or more.
Fact fact_of(Order order, std::string_view key);

}  // namespace bayan::graph
