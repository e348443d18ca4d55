// A file system under a store that fails when it is told to, or loses what was not synced, as a power cut does.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

namespace rocksdb {
class Env;
}

class FaultyFiles {
 public:
  enum class Fault { none, io_error, disk_full, power_cut };

  // `attic` is a folder for what was deleted but not yet for good; on the disk of the store, outside of it.
  explicit FaultyFiles(const std::string& attic);
  ~FaultyFiles();

  std::shared_ptr<rocksdb::Env> environment() const;

  // The operation of this number, from 1, fails and is not done (of a write, half of it is). After a power cut so do
  // all that follow.
  void fail_at(std::uint64_t operation, Fault fault);
  std::uint64_t operations() const;  // until now

  // What a power cut leaves: files end within what was not synced, and entries of folders are as they were synced.
  // REQUIRES: every store that stands on it is closed.
  void lose_what_was_not_synced(std::uint32_t seed);

  struct State;

 private:
  std::shared_ptr<State> state_;
  std::shared_ptr<rocksdb::Env> environment_;
};
