#include "ingest/html/main_text.hpp"

#include <algorithm>

#include "text/fold.hpp"

namespace bayan::ingest {

namespace {

constexpr std::uint32_t paragraph_letters = 40;  // a shorter block is weighed only when it ends as a sentence
constexpr std::uint32_t lead_letters = 80;       // of a paragraph that stands before the article's element
constexpr std::uint32_t label_letters = 120;     // a label with its headline is no longer than this
constexpr double marked_body_share = 0.2;        // articleBody may stand beside long comments
constexpr double marked_share = 0.4;             // <article>, <main>; teasers are articles, too, but small ones
constexpr double narrower = 0.8, narrower_in_article = 0.9;

class Finder {
 public:
  Finder(const HtmlTree& tree, const std::vector<std::string>& labels)
      : tree_(tree), labels_(labels), blocks_(blocks_of(tree)) {}

  MainText run() {
    weigh(false);
    if (weight(0) == 0) weigh(true);
    MainText out;
    if (weight(0) > 0) {
      choose();
      mark_boxes();
      collect(out.blocks);
    }
    out.headline = headline();
    std::erase_if(out.blocks, [&](const HtmlBlock& block) { return block.text == out.headline; });
    return out;
  }

 private:
  // Letters and number of the paragraphs before each node.
  void weigh(bool all) {
    weights_.assign(tree_.size() + 1, 0), counts_.assign(tree_.size() + 1, 0);
    for (const HtmlBlock& block : blocks_) {
      if (block.place != Place::text || block.links() || block.heading(tree_)) continue;
      if (!all && block.own_letters() < paragraph_letters && !block.ends_as_a_sentence()) continue;
      weights_[block.node + 1] += block.own_letters();
      ++counts_[block.node + 1];
    }
    for (std::size_t i = 1; i < weights_.size(); ++i) weights_[i] += weights_[i - 1], counts_[i] += counts_[i - 1];
  }

  double weight(std::uint32_t node) const {
    return static_cast<double>(weights_[std::max(tree_[node].end, node + 1)] - weights_[node]);
  }
  std::uint64_t paragraphs(std::uint32_t node) const { return counts_[tree_[node].end] - counts_[node]; }

  template <class Test>
  bool choose_marked(double share, Test marked) {
    std::uint32_t best = 0;
    for (std::uint32_t i = 1; i < tree_.size(); ++i)
      if (tree_[i].element() && marked(tree_[i]) && (best == 0 || weight(i) > weight(best))) best = i;
    if (best == 0 || weight(best) < share * weight(0)) return false;
    root_ = best;
    return true;
  }

  void choose() {
    root_ = 0;
    const bool body = choose_marked(marked_body_share, [](const HtmlNode& n) {
      return n.attribute("itemprop").find("articleBody") != std::string_view::npos;
    });
    const bool article = !body && choose_marked(marked_share, [](const HtmlNode& n) { return n.tag == "article"; });
    if (!body && !article)
      choose_marked(marked_share, [](const HtmlNode& n) { return n.tag == "main" || n.attribute("role") == "main"; });
    container_ = root_;
    if (body) return;
    const double share = article ? narrower_in_article : narrower;
    for (bool deeper = true; deeper;) {
      deeper = false;
      for (std::uint32_t child = container_ + 1; child < tree_[container_].end && !deeper;
           child = std::max(tree_[child].end, child + 1)) {
        if (!holds_paragraphs(tree_[child]) || paragraphs(child) < 2) continue;
        if (weight(child) < share * weight(container_)) continue;
        container_ = child;
        deeper = true;
      }
    }
  }

  static bool holds_paragraphs(const HtmlNode& node) {
    for (const std::string_view tag : {"body", "div", "section", "article", "main", "table", "tbody", "tr", "td",
                                       "center", "form", "span", "font", "?"})
      if (node.tag == tag) return true;
    return false;
  }

  bool inside(const HtmlBlock& block, std::uint32_t element) const {
    return element <= block.node && block.node < tree_[element].end;
  }

  // A label alone, or with what it stands above in the same block ("Read also: ...").
  bool label(const HtmlBlock& block) const {
    if (block.letters > label_letters) return false;
    const std::string folded = text::fold(block.text);
    return std::any_of(labels_.begin(), labels_.end(), [&](const std::string& label) {
      if (folded == label) return true;
      if (!folded.starts_with(label + " ")) return false;
      return block.links() || block.link_letters * 2 >= block.letters || block.text.find(':') <= label.size() + 8;
    });
  }

  // What a label stands above: all of its element when that is a small part of the article; else the lines that follow
  // and do not end as sentences do.
  void mark_boxes() {
    bool below_label = false;
    for (HtmlBlock& block : blocks_) {
      if (block.place != Place::text) continue;
      if (label(block)) {
        below_label = true;
        block.place = Place::related;
        const std::uint32_t box = tree_[block.element].parent;
        if (container_ < box && weight(box) < 0.3 * weight(container_) && tree_[box].tag != "p")
          for (HtmlBlock& other : blocks_)
            if (inside(other, box) && other.place == Place::text) other.place = Place::related;
      } else if (block.links() || (below_label && !block.ends_as_a_sentence())) {
        block.place = Place::related;
      } else {
        below_label = false;
      }
    }
    nested_articles();
  }

  // An article in the article is a comment or a teaser.
  void nested_articles() {
    for (std::uint32_t i = container_ + 1; i < tree_[container_].end; ++i) {
      if (tree_[i].tag != "article" || weight(i) * 2 > weight(container_)) continue;
      for (HtmlBlock& block : blocks_)
        if (inside(block, i)) block.place = Place::boilerplate;
      i = std::max(tree_[i].end, i + 1) - 1;
    }
  }

  void collect(std::vector<HtmlBlock>& out) {
    for (const HtmlBlock& block : blocks_) {
      if (block.place == Place::boilerplate || block.place == Place::title || !inside(block, root_)) continue;
      const bool lead = block.node < container_ && block.place == Place::text && block.own_letters() >= lead_letters &&
                        block.link_letters * 5 < block.letters && block.ends_as_a_sentence();
      if (inside(block, container_) || lead) out.push_back(block);
    }
  }

  // The first line of the first <h1> in what the page marks, else of the last one before the text.
  std::string headline() const {
    std::string last;
    std::uint32_t open = 0;
    for (const HtmlBlock& block : blocks_) {
      const std::uint32_t h1 = block.element;
      if (tree_[h1].tag != "h1" || h1 == open) continue;
      open = h1;
      if (root_ > 0 && inside(block, root_)) return block.text;
      if (last.empty() || h1 < container_) last = block.text;
    }
    return last;
  }

  const HtmlTree& tree_;
  const std::vector<std::string>& labels_;
  std::vector<HtmlBlock> blocks_;
  std::vector<std::uint64_t> weights_, counts_;
  std::uint32_t root_ = 0;       // what the page marks as the article; all of the page where it marks nothing
  std::uint32_t container_ = 0;  // the element inside of it that has nearly all of the weight
};

}  // namespace

MainText main_text(const HtmlTree& tree, const std::vector<std::string>& box_labels) {
  return Finder(tree, box_labels).run();
}

}  // namespace bayan::ingest
