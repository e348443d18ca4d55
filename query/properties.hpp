// Which properties values have, as a table.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "query/plan.hpp"

namespace bayan::ql {

struct PropertyRow {
  ColumnKind of;
  std::string_view name;
  Property property;
  ColumnKind gives;
};

// The row of a property, or nothing when that kind of value has none of that name.
const PropertyRow* find_property(ColumnKind of, std::string_view name);
std::vector<std::string> property_names(ColumnKind of);

}  // namespace bayan::ql
