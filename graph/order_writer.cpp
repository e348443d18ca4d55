#include "graph/order_writer.hpp"

namespace bayan::graph {

void OrderWriter::add(const PackedRow& row, std::uint64_t id) {
  waiting_.push_back(row);
  if (order_ == Order::sro) ids_.push_back(id);
  if (order_ == Order::ros || order_ == Order::rso) counter_.add(row);
  ++rows_;
}

Status OrderWriter::finish(std::string& page_index) {
  BAYAN_TRY(write_pages(true));
  page_index = std::move(page_index_);
  return {};
}

Status OrderWriter::write_pages(bool last) {
  std::size_t begin = 0;
  while (begin < waiting_.size()) {
    const std::size_t size = ready(begin, last);
    if (size == 0) break;
    BAYAN_LET(taken, write_page(begin, size));
    begin += taken;
  }
  waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(begin));
  if (!ids_.empty()) ids_.erase(ids_.begin(), ids_.begin() + static_cast<std::ptrdiff_t>(begin));
  return {};
}

// How many rows from `begin` on may go into one page: of one round in the round-first order. 0: wait for more.
std::size_t OrderWriter::ready(std::size_t begin, bool last) const {
  std::size_t end = begin;
  if (order_ == Order::round_first) {
    while (end < waiting_.size() && end - begin <= page_claims && waiting_[end].round == waiting_[begin].round) ++end;
    const bool full = end - begin > page_claims || end < waiting_.size();
    return full || last ? end - begin : 0;
  }
  // So many rows fill any page, unless its claims are few and its runs long: then a page is cut short here.
  const std::size_t size = waiting_.size() - begin;
  return last || size > std::size_t{page_runs} * 8 ? size : 0;
}

Result<std::size_t> OrderWriter::write_page(std::size_t begin, std::size_t size) {
  const OrderKey first = order_key(order_, waiting_[begin]);
  const std::size_t taken = encode_page({&waiting_[begin], size, ids_.empty() ? nullptr : &ids_[begin]}, page_);
  BAYAN_TRY(files_.put(page_family(order_), page_key(run_, first), page_));
  bytes_ += page_.size();
  page_index_ += bytes_of(first);
  if (!ids_.empty()) note_first_id(begin, taken);
  return taken;
}

void OrderWriter::note_first_id(std::size_t begin, std::size_t taken) {
  for (std::size_t i = begin; i < begin + taken; ++i) {
    if (ids_[i] == 0) continue;
    first_ids_.emplace_back(ids_[i], order_key(order_, waiting_[i]));
    return;
  }
}

}  // namespace bayan::graph
