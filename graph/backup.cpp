#include "graph/backup.hpp"

#include <filesystem>

#include "graph/database.hpp"

namespace bayan::graph {

namespace {

namespace fs = std::filesystem;

constexpr const char* unfinished = ".unfinished";

Error refusal(ErrorCode code, const std::string& path, std::string message, std::string help) {
  Error error = make_error(code, std::move(message), std::move(help));
  error.file = path;
  return error;
}

// Writes and opens the copy under its passing name.
Status write_copy(const Kv& kv, const fs::path& passing, Copying how) {
  BAYAN_TRY(kv.copy_to(passing.string(), how));
  OpenOptions options;
  options.read_only = true;
  if (auto opened = Database::open(passing.string(), options); !opened) return std::move(opened.error());
  return {};
}

}  // namespace

Status copy_store(const Kv& kv, const std::string& to, Copying how) {
  fs::path target(to);
  if (!target.has_filename()) target = target.parent_path();  // "folder/" means "folder"
  std::error_code code;
  if (fs::exists(fs::symlink_status(target, code)))
    return refusal(ErrorCode::input, to, "there is something at this path already", "name a path that does not exist");
  const fs::path passing = target.string() + unfinished;
  fs::remove_all(passing, code);
  Status status = write_copy(kv, passing, how);
  if (status) {
    fs::rename(passing, target, code);
    if (!code) return {};
    status = refusal(ErrorCode::store, to, "the copy cannot be given its name: " + code.message(),
                     "name a path that does not exist");
  }
  fs::remove_all(passing, code);
  return status;
}

}  // namespace bayan::graph

namespace bayan {

Status Store::backup(const std::string& to) const {
  return graph::copy_store(*database_->kv(), to, graph::Copying::linked);
}

Status restore(const std::string& backup, const std::string& store) {
  OpenOptions options;
  options.read_only = true;
  BAYAN_LET(database, graph::Database::open(backup, options));
  return graph::copy_store(*database->kv(), store, graph::Copying::apart);
}

}  // namespace bayan
