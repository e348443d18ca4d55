#include "graph/runs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <bit>
#include <limits>
#include <list>
#include <unordered_map>

#include "graph/keys.hpp"
#include "graph/values.hpp"

namespace bayan::graph {

namespace {

constexpr std::size_t key_bytes = 32;
constexpr std::size_t load_bytes = 24;

// A page is read alone while few were asked for; then it is likely that its neighbours will be too, and a sweep over a
// block or two gives them all. The more of an order were missed, the wider the sweep. It never drives out what others
// asked for: once the cache is full, pages are read alone.
constexpr std::uint32_t misses_before_sweeps = 64;
constexpr std::size_t least_pages_swept = 8, most_pages_swept = 64;
constexpr std::uint32_t misses_a_page_swept = 16;
constexpr std::size_t bytes_of_a_page = 8 << 10;  // seldom more

constexpr std::array<Family, orders.size()> page_families = {Family::page_sro, Family::page_ros, Family::page_osr,
                                                             Family::page_rso, Family::page_round};

constexpr int run_shift = 40;  // in the key of a cached page
std::uint32_t run_of(std::uint64_t cache_key) { return static_cast<std::uint32_t>(cache_key >> run_shift); }

}  // namespace

// Least recently used pages go first; sharded, so that readers seldom wait for each other.
class PageCache {
 public:
  explicit PageCache(std::size_t bytes) : shard_bytes_(bytes / shards_.size()) {}

  // Whether so many bytes more, about, drive nothing out.
  bool has_room(std::size_t bytes) const {
    return bytes_.load(std::memory_order_relaxed) + bytes <= shard_bytes_ * shards_.size();
  }

  bool contains(std::uint64_t key) {
    Shard& shard = shard_of(key);
    const std::lock_guard lock(shard.mutex);
    return shard.places.contains(key);
  }
  PageBytes find(std::uint64_t key) {
    Shard& shard = shard_of(key);
    const std::lock_guard lock(shard.mutex);
    const auto found = shard.places.find(key);
    if (found == shard.places.end()) return nullptr;
    shard.entries.splice(shard.entries.begin(), shard.entries, found->second);
    return found->second->second;
  }
  void put(std::uint64_t key, PageBytes bytes) {
    Shard& shard = shard_of(key);
    const std::lock_guard lock(shard.mutex);
    if (shard.places.contains(key)) return;
    add(shard, bytes->size());
    shard.entries.emplace_front(key, std::move(bytes));
    shard.places[key] = shard.entries.begin();
    while (shard.bytes > shard_bytes_ && shard.entries.size() > 1) {
      add(shard, -shard.entries.back().second->size());
      shard.places.erase(shard.entries.back().first);
      shard.entries.pop_back();
    }
  }
  // How many pages the next miss of an order is worth reading.
  std::size_t pages_to_sweep(Order order) const {
    if (misses_of_all_.load(std::memory_order_relaxed) < misses_before_sweeps) return 1;
    const std::uint32_t misses = misses_[static_cast<std::size_t>(order)].load(std::memory_order_relaxed);
    return std::clamp<std::size_t>(std::bit_floor(misses / misses_a_page_swept), least_pages_swept, most_pages_swept);
  }
  void missed(Order order) {
    misses_of_all_.fetch_add(1, std::memory_order_relaxed);
    misses_[static_cast<std::size_t>(order)].fetch_add(1, std::memory_order_relaxed);
  }
  bool often_asked(Order order) const {
    return misses_[static_cast<std::size_t>(order)].load(std::memory_order_relaxed) >= misses_before_sweeps;
  }

  void forget_run(std::uint32_t run) {
    for (Shard& shard : shards_) {
      const std::lock_guard lock(shard.mutex);
      std::erase_if(shard.entries, [&](const auto& entry) {
        if (run_of(entry.first) != run) return false;
        add(shard, -entry.second->size());
        shard.places.erase(entry.first);
        return true;
      });
    }
  }

