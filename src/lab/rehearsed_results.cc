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

void RehearsedResults::keep(int number, int shape, const Json& result) {
  samples_.emplace(shape, Sample{.number = number, .counts = result.at("valid").get<bool>()});
  results_[number] = result.dump();
}

Json RehearsedResults::result(int number, int shape) const {
  const auto own = results_.find(number);
  return parse_json(own != results_.end() ? own->second : results_.at(samples_.at(shape).number),
                    "a rehearsed result");
}

}  // namespace mutlua
