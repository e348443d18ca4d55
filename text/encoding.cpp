#include "text/encoding.hpp"

#include <fmt/format.h>
#include <unicode/ucnv.h>

#include <memory>

namespace bayan::text {

namespace {

struct Close {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};

// What pages call Latin-1 has the quotation marks and dashes of windows-1252.
const char* as_browsers_read(const std::string& label) {
  for (const char* latin : {"iso-8859-1", "us-ascii", "latin1"})
    if (ucnv_compareNames(label.c_str(), latin) == 0) return "windows-1252";
  return label.c_str();
}

Error bad_bytes(std::size_t at, const std::string& label) {
  return make_error(ErrorCode::text, fmt::format("not {} at byte {}", label, at),
                    "the page declares an encoding that it is not in: correct it, or convert the page to UTF-8");
}

}  // namespace

bool names_utf8(std::string_view label) { return ucnv_compareNames(std::string(label).c_str(), "utf-8") == 0; }

Result<std::string> to_utf8(std::string_view bytes, const std::string& label) {
  UErrorCode code = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, Close> from(ucnv_open(as_browsers_read(label), &code));
  const std::unique_ptr<UConverter, Close> to(ucnv_open("utf-8", &code));
  if (U_FAILURE(code))
    return make_error(ErrorCode::text, fmt::format("there is no encoding \"{}\"", label),
                      "convert the document to UTF-8");
  // Bytes without a meaning stop the conversion; the default would write U+FFFD and go on.
  ucnv_setToUCallBack(from.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &code);
  std::string out;
  UChar middle[1024];
  char written[4 * 1024];
  const char *begin = bytes.data(), *at = begin, *end = begin + bytes.size();
  bool more = true;
  while (more) {
    UChar* target = middle;
    code = U_ZERO_ERROR;
    ucnv_toUnicode(from.get(), &target, middle + std::size(middle), &at, end, nullptr, true, &code);
    if (U_FAILURE(code) && code != U_BUFFER_OVERFLOW_ERROR) {
      char invalid[32];
      int8_t length = sizeof invalid;
      UErrorCode asked = U_ZERO_ERROR;
      ucnv_getInvalidChars(from.get(), invalid, &length, &asked);
      return bad_bytes(static_cast<std::size_t>(at - begin) - (U_SUCCESS(asked) ? static_cast<std::size_t>(length) : 0),
                       label);
    }
    more = code == U_BUFFER_OVERFLOW_ERROR;
    const UChar* source = middle;
    do {
      char* out_at = written;
      code = U_ZERO_ERROR;
      ucnv_fromUnicode(to.get(), &out_at, written + sizeof written, &source, target, nullptr, !more, &code);
      out.append(written, static_cast<std::size_t>(out_at - written));
    } while (code == U_BUFFER_OVERFLOW_ERROR);
    if (U_FAILURE(code)) return bad_bytes(static_cast<std::size_t>(at - begin), label);
  }
  return out;
}

}  // namespace bayan::text
