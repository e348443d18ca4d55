#include "ingest/html/tree.hpp"

#include <fmt/format.h>
#include <gumbo.h>

#include <memory_resource>

namespace bayan::ingest {

namespace {

// The parser takes time with the square of the depth (20,000 <div> that nothing closes: 0.7 s, five times as many 42
// s), so a page with more elements left open than this is refused. Elements that have no end tag, or may leave it out,
// do not count: pages have many thousands of them.
constexpr std::int64_t most_left_open = 20'000;
constexpr std::string_view need_no_end =
    " area base br col embed hr img input link meta param source track wbr p li dt "
    "dd tr td th thead tbody tfoot option optgroup rp rt html head body ";

bool too_deep(std::string_view bytes) {
  std::int64_t open = 0;
  for (std::size_t at = bytes.find('<'); at != std::string_view::npos && open <= most_left_open;
       at = bytes.find('<', at + 1)) {
    const bool closes = bytes.substr(at + 1, 1) == "/";
    std::string name = " ";
    for (std::size_t i = at + 1 + closes; i < bytes.size() && name.size() < 12; ++i) {
      const char c = static_cast<char>(bytes[i] | 0x20);
      if (!((c >= 'a' && c <= 'z') || (bytes[i] >= '0' && bytes[i] <= '9'))) break;
      name += c;
    }
    name += ' ';
    if (name.size() == 2 || need_no_end.find(name) != std::string_view::npos) continue;
    open += closes ? (open > 0 ? -1 : 0) : 1;
  }
  return open > most_left_open;
}

// The parser's memory is taken from an arena and freed with it: its own way of freeing recurses as deep as the page.
void* take(void* arena, std::size_t bytes) {
  return static_cast<std::pmr::monotonic_buffer_resource*>(arena)->allocate(bytes);
}
void leave(void*, void*) {}

const GumboVector* children_of(const GumboNode& node) {
  if (node.type == GUMBO_NODE_DOCUMENT) return &node.v.document.children;
  if (node.type == GUMBO_NODE_ELEMENT || node.type == GUMBO_NODE_TEMPLATE) return &node.v.element.children;
  return nullptr;
}

HtmlNode node_of(const GumboNode& from, std::uint32_t parent) {
  HtmlNode out;
  out.parent = parent;
  if (children_of(from) == nullptr) {
    out.text = from.v.text.text;
    return out;
  }
  const GumboElement& element = from.v.element;
  const std::string_view name = gumbo_normalized_tagname(element.tag);
  out.tag = name.empty() || element.tag == GUMBO_TAG_UNKNOWN ? "?" : name;
  for (unsigned i = 0; i < element.attributes.length; ++i) {
    const auto* attribute = static_cast<const GumboAttribute*>(element.attributes.data[i]);
    out.attributes.emplace_back(attribute->name, attribute->value);
  }
  return out;
}

HtmlTree flatten(const GumboNode& root) {
  struct Open {
    const GumboNode* node;
    std::uint32_t number;
    unsigned next = 0;
  };
  HtmlTree out;
  out.push_back(node_of(root, 0));
  std::vector<Open> open = {{&root, 0}};
  while (!open.empty()) {
    Open& top = open.back();
    const GumboVector* children = children_of(*top.node);
    if (children == nullptr || top.next == children->length) {
      out[top.number].end = static_cast<std::uint32_t>(out.size());
      open.pop_back();
      continue;
    }
    const auto* child = static_cast<const GumboNode*>(children->data[top.next++]);
    if (child->type == GUMBO_NODE_COMMENT) continue;
    out.push_back(node_of(*child, top.number));
    open.push_back({child, static_cast<std::uint32_t>(out.size() - 1)});
  }
  return out;
}

}  // namespace

std::string_view HtmlNode::attribute(std::string_view name) const {
  for (const auto& [key, value] : attributes)
    if (key == name) return value;
  return {};
}

Result<HtmlTree> parse_html(std::string_view bytes) {
  if (bytes.size() > largest_page)
    return make_error(ErrorCode::input, fmt::format("a page of {} MiB", bytes.size() >> 20),
                      fmt::format("pages are read up to {} MiB: save the article as text", largest_page >> 20));
  if (too_deep(bytes))
    return make_error(ErrorCode::input, "the page's elements are nested too deep", "save the article as text");
  std::pmr::monotonic_buffer_resource arena(std::max<std::size_t>(bytes.size() * 4, 4096));
  GumboOptions options = kGumboDefaultOptions;
  options.allocator = take, options.deallocator = leave, options.userdata = &arena;
  options.max_errors = 0;
  const GumboOutput* parsed = gumbo_parse_with_options(&options, bytes.data(), bytes.size());
  return flatten(*parsed->root);
}

std::string text_of(const HtmlTree& tree, std::uint32_t node) {
  std::string out;
  for (std::uint32_t i = node; i < std::max(tree[node].end, node + 1); ++i) {
    for (const char c : tree[i].text) {
      const bool blank = c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
      if (!blank)
        out += c;
      else if (!out.empty() && out.back() != ' ')
        out += ' ';
    }
  }
  if (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

}  // namespace bayan::ingest
