// How a trigger's frame is filled: who acts, who is spoken to, where the object begins.
#pragma once

#include <optional>

#include "ingest/extract/reading.hpp"

namespace bayan::ingest {

struct Filled {
  const Complement* complement = nullptr;
  const Actor* subject = nullptr;  // behind the verb; null when it stands before it or is left out
  std::optional<Entity> addressee;
  std::optional<Entity> on_behalf_of;
  std::uint32_t object = 0;  // where the object begins
  Extent between;            // what stands between the verb and its complement, the subject included
  bool clause = false, quotation = false;
  bool unnamed = false;  // somebody stands behind the verb who is nobody known
  Extent stranger;       // of him, where the text bounds his name: "observers think that"
};

// Fills trigger `index` of the reading; nothing when none of its complements is there before `limit`.
std::optional<Filled> fill(const Reading& reading, std::size_t index, std::uint32_t limit);

}  // namespace bayan::ingest
