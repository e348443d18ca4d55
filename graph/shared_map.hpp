// A sorted map whose copies share what they have in common: a copy costs nothing, a change the path to one entry. What
// the catalog is made of, so that a commit pays for what it touches and not for what there is.
//
// A treap whose priorities are hashes of the keys: its shape depends on its keys alone. Threads: as a std::map; copies
// are independent of each other.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <stdexcept>
#include <utility>
#include <variant>
#include <vector>

namespace bayan::graph {

template <class Key, class Value>
class SharedMap {
 public:
  using Entry = std::pair<const Key, Value>;

 private:
  struct Node;
  using Tree = std::shared_ptr<const Node>;
  struct Node {
    std::shared_ptr<const Entry> entry;
    std::uint64_t priority;
    Tree left, right;
  };

 public:
  // In order of the keys. Dies with the map, or with its next change.
  class Iterator {
   public:
    explicit Iterator(const Node* root) { push(root); }
    const Entry& operator*() const { return *path_.back()->entry; }
    const Entry* operator->() const { return path_.back()->entry.get(); }
    Iterator& operator++() {
      const Node* const node = path_.back();
      path_.pop_back();
      push(node->right.get());
      return *this;
    }
    bool operator==(const Entry* end) const { return (path_.empty() ? nullptr : path_.back()->entry.get()) == end; }

   private:
    void push(const Node* node) {
      for (; node != nullptr; node = node->left.get()) path_.push_back(node);
    }
    std::vector<const Node*> path_;
  };

  Iterator begin() const { return Iterator(root_.get()); }
  const Entry* end() const { return nullptr; }
  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }

  // The entry; end() where there is none.
  const Entry* find(const Key& key) const {
    for (const Node* node = root_.get(); node != nullptr;) {
      if (key < node->entry->first) {
        node = node->left.get();
      } else if (node->entry->first < key) {
        node = node->right.get();
      } else {
        return node->entry.get();
      }
    }
    return nullptr;
  }
  bool contains(const Key& key) const { return find(key) != nullptr; }
  const Value& at(const Key& key) const {
    const Entry* const found = find(key);
    if (found == nullptr) throw std::out_of_range("SharedMap::at");
    return found->second;
  }

  void set(const Key& key, Value value) {
    if (!contains(key)) ++size_;
    auto entry = std::make_shared<const Entry>(key, std::move(value));
    root_ = with(root_, std::make_shared<const Node>(Node{std::move(entry), priority_of(key), {}, {}}));
  }
  void erase(const Key& key) {
    if (!contains(key)) return;
    --size_;
    root_ = without(root_, key);
  }
  void clear() { root_.reset(), size_ = 0; }

 private:
  // Hashes of numbers are the numbers themselves: they are stirred (splitmix64).
  static std::uint64_t priority_of(const Key& key) {
    std::uint64_t x = std::hash<Key>()(key) + 0x9e3779b97f4a7c15u;
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
    x = (x ^ x >> 27) * 0x94d049bb133111ebu;
    return x ^ x >> 31;
  }
  static Tree node(const Node& like, Tree left, Tree right) {
    return std::make_shared<const Node>(Node{like.entry, like.priority, std::move(left), std::move(right)});
  }
  static std::pair<Tree, Tree> split(const Tree& tree, const Key& key) {  // what is less, what is greater
    if (!tree) return {};
    if (tree->entry->first < key) {
      auto [less, greater] = split(tree->right, key);
      return {node(*tree, tree->left, std::move(less)), std::move(greater)};
    }
    if (!(key < tree->entry->first)) return {tree->left, tree->right};
    auto [less, greater] = split(tree->left, key);
    return {std::move(less), node(*tree, std::move(greater), tree->right)};
  }
  static Tree joined(const Tree& less, const Tree& greater) {
    if (!less) return greater;
    if (!greater) return less;
    if (less->priority > greater->priority) return node(*less, less->left, joined(less->right, greater));
    return node(*greater, joined(less, greater->left), greater->right);
  }
  static Tree with(const Tree& tree, const Tree& leaf) {
    const Key& key = leaf->entry->first;
    if (!tree || leaf->priority > tree->priority) {
      auto [less, greater] = split(tree, key);
      return node(*leaf, std::move(less), std::move(greater));
    }
    if (key < tree->entry->first) return node(*tree, with(tree->left, leaf), tree->right);
    if (tree->entry->first < key) return node(*tree, tree->left, with(tree->right, leaf));
    return node(*leaf, tree->left, tree->right);
  }
  static Tree without(const Tree& tree, const Key& key) {
    if (key < tree->entry->first) return node(*tree, without(tree->left, key), tree->right);
    if (tree->entry->first < key) return node(*tree, tree->left, without(tree->right, key));
    return joined(tree->left, tree->right);
  }

  Tree root_;
  std::size_t size_ = 0;
};

template <class Key>
class SharedSet : private SharedMap<Key, std::monostate> {
  using Map = SharedMap<Key, std::monostate>;

 public:
  using Map::begin;
  using Map::clear;
  using Map::contains;
  using Map::empty;
  using Map::end;
  using Map::erase;
  using Map::size;
  void insert(const Key& key) { this->set(key, {}); }
};

}  // namespace bayan::graph
