#include "graph/bulk_sink.hpp"

#include <optional>

namespace bayan::graph {

namespace {

// What a sorter has, each key once with its last value.
class Last {
 public:
  explicit Last(SortedChunks::Merge merge) : merge_(std::move(merge)), more_(merge_.next()) { next(); }

  void next() {
    valid_ = more_;
    if (!more_) return;
    key_ = merge_.key();
    do value_ = merge_.value();
    while ((more_ = merge_.next()) && merge_.key() == key_);
  }
  bool valid() const { return valid_; }
  std::string_view key() const { return key_; }
  std::string_view value() const { return value_; }
  const Status& status() const { return merge_.status(); }

 private:
  SortedChunks::Merge merge_;
  bool more_, valid_ = false;
  std::string key_, value_;
};

}  // namespace

void SortingSink::take(Family family, std::string_view key, std::string_view value) {
  if (!status_) return;
  if (family == Family::statements) {
    status_ = files_.put(family, key, value);
    return;
  }
  auto& sorter = sorters_[static_cast<std::size_t>(family)];
  if (!sorter) sorter = std::make_unique<ChunkSorter>(folder_, memory_bytes_);
  status_ = sorter->add(key, value);
}

Status SortingSink::write(Family family, const KvBatch& batch) {
  std::optional<Last> taken;
  if (auto& sorter = sorters_[static_cast<std::size_t>(family)]) {
    BAYAN_LET(merge, sorter->merge());
    taken.emplace(std::move(merge));
  }
  // What was taken before a key; of the key itself the batch's is newer.
  const auto write_to = [&](std::optional<std::string_view> key) -> Status {
    for (; taken && taken->valid() && (!key || taken->key() < *key); taken->next())
      BAYAN_TRY(files_.put(family, taken->key(), taken->value()));
    if (taken && key && taken->valid() && taken->key() == *key) taken->next();
    return taken ? taken->status() : Status();
  };
  const auto visit = [&](std::string_view key, std::optional<std::string_view> value) -> Status {
    BAYAN_TRY(write_to(key));
    return value ? files_.put(family, key, *value) : files_.remove(family, key);
  };
  BAYAN_TRY(batch.each(family, visit));
  BAYAN_TRY(write_to(std::nullopt));
  sorters_[static_cast<std::size_t>(family)].reset();
  return {};
}

}  // namespace bayan::graph
