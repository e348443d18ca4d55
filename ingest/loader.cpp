// Texts into a store: finds documents, reads each, stores each in one atomic commit.
#include "ingest/loader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <set>

#include "bayan/ingest.hpp"
#include "graph/commit.hpp"
#include "graph/records.hpp"
#include "graph/view.hpp"
#include "ingest/extract/extract.hpp"
#include "ingest/lexicon.hpp"
#include "ingest/sha256.hpp"

namespace bayan {

namespace {

using ingest::Found;
using ingest::KnownRound;
using ingest::Lexicon;
using ingest::Reads;

constexpr std::size_t unknown_shown = 50;

Error no_round(const std::string& name) {
  Error error = make_error(ErrorCode::input, "this document has no round: its header, options and text name none",
                           "add --series S --round N, or a header (Series:, Round:), or --date D --rounds-by month to "
                           "make one from the date");
  error.file = name;
  return error;
}

// What makes two sayings the same for reading again: all but ids and times.
std::string sameness(Statement s) {
  s.recorded_at.clear(), s.retracted_at.clear();
  s.confidence.reset();
  s.extractor.clear();
  if (s.document) s.document = Document{s.document->sha256, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}};
  const auto forget = [](Node& node) {
    if (auto* entity = std::get_if<Entity>(&node)) entity->type.clear(), entity->surface.clear();
    if (auto* phrase = std::get_if<Phrase>(&node)) phrase->about.clear(), phrase->lang.clear();
  };
  forget(s.subject), forget(s.object);
  for (auto* party : {&s.speaker, &s.holder, &s.addressee, &s.on_behalf_of}) {
    if (*party) (*party)->type.clear(), (*party)->surface.clear();
  }
  return to_json(s);
}

class Loader {
 public:
  Loader(Store* store, const Lexicon& lexicon, const IngestOptions& options)
      : store_(store), lexicon_(lexicon), options_(options), began_(std::chrono::steady_clock::now()) {}

  Status load_paths(const std::vector<std::string>& paths) {
    BAYAN_LET(found, ingest::find_inputs(paths));
    std::uint64_t done = 0;
    for (const Found& input : found) {
      if (options_.cancel != nullptr && *options_.cancel) {
        return make_error(ErrorCode::cancelled, fmt::format("stopped after {} of {} files", done, found.size()),
                          "what was stored stays; run it again to go on");
      }
      if (options_.progress) options_.progress(done, found.size(), input.path);
      if (auto status = load(input); !status) {
        if (stops(status.error().code)) return status;
        report_.failures.push_back(std::move(status.error()));
      }
      ++done;
    }
    return {};
  }

  Status load_text(std::string_view bytes, const std::string& name) {
    ingest::ExtractOptions reading;
    reading.document = options_.document;
    reading.explain = options_.explain, reading.unknown = options_.unknown;
    reading.cancel = options_.cancel;
    const std::string digest = ingest::sha256_hex(bytes);
    std::shared_ptr<const graph::View> view;
    std::optional<DocumentId> known;
    if (store_ != nullptr) {
      BAYAN_LET(snapshot, store_->snapshot());
      view = snapshot.view();
      known = view->find_document_sha256(digest);
      if (known && !options_.again) return ++report_.documents_known, Status();
      BAYAN_LET(forgotten, view->forgotten_document(digest));
      if (forgotten) {
        Error error = graph::forgotten_error(*forgotten);
        error.file = name;
        return error;
      }
      reading.rounds = rounds_of(*view);
    }
    auto read = ingest::read_document(bytes, name, lexicon_, reading);
    if (!read) {
      if (read.error().file.empty()) read.error().file = name;
      return std::move(read.error());
    }
    return store(*read, bytes, name, digest, view, known);
  }

  // The text of the last document, where that is not what was given.
  std::optional<std::string> take_article() { return std::move(article_); }

  IngestReport finish() {
    if (options_.unknown && options_.on_explanation) options_.on_explanation(unknown_table());
    report_.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count();
    return std::move(report_);
  }

 private:
  Status load(const Found& input) {
    if (input.records) return load_records(input.path);
    BAYAN_LET(bytes, ingest::read_bytes(input.path));
    return load_text(bytes, input.path == "-" ? "standard input" : input.path);
  }

  // A bad document is reported and the others go on; a store that fails stops everything.
  static bool stops(ErrorCode code) {
    return code == ErrorCode::store || code == ErrorCode::busy || code == ErrorCode::cancelled;
  }

  Status load_records(const std::string& path) {
    if (store_ == nullptr) return {};
    ImportOptions import;
    import.cancel = options_.cancel;
    BAYAN_LET(done, import_paths(*store_, {path}, import));
    report_.records += done.lines - done.bad_lines;
    for (Error& error : done.errors) report_.failures.push_back(std::move(error));
    return {};
  }

  void explain(const Reads& read) const {
    if (!options_.on_explanation) return;
    for (const ingest::Explanation& sentence : read.explanations) options_.on_explanation(sentence.dump());
  }

  void report_damage(const Reads& read, const std::string& name) {
    if (!read.damage.not_read.empty()) ++report_.documents_not_read;
    if (options_.on_explanation && options_.explain)
      options_.on_explanation(fmt::format("damage: {}\n", read.damage.describe()));
    if (!read.damage.any()) return;
    report_.damage.push_back(read.damage);
    report_.damage.back().name = name;
  }

  static std::vector<KnownRound> rounds_of(const graph::View& view) {
    std::vector<KnownRound> out;
    for (const graph::RoundInfo& round : view.rounds()) {
      out.push_back({view.series(round.id.series()).key, round.id.ordinal(), round.first, round.last});
    }
    return out;
  }

