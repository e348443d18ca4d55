// bayan: an embedded knowledge graph store for statements. This header includes all of the public ones.
//
// Quick start:
//
//   auto store = bayan::Store::open("talks.bayan", {.create = true});
//   bayan::ingest_text(*store, text, "communique 21", {.document = {.series = "astana", .round = 21}});
//   auto rows = bayan::query(*store, "?who demands ?what @21");
//   while (rows->next()) std::puts(rows->json().c_str());
#pragma once

#include "bayan/care.hpp"
#include "bayan/ids.hpp"
#include "bayan/ingest.hpp"
#include "bayan/query.hpp"
#include "bayan/result.hpp"
#include "bayan/statement.hpp"
#include "bayan/store.hpp"
#include "bayan/term.hpp"
#include "bayan/version.hpp"
