// SPDX-License-Identifier: MIT
#pragma once

#include "trainer/layer.h"
#include "trainer/network.h"

namespace mutlua {

/// Moves a parameter one step against its gradient, with momentum 0.9; weights also decay.
void descend(Parameter& parameter, const Step& step);

}  // namespace mutlua
