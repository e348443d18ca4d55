#include "query/keywords.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_map>

#include "text/classes.hpp"
#include "text/fold.hpp"

namespace bayan::ql {
namespace {

struct Spelling {
  std::string_view word;
  std::string_view arabic;
};

// One row a spelling. A word of two uses (`in` and `into`, `max` the verb and `max` of a walk) stands once: the parser
// takes it by what the grammar allows where it stands.
constexpr std::array spellings = {
    Spelling{"then", "ثم"},
    Spelling{"within", "خلال"},
    Spelling{"not", "لا"},
    Spelling{"not", "ليس"},
    Spelling{"optional", "اختياري"},
    Spelling{"where", "حيث"},
    Spelling{"by", "حسب"},
    Spelling{"about", "عن"},
    Spelling{"from", "من"},
    Spelling{"as", "باسم"},
    Spelling{"and", "و"},
    Spelling{"or", "أو"},
    Spelling{"is", "نوعه"},
    Spelling{"in", "في"},
    Spelling{"true", "صحيح"},
    Spelling{"false", "خطأ"},
    Spelling{"explain", "اشرح"},
    Spelling{"profile", "قس"},
    Spelling{"as of", "حتى"},
    Spelling{"walk", "مسار"},
    Spelling{"add", "أضف"},
    Spelling{"retract", "اسحب"},
    Spelling{"alias", "سم"},
    Spelling{"merge", "ادمج"},
    Spelling{"to", "إلى"},
    Spelling{"max", "أقصى"},
    Spelling{"rising", "صاعد"},
    Spelling{"any", "أي"},
    Spelling{"last", "آخر"},
    Spelling{"asc", "تصاعدي"},
    Spelling{"desc", "تنازلي"},
    Spelling{"timeline", "تسلسل"},
    Spelling{"first", "أول"},
    Spelling{"gaps", "فجوات"},
    Spelling{"streak", "تتابع"},
    Spelling{"changes", "تغيرات"},
    Spelling{"moved", "تحولات"},
    Spelling{"alike", "متماثل"},
    Spelling{"why", "لماذا"},
    Spelling{"diff", "فرق"},
    Spelling{"matrix", "مصفوفة"},
    Spelling{"select", "اختر"},
    Spelling{"sort", "رتب"},
    Spelling{"limit", "حد"},
    Spelling{"offset", "تجاوز"},
    Spelling{"count", "عدد"},
    Spelling{"min", "أدنى"},
    Spelling{"sum", "مجموع"},
    Spelling{"avg", "متوسط"},
};

constexpr std::array<std::string_view, 15> reserved = {"about",    "and",  "as",   "by",    "false",
                                                       "from",     "in",   "is",   "not",   "or",
                                                       "optional", "then", "true", "where", "within"};

std::unordered_map<std::string, std::string_view> folded_spellings() {
  std::unordered_map<std::string, std::string_view> out;
  for (const auto& spelling : spellings) out.emplace(text::fold(spelling.arabic), spelling.word);
  return out;
}

bool has_upper_case(std::string_view word) {
  for (const unsigned char c : word) {
    if (c >= 'A' && c <= 'Z') return true;
  }
  return false;
}

}  // namespace

std::string_view keyword_of(std::string_view word) {
  if (text::has_arabic(word)) {
    static const auto table = folded_spellings();
    const auto found = table.find(text::fold(word));
    return found == table.end() ? std::string_view{} : found->second;
  }
  return has_upper_case(word) ? std::string_view{} : word;
}

bool is_reserved(std::string_view keyword) {
  return std::find(reserved.begin(), reserved.end(), keyword) != reserved.end();
}

const std::vector<std::string_view>& verb_names() {
  static const std::vector<std::string_view> names = {
      "timeline", "first",  "last", "gaps",  "streak", "changes", "moved", "alike", "why", "diff", "matrix",
      "where",    "select", "sort", "limit", "offset", "count",   "min",   "max",   "sum", "avg"};
  return names;
}

}  // namespace bayan::ql
