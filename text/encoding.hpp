// Bytes of other encodings to UTF-8, by ICU's converters.
#pragma once

#include <string>
#include <string_view>

#include "bayan/result.hpp"

namespace bayan::text {

// Whether two labels ("UTF8", "utf-8") name UTF-8.
bool names_utf8(std::string_view label);

// The text in UTF-8. `label` is an encoding's name as pages declare it: "windows-1256", "ISO-8859-6", "utf-16le". As
// browsers do, Latin-1 and ASCII are taken for windows-1252.
// Errors: text (no such encoding; bytes that the encoding does not have, with the offset of the first in the message).
Result<std::string> to_utf8(std::string_view bytes, const std::string& label);

}  // namespace bayan::text
