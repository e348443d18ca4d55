// A small store for tests of queries, filled from exchange records.
#pragma once

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bayan/bayan.hpp"
#include "tests/temporary.hpp"

class QueryStore {
 public:
  explicit QueryStore(const std::vector<std::string>& records) {
    bayan::OpenOptions options;
    options.create = true;
    options.synced = false;
    auto opened = bayan::Store::open(folder_.path(), options);
    REQUIRE(opened.has_value());
    store_ = std::make_unique<bayan::Store>(std::move(*opened));
    add(records);
  }

  void add(const std::vector<std::string>& records) {
    bayan::Batch batch;
    for (const auto& line : records) {
      auto record = bayan::record_from_json(line);
      REQUIRE_MESSAGE(record.has_value(), line);
      batch.add(std::move(*record));
    }
    const auto report = store_->commit(batch);
    REQUIRE_MESSAGE(report.has_value(), (report ? "" : report.error().message));
  }

  bayan::Store& store() { return *store_; }

  // The rows as lines of JSON, or the error as one line.
  std::vector<std::string> ask(std::string_view query, const bayan::QueryOptions& options = {}) {
    auto rows = bayan::query(*store_, query, {}, options);
    if (!rows) return {std::string(bayan::name(rows.error().code)) + ": " + rows.error().message};
    std::vector<std::string> out;
    while (rows->next()) out.push_back(rows->json());
    CHECK(rows->status().has_value());
    if (rows->partial()) out.push_back("partial: " + *rows->partial());
    return out;
  }

 private:
  Temporary folder_;
  std::unique_ptr<bayan::Store> store_;
};

// subject, relation, object entity; round 0 is background.
inline std::string said(const std::string& subject, const std::string& relation, const std::string& object, int round,
                        const std::string& series = "cop") {
  std::string out = "{\"subject\":{\"key\":\"" + subject + "\"},\"relation\":\"" + relation +
                    "\",\"object\":{\"key\":\"" + object + "\"}";
  if (round != 0) out += ",\"series\":\"" + series + "\",\"round\":" + std::to_string(round);
  return out + "}";
}
