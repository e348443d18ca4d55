// Power cuts and failing files under a store: what was acknowledged is there, what was under way is there or not,
// whole.
//
//   faults FOLDER CUTS STEP      cuts the power at CUTS random moments of a script, and fails every STEP-th of its
//                                operations, each in a run of its own, with an error of the disk and with a full disk
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "graph/bulk.hpp"
#include "graph/bulk_records.hpp"
#include "graph/check.hpp"
#include "graph/database.hpp"
#include "graph/view.hpp"
#include "tests/faulty_files.hpp"

using namespace bayan;

namespace {

using Fault = FaultyFiles::Fault;

constexpr int statements_a_commit = 3, rows_a_load = 40, steps = 12;
constexpr std::int64_t retraction_rounds = 1000;  // where a retraction says that it is done

// What the script was told of its steps. A step is a round: of the statements it adds; a retraction has a second one.
struct Told {
  std::set<std::int64_t> acknowledged;
  bool refused = false;  // some write failed
};

Statement statement(std::int64_t round, int number) {
  Statement out;
  out.series = "talks", out.round = round;
  out.subject = Entity{"subject " + std::to_string(number), {}, {}};
  out.relation = "says";
  out.object = Phrase{"words of " + std::to_string(round), "en", {}};
  return out;
}

Batch commit_of(std::int64_t round) {
  Batch out;
  for (int i = 0; i < statements_a_commit; ++i) {
    Statement said = statement(round, i);
    if (round % 3 == 0) {
      Document document;
      document.sha256 = std::string(63, 'a') + static_cast<char>('a' + round);
      document.title = "document " + std::to_string(round);
      document.text = std::string(100000, static_cast<char>('a' + round));
      said.document = document;
    }
    out.add(std::move(said));
  }
  return out;
}

Result<CommitReport> load(const std::shared_ptr<graph::Database>& database, std::int64_t round) {
  graph::BulkLoad load(database);
  for (int i = 0; i < rows_a_load; ++i) {
    const std::string subject = "row " + std::to_string(i);
    graph::BulkRow row{};
    row.subject = subject, row.relation = "says", row.object = "loaded", row.series = "talks", row.round = round;
    BAYAN_LET(added, load.add(row));
    if (!added) return make_error(ErrorCode::store, "a row was refused");
  }
  return load.finish();
}

// What a commit of the round has, as a load.
Result<CommitReport> load_records(const std::shared_ptr<graph::Database>& database, std::int64_t round) {
  BAYAN_LET(load, graph::BulkRecords::begin(database, {}));
  const Batch batch = commit_of(round);
  for (const Record& record : batch.records()) BAYAN_TRY(load->add(record));
  return load->finish();
}

// One opening of the store, from step to step; what fails is gone over.
void work(const std::string& path, const FaultyFiles& files, std::int64_t first, Told& told) {
  OpenOptions options;
  options.create = true;
  auto database = graph::Database::open(path, options, files.environment());
  if (!database) return void(told.refused = true);
  const auto note = [&](std::int64_t round, bool done) {
    done ? void(told.acknowledged.insert(round)) : void(told.refused = true);
  };
  std::vector<StatementId> added;
  for (std::int64_t step = first; step < first + steps; ++step) {
    switch (step % steps) {
      case 4:
      case 8:
        note(step, static_cast<bool>(load(*database, step)));
        break;
      case 5:
      case 9:
        note(step, static_cast<bool>(load_records(*database, step)));
        break;
      case 6: {
        if (added.empty()) break;
        Batch batch;
        batch.retract(added.front());
        batch.add(statement(retraction_rounds + first, 0));
        note(retraction_rounds + first, static_cast<bool>((*database)->commit(batch)));
        break;
      }
      case 7:
        if (!(*database)->fold({})) told.refused = true;
        break;
      case 10:
        if (!(*database)->compact({})) told.refused = true;
        break;
      default: {
        const auto report = (*database)->commit(commit_of(step));
        note(step, static_cast<bool>(report));
        if (report && added.empty()) added = report->added;
      }
    }
  }
}

bool agrees_with_itself(const graph::Database& database) {
  const auto state = database.state();
  const CheckOptions options;
  const auto report = graph::Check(state.snapshot, state.catalog, options).run();
  if (!report) return std::fputs(describe(report.error()).c_str(), stderr), false;
  for (const std::string& fault : report->messages) std::fprintf(stderr, "%s\n", fault.c_str());
  return report->faults == 0;
}

bool complain(const char* what, std::int64_t round, int count) {
  return std::fprintf(stderr, "round %ld %s: it has %d statements\n", static_cast<long>(round), what, count), false;
}

bool is_whole(const std::string& path, const Told& told) {
  OpenOptions options;
  options.create = true;
  const auto database = graph::Database::open(path, options);
  if (!database) return std::fputs(describe(database.error()).c_str(), stderr), false;
  const auto view = *(*database)->view();
  std::map<std::int64_t, int> counts;
  for (const std::int64_t round : told.acknowledged) counts[round] = 0;
  if (!view->all_statements([&](const graph::StatementInfo& s) { return ++counts[s.fact.round.ordinal()], true; }))
    return false;
  for (const auto& [round, count] : counts) {
    if (round >= retraction_rounds) {
      if (count == 0 && told.acknowledged.contains(round)) return complain("was acknowledged", round, count);
      continue;
    }
    const bool is_load = round % steps == 4 || round % steps == 8;
    // The first commit of an opening loses a statement to its retraction.
    const bool retracted =
        round % steps == 0 && counts.contains(retraction_rounds + round) && counts.at(retraction_rounds + round) > 0;
    const int whole = is_load ? rows_a_load : retracted ? statements_a_commit - 1 : statements_a_commit;
    if (count == 0 && told.acknowledged.contains(round)) return complain("was acknowledged", round, count);
    if (count != 0 && count != whole) return complain("is there by halves", round, count);
  }
  if (!agrees_with_itself(**database)) return false;
  const std::int64_t next = 900;
  const auto report = (*database)->commit(commit_of(next));
  if (!report || report->statements_added != statements_a_commit)
    return std::fputs("the store takes no commit any more\n", stderr), false;
  return true;
}

class Faults {
 public:
  explicit Faults(std::string folder) : store_(folder + "/store"), attic_(folder + "/attic") {}

