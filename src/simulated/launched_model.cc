// SPDX-License-Identifier: MIT
#include "simulated/launched_model.h"

#include <algorithm>
#include <charconv>

#include "training/command.h"

namespace mutlua {
namespace {

bool same_folder(const std::filesystem::path& a, const std::filesystem::path& b) {
  const auto whole = [](const std::filesystem::path& folder) {
    return (std::filesystem::absolute(folder) / "").lexically_normal();
  };
  return a == b || whole(a) == whole(b);
}

/// How many of the first words say which model it is. The program may stand there with its path.
std::optional<std::size_t> words_of(const Model& model, const Texts& argv) {
  const Texts known = command_for(model, {}).argv;
  if (known.empty() || argv.size() < known.size()) return std::nullopt;
  const bool same_program =
      argv.front() == known.front() || argv.front().ends_with("/" + known.front());
  if (!same_program || !std::equal(known.begin() + 1, known.end(), argv.begin() + 1))
    return std::nullopt;
  return known.size();
}

const std::string& playing(const Model& model, const std::string& role) {
  for (const auto& [name, hyperparameter] : model.roles) {
    if (name == role) return hyperparameter;
  }
  return role;
}

void read_values(LaunchedModel& launched, const Texts& argv, std::size_t from) {
  for (std::size_t i = from; i + 1 < argv.size(); ++i) {
    for (const Hyperparameter& known : launched.model->hyperparameters) {
      if (known.flag != argv[i]) continue;
      const std::string& text = argv[i + 1];
      double value = 0;
      const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
      if (read.ec == std::errc{}) launched.values[known.name] = value;
    }
  }
}

}  // namespace

std::optional<double> default_of(const Model& model, const std::string& role) {
  const Hyperparameter* known = model.find(playing(model, role));
  return known != nullptr ? known->default_value : std::nullopt;
}

std::optional<double> LaunchedModel::value_of(const std::string& role) const {
  const auto found = values.find(playing(*model, role));
  return found == values.end() ? std::nullopt : std::optional(found->second);
}

std::optional<double> LaunchedModel::default_of(const std::string& role) const {
  return mutlua::default_of(*model, role);
}

std::optional<LaunchedModel> launched_model(const Catalogue& catalogue, const Launch& launch) {
  LaunchedModel best;
  std::size_t words = 0;
  for (const Model& model : catalogue.models()) {
    const auto count = words_of(model, launch.argv);
    if (!count || *count <= words || !same_folder(model.path, launch.folder)) continue;
    best.model = &model;
    words = *count;
  }
  if (best.model == nullptr) return std::nullopt;
  for (const Hyperparameter& known : best.model->hyperparameters) {
    if (known.default_value) best.values[known.name] = *known.default_value;
  }
  read_values(best, launch.argv, words);
  return best;
}

}  // namespace mutlua
