// What happened to a text on its way: signs of bad conversions (PDF, encodings) and of languages that nobody here
// reads.
//
// Beyond a threshold a text is not read: its sentences would give statements that it does not make. The thresholds,
// with their reasons, stand in damage.cpp.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "bayan/ingest.hpp"

namespace bayan::ingest {

// Counts the signs; `not_read` says why the text is not to be read, and is empty when it can be. `lang` is the language
// that the document declares, or empty. REQUIRES: well-formed UTF-8. The result has no name.
DamageReport find_damage(std::string_view text, std::string_view lang);

// The language of a paragraph in Arabic letters that is not Arabic: "Persian", "Urdu", "Kurdish", "Pashto".
std::optional<std::string_view> other_language(std::string_view paragraph);

}  // namespace bayan::ingest
