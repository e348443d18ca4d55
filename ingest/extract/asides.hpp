// A verb of saying put into the middle or at the end of what is said: "The truce, he warned, could break".
#pragma once

#include <optional>

#include "ingest/extract/reading.hpp"

namespace bayan::ingest {

// All that is said, the aside included; nothing when trigger `index` is no aside.
std::optional<Extent> said_around(const Reading& reading, std::size_t index);

// Where an aside that begins at a comma ends, behind its second comma; `at` itself when none begins there.
std::uint32_t past_aside(const Reading& reading, std::uint32_t at);

}  // namespace bayan::ingest
