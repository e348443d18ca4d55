#include "ingest/lexicon_files.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "ingest/lexicon.hpp"

namespace bayan::ingest {

namespace {

Result<std::string> read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) {
    Error error = make_error(ErrorCode::store, "cannot read the lexicon file");
    error.file = path.string();
    return error;
  }
  return std::string(std::istreambuf_iterator<char>(in), {});
}

// Names and frames refer to what the core declares, so core comes first, in this order; then the languages.
int rank(std::string_view path) {
  constexpr std::array<std::string_view, 4> order = {"core/entities.tsv", "core/relations.tsv", "core/heads.tsv",
                                                     "core/series.tsv"};
  return static_cast<int>(std::find(order.begin(), order.end(), path) - order.begin());
}

bool before(const LexiconText& a, const LexiconText& b) {
  return std::pair(rank(a.path), std::string_view(a.path)) < std::pair(rank(b.path), std::string_view(b.path));
}

Status add_folder(const std::string& folder, std::vector<LexiconText>& out) {
  std::error_code failed;
  const std::size_t first = out.size();
  for (std::filesystem::recursive_directory_iterator at(folder, failed), end; !failed && at != end;
       at.increment(failed)) {
    if (at->path().extension() != ".tsv") continue;
    BAYAN_LET(text, read_file(at->path()));
    out.push_back(
        {std::filesystem::relative(at->path(), folder, failed).generic_string(), at->path().string(), std::move(text)});
  }
  if (failed) {
    Error error = make_error(ErrorCode::store, "cannot read the lexicon folder: " + failed.message());
    error.file = folder;
    return error;
  }
  std::sort(out.begin() + static_cast<std::ptrdiff_t>(first), out.end(), before);
  return {};
}

}  // namespace

Result<std::vector<LexiconText>> read_lexicon_files(const std::vector<std::string>& folders) {
  std::vector<LexiconText> out;
  for (const LexiconFile& file : built_in_lexicon())
    out.push_back({std::string(file.path), std::string(file.path), std::string(file.text)});
  std::sort(out.begin(), out.end(), before);
  for (const std::string& folder : folders) BAYAN_TRY(add_folder(folder, out));
  return out;
}

}  // namespace bayan::ingest
