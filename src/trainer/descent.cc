// SPDX-License-Identifier: MIT
#include "trainer/descent.h"

namespace mutlua {

void descend(Parameter& parameter, const Step& step) {
  constexpr float kMomentum = 0.9F;
  if (parameter.decays && step.weight_decay != 0) {
    parameter.gradient += step.weight_decay * parameter.value;
  }
  parameter.velocity = kMomentum * parameter.velocity + parameter.gradient;
  parameter.value -= step.rate * parameter.velocity;
}

}  // namespace mutlua
