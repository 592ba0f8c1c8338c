// SPDX-License-Identifier: MIT
#include "training/draws.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>

#include "base/error.h"
#include "base/fields.h"

namespace mutlua {
namespace {

constexpr int kMostDraws = 1000;

[[noreturn]] void fail(const std::string& message) { throw Error(ErrorKind::script, message); }

double draw_log_uniform(const Hyperparameter& hyperparameter, double low, double high,
                        PythonRandom& random) {
  if (low <= 0) {
    fail(fmt::format("{}: a log_uniform range must begin above 0, not at {}", hyperparameter.name,
                     number_text(low)));
  }
  const double value = std::exp(random.uniform(std::log(low), std::log(high)));
  return std::clamp(hyperparameter.is_integer ? std::nearbyint(value) : value, low, high);
}

double draw_uniform(const Hyperparameter& hyperparameter, double low, double high,
                    PythonRandom& random) {
  if (!hyperparameter.is_integer) return random.uniform(low, high);
  return static_cast<double>(
      random.randint(static_cast<std::int64_t>(low), static_cast<std::int64_t>(high)));
}

Texts chosen_names(const Model& model, const Texts& names, std::vector<std::string>& warnings) {
  const Texts all = model.hyperparameter_names();
  if (std::find(names.begin(), names.end(), "all") != names.end()) return all;
  Texts chosen;
  for (const std::string& name : names) {
    if (model.find(name) != nullptr) {
      chosen.push_back(name);
    } else {
      warnings.push_back(fmt::format("{}: unknown hyperparameter '{}' is left out{}", model.name,
                                     name, suggestion(name, all)));
    }
  }
  if (!chosen.empty()) return chosen;
  fail(fmt::format("{}: nothing to mutate; its hyperparameters are {}", model.name,
                   fmt::join(all, ", ")));
}

Hyperparameter with_range(const Model& model, const std::string& name,
                          const RangeOverrides& ranges) {
  Hyperparameter hyperparameter = *model.find(name);
  const auto range = ranges.find(name);
  if (range == ranges.end()) return hyperparameter;
  const RangeOverride& own = range->second;
  const auto [low, high] = std::pair(own.low, own.high);
  if (low > high) {
    fail(fmt::format("{}: {}: min {} is above max {}", model.name, name, number_text(low),
                     number_text(high)));
  }
  if (own.whole_numbers) hyperparameter.is_integer = true;
  if (hyperparameter.is_integer && (std::trunc(low) != low || std::trunc(high) != high)) {
    fail(fmt::format("{}: {}: a range of whole numbers is needed", model.name, name));
  }
  hyperparameter.low = low;
  hyperparameter.high = high;
  hyperparameter.distribution = own.distribution.value_or(hyperparameter.distribution);
  hyperparameter.zero_probability = own.zero_probability.value_or(hyperparameter.zero_probability);
  return hyperparameter;
}

std::vector<Hyperparameter> to_draw(const Model& model, const Texts& names,
                                    const RangeOverrides& ranges) {
  for (const auto& [name, range] : ranges) {
    if (model.find(name) == nullptr) {
      fail(fmt::format("{}: a range for the unknown hyperparameter '{}'{}", model.name, name,
                       suggestion(name, model.hyperparameter_names())));
    }
  }
  std::vector<Hyperparameter> result;
  for (const std::string& name : names) result.push_back(with_range(model, name, ranges));
  return result;
}

Values defaults_of(const std::vector<Hyperparameter>& hyperparameters) {
  Values defaults;
  for (const Hyperparameter& one : hyperparameters) {
    if (one.default_value) defaults.emplace_back(one.name, value_json(one, *one.default_value));
  }
  return defaults;
}

/// What a row of the history says about these hyperparameters.
Values restricted(const Values& values, const Texts& names) {
  Values result;
  for (const auto& [name, value] : values) {
    const bool named = std::find(names.begin(), names.end(), name) != names.end();
    if (named && value.is_number()) result.emplace_back(name, value);
  }
  return result;
}

/// A name that is listed twice is drawn twice; the last draw counts.
Values draw_set(const std::vector<Hyperparameter>& hyperparameters, PythonRandom& random) {
  Values set;
  for (const Hyperparameter& one : hyperparameters) {
    const Json value = value_json(one, draw(one, random));
    const auto known = std::find_if(set.begin(), set.end(),
                                    [&](const auto& entry) { return entry.first == one.name; });
    if (known == set.end()) {
      set.emplace_back(one.name, value);
    } else {
      known->second = value;
    }
  }
  return set;
}

std::set<std::string> seen_before(const Model& model, const Texts& names,
                                  const std::vector<Hyperparameter>& hyperparameters,
                                  const std::vector<Values>& history) {
  std::set<std::string> seen{mutation_key(model, defaults_of(hyperparameters))};
  for (const Values& values : history) seen.insert(mutation_key(model, restricted(values, names)));
  return seen;
}

}  // namespace

double draw(const Hyperparameter& hyperparameter, PythonRandom& random) {
  if (!hyperparameter.low || !hyperparameter.high) {
    fail(fmt::format("{}: there is no range to draw from", hyperparameter.name));
  }
  const double zero = hyperparameter.zero_probability;
  if (zero > 0 && random.random() < zero) return 0;
  const bool uniform = hyperparameter.distribution == Distribution::uniform;
  return (uniform ? draw_uniform : draw_log_uniform)(hyperparameter, *hyperparameter.low,
                                                     *hyperparameter.high, random);
}

Json value_json(const Hyperparameter& hyperparameter, double value) {
  if (hyperparameter.is_integer) return static_cast<std::int64_t>(std::nearbyint(value));
  return value;
}

std::string mutation_key(const Model& model, const Values& values) {
  std::vector<std::string> pairs;
  for (const auto& [name, value] : values) {
    const Hyperparameter* hyperparameter = model.find(name);
    if (hyperparameter == nullptr) continue;
    const double number = value.get<double>();
    pairs.push_back(hyperparameter->is_integer ? fmt::format("{}={:.0f}", name, number)
                                               : fmt::format("{}={:.6f}", name, number));
  }
  std::sort(pairs.begin(), pairs.end());
  return fmt::format("{}", fmt::join(pairs, ","));
}

Mutations mutations(const Model& model, const std::vector<std::string>& names, int count,
                    const RangeOverrides& ranges, const std::vector<Values>& history,
                    PythonRandom& random) {
  Mutations result;
  const Texts chosen = chosen_names(model, names, result.warnings);
  const std::vector<Hyperparameter> hyperparameters = to_draw(model, chosen, ranges);
  std::set<std::string> seen = seen_before(model, chosen, hyperparameters, history);
  const auto wanted = static_cast<std::size_t>(std::max(count, 0));
  for (int i = 0; i < kMostDraws && result.sets.size() < wanted; ++i) {
    Values set = draw_set(hyperparameters, random);
    if (seen.insert(mutation_key(model, set)).second) result.sets.push_back(std::move(set));
  }
  if (result.sets.size() < wanted) {
    result.warnings.push_back(
        fmt::format("{}: only {} of {} different sets of {} were found in {} draws", model.name,
                    result.sets.size(), wanted, fmt::join(chosen, ", "), kMostDraws));
  }
  return result;
}

}  // namespace mutlua
