// The blocks of a page: stretches of text between two breaks, each with what its place in the page makes of it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ingest/html/tree.hpp"

namespace bayan::ingest {

// What an element is by its tag, role, class or id.
enum class Place : std::uint8_t { text, title, caption, related, boilerplate };

struct HtmlBlock {
  std::uint32_t node = 0;     // its first text node
  std::uint32_t element = 0;  // the block-level element that it stands in
  Place place = Place::text;
  std::string text;                // white space as one blank
  std::string item;                // of the first block of a list's item: "3. " or "• "
  std::uint32_t letters = 0;       // characters that are not blank
  std::uint32_t link_letters = 0;  // those of them inside links

  std::uint32_t own_letters() const { return letters - link_letters; }
  bool links() const { return link_letters * 5 >= letters * 3; }  // nothing but links, or nearly
  bool heading(const HtmlTree& tree) const;
  bool ends_as_a_sentence() const;
};

// In the order of the page; scripts, forms' controls and what else is no text is left out, and so are blocks without a
// letter. An element that holds most of the page's text is `text` whatever it is called.
std::vector<HtmlBlock> blocks_of(const HtmlTree& tree);

}  // namespace bayan::ingest
