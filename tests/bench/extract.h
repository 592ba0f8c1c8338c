// SPDX-License-Identifier: MIT
#pragma once

namespace mutlua {

/// `mutlua extract` on logs of several kinds: MB per second, and the most memory used.
void bench_extract();

}  // namespace mutlua
