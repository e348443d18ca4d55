// The records of one input, a line each. A reader can run ahead: a thread reads, decompresses and parses while the
// caller stores what came before.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

#include "bayan/result.hpp"
#include "bayan/statement.hpp"
#include "ingest/jsonl.hpp"
#include "ingest/lines.hpp"

namespace bayan::ingest {

// Errors: limit, text (with the column). Every reader of lines asks it first.
Status check_line(std::string_view line);

class RecordReader {
 public:
  struct Line {
    std::uint32_t number = 0;  // from 1
    Result<Record> record;
  };
  // Successive lines; those that hold nothing, and comments, are left out.
  struct Block {
    std::vector<Line> lines;
    std::uint64_t bytes = 0;  // of the file, read so far
    bool last = false;
  };

  RecordReader(LineReader lines, bool ahead);
  ~RecordReader();
  RecordReader(const RecordReader&) = delete;
  RecordReader& operator=(const RecordReader&) = delete;

  // REQUIRES: the last block was not given yet. Errors: what the input says.
  Result<Block> next();

 private:
  Block read_block();
  void run();

  LineReader lines_;
  JsonReader json_;
  std::uint32_t number_ = 0;
  std::mutex mutex_;  // guards what follows
  std::condition_variable changed_;
  std::deque<Block> ready_;
  bool stopped_ = false;
  std::thread thread_;  // none where nothing is read ahead
};

}  // namespace bayan::ingest
