// Work that takes long gives way to those who read and commit meanwhile.
#pragma once

#include <sys/resource.h>
#include <unistd.h>

#include <future>
#include <utility>

namespace bayan::graph {

// From here on, this thread and those it starts get a processor after others. Where that is refused, nothing is lost.
// The kernel keeps a priority for each thread; there is no way back up, so this is for threads of our own only.
inline void give_way() {
  constexpr int lower = 10;
  (void)::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), lower);
}

// Does a piece of work in a thread that gives way, and waits for it.
template <class Work>
auto while_giving_way(Work&& work) {
  return std::async(std::launch::async, [&work] {
           give_way();
           return work();
         })
      .get();
}

}  // namespace bayan::graph
