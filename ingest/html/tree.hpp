// A page as a flat tree: the nodes of an HTML5 parser in the order of the document. The only file that knows the parser
// (gumbo) is tree.cpp.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bayan/result.hpp"

namespace bayan::ingest {

struct HtmlNode {
  std::string_view tag;      // "div"; empty for text, "?" for an element that HTML does not have; static
  std::string text;          // of a text node
  std::uint32_t parent = 0;  // of the root: itself
  std::uint32_t end = 0;     // one past the last node inside
  std::vector<std::pair<std::string, std::string>> attributes;

  bool element() const { return !tag.empty(); }
  // Empty where there is none.
  std::string_view attribute(std::string_view name) const;
};

// Node 0 is <html>. Comments are not in it. The nodes inside of node i are (i, nodes[i].end).
using HtmlTree = std::vector<HtmlNode>;

inline constexpr std::size_t largest_page = std::size_t{16} << 20;  // bytes; real pages have one hundredth

// What browsers would build of the bytes, unclosed tags and all. Bytes that are not UTF-8 become U+FFFD.
// Errors: input (larger than largest_page; nested deeper than the parser handles in bounded time).
Result<HtmlTree> parse_html(std::string_view bytes);

// The text of a node and all inside it, white space as one blank.
std::string text_of(const HtmlTree& tree, std::uint32_t node);

}  // namespace bayan::ingest
