// Batches that threads commit at the same time, gathered so that one thread commits for all of them.
//
// A commit costs much that does not depend on what it says: an entry in the log, counters, a new catalog, a wake-up. The
// first thread that comes takes all batches that wait, and those that come meanwhile wait for the next round.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <utility>
#include <vector>

#include "bayan/store.hpp"

namespace bayan::graph {

class CommitGroup {
 public:
  struct Waiting {
    const Batch* batch = nullptr;
    // Of the group, when run() returns:
    Status done = make_error(ErrorCode::store, "the commit was broken off");
    CommitReport report{};
    std::uint64_t place = 0;
    bool is_over = false;
  };
  using Write = std::function<void(const std::vector<Waiting*>&)>;

  // Returns when some thread's `write` has dealt with `mine`. Threads: any.
  void run(Waiting& mine, const Write& write) {
    std::unique_lock lock(mutex_);
    waiting_.push_back(&mine);
    freed_.wait(lock, [&] { return mine.is_over || !writing_; });
    if (mine.is_over) return;
    writing_ = true;
    const Round round{*this, std::exchange(waiting_, {})};
    lock.unlock();
    write(round.group);
  }

 private:
  // Its end wakes the others, also where `write` has thrown.
  struct Round {
    CommitGroup& all;
    const std::vector<Waiting*> group;

    ~Round() {
      const std::lock_guard lock(all.mutex_);
      for (Waiting* one : group) one->is_over = true;
      all.writing_ = false;
      all.freed_.notify_all();
    }
  };

  std::mutex mutex_;
  std::condition_variable freed_;
  std::vector<Waiting*> waiting_;  // those that no thread writes yet
  bool writing_ = false;           // a thread does
};

}  // namespace bayan::graph
