#include "ingest/html/metadata.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <optional>

#include "ingest/extract/calendar.hpp"
#include "text/fold.hpp"

namespace bayan::ingest {

namespace {

using Json = nlohmann::json;

constexpr int deepest_json = 6;
constexpr int first_year = 1990;  // pages of systems without a date say 0001-01-01 or 1970-01-01

std::string lower(std::string_view s) {
  std::string out(s);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return out;
}

std::string trimmed(std::string_view s) {
  const std::size_t begin = s.find_first_not_of(" \t\r\n"), end = s.find_last_not_of(" \t\r\n");
  return begin == std::string_view::npos ? std::string() : std::string(s.substr(begin, end - begin + 1));
}

// The day of "2024-01-25T10:00:00+03:00", as it is written there; also of "2024/01/25" and "20240125".
std::string day_of(std::string_view time) {
  std::string day = trimmed(time);
  std::replace(day.begin(), day.end(), '/', '-');
  if (day.size() >= 8 && day.find_first_not_of("0123456789") >= 8) day.insert(6, "-").insert(4, "-");
  const auto parsed = parse_day(std::string_view(day).substr(0, 10));
  return parsed && parsed->year >= first_year ? to_string(*parsed) : std::string();
}

std::string text_in(const Json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end()) return {};
  if (found->is_string()) return trimmed(found->get<std::string>());
  if (found->is_object()) return text_in(*found, "name");
  return found->is_array() && !found->empty() && found->front().is_object() ? text_in(found->front(), "name") : "";
}

bool is_article(const Json& object) {
  const auto type = object.find("@type");
  if (type == object.end()) return false;
  const auto fits = [](const Json& name) {
    if (!name.is_string()) return false;
    const std::string value = name.get<std::string>();
    return value.ends_with("Article") || value.ends_with("Posting") || value == "Report";
  };
  return type->is_array() ? std::any_of(type->begin(), type->end(), fits) : fits(*type);
}

// The first article in a JSON-LD value: by itself, in a list, or in a "@graph".
const Json* article_in(const Json& value, int depth = 0) {
  if (depth > deepest_json) return nullptr;
  if (value.is_object() && is_article(value)) return &value;
  if (!value.is_structured()) return nullptr;
  for (const Json& inner : value)
    if (const Json* found = article_in(inner, depth + 1)) return found;
  return nullptr;
}

class Reader {
 public:
  Reader(const HtmlTree& tree, const std::string& headline) : tree_(tree), headline_(headline) { find_json(); }

  PageMetadata run() {
    PageMetadata out;
    out.lang = language();
    out.right_to_left = lower(tree_[0].attribute("dir")) == "rtl";
    out.publisher = first(
        {text_in(json_, "publisher"), meta({"og:site_name", "dc.publisher", "publisher"}), meta({"application-name"})});
    const std::string own_title = without_site(element_text("title"), out.publisher);
    out.title = without_site(
        first({text_in(json_, "headline"), meta({"og:title", "twitter:title"}), headline_, own_title}), out.publisher);
    out.source = first({address(link("canonical")), address(meta({"og:url"})), address(text_in(json_, "url"))});
    dates(out);
    return out;
  }

 private:
  static std::string first(std::initializer_list<std::string> values) {
    for (const std::string& value : values)
      if (!value.empty()) return value;
    return {};
  }

  void find_json() {
    json_ = Json::object();
    for (std::uint32_t i = 0; i < tree_.size(); ++i) {
      if (tree_[i].tag != "script" || lower(tree_[i].attribute("type")) != "application/ld+json") continue;
      std::string text;
      for (std::uint32_t inside = i + 1; inside < tree_[i].end; ++inside) text += tree_[inside].text;
      const Json value = Json::parse(text, nullptr, false, true);
      if (value.is_discarded()) continue;
      if (const Json* article = article_in(value)) {
        json_ = *article;
        return;
      }
    }
  }

  // The content of the first <meta> that has one of these names, in the order of the names.
  std::string meta(std::initializer_list<std::string_view> names) const {
    for (const std::string_view name : names) {
      for (const HtmlNode& node : tree_) {
        if (node.tag != "meta") continue;
        for (const char* key : {"property", "name", "itemprop"}) {
          if (lower(node.attribute(key)) != name) continue;
          if (std::string content = trimmed(node.attribute("content")); !content.empty()) return content;
        }
      }
    }
    return {};
  }

