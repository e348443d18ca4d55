#include "graph/format.hpp"

#include <fmt/format.h>

#include "graph/keys.hpp"
#include "graph/values.hpp"

namespace bayan::graph {

Status check_stamp(const std::string& path, std::string_view stamp) {
  BAYAN_LET(found, decode_number(stamp));
  if (found == format_version) return {};
  Error error = make_error(
      ErrorCode::store, fmt::format("this store has format {}, this program reads format {}", found, format_version),
      found > format_version ? "use a newer bayan" : "export it with the bayan that made it, then import it here");
  error.file = path;
  return error;
}

}  // namespace bayan::graph
