#include "graph/bulk_chunks.hpp"

#include <algorithm>
#include <cstring>

#include "graph/bulk_terms.hpp"

namespace bayan::graph {

namespace {

constexpr std::size_t write_bytes = std::size_t{1} << 20;
constexpr std::size_t read_bytes = std::size_t{256} << 10;

}  // namespace

Status SortedChunks::add(std::string_view key, std::string_view value) {
  const std::uint32_t sizes[2] = {static_cast<std::uint32_t>(key.size()), static_cast<std::uint32_t>(value.size())};
  static_assert(sizeof sizes == header_bytes);
  buffer_.append(reinterpret_cast<const char*>(sizes), sizeof sizes).append(key).append(value);
  if (buffer_.size() < write_bytes) return {};
  BAYAN_TRY(file_.append(buffer_.data(), buffer_.size()));
  buffer_.clear();
  return {};
}

Status SortedChunks::end_chunk() {
  BAYAN_TRY(file_.append(buffer_.data(), buffer_.size()));
  buffer_.clear();
  ends_.push_back(file_.size());
  return {};
}

SortedChunks::Merge::Merge(const SortedChunks& chunks) : file_(chunks.file_) {
  std::uint64_t begin = 0;
  for (const std::uint64_t end : chunks.ends_) {
    readers_.emplace_back().at = begin;
    readers_.back().end = end;
    begin = end;
  }
}

// Whether reader x comes after y. For a heap with the least on top.
bool SortedChunks::Merge::after(std::uint32_t x, std::uint32_t y) const {
  const int order = readers_[x].key().compare(readers_[y].key());
  return order != 0 ? order > 0 : x > y;
}

// Makes that many bytes from the current record on stand in the buffer.
bool SortedChunks::Merge::need(Reader& reader, std::size_t bytes) {
  const std::size_t have = reader.buffer.size() - reader.begin;
  if (have >= bytes) return true;
  const std::uint64_t left = reader.end - reader.at;
  const auto more = static_cast<std::size_t>(std::min<std::uint64_t>(left, std::max(read_bytes, bytes - have)));
  if (have + more < bytes) return false;
  reader.buffer.erase(0, reader.begin);
  reader.begin = 0;
  reader.buffer.resize(have + more);
  status_ = file_.read(reader.at, reader.buffer.data() + have, more);
  reader.at += more;
  return status_.has_value();
}

bool SortedChunks::Merge::advance(Reader& reader) {
  if (!need(reader, header_bytes)) return false;
  std::memcpy(&reader.key_size, reader.buffer.data() + reader.begin, sizeof reader.key_size);
  std::memcpy(&reader.value_size, reader.buffer.data() + reader.begin + sizeof reader.key_size,
              sizeof reader.value_size);
  return need(reader, header_bytes + reader.key_size + reader.value_size);
}

bool SortedChunks::Merge::next() {
  const auto behind = [this](std::uint32_t x, std::uint32_t y) { return after(x, y); };
  if (!begun_) {
    begun_ = true;
    for (std::uint32_t i = 0; i < readers_.size(); ++i) {
      if (advance(readers_[i])) heap_.push_back(i);
    }
    std::make_heap(heap_.begin(), heap_.end(), behind);
    return status_.has_value() && !heap_.empty();
  }
  if (heap_.empty() || !status_) return false;
  Reader& last = readers_[heap_.front()];
  std::pop_heap(heap_.begin(), heap_.end(), behind);
  last.begin += header_bytes + last.key_size + last.value_size;
  if (advance(last))
    std::push_heap(heap_.begin(), heap_.end(), behind);
  else
    heap_.pop_back();
  return status_.has_value() && !heap_.empty();
}

std::string_view SortedChunks::Merge::key() const { return readers_[heap_.front()].key(); }

std::string_view SortedChunks::Merge::value() const {
  const Reader& reader = readers_[heap_.front()];
  return std::string_view(reader.buffer).substr(reader.begin + header_bytes + reader.key_size, reader.value_size);
}

Status ChunkSorter::add(std::string_view key, std::string_view value) {
  if (texts_.size() + key.size() + value.size() + (items_.size() + 1) * sizeof(Item) > memory_bytes_)
    BAYAN_TRY(spill());
  if (texts_.capacity() == 0) texts_.reserve(memory_bytes_);
  items_.push_back({sort_prefix(key), static_cast<std::uint32_t>(texts_.size()), static_cast<std::uint32_t>(key.size()),
                    static_cast<std::uint32_t>(value.size())});
  texts_.append(key).append(value);
  return {};
}

Status ChunkSorter::spill() {
  if (items_.empty()) return {};
  const std::string_view texts(texts_);
  std::stable_sort(items_.begin(), items_.end(), [texts](const Item& x, const Item& y) {
    return x.prefix != y.prefix ? x.prefix < y.prefix
                                : texts.substr(x.begin, x.key_size) < texts.substr(y.begin, y.key_size);
  });
  for (const Item& item : items_) {
    BAYAN_TRY(chunks_.add(texts.substr(item.begin, item.key_size),
                          texts.substr(item.begin + item.key_size, item.value_size)));
  }
  items_.clear();
  texts_.clear();
  return chunks_.end_chunk();
}

Result<SortedChunks::Merge> ChunkSorter::merge() {
  BAYAN_TRY(spill());
  release(items_);
  release(texts_);
  return SortedChunks::Merge(chunks_);
}

}  // namespace bayan::graph
