// bayan inside another program: a store, a text, a question.
#include <bayan/bayan.hpp>

#include <cstdio>

int main(int argc, char** argv) {
  if (argc != 2) return std::fprintf(stderr, "usage: embed STORE\n"), 1;
  auto store = bayan::Store::open(argv[1], {.create = true});
  if (!store) return std::fputs(bayan::describe(store.error()).c_str(), stderr), 1;

  const char* text =
      "The participants stressed the need to preserve the ceasefire. Syria demanded the withdrawal of Turkish forces.";
  auto read =
      bayan::ingest_text(*store, text, "report", {.document = {.series = "talks", .date = "2024-01-25", .round = 21}});
  if (!read) return std::fputs(bayan::describe(read.error()).c_str(), stderr), 1;

  bayan::Statement own;  // and one of our own
  own.series = "talks", own.round = 22;
  own.subject = bayan::Entity{"Syria", "state", {}}, own.relation = "demands";
  own.object = bayan::Phrase{"withdrawal of Turkish forces", "en", {"withdrawal", "Turkish_forces"}};
  bayan::Batch batch;
  batch.add(own);
  if (auto done = store->commit(batch); !done) return std::fputs(bayan::describe(done.error()).c_str(), stderr), 1;

  auto rows = bayan::query(*store->snapshot(), "Syria demands ?what @$from.. | timeline", {{"from", 21}});
  if (!rows) return std::fputs(bayan::describe(rows.error()).c_str(), stderr), 1;
  while (rows->next()) std::printf("%s\n", rows->json().c_str());
  return rows->status() ? 0 : 1;
}
