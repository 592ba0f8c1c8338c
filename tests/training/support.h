// SPDX-License-Identifier: MIT
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/files.h"
#include "base/json.h"
#include "training/catalogue.h"
#include "training/log_reader.h"

namespace mutlua::test {

/// A folder that is gone after the test.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "mutlua-XXXXXX").string();
    path_ = ::mkdtemp(name.data());
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  const std::filesystem::path& path() const { return path_; }

  std::filesystem::path write(const std::string& name, const std::string& content,
                              bool executable = false) const {
    const std::filesystem::path file = path_ / name;
    std::filesystem::create_directories(file.parent_path());
    write_file(file, content);
    if (executable) std::filesystem::permissions(file, std::filesystem::perms(0755));
    return file;
  }

 private:
  std::filesystem::path path_;
};

/// The message of the Error that the call throws; "nothing thrown" if it does not. `kind` must fit.
template <typename Call>
std::string error_of(ErrorKind kind, const Call& call) {
  try {
    call();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), kind) << error.what();
    return error.what();
  }
  return "nothing thrown";
}

/// For EXPECT_TRUE: whether the message holds these words; shows it if not.
inline testing::AssertionResult says(const std::string& message, const std::string& words) {
  if (message.find(words) != std::string::npos) return testing::AssertionSuccess();
  return testing::AssertionFailure() << "'" << message << "' does not say '" << words << "'";
}

inline Instant at(double seconds) { return Instant{} + Seconds(seconds); }

/// A model that reads these metrics, and epochs if a pattern is given.
inline Model reading(std::vector<Metric> metrics, const std::string& epoch = "",
                     bool at_start = false) {
  Model model;
  model.name = "test/model";
  model.command = {"true"};
  model.metrics = std::move(metrics);
  if (!epoch.empty()) model.epoch = {epoch, at_start};
  return model;
}

inline LogReader read_whole(const Model& model, const std::string& log) {
  LogReader reader(model);
  reader.feed(log, at(1));
  reader.finish(at(2));
  return reader;
}

inline Model hyperparameters_only(const char* json) {
  Catalogue catalogue;
  return catalogue.define(
      {{"name", "test/model"}, {"command", {"true"}}, {"hyperparameters", Json::parse(json)}});
}

inline std::filesystem::path source_folder() { return MUTLUA_SOURCE_FOLDER; }

}  // namespace mutlua::test
