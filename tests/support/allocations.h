// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

namespace mutlua {

/// Counts the calls of operator new by this thread since it was made. For a test program that has
/// support/allocations.cc among its sources.
class AllocationCount {
 public:
  AllocationCount();
  std::int64_t so_far() const;

 private:
  std::int64_t begin_;
};

}  // namespace mutlua
