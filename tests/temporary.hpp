// A folder that is gone when the test is over.
#pragma once

#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <string>

class Temporary {
 public:
  Temporary() {
    static std::atomic<unsigned> number{0};
    path_ = (std::filesystem::temp_directory_path() /
             ("bayan-test-" + std::to_string(::getpid()) + "-" + std::to_string(++number)))
                .string();
    std::filesystem::remove_all(path_);
    std::filesystem::create_directories(path_);
  }
  ~Temporary() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Temporary(const Temporary&) = delete;
  Temporary& operator=(const Temporary&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};
