// What a page says about itself: in <meta>, <link>, JSON-LD, and the elements of its article.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ingest/html/tree.hpp"

namespace bayan::ingest {

// Empty members: the page does not say.
struct PageMetadata {
  std::string title, date, lang, source, publisher;
  bool right_to_left = false;
  std::vector<std::string> warnings;  // two dates that disagree
};

// `headline` is the page's <h1>. JSON-LD goes before <meta>, <meta> before elements: the first is written for machines
// and by most systems generated from the article's record.
PageMetadata metadata_of(const HtmlTree& tree, const std::string& headline);

// The encoding that a page declares in <meta>; empty when it does not. For pages whose bytes are no UTF-8 yet.
std::string declared_encoding(const HtmlTree& tree);

}  // namespace bayan::ingest
