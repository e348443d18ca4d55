// The view's full text: what has all of some stems.
#include <algorithm>
#include <stdexcept>

#include "graph/view_impl.hpp"
#include "graph/words.hpp"

namespace bayan::graph {

namespace {

// The postings of one stem, from a letter on and before another: an ordered list of letter and id.
class Postings {
 public:
  Postings(const KvSnapshot& snapshot, std::string_view stem, char from, char before)
      : cursor_(snapshot.cursor(Family::words)), key_(Key().text(stem).byte(0)), head_(key_.size()), before_(before) {
    seek(std::string_view(&from, 1));
  }

  // Goes to the first posting that is not less than `at`. What is near is stepped to, what is far is jumped to.
  void go_to(std::string_view at, std::size_t& reads) {
    constexpr int steps = 8;
    for (int i = 0; i < steps && valid() && posting() < at; ++i, ++reads) cursor_.next();
    if (valid() && posting() < at) ++reads, seek(at);
  }
  bool valid() const {
    const std::string_view stem_end = std::string_view(key_).substr(0, head_);
    return cursor_.valid() && cursor_.key().starts_with(stem_end) && cursor_.key()[head_] < before_;
  }
  std::string_view posting() const { return cursor_.key().substr(head_); }
  Status status() const { return cursor_.status(); }

 private:
  void seek(std::string_view at) {
    key_.resize(head_);
    cursor_.seek(key_ += at);
  }

  KvCursor cursor_;
  std::string key_;  // the stem and its end, then what is sought
  std::size_t head_;
  char before_;
};

// The lists take turns: each goes to where the furthest stands, so that the shortest decides how much is read.
template <class Id>
Result<std::optional<std::vector<Id>>> intersection(const KvSnapshot& snapshot, const Words& stems, char from,
                                                    char before, std::size_t most) {
  std::vector<Postings> lists;
  for (const std::string& stem : stems) lists.emplace_back(snapshot, stem, from, before);
  std::vector<Id> out;
  std::string at(1, from);
  std::size_t reads = 0, agree = 0;
  for (std::size_t i = 0;; i = (i + 1) % lists.size()) {
    if (++reads > most) return std::optional<std::vector<Id>>();
    Postings& list = lists[i];
    list.go_to(at, reads);
    BAYAN_TRY(list.status());
    if (!list.valid()) break;
    agree = list.posting() == at ? agree + 1 : 1;
    at = list.posting();
    if (agree < lists.size()) continue;
    out.push_back({number_at(at, 1)});
    at += '\0';  // the least text that is greater
    agree = 0;
  }
  std::sort(out.begin(), out.end());
  return std::optional(std::move(out));
}

template <class Id>
std::optional<std::vector<Id>> found(Result<std::optional<std::vector<Id>>> result) {
  if (!result) throw std::runtime_error(result.error().message);  // as all that a view reads of nodes
  return std::move(*result);
}

constexpr char first_of_nodes = static_cast<char>(WordKind::entity);
constexpr char of_statements = static_cast<char>(WordKind::statement);

}  // namespace

std::optional<std::vector<TermId>> View::nodes_with_words(const std::vector<std::string>& stems,
                                                          std::size_t most) const {
  return found(intersection<TermId>(*impl_->snapshot, stems, first_of_nodes, of_statements, most));
}

bool View::has_postings(TermId node) {
  const Tag tag = tag_of(node);
  return tag == Tag::entity || tag == Tag::phrase || tag == Tag::literal;
}

std::optional<std::vector<StatementId>> View::statements_with_words(const std::vector<std::string>& stems,
                                                                    std::size_t most) const {
  return found(intersection<StatementId>(*impl_->snapshot, stems, of_statements, of_statements + 1, most));
}

std::optional<std::vector<TermId>> View::claim_nodes(std::size_t most) const {
  std::vector<TermId> out;
  KvCursor cursor = impl_->snapshot->cursor(Family::terms);
  for (cursor.seek(terms_prefix(Tag::claim)); cursor.valid(); cursor.next()) {
    const TermId id = term_of_key(cursor.key());
    if (tag_of(id) != Tag::claim) break;
    if (out.size() == most) return std::nullopt;
    out.push_back(id);
  }
  if (auto status = cursor.status(); !status) throw std::runtime_error(status.error().message);
  return out;
}

}  // namespace bayan::graph
