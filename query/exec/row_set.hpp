// A set of rows of 64-bit values, all of one width.
#pragma once

#include <cstdint>
#include <functional>
#include <unordered_set>
#include <vector>

namespace bayan::ql {

class SlotRows {
 public:
  // `width` counts the tag that insert() takes beside the values.
  explicit SlotRows(std::size_t width) : width_(width), index_(16, Hash{this}, Equal{this}) {}
  SlotRows(const SlotRows&) = delete;
  SlotRows& operator=(const SlotRows&) = delete;

  // False when the row was there. `values` holds one less than the width.
  bool insert(const std::uint64_t* values, std::uint64_t tag) { return insert_at(values, tag).second; }

  // The row's number, in order of insertion, and whether it is new.
  std::pair<std::size_t, bool> insert_at(const std::uint64_t* values, std::uint64_t tag) {
    cells_.insert(cells_.end(), values, values + width_ - 1);
    cells_.push_back(tag);
    const std::size_t number = cells_.size() / width_ - 1;
    const auto [found, added] = index_.insert(number);
    if (!added) cells_.resize(cells_.size() - width_);
    return {*found, added};
  }

  std::size_t size() const { return index_.size(); }
  const std::uint64_t* row(std::size_t number) const { return cells_.data() + number * width_; }
  std::size_t bytes() const { return cells_.capacity() * sizeof(std::uint64_t) + index_.size() * 32; }

 private:
  struct Hash {
    const SlotRows* rows;
    std::size_t operator()(std::size_t number) const {
      std::uint64_t hash = 0x9e3779b97f4a7c15u;
      for (std::size_t i = 0; i < rows->width_; ++i) {
        hash = (hash ^ rows->row(number)[i]) * 0xff51afd7ed558ccdu;
        hash ^= hash >> 32;
      }
      return static_cast<std::size_t>(hash);
    }
  };
  struct Equal {
    const SlotRows* rows;
    bool operator()(std::size_t a, std::size_t b) const {
      return std::equal(rows->row(a), rows->row(a) + rows->width_, rows->row(b));
    }
  };

  std::size_t width_;
  std::vector<std::uint64_t> cells_;
  std::unordered_set<std::size_t, Hash, Equal> index_;
};

}  // namespace bayan::ql
