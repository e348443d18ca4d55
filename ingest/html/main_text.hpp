// The article of a page: which of its blocks are the text, which only stand in it.
//
// Method: text density. The blocks that read like paragraphs (length, few links) are weighed; the article is the
// element that has nearly all of the weight, looked for inside of what the page itself marks (articleBody, <article>,
// <main>). The thresholds and their reasons: docs/design/015-pages-and-damage.md.
#pragma once

#include <string>
#include <vector>

#include "ingest/html/blocks.hpp"

namespace bayan::ingest {

struct MainText {
  std::vector<HtmlBlock> blocks;  // place: text, caption or related
  std::string headline;           // the first <h1> of the article, else of the page; empty when there is none
};

// `box_labels`: folded, what stands above boxes of other articles ("read also"). No blocks when the page has no text.
MainText main_text(const HtmlTree& tree, const std::vector<std::string>& box_labels);

}  // namespace bayan::ingest
