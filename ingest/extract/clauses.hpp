// How far a clause, an object, a quotation reaches.
#pragma once

#include <vector>

#include "ingest/extract/complements.hpp"
#include "ingest/extract/reading.hpp"

namespace bayan::ingest {

// Where the object of a trigger that begins at `object` ends: at a full stop, the end of the quotation the verb stands
// in, the next verb's clause, or a word that opens another clause.
std::uint32_t region_end(const Reading& reading, std::size_t trigger, std::uint32_t object);

// All that a verb of saying speaks: the quotation, or the clause to the end of the sentence.
Extent content_of(const Reading& reading, std::size_t trigger, const Filled& filled);

// The words of the content that are its object when it makes no statement of its own.
Extent clause_text(const Reading& reading, std::size_t trigger, Extent content);

// "that A and that B": each of the clauses a verb of saying has for its object.
std::vector<Extent> joined_clauses(const Sentence& sentence, Extent text);

// Whether a verb may have a quotation for its object.
bool quotes_its_object(const Reading& reading, const Trigger& trigger);

}  // namespace bayan::ingest
