// SPDX-License-Identifier: MIT
#include "lab/rehearsed_results.h"

namespace mutlua {

int RehearsedResults::shape_of(const TrialSpec& trial) {
  std::string shape;
  for (const ModelUse& use : trial.foregrounds) shape += use.model->name + '\n';
  shape += '\n';
  for (const ModelUse& use : trial.backgrounds) shape += use.model->name + '\n';
  return shapes_.emplace(shape, static_cast<int>(shapes_.size())).first->second;
}

void RehearsedResults::keep(std::size_t trial, int shape, const Json& result) {
  samples_.emplace(shape, Sample{.trial = trial, .counts = result.at("valid").get<bool>()});
  results_[trial] = result.dump();
}

Json RehearsedResults::result(std::size_t trial, int shape) const {
  const auto own = results_.find(trial);
  return parse_json(own != results_.end() ? own->second : results_.at(samples_.at(shape).trial),
                    "a rehearsed result");
}

}  // namespace mutlua
