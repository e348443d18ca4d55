// The key-value store under the graph. kv.cpp is the only file that includes RocksDB: everything else speaks of
// families, keys and batches.
//
// Threads: a Kv and a KvSnapshot may be read from any thread; a KvBatch and a KvCursor belong to one.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "bayan/result.hpp"

namespace rocksdb {
class Env;
}

namespace bayan::graph {

// One column family each, with the reason for it. The order is the order on disk and never changes: families are
// fixed when a store is created.
enum class Family : std::uint8_t {
  meta,          // format version, counters
  terms,         // term id -> entity, phrase, literal or claim; small and read often
  lookup,        // key, folded text, literal, claim, digest -> id
  names,         // kind, folded name, id -> name as written; scanned by prefix
  sro,           // facts by subject, relation, object, round: a claim's timeline is one run
  ros,           // facts by relation, object, subject
  osr,           // facts by object, subject, relation
  rso,           // facts by relation, subject, object: stars on a subject under one relation
  round_first,   // facts by round, relation, object, subject: a round is one run, background comes first
  statements,    // fact, statement id -> the statement
  statement_id,  // statement id -> its fact
  by_speaker,    // speaker, statement id
  by_document,   // document, statement id
  about,         // entity -> phrases and claims about it; exact sets -> phrases
  claims,        // claim nodes by each of their parts
  documents,     // document id -> metadata
  chunks,        // document id, number -> 256 KiB of its bytes
  rounds,        // declared rounds, and what covers a round
  page_sro,      // packed pages of each order (runs.hpp)
  page_ros,
  page_osr,
  page_rso,
  page_round,
  runs,        // which runs of pages there are, and where their pages begin
  words,       // full text: folded stem -> nodes and statements that have it in a name, phrase or quote
  statistics,  // counts for the planner, a relation and a round at a time
  history,     // merges that can be undone, documents that were withdrawn or forgotten
};
inline constexpr std::size_t family_count = 27;

struct KvOptions {
  bool create = false;
  bool read_only = false;
  std::size_t cache_bytes = std::size_t{64} << 20;
  std::shared_ptr<rocksdb::Env> environment{};  // what files lie in; the system's when empty. For tests of faults.
};

// How the files of a copy are made: `linked` gives table files a second name where both are on one file system; with
// `apart` nothing is shared, so that harm to one leaves the other whole.
enum class Copying : std::uint8_t { linked, apart };

class KvSnapshot;
class KvCursor;
class KvBatch;

// Takes what a large batch need not read again.
class KvSink {
 public:
  virtual ~KvSink() = default;
  virtual void take(Family family, std::string_view key, std::string_view value) = 0;
};

class Kv : public std::enable_shared_from_this<Kv> {
 public:
  // Errors: store (missing, foreign, damaged, no rights), busy (another process writes; the message has its id. For a
  // reader: it changes its files too fast).
  static Result<std::shared_ptr<Kv>> open(const std::string& path, const KvOptions& options);
  ~Kv();
  Kv(const Kv&) = delete;
  Kv& operator=(const Kv&) = delete;

  std::shared_ptr<const KvSnapshot> snapshot() const;
  // The newest value of a key: for what never changes once it is written.
  Result<std::optional<std::string>> get(Family family, std::string_view key) const;
  // The same for values that the caller keeps, and that have a checksum of their own: no cache of blocks holds them
  // too.
  Result<std::optional<std::string>> get_to_keep(Family family, std::string_view key) const;
  // Such values from a key on, in one sweep, until `visit` returns false.
  Status each_to_keep(Family family, std::string_view from,
                      const std::function<bool(std::string_view key, std::string_view value)>& visit) const;
  bool read_only() const;
  // For readers. Whether nothing was written since this was opened, which costs a look at the folder; what there is
  // now, opened with the same options; and whether two openings hold the same. Errors of open_again: those of open, and
  // store where another store is at the path now.
  bool is_current() const;
  Result<std::shared_ptr<Kv>> open_again() const;
  bool holds_the_same_as(const Kv& other) const;
  const std::string& path() const;
  std::uint64_t bytes_on_disk() const;
  std::uint64_t bytes_in_files(Family family) const;  // what is in the log alone does not count
  std::uint64_t estimated_keys(Family family) const;  // costs nothing; may be far off after removals

  // A batch that reads its own writes over the newest state.
  std::unique_ptr<KvBatch> batch();
  // A batch for more than fits in memory, to be read with each() and not to be committed. What it puts blindly goes to
  // the sink; terms, what finds them, and documents lie in files of its own, in a folder that is removed first. Nothing that was put
  // or removed before is put blindly. The sink outlives it. Errors: store.
  Result<std::unique_ptr<KvBatch>> large_batch(KvSink& sink, const std::string& folder);

  // All or nothing; with `synced` it is on the disk on return.
  Status commit(KvBatch& batch, bool synced);
  // Brings to the disk what was committed without it.
  Status sync();

  // For what no reader wants any more, whatever its snapshot: keys [begin, end) of a family. Files that hold nothing
  // else go at once.
  Status remove_range(Family family, std::string_view begin, std::string_view end);
  // Rewrites a family's files without what was removed from it. Errors: store, cancelled.
  Status compact(Family family, const std::atomic<bool>& cancel);
  // Copies the files to a folder that does not exist, beside readers and a writer of this or another process; the copy
  // holds every commit that was acknowledged before the call. What is there after an error is the caller's to remove.
  // Errors: store.
  Status copy_to(const std::string& to, Copying how) const;

  struct Impl;
  Impl& impl() const { return *impl_; }

 private:
  explicit Kv(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// What the store held at one moment.
class KvSnapshot {
 public:
  struct Impl;
  explicit KvSnapshot(std::unique_ptr<Impl> impl);
  ~KvSnapshot();

  Result<std::optional<std::string>> get(Family family, std::string_view key) const;
  // Of keys below `end`, or of all where it is empty. A seek ends there, also among many keys that were removed.
  KvCursor cursor(Family family, std::string end = {}) const;

 private:
  std::unique_ptr<Impl> impl_;
};

// A cursor over the keys of one family. key() and value() die with the next seek() or next().
class KvCursor {
 public:
  struct Impl;
  explicit KvCursor(std::unique_ptr<Impl> impl);
  KvCursor(KvCursor&&) noexcept;
  ~KvCursor();

  void seek(std::string_view key);       // to the first key that is not less
  void seek_back(std::string_view key);  // to the last key that is not greater
  void next();
  bool valid() const;  // false at the end and after a failure
  std::string_view key() const;
  std::string_view value() const;
  Status status() const;

 private:
  std::unique_ptr<Impl> impl_;
};

class KvBatch {
 public:
  struct Impl;
  explicit KvBatch(std::unique_ptr<Impl> impl);
  ~KvBatch();

  void put(Family family, std::string_view key, std::string_view value);
  void remove(Family family, std::string_view key);
  // The same as put, but this batch's own get() and cursor() do not see it: a sorted index over everything written
  // costs more than the writing.
  void put_blind(Family family, std::string_view key, std::string_view value);
  Result<std::optional<std::string>> get(Family family, std::string_view key) const;
  KvCursor cursor(Family family) const;
  // Of a large batch: the keys that it put and removed itself, in order; a removed one has no value. Errors: store, also
  // of what was put before.
  using Visit = std::function<Status(std::string_view key, std::optional<std::string_view> value)>;
  Status each(Family family, const Visit& visit) const;
  Impl& impl() { return *impl_; }

 private:
  std::unique_ptr<Impl> impl_;
};

}  // namespace bayan::graph
