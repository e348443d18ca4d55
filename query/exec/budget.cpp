#include "query/exec/budget.hpp"

namespace bayan::ql {

Budget::Budget(const QueryOptions& options) : cancel_(options.cancel), memory_limit_(options.memory_bytes) {
  if (options.timeout_ms != 0) deadline_ = Clock::now() + std::chrono::milliseconds(options.timeout_ms);
}

Status Budget::check() {
  if (cancel_ != nullptr && cancel_->load(std::memory_order_relaxed)) {
    return make_error(ErrorCode::cancelled, "the query was cancelled");
  }
  if (deadline_ && Clock::now() >= *deadline_) stop("time limit");
  return {};
}

void Budget::take_memory(std::size_t bytes) {
  memory_ += bytes;
  if (memory_limit_ != 0 && memory_ > memory_limit_) stop("memory limit");
}

void Budget::mark_partial(const std::string& reason) {
  if (!partial_) partial_ = reason;
}

void Budget::stop(const std::string& reason) {
  stopped_ = true;
  mark_partial(reason);
}

}  // namespace bayan::ql
