// SPDX-License-Identifier: MIT
#include "cli/simulated_times.h"

#include <fmt/format.h>

#include "base/error.h"
#include "base/files.h"
#include "base/json.h"
#include "cli/plan_history.h"

namespace mutlua {
namespace {

constexpr const char* kFile = "epoch_seconds.json";
constexpr std::size_t kLargestFile = 1u << 24;

}  // namespace

void SimulatedTimes::read(const std::filesystem::path& results, const Catalogue& catalogue) {
  PlanHistory history(results, catalogue, [](const std::string&) {});
  for (const Model& model : catalogue.models()) {
    if (const auto seconds = history.epoch_seconds(model)) seconds_[model.name] = *seconds;
  }
}

void SimulatedTimes::freeze(const std::filesystem::path& session) {
  const std::filesystem::path file = session / kFile;
  if (!std::filesystem::exists(file)) {
    write_file(file, pretty_text(Json(seconds_)) + "\n");
    return;
  }
  try {
    seconds_ = parse_json(read_file(file, kLargestFile), file.string())
                   .get<std::map<std::string, double>>();
  } catch (const std::exception& error) {
    throw Error(ErrorKind::machine,
                fmt::format("{} is damaged, so this session would simulate other times than "
                            "before; --fresh begins a new one ({})",
                            file.string(), error.what()));
  }
}

std::optional<double> SimulatedTimes::of(const Model& model) const {
  const auto known = seconds_.find(model.name);
  return known == seconds_.end() ? std::nullopt : std::optional(known->second);
}

}  // namespace mutlua