 private:
  struct Shard {
    std::mutex mutex;
    std::list<std::pair<std::uint64_t, PageBytes>> entries;
    std::unordered_map<std::uint64_t, std::list<std::pair<std::uint64_t, PageBytes>>::iterator> places;
    std::size_t bytes = 0;
  };
  void add(Shard& shard, std::size_t bytes) {
    shard.bytes += bytes;
    bytes_.fetch_add(bytes, std::memory_order_relaxed);
  }
  Shard& shard_of(std::uint64_t key) { return shards_[key * 0x9e3779b97f4a7c15u >> 60]; }

  std::array<Shard, 16> shards_;
  std::size_t shard_bytes_;
  std::atomic<std::size_t> bytes_{0};  // of all shards
  std::atomic<std::uint32_t> misses_of_all_{0};
  std::array<std::atomic<std::uint32_t>, orders.size()> misses_{};
};

void forget_pages(PageCache& cache, std::uint32_t run) { cache.forget_run(run); }

std::shared_ptr<PageCache> make_page_cache(std::size_t bytes) { return std::make_shared<PageCache>(bytes); }

OrderKey order_key(std::string_view bytes) {
  std::string whole(bytes.substr(0, key_bytes));
  whole.resize(key_bytes, '\0');
  return {number_at(whole, 0), number_at(whole, 8), number_at(whole, 16), number_at(whole, 24)};
}

std::string bytes_of(const OrderKey& key) {
  return Key().number(key[0]).number(key[1]).number(key[2]).number(key[3]).str();
}

PackedRow packed_row(Order order, const OrderKey& key) {
  if (order == Order::round_first) return {key[1], key[2], key[3], key[0]};
  return {key[0], key[1], key[2], key[3]};
}

OrderKey order_key(Order order, const PackedRow& row) {
  if (order == Order::round_first) return {row.round, row.a, row.b, row.c};
  return {row.a, row.b, row.c, row.round};
}

const Load* RunInfo::load_of(std::uint64_t id) const {
  const auto after = std::upper_bound(loads.begin(), loads.end(), id,
                                      [](std::uint64_t value, const Load& load) { return value < load.first_id; });
  return after == loads.begin() || id > (after - 1)->last_id ? nullptr : &*(after - 1);
}

std::string encode(const RunInfo& run) {
  Key out;
  out.number(run.facts);
  for (const Load& load : run.loads)
    out.number(load.first_id).number(load.last_id).number(static_cast<std::uint64_t>(load.recorded_us));
  return out.str();
}

Result<RunInfo> decode_run(std::uint32_t number, std::string_view bytes) {
  if (bytes.size() < 8 || (bytes.size() - 8) % load_bytes != 0) return damaged("a run cannot be read");
  RunInfo out{number, number_at(bytes, 0), {}};
  for (std::size_t at = 8; at < bytes.size(); at += load_bytes) {
    out.loads.push_back(
        {number_at(bytes, at), number_at(bytes, at + 8), static_cast<std::int64_t>(number_at(bytes, at + 16))});
  }
  return out;
}

std::string run_key(std::uint32_t run) { return Key('G').small(run).str(); }
std::string retired_run_key(std::uint32_t run) { return Key('H').small(run).str(); }
std::string removed_run_key(std::uint32_t run) { return Key('D').small(run).str(); }
std::uint32_t run_of_key(std::string_view key) { return run_of_page_key(key.substr(1)); }
std::uint32_t run_of_page_key(std::string_view key) {
  return static_cast<std::uint32_t>(number_at(Key().small(0).text(key.substr(0, 4)).str(), 0));
}
std::string page_index_key(std::uint32_t run, Order order) {
  return Key('I').small(run).byte(static_cast<std::uint8_t>(order)).str();
}
std::string page_key(std::uint32_t run, const OrderKey& first) { return Key().small(run).text(bytes_of(first)).str(); }
Family page_family(Order order) { return page_families[static_cast<std::size_t>(order)]; }

Run::Run(std::shared_ptr<const Kv> kv, std::shared_ptr<PageCache> cache, RunInfo info)
    : kv_(std::move(kv)), cache_(std::move(cache)), info_(std::move(info)) {}

const std::vector<OrderKey>& Run::first_rows(Order order) const {
  const auto which = static_cast<std::size_t>(order);
  std::call_once(once_[which], [&] {
    const auto stored = kv_->get(Family::runs, page_index_key(info_.number, order));
    if (!stored || !*stored) throw Unreadable(stored ? damaged("a page index is missing") : stored.error());
    const std::string& bytes = **stored;
    first_rows_[which].reserve(bytes.size() / key_bytes);
    for (std::size_t at = 0; at + key_bytes <= bytes.size(); at += key_bytes) {
      first_rows_[which].push_back(order_key(std::string_view(bytes).substr(at, key_bytes)));
    }
  });
  return first_rows_[which];
}

std::size_t Run::page_of(Order order, const OrderKey& key) const {
  const auto& rows = first_rows(order);
  const auto after = std::upper_bound(rows.begin(), rows.end(), key);
  return after == rows.begin() ? 0 : static_cast<std::size_t>(after - rows.begin()) - 1;
}

std::uint64_t Run::cache_key(Order order, std::size_t page) const {
  return std::uint64_t{info_.number} << run_shift | static_cast<std::uint64_t>(order) << 36 | page;
}

Result<PageBytes> Run::page(Order order, std::size_t page) const {
  const std::uint64_t id = cache_key(order, page);
  if (PageBytes cached = cache_->find(id)) return cached;
  cache_->missed(order);
  const std::size_t swept = cache_->pages_to_sweep(order);
  if (swept > 1 && cache_->has_room(swept * bytes_of_a_page)) {
    BAYAN_TRY(sweep(order, page / swept * swept, swept));
    if (PageBytes cached = cache_->find(id)) return cached;
  }
  BAYAN_LET(bytes, read_page(order, page));
  cache_->put(id, bytes);
  return bytes;
}

Status Run::warm() const try {
  for (const OrderInfo& order : orders) {
    if (!cache_->often_asked(order.order)) continue;
    const std::size_t end = pages(order.order);
    for (std::size_t at = 0; at < end && cache_->has_room(most_pages_swept * bytes_of_a_page); at += most_pages_swept)
      BAYAN_TRY(sweep(order.order, at, most_pages_swept));
  }
  return {};
} catch (const Unreadable& broken) {
  return broken.error();  // threads of the store call this: nobody above them would catch it
}

Status Run::sweep(Order order, std::size_t at, std::size_t swept) const {
  const std::size_t end = std::min(at + swept, pages(order));
  Status status;
  const auto take = [&](std::string_view key, std::string_view bytes) {
    if (at == end || key != page_key(info_.number, first_row(order, at))) return false;
    const std::uint64_t id = cache_key(order, at++);
    if (cache_->contains(id)) return true;
    if (auto whole = Page::open(bytes); !whole) return status = std::move(whole.error()), false;
    cache_->put(id, std::make_shared<const std::string>(bytes));
    return true;
  };
  BAYAN_TRY(kv_->each_to_keep(page_family(order), page_key(info_.number, first_row(order, at)), take));
  return status;
}

Result<PageBytes> Run::read_page(Order order, std::size_t page) const {
  BAYAN_LET(stored, kv_->get_to_keep(page_family(order), page_key(info_.number, first_row(order, page))));
  if (!stored) return damaged("a page is missing");
  if (auto whole = Page::open(*stored); !whole) return std::move(whole.error());
  return PageBytes(std::make_shared<const std::string>(std::move(*stored)));
}

Result<std::optional<std::uint64_t>> Run::find(Order order, const OrderKey& key) const {
  if (pages(order) == 0) return std::optional<std::uint64_t>();
  BAYAN_LET(bytes, this->page(order, page_of(order, key)));
  const Page page = Page::trusted(*bytes);
  const PackedRow row = packed_row(order, key);
  const std::uint32_t claim = page.lower_bound(row.a, row.b, row.c);
  if (claim == page.claims() || page.a(claim) != row.a || page.b(claim) != row.b || page.c(claim) != row.c)
    return std::optional<std::uint64_t>();
  const std::uint32_t end = page.first_run(claim + 1);
  for (std::uint32_t at = page.first_run(claim); at < end; ++at) {
    const std::uint64_t first = page.run_first(at);
    if (row.round < first || row.round >= first + page.run_length(at)) continue;
    const std::uint64_t id = page.run_id(at, page.rows_before(at));
    return std::optional(id == 0 ? id : id + (row.round - first));
  }
  return std::optional<std::uint64_t>();
}

}  // namespace bayan::graph
