// A page becomes a text: its article, paragraph by paragraph, and what the page says about itself.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bayan/result.hpp"
#include "ingest/html/metadata.hpp"
#include "text/segment.hpp"

namespace bayan::ingest {

// A stretch of a text that stands in it and says nothing of its own.
struct Aside {
  text::Range range;  // whole lines, without the last line end
  std::string what;   // "a caption", "a headline of another article"
};

struct Page {
  std::string text;  // a paragraph a line; items of lists begin with their number or a bullet
  std::vector<Aside> asides;
  PageMetadata metadata;
};

// Whether a document is a page: by its name (.html, .htm, .xhtml), or because it begins as one.
bool is_page(std::string_view bytes, const std::string& name);
bool is_page_name(std::string_view path);

// The bytes of a page in UTF-8. A byte order mark goes before what the page declares; bytes that are UTF-8 stay what
// they are whatever it declares, with a warning. Errors: text (no UTF-8 and nothing declared, or not what is declared;
// with the offset), input (no page that can be parsed).
Result<std::string> page_in_utf8(std::string_view bytes, std::vector<std::string>& warnings);

// `box_labels`: folded, what stands above boxes of other articles. Errors: input (a page without a text).
Result<Page> read_page(std::string_view utf8, const std::vector<std::string>& box_labels);

}  // namespace bayan::ingest
