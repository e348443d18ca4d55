#include "text/fold.hpp"

#include <fmt/format.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <sstream>

#include "text/classes.hpp"
#include "text/utf8.hpp"

namespace bayan::text {

namespace {

constexpr char32_t first_arabic = 0x0600;  // scripts before it lose case and diacritics
constexpr char32_t separator = ' ';

// Arabic letters that have one form.
char32_t arabic_form(char32_t c) {
  switch (c) {
    case 0x0623:
    case 0x0625:
    case 0x0622:
    case 0x0671:
      return 0x0627;  // alef
    case 0x0649:
    case 0x06cc:
      return 0x064a;  // yeh
    case 0x0629:
      return 0x0647;  // heh
    case 0x06a9:
      return 0x0643;  // kaf
    default:
      return c;
  }
}

bool is_dropped(char32_t c) {
  return c == 0x0640 || (c >= 0x064b && c <= 0x0652) || c == 0x0670 || is_bidi_control(c) || is_joiner(c);
}

// Case-folded and without diacritics; one letter may become two (ß).
void fold_letter(char32_t c, std::string& out) {
  static const icu::Normalizer2* nfd = [] {
    UErrorCode status = U_ZERO_ERROR;
    return icu::Normalizer2::getNFDInstance(status);
  }();
  UErrorCode status = U_ZERO_ERROR;
  icu::UnicodeString folded(static_cast<UChar32>(c));
  folded = nfd->normalize(folded.foldCase(), status);
  for (int i = 0; i < folded.length(); i = folded.moveIndex32(i, 1)) {
    const auto part = static_cast<char32_t>(folded.char32At(i));
    if (is_mark(part)) continue;
    append(out, part == 0x0131 ? U'i' : part);
  }
}

// Appends the folded form of one code point; false when it separates words.
bool fold_code_point(char32_t c, std::string& out) {
  if (c < 0x80) {
    if (c >= 'A' && c <= 'Z') return out += static_cast<char>(c + 32), true;
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) return out += static_cast<char>(c), true;
    return false;
  }
  if (is_dropped(c)) return true;
  if (const int digit = digit_value(c); digit >= 0) return out += static_cast<char>('0' + digit), true;
  if (is_mark(c)) {
    if (c >= first_arabic) append(out, c);
    return true;
  }
  if (!is_letter(c)) return false;
  if (c < first_arabic) return fold_letter(c, out), true;
  append(out, arabic_form(c));
  return true;
}

// Calls emit(folded bytes, begin, end) for each original character that leaves something, with one blank between words.
template <class Emit>
void fold_each(std::string_view bytes, Emit emit) {
  std::string piece;
  bool begun = false, pending = false;
  std::size_t blank_at = 0, blank_end = 0;
  for (std::size_t i = 0; i < bytes.size();) {
    const CodePoint p = code_point_at(bytes, i);
    piece.clear();
    if (!fold_code_point(p.value, piece)) {
      if (begun && !pending) pending = true, blank_at = i, blank_end = i + p.size;
    } else if (!piece.empty()) {
      if (pending) emit(std::string_view(" "), blank_at, blank_end);
      emit(std::string_view(piece), i, i + p.size);
      begun = true, pending = false;
    }
    i += p.size;
  }
}

}  // namespace

std::string fold(std::string_view utf8) {
  std::string out;
  out.reserve(utf8.size());
  fold_each(utf8, [&](std::string_view piece, std::size_t, std::size_t) { out += piece; });
  return out;
}

Result<Folded> fold_mapped(std::string_view bytes) {
  if (const auto bad = first_bad_byte(bytes)) {
    Error error = make_error(
        ErrorCode::text,
        fmt::format("not UTF-8: byte {} (0x{:02x}) begins no character", *bad, static_cast<unsigned char>(bytes[*bad])),
        "convert the text to UTF-8");
    error.line = 1;
    error.column = static_cast<std::uint32_t>(*bad + 1);
    return error;
  }
  Folded out;
  out.text.reserve(bytes.size());
  out.origin.reserve(bytes.size());
  out.end.reserve(bytes.size());
  fold_each(bytes, [&](std::string_view piece, std::size_t begin, std::size_t end) {
    out.text += piece;
    out.origin.insert(out.origin.end(), piece.size(), static_cast<std::uint32_t>(begin));
    out.end.insert(out.end.end(), piece.size(), static_cast<std::uint32_t>(end));
  });
  return out;
}

std::vector<std::string> folded_words(std::string_view utf8) {
  std::istringstream in(fold(utf8));
  std::vector<std::string> out;
  for (std::string word; in >> word;) out.push_back(std::move(word));
  return out;
}

}  // namespace bayan::text
