// What a query may cost, and what became of it.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "bayan/query.hpp"
#include "bayan/result.hpp"

namespace bayan::ql {

class Budget {
 public:
  explicit Budget(const QueryOptions& options);

  // Asked once a batch. Errors: cancelled. Past the time or memory budget stopped() is true from then on: whoever sees
  // it hands on what is whole and ends.
  Status check();
  bool stopped() const { return stopped_; }

  // Bytes that rows under way take; given back when they are let go.
  void take_memory(std::size_t bytes);
  void give_memory(std::size_t bytes) { memory_ -= bytes < memory_ ? bytes : memory_; }

  // Why the result is not whole ("path limit"); the first reason stays.
  void mark_partial(const std::string& reason);
  const std::optional<std::string>& partial() const { return partial_; }

 private:
  using Clock = std::chrono::steady_clock;

  void stop(const std::string& reason);

  const std::atomic<bool>* cancel_;
  std::optional<Clock::time_point> deadline_;
  std::size_t memory_limit_;
  std::size_t memory_ = 0;
  bool stopped_ = false;
  std::optional<std::string> partial_;
};

}  // namespace bayan::ql
