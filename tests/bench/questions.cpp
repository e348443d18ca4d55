#include "tests/bench/questions.hpp"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>

namespace bayan::bench {

namespace {

// Kinds that are answered by a digest of rows; the others by numbers.
constexpr std::string_view digested[] = {"seek", "timeline", "claims", "at", "count", "changes", "agree"};

std::string written(const Value& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
  return std::string(std::get<std::string_view>(value));
}

std::string digest(const Fetched& fetched) {
  std::uint64_t sum = 0;
  const std::size_t rows = fetched.values.size() / fetched.columns;
  for (std::size_t row = 0; row < rows; ++row) {
    std::string line;
    for (std::size_t i = 0; i < fetched.columns; ++i) {
      if (i > 0) line += '\t';
      line += written(fetched.values[row * fetched.columns + i]);
    }
    sum += crc32(0, reinterpret_cast<const Bytef*>(line.data()), static_cast<uInt>(line.size()));
  }
  return fmt::format("[{}, {}]", rows, sum);
}

}  // namespace

Result<Question> question_from_json(std::string_view line) {
  const auto json = nlohmann::json::parse(line, nullptr, false);
  if (!json.is_object() || !json.contains("kind") || !json.contains("args"))
    return make_error(ErrorCode::input, "this is not a question");
  Question out;
  out.id = json.value("id", std::int64_t{0});
  out.kind = json["kind"].get<std::string>();
  for (const auto& arg : json["args"]) {
    if (arg.is_string()) {
      out.args.emplace_back(arg.get<std::string>());
    } else {
      out.args.emplace_back(arg.get<std::int64_t>());
    }
  }
  return out;
}

std::string answer(const std::string& kind, const Fetched& fetched) {
  if (std::find(std::begin(digested), std::end(digested), kind) != std::end(digested)) return digest(fetched);
  if (fetched.values.size() == 1) return written(fetched.values.front());
  std::string out;
  for (const Value& value : fetched.values) out += (out.empty() ? "[" : ", ") + written(value);
  return out + "]";
}

}  // namespace bayan::bench