  std::string link(std::string_view rel) const {
    for (const HtmlNode& node : tree_)
      if (node.tag == "link" && lower(node.attribute("rel")) == rel) return trimmed(node.attribute("href"));
    return {};
  }

  std::string element_text(std::string_view tag) const {
    for (std::uint32_t i = 0; i < tree_.size(); ++i)
      if (tree_[i].tag == tag) return text_of(tree_, i);
    return {};
  }

  static std::string address(const std::string& value) {
    return value.starts_with("http://") || value.starts_with("https://") ? value : std::string();
  }

  std::string language() const {
    std::string lang = lower(tree_[0].attribute("lang"));
    if (lang.empty()) lang = lower(text_in(json_, "inLanguage"));
    if (lang.empty()) lang = lower(meta({"og:locale", "content-language"}));
    return lang.substr(0, lang.find_first_of("-_, "));
  }

  // "Headline | Site", "Site - Headline": without the site.
  static std::string without_site(const std::string& title, const std::string& site) {
    if (site.empty() || title.size() <= site.size()) return title;
    const bool behind = title.ends_with(site);
    if (!behind && !title.starts_with(site)) return title;
    const std::string rest =
        trimmed(std::string_view(title).substr(behind ? 0 : site.size(), title.size() - site.size()));
    for (const std::string_view mark : {"|", "-", "–", "—", "«", "»", "::", "·", ":"}) {
      if (rest.size() <= mark.size() || !(behind ? rest.ends_with(mark) : rest.starts_with(mark))) continue;
      return trimmed(std::string_view(rest).substr(behind ? 0 : mark.size(), rest.size() - mark.size()));
    }
    return title;
  }

  void dates(PageMetadata& out) const {
    const std::string record = day_of(text_in(json_, "datePublished"));
    const std::string meta_date = day_of(meta(
        {"article:published_time", "og:published_time", "datepublished", "dc.date.issued", "dcterms.issued", "dc.date",
         "dcterms.date", "publishdate", "publish-date", "pubdate", "parsely-pub-date", "sailthru.date", "date"}));
    out.date = first({record, meta_date, element_date()});
    if (record.empty() || meta_date.empty()) return;
    // A day apart is a time zone.
    if (std::abs(days_since_1970(*parse_day(record)) - days_since_1970(*parse_day(meta_date))) > 1)
      out.warnings.push_back(
          fmt::format("the page gives two dates of publication, {} (JSON-LD) and {} (<meta>); the "
                      "first is taken",
                      record, meta_date));
  }

  // An element marked as the date of publication, else the only <time> of the page.
  std::string element_date() const {
    std::string only;
    bool several = false;
    for (std::uint32_t i = 0; i < tree_.size(); ++i) {
      const HtmlNode& node = tree_[i];
      const bool marked = lower(node.attribute("itemprop")) == "datepublished" ||
                          (node.tag == "time" && std::any_of(node.attributes.begin(), node.attributes.end(),
                                                             [](const auto& a) { return a.first == "pubdate"; }));
      if (!marked && node.tag != "time") continue;
      std::string day = day_of(first({std::string(node.attribute("datetime")), std::string(node.attribute("content")),
                                      node.end > i + 1 ? text_of(tree_, i) : ""}));
      if (day.empty()) continue;
      if (marked) return day;
      several = several || (!only.empty() && only != day);
      only = std::move(day);
    }
    return several ? std::string() : only;
  }

  const HtmlTree& tree_;
  const std::string& headline_;
  Json json_;
};

}  // namespace

PageMetadata metadata_of(const HtmlTree& tree, const std::string& headline) { return Reader(tree, headline).run(); }

std::string declared_encoding(const HtmlTree& tree) {
  for (const HtmlNode& node : tree) {
    if (node.tag != "meta") continue;
    if (std::string charset = trimmed(node.attribute("charset")); !charset.empty()) return charset;
    const std::string content = lower(node.attribute("content"));
    const std::size_t at = content.find("charset=");
    if (lower(node.attribute("http-equiv")) == "content-type" && at != std::string::npos)
      return trimmed(std::string_view(content).substr(at + 8, content.find(';', at) - at - 8));
  }
  return {};
}

}  // namespace bayan::ingest
