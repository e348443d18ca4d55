#include "ingest/html/blocks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <map>

namespace bayan::ingest {

namespace {

using Words = std::string_view;  // between blanks, with a blank at either end

constexpr Words breaking =
    " html body address article aside blockquote center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hgroup hr li main menu nav ol p pre section summary table tbody td tfoot th "
    "thead tr ul caption br ";
constexpr Words no_text =
    " head script style noscript template iframe object embed svg math canvas audio video button select textarea "
    "input datalist map rp ";

// Names that designers give, as words of a class or an id ("post-related", "relatedBox").
constexpr Words boilerplate_names =
    " nav navbar navigation menu breadcrumb breadcrumbs footer sidebar cookie cookies consent gdpr comment comments "
    "disqus respond share sharing social newsletter subscribe advert ads ad advertisement banner sponsored login popup "
    "modal byline author authors meta tags toolbar pagination pager copyright print timestamp dateline date paywall "
    "pullquote ";
constexpr Words caption_names = " caption figcaption credit credits ";
constexpr Words related_names =
    " related recommended recommendation recommendations teaser teasers promo trending suggested outbrain taboola "
    "readalso readmore seealso mostread morenews twitter-tweet ";

bool among(Words words, std::string_view word) {
  const std::size_t at = word.empty() ? Words::npos : words.find(fmt::format(" {} ", word));
  return at != Words::npos;
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

std::string lower(std::string_view s) {
  std::string out(s);
  for (char& c : out) c = lower(c);
  return out;
}

// The words of a class or an id, also each two neighbours as one: "read-also" is "read", "also" and "readalso".
std::vector<std::string> name_words(const HtmlNode& node) {
  std::vector<std::string> out;
  for (const char* attribute : {"class", "id"}) {
    std::string word;
    const std::string_view value = node.attribute(attribute);
    for (std::size_t i = 0; i <= value.size(); ++i) {
      const char c = i < value.size() ? value[i] : ' ';
      const bool capital = c >= 'A' && c <= 'Z', letter = capital || (c >= 'a' && c <= 'z');
      const bool hump = capital && i > 0 && value[i - 1] >= 'a' && value[i - 1] <= 'z';
      if ((!letter || hump) && !word.empty()) out.push_back(std::exchange(word, {}));
      if (letter) word += lower(c);
    }
  }
  for (std::size_t i = out.size(); i-- > 1;) out.push_back(out[i - 1] + out[i]);
  return out;
}

bool hidden(const HtmlNode& node) {
  std::string style = lower(node.attribute("style"));
  std::erase(style, ' ');
  if (style.find("display:none") != std::string::npos || node.attribute("aria-hidden") == "true") return true;
  return std::any_of(node.attributes.begin(), node.attributes.end(), [](const auto& a) { return a.first == "hidden"; });
}

// What an element is by itself; `in_article`: inside of <article> or <main>, whose header and footer are its own.
Place own_place(const HtmlNode& node, bool in_article) {
  static constexpr std::array<std::pair<std::string_view, Place>, 12> by_tag = {{{"h1", Place::title},
                                                                                 {"nav", Place::boilerplate},
                                                                                 {"menu", Place::boilerplate},
                                                                                 {"dialog", Place::boilerplate},
                                                                                 {"address", Place::boilerplate},
                                                                                 {"footer", Place::boilerplate},
                                                                                 {"label", Place::boilerplate},
                                                                                 {"legend", Place::boilerplate},
                                                                                 {"aside", Place::related},
                                                                                 {"figure", Place::caption},
                                                                                 {"figcaption", Place::caption},
                                                                                 {"caption", Place::caption}}};
  for (const auto& [tag, place] : by_tag)
    if (node.tag == tag) return place;
  if (node.tag == "header" && !in_article) return Place::boilerplate;
  if (hidden(node)) return Place::boilerplate;
  const std::string role = lower(node.attribute("role"));
  if (role == "complementary") return Place::related;
  if (among(" navigation banner contentinfo search dialog alertdialog menu ", role)) return Place::boilerplate;
  const std::vector<std::string> words = name_words(node);
  const auto named = [&](Words names) {
    return std::any_of(words.begin(), words.end(), [&](const std::string& word) { return among(names, word); });
  };
  if (named(related_names)) return Place::related;
  if (named(caption_names)) return Place::caption;
  return named(boilerplate_names) ? Place::boilerplate : Place::text;
}

class Blocks {
 public:
  explicit Blocks(const HtmlTree& tree) : tree_(tree) {}

  std::vector<HtmlBlock> run() {
    inherit();
    std::vector<std::uint32_t> open;  // elements that break, around the node
    for (std::uint32_t i = 0; i < tree_.size(); ++i) {
      while (!open.empty() && tree_[open.back()].end <= i) open.pop_back(), flush();
      const HtmlNode& node = tree_[i];
      if (silent_[i]) {
        i = std::max(node.end, i + 1) - 1;
      } else if (!node.element()) {
        add(i, open.empty() ? 0 : open.back());
      } else if (among(breaking, node.tag)) {
        flush();
        open.push_back(i);
        if (node.tag == "li") item(i);
      }
    }
    flush();
    places();
    return std::move(out_);
  }

 private:
  void inherit() {
    silent_.resize(tree_.size()), in_link_.resize(tree_.size()), in_article_.resize(tree_.size());
    for (std::uint32_t i = 1; i < tree_.size(); ++i) {
      const HtmlNode& node = tree_[i];
      silent_[i] = silent_[node.parent] || among(no_text, node.tag);
      in_link_[i] = in_link_[node.parent] || node.tag == "a";
      in_article_[i] = in_article_[node.parent] || node.tag == "article" || node.tag == "main";
    }
  }

  // The mark that a browser would draw before an item.
  void item(std::uint32_t node) {
    const std::uint32_t list = tree_[node].parent;
    if (tree_[list].tag != "ol") {
      item_ = "• ";
      return;
    }
    const auto number = [](std::string_view value, int otherwise) {
      int out = otherwise;
      std::from_chars(value.data(), value.data() + value.size(), out);
      return out;
    };
    const auto [place, first] = numbers_.try_emplace(list, number(tree_[list].attribute("start"), 1) - 1);
    place->second = number(tree_[node].attribute("value"), place->second + 1);
    item_ = fmt::format("{}. ", place->second);
  }

  void add(std::uint32_t node, std::uint32_t element) {
    const std::string& text = tree_[node].text;
    for (std::size_t i = 0; i < text.size(); ++i) {
      const auto c = static_cast<unsigned char>(text[i]);
      const bool wide_blank = c == 0xc2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) == 0xa0;
      if (wide_blank) ++i;
      if (c <= ' ' || wide_blank) {
        if (!block_.text.empty() && block_.text.back() != ' ') block_.text += ' ';
        continue;
      }
      if (block_.text.empty()) block_.node = node, block_.element = element;
      block_.text += text[i];
      if ((c & 0xc0) == 0x80) continue;
      ++block_.letters;
      if (in_link_[node]) ++block_.link_letters;
    }
  }

  void flush() {
    if (!block_.text.empty() && block_.text.back() == ' ') block_.text.pop_back();
    const bool letter = std::any_of(block_.text.begin(), block_.text.end(), [](char c) {
      return static_cast<unsigned char>(c) >= 0x80 || (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9');
    });
    if (letter) {
      block_.item = std::exchange(item_, {});
      out_.push_back(std::move(block_));
    }
    block_ = {};
  }

  void places() {
    // Letters outside links of all blocks before a node.
    std::vector<std::uint64_t> before(tree_.size() + 1, 0);
    for (const HtmlBlock& block : out_) before[block.node + 1] += block.own_letters();
    for (std::size_t i = 1; i < before.size(); ++i) before[i] += before[i - 1];
    std::vector<Place> places(tree_.size(), Place::text);
    for (std::uint32_t i = 1; i < tree_.size(); ++i) {
      const HtmlNode& node = tree_[i];
      places[i] = places[node.parent];
      if (!node.element() || places[i] != Place::text) continue;
      if ((before[node.end] - before[i]) * 2 > before.back() && node.tag != "nav") continue;
      places[i] = own_place(node, in_article_[node.parent]);
    }
    for (HtmlBlock& block : out_) {
      block.place = places[block.node];
      // What stands deeper in a headline that nobody closed is text.
      if (block.place == Place::title && tree_[block.element].tag != "h1") block.place = Place::text;
    }
  }

  const HtmlTree& tree_;
  std::vector<bool> silent_, in_link_, in_article_;
  std::map<std::uint32_t, int> numbers_;  // of ordered lists: the last item's
  std::string item_;
  HtmlBlock block_;
  std::vector<HtmlBlock> out_;
};

}  // namespace

bool HtmlBlock::heading(const HtmlTree& tree) const {
  return among(" h1 h2 h3 h4 h5 h6 hgroup summary th dt ", tree[element].tag);
}

bool HtmlBlock::ends_as_a_sentence() const {
  for (const std::string_view mark : {".", "!", "?", ":", ";", ",", "\"", "؟", "…", "»", "”", "؛", "،", "’", ")"})
    if (text.ends_with(mark)) return true;
  return false;
}

std::vector<HtmlBlock> blocks_of(const HtmlTree& tree) { return Blocks(tree).run(); }

}  // namespace bayan::ingest
