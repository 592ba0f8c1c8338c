// SPDX-License-Identifier: MIT
#include "simulated/figures.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <sstream>

#include "base/error.h"

namespace mutlua {
namespace {

struct Choice {
  const char* name;
  double SimulatedFigures::*figure;
  double least;
  double most;
};

constexpr auto kChoices = std::to_array<Choice>({
    {"drift", &SimulatedFigures::drift_percent_per_hour, -100, 100},
    {"noise", &SimulatedFigures::noise, 0, 10},
    {"ambient", &SimulatedFigures::ambient_celsius, -20, 70},
    {"memory", &SimulatedFigures::memory_mb, 1, 1e6},
});

bool choose_times(SimulatedFigures& figures, const std::string& word) {
  if (word != "times=history" && word != "times=catalogue") return false;
  figures.times_of_history = word == "times=history";
  return true;
}

void choose(SimulatedFigures& figures, const std::string& word) {
  if (choose_times(figures, word)) return;
  const std::size_t equals = std::min(word.find('='), word.size());
  const std::string name = word.substr(0, equals);
  const auto choice = std::find_if(kChoices.begin(), kChoices.end(),
                                   [&](const Choice& each) { return name == each.name; });
  if (choice == kChoices.end()) {
    throw Error(ErrorKind::usage,
                fmt::format("--simulate-with: expected drift=, noise=, ambient=, memory=, "
                            "times=catalogue or times=history, found '{}'",
                            word));
  }
  double number = 0;
  const char* end = word.data() + word.size();
  const auto read = std::from_chars(word.data() + std::min(equals + 1, word.size()), end, number);
  if (read.ec != std::errc{} || read.ptr != end ||
      !(number >= choice->least && number <= choice->most)) {
    throw Error(ErrorKind::usage,
                fmt::format("--simulate-with: {} must be a number from {} to {}, found '{}'", name,
                            choice->least, choice->most, word));
  }
  figures.*choice->figure = number;
}

}  // namespace

SimulatedFigures simulated_figures(const std::string& chosen) {
  SimulatedFigures figures;
  std::istringstream words(chosen);
  for (std::string word; std::getline(words, word, ',');) choose(figures, word);
  return figures;
}

Json to_json(const SimulatedFigures& figures) {
  Json json = Json::object();
  for (const Choice& each : kChoices) json[each.name] = figures.*each.figure;
  if (figures.times_of_history) json["times"] = "history";
  return json;
}

}  // namespace mutlua
