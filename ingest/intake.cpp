#include "ingest/intake.hpp"

#include "graph/validate.hpp"

namespace bayan::ingest {

namespace {

constexpr std::size_t records_a_commit = 100'000;
constexpr std::size_t records_before_load = 4096;  // of large inputs; fewer are a commit
constexpr std::size_t text_before_load = std::size_t{4} << 20;
constexpr std::size_t errors_kept = 100;
constexpr std::size_t tries_of_a_commit = 8;  // each costs all of it

}  // namespace

Intake::Intake(Store& store, const ImportOptions& options) : store_(store), options_(options), load_(store.database()) {
  batch_.keep_recorded_at(options.keep_recorded_at);
  load_.stop_when(options.cancel);
  load_.on_progress(options.packing);
}

Status Intake::keep_in_touch(std::uint64_t bytes_of_this_input) {
  if (options_.cancel != nullptr && *options_.cancel)
    return make_error(ErrorCode::cancelled, "the import was stopped",
                      large_ ? "nothing of it was stored" : "what was committed stays");
  if (options_.progress) options_.progress(bytes_before_ + bytes_of_this_input, bytes_total_);
  return {};
}

Status Intake::take(Record record, const InputPlace& place) {
  if (records_) return load(record, place);
  if (auto status = graph::validate(record); !status) return skip(std::move(status.error()), place);
  if (const auto* document = std::get_if<Document>(&record); document != nullptr && document->text)
    batch_text_ += document->text->size();
  batch_.add(std::move(record));
  places_.emplace_back(place.file, place.line);
  if (large_) return batch_.size() >= records_before_load || batch_text_ > text_before_load ? begin_load() : Status();
  // Strict is all or nothing, so it is one commit however large.
  return batch_.size() >= records_a_commit && !options_.strict ? store_batch() : Status();
}

// What is gathered, and what comes, goes into one load.
Status Intake::begin_load() {
  graph::BulkRecords::Options options;
  options.keep_recorded_at = options_.keep_recorded_at;
  options.cancel = options_.cancel, options.progress = options_.packing;
  BAYAN_LET(begun, graph::BulkRecords::begin(store_.database(), std::move(options)));
  records_ = std::move(begun);
  for (std::size_t i = 0; i < batch_.records().size(); ++i)
    BAYAN_TRY(load(batch_.records()[i], {places_[i].first, places_[i].second}));
  batch_.clear();
  places_.clear();
  return {};
}

Status Intake::load(const Record& record, const InputPlace& place) {
  auto status = records_->add(record);
  if (status || status.error().code == ErrorCode::store) return status;
  return skip(std::move(status.error()), place);
}

Status Intake::take(const graph::BulkRow& row, const InputPlace& place, bool large) {
  if (large) {
    BAYAN_LET(loaded, load_.add(row));
    if (loaded) return {};
  }
  return take(graph::statement_of(row), place);
}

Status Intake::skip(Error error, const InputPlace& place) {
  error.file = place.file;
  if (place.line > 0) error.line = place.line;
  return skip(std::move(error));
}

Status Intake::skip(Error error) {
  if (options_.strict) return error;
  ++report_.bad_lines;
  if (report_.errors.size() < errors_kept) report_.errors.push_back(std::move(error));
  return {};
}

// Stores what is gathered. A record that the store refuses (an impossible date, say) is taken out and reported, the
// others go in: the commit is tried again without it. Where many are refused a load looks at each once.
Status Intake::store_batch() {
  for (std::size_t tries = 1; !batch_.empty(); ++tries) {
    auto done = store_.commit(batch_);
    if (done) {
      report_.statements += done->statements_added;
      report_.statements_known += done->statements_known;
      report_.declarations += done->declarations;
      break;
    }
    Error error = std::move(done.error());
    if (error.code == ErrorCode::store || error.code == ErrorCode::busy || error.line == 0) return error;
    if (tries == tries_of_a_commit && !options_.strict) return begin_load();
    const std::size_t at = error.line - 1;
    error.file = places_[at].first;
    error.line = places_[at].second;
    BAYAN_TRY(skip(std::move(error)));
    drop(at);
  }
  batch_.clear();
  batch_.keep_recorded_at(options_.keep_recorded_at);
  places_.clear();
  return {};
}

void Intake::drop(std::size_t at) {
  Batch rest;
  rest.keep_recorded_at(options_.keep_recorded_at);
  for (std::size_t i = 0; i < batch_.records().size(); ++i) {
    if (i != at) rest.add(batch_.records()[i]);
  }
  batch_ = std::move(rest);
  places_.erase(places_.begin() + static_cast<std::ptrdiff_t>(at));
}

// Records and rows are two steps, unless all must be one: then rows become records.
Result<ImportReport> Intake::finish() {
  const bool one_step = options_.strict && load_.rows() > 0 && (records_ || !batch_.empty());
  if (one_step && !records_) BAYAN_TRY(begin_load());
  if (one_step) BAYAN_TRY(load_.move_to(*records_));
  BAYAN_TRY(store_batch());
  if (records_) {
    BAYAN_LET(loaded, records_->finish());
    report_.statements += loaded.statements_added;
    report_.statements_known += loaded.statements_known;
    report_.declarations += loaded.declarations;
    records_.reset();
  }
  if (one_step) return report_;
  BAYAN_LET(done, load_.finish());
  report_.statements += done.statements_added;
  report_.statements_known += done.statements_known;
  return report_;
}

}  // namespace bayan::ingest
