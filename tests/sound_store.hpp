// Whether a store agrees with itself: what tests ask after each thing that they do to one.
#pragma once

#include <doctest/doctest.h>

#include <string>

#include "bayan/store.hpp"

inline void check_is_sound(const bayan::Store& store) {
  const auto report = store.check();
  REQUIRE(report.has_value());
  for (const std::string& message : report->messages) MESSAGE(message);
  CHECK(report->faults == 0);
}