  // The script with one fault in it. Returns whether all is well afterwards; `operations` says how many there were.
  bool run(std::uint64_t at, Fault fault, std::uint64_t& operations) {
    std::filesystem::remove_all(store_);
    Told told;
    FaultyFiles files(attic_);
    files.fail_at(at, fault);
    work(store_, files, 0, told);
    work(store_, files, steps, told);
    operations = files.operations();
    if (fault == Fault::power_cut) files.lose_what_was_not_synced(static_cast<std::uint32_t>(at));
    if (is_whole(store_, told)) return true;
    std::fprintf(stderr, "after fault %d at operation %lu\n", static_cast<int>(fault), static_cast<unsigned long>(at));
    return false;
  }

 private:
  std::string store_, attic_;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) return std::fprintf(stderr, "usage: faults FOLDER CUTS STEP\n"), 1;
  Faults faults(argv[1]);
  std::uint64_t operations = 0, ignored = 0;
  if (!faults.run(0, Fault::none, operations)) return 1;
  std::mt19937_64 random(4);
  int cuts = 0, failures = 0;
  bool well = true;
  for (; cuts < std::atoi(argv[2]); ++cuts)
    well = faults.run(1 + random() % operations, Fault::power_cut, ignored) && well;
  for (std::uint64_t at = 1; at <= operations; at += std::strtoull(argv[3], nullptr, 10)) {
    for (const Fault fault : {Fault::io_error, Fault::disk_full})
      well = faults.run(at, fault, ignored) && well, ++failures;
  }
  std::filesystem::remove_all(argv[1]);
  std::printf("%d power cuts and %d failures in %lu operations: %s\n", cuts, failures,
              static_cast<unsigned long>(operations), well ? "nothing acknowledged was lost" : "see above");
  return well ? 0 : 1;
}