  Status store(Reads& read, std::string_view bytes, const std::string& name, const std::string& digest,
               const std::shared_ptr<const graph::View>& view, std::optional<DocumentId> known) {
    if (store_ != nullptr && !read.document.round) return no_round(name);
    for (const std::string& warning : read.warnings) report_.warnings.push_back(fmt::format("{}: {}", name, warning));
    report_.sentences += read.sentences, report_.sentences_silent += read.sentences_silent;
    for (const auto& [word, count] : read.unknown) unknown_[word] += count;
    explain(read);
    report_damage(read, name);

    std::vector<Record> statements = take_statements(read, digest);
    Batch batch;
    if (!options_.document.rounds_by.empty())
      batch.add(SeriesDeclaration{read.document.series, {}, {}, options_.document.rounds_by});
    for (Record& record : ingest::declarations(statements, lexicon_)) batch.add(std::move(record));
    Document document = read.document;
    document.sha256 = digest;
    document.text = read.article ? *read.article : std::string(bytes);
    if (read.article) article_ = *read.article;
    batch.add(std::move(document));
    if (known) BAYAN_TRY(keep_what_is_new(*view, *known, statements, batch));
    ++report_.documents;
    if (store_ == nullptr) report_.statements += statements.size();
    for (Record& statement : statements) {
      if (options_.on_record) options_.on_record(statement);
      if (store_ != nullptr) batch.add(std::move(statement));
    }
    if (store_ == nullptr) return {};
    statements = {};  // a long document's are many
    BAYAN_LET(done, store_->commit(batch));
    report_.statements += done.statements_added;
    return {};
  }

  // The statements that can be stored: those of unnamed past rounds are left out of a store, and counted.
  std::vector<Record> take_statements(Reads& read, const std::string& digest) {
    std::vector<Record> out;
    out.reserve(read.statements.size());
    for (Statement& statement : read.statements) {
      if (store_ != nullptr && !statement.round) {
        ++report_.without_round;
        continue;
      }
      if (statement.document) statement.document->sha256 = digest;
      out.emplace_back(std::move(statement));
    }
    read.statements = {};
    return out;
  }

  // Reading again: what a rule said before and does not say now is retracted; what it says still is left as it is and
  // taken out of `statements`; what people wrote is not touched.
  static Status keep_what_is_new(const graph::View& view, DocumentId known, std::vector<Record>& statements,
                                 Batch& batch) {
    std::set<std::string> now, kept;
    for (const Record& statement : statements) now.insert(sameness(std::get<Statement>(statement)));
    Status failed;
    BAYAN_TRY(view.statements_from(known, [&](const graph::StatementInfo& info) {
      if (info.rule.empty()) return true;
      auto record = graph::statement_record(view, info);
      if (!record) return failed = std::move(record.error()), false;
      std::string same = sameness(*record);
      if (now.contains(same)) {
        kept.insert(std::move(same));
      } else {
        batch.retract(info.id);
      }
      return true;
    }));
    std::erase_if(statements,
                  [&](const Record& statement) { return kept.contains(sameness(std::get<Statement>(statement))); });
    return failed;
  }

  std::string unknown_table() const {
    std::vector<std::pair<std::uint64_t, std::string>> sorted;
    for (const auto& [word, count] : unknown_) sorted.emplace_back(count, word);
    std::sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) {
      return a.first != b.first ? a.first > b.first : a.second < b.second;
    });
    std::string out;
    for (std::size_t i = 0; i < std::min(sorted.size(), unknown_shown); ++i)
      out += fmt::format("{}\t{}\n", sorted[i].first, sorted[i].second);
    return out;
  }

  Store* store_;
  const Lexicon& lexicon_;
  const IngestOptions& options_;
  std::chrono::steady_clock::time_point began_;
  IngestReport report_;
  std::map<std::string, std::uint64_t> unknown_;
  std::optional<std::string> article_;
};

Result<IngestReport> run(Store* store, const IngestOptions& options, const std::function<Status(Loader&)>& load) {
  BAYAN_LET(lexicon, Lexicon::load(options.lexicons));
  Loader loader(store, lexicon, options);
  BAYAN_TRY(load(loader));
  return loader.finish();
}

}  // namespace

Result<IngestReport> ingest_text(Store& store, std::string_view text, const std::string& name,
                                 const IngestOptions& options) {
  return run(&store, options, [&](Loader& loader) { return loader.load_text(text, name); });
}

Result<IngestReport> ingest_paths(Store& store, const std::vector<std::string>& paths, const IngestOptions& options) {
  return run(&store, options, [&](Loader& loader) { return loader.load_paths(paths); });
}

Result<IngestReport> dry_run_paths(const std::vector<std::string>& paths, const IngestOptions& options) {
  return run(nullptr, options, [&](Loader& loader) { return loader.load_paths(paths); });
}

Result<Extraction> extract(std::string_view text, const std::string& name, const IngestOptions& options) {
  Extraction out;
  IngestOptions collecting = options;
  collecting.on_record = [&](const Record& record) { out.records.push_back(record); };
  const auto read = [&](Loader& loader) {
    auto status = loader.load_text(text, name);
    out.text = loader.take_article();
    return status;
  };
  BAYAN_LET(report, run(nullptr, collecting, read));
  out.sentences = report.sentences, out.sentences_silent = report.sentences_silent;
  out.warnings = std::move(report.warnings);
  if (!report.damage.empty()) out.damage = std::move(report.damage.front());
  return out;
}

}  // namespace bayan
