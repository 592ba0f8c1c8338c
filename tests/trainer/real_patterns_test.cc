// SPDX-License-Identifier: MIT
// What the real catalogue's patterns read in the logs of the networks that stand in.
#include <regex>
#include <sstream>

#include "trainer/digits_catalogue.h"

namespace mutlua {
namespace {

/// One short pass of the model.
Finished train_once(const ModelName& name) {
  std::vector<std::string> words = command_of(name);
  words.insert(words.end(), {"--epochs", "1"});
  return run_program(words);
}

/// The last number that a pattern of the real catalogue finds in a line; -1 if there is none.
double read_by(const std::string& pattern, const std::string& text) {
  const std::regex regex(pattern, std::regex::icase);
  double last = -1;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    std::smatch match;
    if (std::regex_search(line, match, regex)) last = std::stod(match[1]);
  }
  return last;
}

TEST(DigitsCatalogue, EndsItsLogsWithWhatThePatternsOfTheRealOneRead) {
  const Json real = read_settings("models.json");
  for (const ModelName& name : all_models()) {
    const Finished finished = train_once(name);
    for (const auto& [metric_name, pattern] :
         real.at(name.repository).at("performance_metrics").at("log_patterns").items()) {
      const bool only_forward_forward = metric_name == "test_error" || metric_name == "train_error";
      if (metric_name == "top20_accuracy" || (only_forward_forward && name.model != "mnist_ff")) {
        continue;  // neither does the real training say it, or there are not that many classes
      }
      EXPECT_EQ(read_by(pattern, finished.text), metric(metric_name, finished.text))
          << name.model << " " << metric_name;
    }
  }
}

}  // namespace
}  // namespace mutlua
