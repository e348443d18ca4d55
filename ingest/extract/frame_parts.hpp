// Small questions about what stands around a verb and in its object.
#pragma once

#include <optional>
#include <vector>

#include "ingest/extract/complements.hpp"
#include "ingest/extract/objects.hpp"
#include "ingest/extract/reading.hpp"

namespace bayan::ingest {

// Whether earlier, unnamed rounds are named between two tokens.
bool past_rounds(const Reading& reading, std::uint32_t begin, std::uint32_t end);

// Where the points of "several points, among them: ..." begin; 0 when the object is no such list.
std::uint32_t list_after(const Sentence& sentence, Extent region);

// Whether an object begins with an agreement or a document: what can be signed.
bool names_an_agreement(const Sentence& sentence, Extent region);

// Who follows a passive verb with "by"; null where nobody known does.
const Actor* doer_of(const Reading& reading, const Trigger& passive);

// Whether nothing but "and" and adverbs stands between a verb and the next one.
bool stand_beside(const Reading& reading, const Trigger& verb, std::size_t next);

// Where somebody is named in the sentence.
std::vector<Extent> names(const Reading& reading);

// "for grants, not for loans": where what is not wanted begins; 0 when nothing is denied.
std::uint32_t contrast_at(const Sentence& sentence, Extent region);

// "(continuous) interaction with A and with B": those it is with; none when the object is no such thing.
std::vector<Extent> partners_in(const Sentence& sentence, Extent object);

// "gratitude to the host for the meeting": the object is who is thanked, not what for.
void cut_to_thanked(const Sentence& sentence, Extent& object);
Extent thanked(const Reading& reading, const Trigger& trigger, const Filled& filled);

}  // namespace bayan::ingest
